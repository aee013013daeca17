"""Owns the fixtures: a practice with online booking, and browsers at its portal."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from server_stub.app import create_app
from tests.backend.conftest import practice
from tests.portal.browser import Browser
from tests.portal.household import Household
from tests.portal.walking import MIRA

__all__ = ["practice"]


@pytest.fixture
async def browse(engines, practice) -> AsyncIterator[Callable[..., Browser]]:
    """Give a browser of its own; all of them are at one portal."""
    transport = httpx.ASGITransport(create_app(engines, practice.clock), raise_app_exceptions=False)
    made = []

    def browse(session: str = "") -> Browser:
        client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8377")
        if session:
            client.cookies.set("portal", session, domain="127.0.0.1", path="/portal")
        made.append(client)
        return Browser(client)

    yield browse
    for client in made:
        await client.aclose()


@pytest.fixture
def household(practice) -> Household:
    """Verbs that give clients of the practice their accounts."""
    return Household(practice)


@pytest.fixture
def mira(practice, household) -> str:
    """Let clients book a consultant with open hours; returns the line."""
    practice.engage(MIRA)
    household.set_up()
    return practice.add_line(MIRA)


@pytest.fixture
def newcomer(browse, household) -> Browser:
    """The browser of somebody with a verified account who is not a client yet."""
    return browse(household.join())
