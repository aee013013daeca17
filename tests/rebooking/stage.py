"""Sets the stage for the wizard's tests: the real backend in this process, the demo practice and a frozen Monday."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import delete
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen

from consultant_tui.api.client import BookingApi
from consultant_tui.api.patience import Patience
from consultant_tui.app import ConsultantApp
from consultant_tui.desk import Desk
from consultant_tui.rebooking.steps import Made
from consultant_tui.screens.rebooking.wizard import Wizard
from consultant_tui.settings import Settings
from consultant_tui.widgets.agenda import Agenda
from server_stub.app import create_app
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import write_demo
from server_stub.storage import schema, tokens
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.sign_in_tables import renewals
from server_stub.storage.tables import tokens as tokens_table
from tests.lateness import Lateness

NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
"""Monday 23 November 2026, 09:04 in Melbourne."""

MIRA = "mira.okafor@example.org"
SAM = "sam.hollis@example.org"


def make_demo(folder: Path) -> Path:
    """Make the database of the demo practice, to be copied by each test."""
    write_demo(folder / "practice", NOW)
    file = folder / "demo.db"
    engines = open_engines(f"sqlite:///{file}", durable=False)
    schema.prepare(engines.writer)
    import_practice(engines, folder / "practice")
    engines.dispose()
    return file


def forget_everybody(engines: Engines) -> None:
    """Let nobody be signed in any more; a caller seen a moment ago is known until the token would have ended."""
    with engines.writing() as connection:
        connection.execute(delete(tokens_table))
        connection.execute(delete(renewals))


class Gate:
    """Holds back requests until it is opened."""

    def __init__(self) -> None:
        self.met = asyncio.Event()
        """Set once a request has come to it."""
        self._opened = asyncio.Event()

    async def pass_through(self) -> None:
        self.met.set()
        await self._opened.wait()

    def open(self) -> None:
        self._opened.set()


class Wire(httpx.AsyncBaseTransport):
    """Carries requests to the backend in this process; a test may stand in the way and listen."""

    def __init__(self, engines: Engines, clock: Callable[[], datetime]) -> None:
        self._backend = httpx.ASGITransport(create_app(engines, clock))
        self._lateness = Lateness()
        self.requests: list[httpx.Request] = []
        self.before: Callable[[httpx.Request], object] | None = None
        """Called on the way there; may raise, return an answer, or an awaitable of one."""
        self.after: Callable[[httpx.Request, httpx.Response], object] | None = None
        """Called on the way back; may raise or return another answer."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        await self._lateness.pass_by()
        answer = await _awaited(self.before(request)) if self.before else None
        if isinstance(answer, httpx.Response):
            return answer
        response = await self._backend.handle_async_request(request)
        await self._lateness.pass_by()
        answer = await _awaited(self.after(request, response)) if self.after else None
        return answer if isinstance(answer, httpx.Response) else response

    def hold(self, method: str, part: str) -> Gate:
        """Put a gate before every request of a method whose path has a part; nothing else stands in the way then."""
        gate = Gate()
        self.before = lambda one: gate.pass_through() if one.method == method and part in one.url.path else None
        return gate

    def sent(self, method: str, path: str) -> list[httpx.Request]:
        return [one for one in self.requests if one.method == method and one.url.path.startswith(path)]


async def _awaited(value: object) -> object:
    return await value if asyncio.iscoroutine(value) else value


class Stage:
    """One test's own copy of the demo, its backend, and a desk at it."""

    def __init__(self, demo: Path, folder: Path, profile: str = MIRA) -> None:
        file = folder / "practice.db"
        shutil.copy(demo, file)
        self.engines = open_engines(f"sqlite:///{file}", durable=False)
        token = tokens.make_token()
        with self.engines.writing() as connection:
            tokens.give_token(connection, token, profile, NOW, timedelta(days=1))
        self.now = NOW
        """What the clock shows; a test may move it."""
        self.wire = Wire(self.engines, lambda: self.now)
        self.api = BookingApi("http://127.0.0.1:1", token, transport=self.wire, patience=Patience(jitter=lambda: 0))
        self.desk = Desk(connect=lambda: self.api, clock=lambda: self.now, settings=Settings(refresh_seconds=3600))
        self.result: list[Made | None] = []

    @asynccontextmanager
    async def program(self, size: tuple[int, int] = (80, 24), theme: str = "calm") -> AsyncIterator[Pilot[None]]:
        """Run the program; Quick View is up and loaded."""
        app = ConsultantApp(self.desk)
        try:
            async with app.run_test(size=size) as pilot:
                app.theme = theme
                await loaded(pilot)
                yield pilot
        finally:
            await self.api.aclose()

    @asynccontextmanager
    async def wizard(
        self, appointment: str, size: tuple[int, int] = (80, 24), theme: str = "calm", **options
    ) -> AsyncIterator[Pilot[None]]:
        """Run the program with the wizard open at its first step."""
        async with self.program(size, theme) as pilot:
            pilot.app.push_screen(Wizard(self.desk, appointment, **options), self.result.append)
            await shown(pilot, "How do you want")
            yield pilot

    def close(self) -> None:
        self.engines.dispose()


def text(screen: Screen) -> str:
    """What a screen shows, as plain lines."""
    width, height = screen.app.size
    visible_screen_stack.set(screen.app._background_screens)
    return "\n".join(strip.text for strip in screen._compositor.render_strips())[: (width + 1) * height]


def seen(pilot: Pilot[None]) -> str:
    """What the consultant sees."""
    return text(pilot.app.screen)


def notes(pilot: Pilot[None]) -> list[str]:
    """What the consultant was told in passing; in a test it stays."""
    return [note.message for note in pilot.app._notifications]


async def until(pilot: Pilot[None], what: Callable[[], bool], told: str) -> None:
    """Wait, within bounds, for something to become true."""
    for _ in range(1000):
        await asyncio.sleep(0.01)  # between two looks
        if what():
            await pilot.pause()
            return
    raise AssertionError(f"never came: {told}\n{seen(pilot)}")


async def shown(pilot: Pilot[None], words: str) -> str:
    """Wait until words are seen."""
    await until(pilot, lambda: words in seen(pilot), words)
    return seen(pilot)


async def loaded(pilot: Pilot[None]) -> None:
    """Wait until Quick View has asked for its appointments; its headings are seen before."""
    home = pilot.app.home
    await until(pilot, lambda: home.view is not None or home._trouble is not None, "the appointments")


async def on_row(pilot: Pilot[None], reference: str, *keys_and_words: str) -> None:
    """Go to an appointment of Quick View as soon as it is there, and on from it by keys and words."""

    def reached() -> bool:
        agendas = pilot.app.screen.query(Agenda)
        return bool(agendas) and agendas.first().move_to(reference)

    await until(pilot, reached, reference)
    await press_through(pilot, *keys_and_words)


async def press_through(pilot: Pilot[None], *keys_and_words: str) -> None:
    """Press keys, each followed by words that must then be seen."""
    for keys, words in zip(keys_and_words[::2], keys_and_words[1::2], strict=True):
        await pilot.press(*keys.split())
        await shown(pilot, words)
