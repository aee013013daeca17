"""Owns the fixtures: a fresh database file, a practice to fill, and consultants who speak to the real program."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.app import create_app
from tests.backend.asking import Last
from tests.backend.practice import Practice

MIRA = "mira@example.org"


@pytest.fixture
def practice(engines) -> Practice:
    return Practice(engines)


@pytest.fixture
async def sign_in(engines, practice) -> AsyncIterator[Callable[[str], httpx.AsyncClient]]:
    """Give a client that carries a token; all of them speak to one program."""
    transport = httpx.ASGITransport(create_app(engines, practice.clock))
    made = []

    def sign_in(token: str = "", **headers: str) -> httpx.AsyncClient:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        client = httpx.AsyncClient(transport=transport, base_url="http://backend", headers=headers)
        made.append(client)
        return client

    yield sign_in
    for client in made:
        await client.aclose()


@pytest.fixture
def mira(practice, sign_in) -> httpx.AsyncClient:
    """A partner in Melbourne."""
    return sign_in(practice.engage(MIRA))


@pytest.fixture
def last(practice, mira) -> Last:
    """Mira's last session with a client in Adelaide, on an open line, a week before the one that is wanted."""
    line = practice.add_line(MIRA)
    case = practice.open_case(email="ana@example.com")
    return Last(practice.appoint(MIRA, case, "2026-11-16T14:00", AppointmentState.COMPLETED, schedule=line), case, line)
