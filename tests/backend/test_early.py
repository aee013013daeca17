"""The first question of a terminal program is answered before the backend is whole, and just as the whole one would."""

import asyncio
import subprocess
import sys
import threading
from contextlib import asynccontextmanager

import pytest

from consultant_tui.contract import paths
from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.app import create_app
from server_stub.early import Early
from server_stub.services.office import Office
from tests.backend.conftest import MIRA

PATIENCE = 10


async def ask(app, path=paths.QUICK_VIEW, *, method="GET", headers=()):
    """Ask an app one thing; give every message that it sends."""
    sent = []

    async def send(message):
        sent.append({name: value for name, value in message.items() if name != "trailers"})

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(name, value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    await app(scope, receive, send)
    return sent


@asynccontextmanager
async def alive(app):
    """Let an app live as a server does."""
    told, heard = asyncio.Queue(), asyncio.Queue()
    life = asyncio.ensure_future(app({"type": "lifespan"}, told.get, heard.put))
    await told.put({"type": "lifespan.startup"})
    assert (await heard.get())["type"] == "lifespan.startup.complete"
    yield
    await told.put({"type": "lifespan.shutdown"})
    await asyncio.wait_for(life, PATIENCE)
    assert (await heard.get())["type"] == "lifespan.shutdown.complete"


@pytest.fixture
def early(engines, practice):
    """Give an early answer of the practice, and how often its whole backend was made."""
    made = []

    def make_whole():
        made.append(True)
        return create_app(engines, practice.clock)

    return Early(Office(engines, practice.clock), make_whole), made


@pytest.fixture
def alone(engines, practice):
    """Give an early answer to which no whole backend belongs."""
    return Early(Office(engines, practice.clock), lambda: pytest.fail("the whole was needed"))


def signed_in(token, *more):
    return [(b"authorization", f"Bearer {token}"), *more]


@pytest.fixture
def token(practice):
    """Give the token of a consultant with appointments in two of the sections."""
    token = practice.engage(MIRA)
    case = practice.open_case(email="ana@example.com")
    practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED)
    practice.appoint(MIRA, case, "2026-11-24T10:00", State.BOOKED)
    return token


async def test_quick_view_is_answered_while_nothing_else_is_there(engines, practice, token):
    allowed = threading.Event()

    def make_whole():
        assert allowed.wait(PATIENCE)
        return create_app(engines, practice.clock)

    app = Early(Office(engines, practice.clock), make_whole)
    async with alive(app):
        answers = await asyncio.gather(*(ask(app, headers=signed_in(token)) for _ in range(2)))
        assert [start["status"] for start, _ in answers] == [200, 200]
        waiting = asyncio.ensure_future(ask(app, paths.HEALTH))
        allowed.set()
        assert (await waiting)[0]["status"] == 200


async def test_who_gives_up_waiting_takes_nothing_from_the_others(engines, practice):
    allowed = threading.Event()

    def make_whole():
        assert allowed.wait(PATIENCE)
        return create_app(engines, practice.clock)

    app = Early(Office(engines, practice.clock), make_whole)
    async with alive(app):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(app, paths.HEALTH), 0.01)
        allowed.set()
        assert (await ask(app, paths.HEALTH))[0]["status"] == 200


ZONES = [
    [],
    [(b"time-zone", "Europe/London")],
    [(b"time-zone", "")],
    [(b"time-zone", "Asia/Kathmandu"), (b"time-zone", "Europe/London")],
]


@pytest.mark.parametrize("zones", ZONES)
async def test_it_is_the_answer_of_the_whole_to_the_letter(engines, alone, practice, token, zones):
    whole = create_app(engines, practice.clock)
    assert await ask(alone, headers=signed_in(token, *zones)) == await ask(whole, headers=signed_in(token, *zones))


