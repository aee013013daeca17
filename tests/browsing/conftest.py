"""Owns the fixtures: the demo practice behind a real port, and real browsers at its portal."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import uvicorn
from playwright.sync_api import Browser, Playwright, sync_playwright

from server_stub.app import create_app
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import open_portal, write_demo
from server_stub.storage import schema
from server_stub.storage.engines import open_engines
from tests.browsing.visitor import CHROMIUM, Visitor

NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
"""Monday 23 November 2026, 09:04 in Melbourne."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where there is none; the summary of the run says so."""
    if CHROMIUM is None:
        for item in items:
            if "tests/browsing/" in item.nodeid:
                item.add_marker(pytest.mark.skip(reason="Chromium is not on this machine"))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    write_demo(folder / "practice", NOW)
    engines = open_engines(f"sqlite:///{folder / 'demo.db'}")
    schema.prepare(engines.writer)
    import_practice(engines, folder / "practice")
    engines.dispose()
    return folder / "demo.db"


class Portal:
    """A portal at work, and its clock."""

    def __init__(self, file) -> None:
        self.now = NOW
        self.engines = open_engines(f"sqlite:///{file}", durable=False)
        door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{door.getsockname()[1]}/portal"
        with self.engines.writing() as connection:
            open_portal(connection, self.address.removesuffix("/portal"))
        app = create_app(self.engines, lambda: self.now)
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=([door],), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self.engines.dispose()


@pytest.fixture
def portal(demo_file, tmp_path) -> Iterator[Portal]:
    portal = Portal(shutil.copy(demo_file, tmp_path / "practice.db"))
    yield portal
    portal.close()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Start it for the tests of one module: while it is there its event loop runs, and others could not run theirs."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def scripts(request) -> bool:
    return request.param


@pytest.fixture(params=[320, 1280], ids=["320px", "1280px"])
def width(request) -> int:
    return request.param


@pytest.fixture
def visit(chromium, portal, scripts, width) -> Iterator[Callable[[], Visitor]]:
    """Give somebody at a browser of their own."""
    made = []

    def visit() -> Visitor:
        made.append(
            chromium.new_context(
                viewport={"width": width, "height": 740},
                java_script_enabled=scripts,
                timezone_id="Australia/Adelaide",
                color_scheme="dark" if width == 320 else "light",
            )
        )
        return Visitor(made[-1].new_page(), portal, scripts=scripts)

    yield visit
    for context in made:
        context.close()
