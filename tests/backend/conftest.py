"""Owns the fixtures: a fresh database file, a practice to fill, and consultants who speak to the real program."""

from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest

from server_stub.app import create_app
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.schema import prepare
from tests.backend.practice import Practice

MIRA = "mira@example.org"


@pytest.fixture
def engines(tmp_path) -> Iterator[Engines]:
    engines = open_engines(f"sqlite:///{tmp_path}/practice.db")
    prepare(engines.writer)
    yield engines
    engines.dispose()


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
