"""Whichever statement of a request fails because the database is busy or full, the answer says so: never 500."""

from datetime import timedelta
from functools import partial
from itertools import count

import httpx
import pytest

from consultant_tui.contract import paths
from consultant_tui.contract.signing import SignIn
from server_stub.app import create_app
from server_stub.services import signing
from server_stub.services.office import Office, Recognised
from tests.backend.asking import Last
from tests.backend.conftest import MIRA
from tests.backend.endpoints import ALL, APPROVERS, LETS_IN, SUPPORTS, send
from tests.backend.test_roles import Things
from tests.databases import busy, failing_at, full

FAULTS = {503: busy, 507: full}
MOST = 120
"""Statements; no request may need as many."""
PASSWORD = "seven quiet herons"  # noqa: S105
UNASKED = {("GET", "/"), ("GET", "/openapi.json")}
"""What reads no database."""


@pytest.fixture
async def things(practice, sign_in):
    made = Things(practice, sign_in)
    await made.make()
    return made


@pytest.fixture
async def ask(engines, practice, things, monkeypatch):
    """Ask one thing as somebody who may, of a program that remembers nobody: that would hide statements."""
    monkeypatch.setattr(Recognised, "SECONDS", 0)
    tokens = {
        **dict.fromkeys(APPROVERS, practice.appoint_approver()),
        **dict.fromkeys(SUPPORTS, practice.appoint_staff()),
    }
    transport = httpx.ASGITransport(create_app(engines, practice.clock), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://backend") as client:

        async def ask(method, path, of):
            token = tokens.get((method, path), "token-of-mira@example.org")
            client.headers["Authorization"] = f"Bearer {token}"
            return await send(client, method, path, Last("", "ASST-1", ""), **of)

        yield ask


async def fails(engines, ask, about):
    """Let each statement of a request fail in its turn, until the request is answered."""
    for number in count(1):
        assert number < MOST
        for status, fault in FAULTS.items():
            with failing_at(engines, number, fault(engines)) as came:
                answer = await ask()
            told = f"{about}\n{came[-1:]}\n{answer.text}"
            if len(came) < number:
                assert answer.status_code < 500, told
                assert number > 1, told
                return
            assert answer.status_code == status, told
            assert int(answer.headers["Retry-After"]) > 0, told
            assert "Ana Lindqvist" not in answer.text


QUESTIONS = sorted(asked for asked in ALL - UNASKED if asked[0] == "GET")
CHANGES = sorted(asked for asked in ALL - LETS_IN if asked[0] != "GET")


async def test_a_question_says_that_the_database_is_busy_or_full_whichever_statement_meets_it(engines, things, ask):
    of = things.of("own")
    for method, path in QUESTIONS:
        await fails(engines, partial(ask, method, path, of), path)


@pytest.mark.every(2)
@pytest.mark.parametrize(("method", "path"), CHANGES)
async def test_a_change_says_that_the_database_is_busy_or_full(engines, things, ask, method, path):
    await fails(engines, partial(ask, method, path, things.of("own")), path)


async def test_letting_in_says_that_the_database_is_busy_or_full(engines, practice, sign_in):
    """What was tried while nothing could be looked up counts as a try, and costs a pause like any other."""
    practice.engage(MIRA)
    office = Office(engines, practice.clock)
    signing.set_password(office, MIRA, PASSWORD)
    given = signing.sign_in(office, SignIn(email=MIRA, password=PASSWORD), "")
    bodies = {
        paths.SESSIONS: {"email": MIRA, "password": PASSWORD},
        paths.RENEWALS: {"renewal": given.renewal},
    }
    assert {path for _, path in LETS_IN} == set(bodies)
    client = sign_in()
    for path, body in bodies.items():

        async def ask(path=path, body=body):
            practice.now += timedelta(minutes=20)
            return await client.post(path, json=body)

        await fails(engines, ask, path)