UNUSUAL = [
    ({}, 401),
    ({"headers": signed_in("wrong")}, 401),
    ({"headers": [(b"authorization", "Basic bWlyYQ==")]}, 401),
    ({"headers": [(b"authorization", "Bearer")]}, 401),
    ({"method": "POST"}, 405),
    ({"method": "HEAD"}, 405),
    ({"path": "/nowhere"}, 404),
    ({"path": paths.HEALTH}, 200),
    ({"path": "/openapi.json"}, 200),
]


@pytest.mark.parametrize(("question", "status"), UNUSUAL)
async def test_everything_else_is_answered_by_the_whole(engines, early, practice, token, question, status):
    app, made = early
    async with alive(app):
        answer = await ask(app, **question)
        assert made == [True]
    assert answer[0]["status"] == status
    assert answer == await ask(create_app(engines, practice.clock), **question)


async def test_what_stands_in_the_way_is_told_by_the_whole(engines, early, practice, token):
    app, _ = early
    whole = create_app(engines, practice.clock)
    questions = [signed_in(token, (b"time-zone", "Mars")), signed_in(practice.appoint_approver())]
    async with alive(app):
        answers = [await ask(app, headers=headers) for headers in questions]
        assert answers == [await ask(whole, headers=headers) for headers in questions]
    assert [answer[0]["status"] for answer in answers] == [422, 403]


async def test_the_whole_is_made_once_and_after_the_first_answer(early, token):
    app, made = early
    async with alive(app):
        await ask(app, headers=signed_in(token))
        answers = await asyncio.gather(*(ask(app, paths.HEALTH) for _ in range(3)), ask(app, headers=signed_in(token)))
        assert [answer[0]["status"] for answer in answers] == [200] * 4
    assert made == [True]


async def test_it_ends_at_once_when_the_whole_was_never_needed(alone):
    async with alive(alone):
        pass


async def test_a_whole_that_cannot_be_made_keeps_nobody_waiting(engines, practice):
    def make_whole():
        raise ImportError("half of the program is gone")

    app = Early(Office(engines, practice.clock), make_whole)
    told, heard = asyncio.Queue(), asyncio.Queue()
    life = asyncio.ensure_future(app({"type": "lifespan"}, told.get, heard.put))
    await told.put({"type": "lifespan.startup"})
    await heard.get()
    for _ in range(2):
        with pytest.raises(ImportError):
            await asyncio.wait_for(ask(app, paths.HEALTH), PATIENCE)
    with pytest.raises(ImportError):
        await life


_FIRST = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from pathlib import Path
from server_stub import cli, serving
from server_stub.early import Early
from server_stub.services.office import Office
def clock():
    return datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
async def ask(app):
    sent = []
    async def send(message):
        sent.append(message)
    headers = [(b"authorization", b"Bearer a-token")]
    await app({"type": "http", "method": "GET", "path": "/v1/quick-view", "query_string": b"", "headers": headers},
              None, send)
    assert sent[0]["status"] == 200
with serving._throw_away(clock()) as (engines, _):
    with engines.writing() as connection:
        serving.tokens.give_token(connection, "a-token", serving.MAIN_PROFILE, clock(), timedelta(hours=1))
    asyncio.run(ask(Early(Office(engines, clock), lambda: None)))
print("\\n".join(sorted(sys.modules)))
"""

LATER = {
    "litestar", "jinja2", "icalendar", "holidays", "alembic", "smtplib", "psycopg", "argon2", "yaml",
    "sqlalchemy.dialects.postgresql", "server_stub.app", "server_stub.rounds.delivery",
}  # fmt: skip


def test_the_first_answer_loads_little():
    """What is added to the backend later must not make the terminal program wait for its first screen."""
    done = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stdout.split())
    assert "server_stub.services.quick_view" in loaded
    assert loaded & LATER == set()
    own = {name for name in loaded if name.startswith(("server_stub.", "consultant_tui."))}
    assert len(own) <= 105, sorted(own)
