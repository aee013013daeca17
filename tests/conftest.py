"""Owns what holds for every test: both engines, silence, and that no setting of the surroundings gets in."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from textual.app import App

from server_stub.storage.engines import Engines
from tests import drawing, effort, lateness, listening
from tests.browsing.visitor import CHROMIUM
from tests.databases import ENGINES, Database, Files, Shelf, Stock, start_cluster
from tests.served import served

_STRANGE = ("NO_COLOR", "TEXTUAL", "CONSULTANT_TUI")
_OWN = "TEXTUAL_SNAPSHOT"
"""What the snapshot plugin tells itself through the environment."""

for name in [name for name in os.environ if name.startswith(_STRANGE) and not name.startswith(_OWN)]:
    del os.environ[name]
os.environ["COLORTERM"] = "truecolor"

gc.disable()  # until all tests are found: what is imported stays
listening.begin()
drawing.begin()
lateness.begin()
App.NOTIFICATION_TIMEOUT = 3600  # what is told in passing stays, however slow the machine is

# What is slow here is another test on the same core.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

ROOM = 4
"""Which part of the machine's memory, a fourth, tests may fill with their remains before anything is collected."""

BYTES_AN_OBJECT = 150
"""What one thing that a collector looks at takes, with what hangs on it."""

TESTS_A_COLLECTION = 50
"""How many tests leave their remains in a thorough run; a screen's are some megabytes."""

_FOLDER = "postgresql_folder"
_clusters = []
"""The one cluster, in the process that started it."""


def _folder() -> str:
    if not _clusters:
        _clusters.append(start_cluster())
    return str(_clusters[0].folder)


def pytest_configure() -> None:
    effort.check()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Let five take turns on two cores: most tests wait longer than they work, for a screen, a program or a fault."""
    return max(2, (os.cpu_count() or 1) * 5 // 2)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Let all workers of a run share one cluster."""
    if "postgresql" in ENGINES:
        node.workerinput[_FOLDER] = _folder()


def _is_whole(config: pytest.Config) -> bool:
    return not config.option.keyword and list(config.args) == config.getini("testpaths")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let each worker begin with other modules, so that none is made ready for tests by several at once."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None or not _is_whole(session.config):
        return
    modules = sorted(Path(__file__).parent.glob("*/test_*.py"))
    for module in modules[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        with suppress(Exception):  # it is imported again, and told then
            import_module(f"{__package__}.{module.parent.name}.{module.stem}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave something out where all is tried; what is asked for by its name, or a file's, is tried as it is."""
    if not _is_whole(config):
        return
    chosen = effort.chosen(items)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave to the collector only what tests make, and that until there is much: looking through it is slow."""
    gc.enable()
    gc.collect()
    gc.freeze()
    workers = getattr(session.config, "workerinput", {}).get("workercount", 1)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    gc.set_threshold(1_000_000 if effort.IS_THOROUGH else memory // ROOM // workers // BYTES_AN_OBJECT, 1000, 1000)


_finished = count(1)


def pytest_runtest_logfinish() -> None:
    """In a thorough run, collect what some tests left, and look no more at what is still there."""
    if effort.IS_THOROUGH and next(_finished) % TESTS_A_COLLECTION == 0:
        gc.collect()
        gc.freeze()


def pytest_sessionfinish() -> None:
    """Let what is left end with the process."""
    if not effort.IS_THOROUGH:
        gc.freeze()


def pytest_unconfigure() -> None:
    while _clusters:
        _clusters.pop().end()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "postgresql" not in ENGINES:
        terminalreporter.write_line("PostgreSQL 15 is not on this machine: the tests on it did not run")
    if CHROMIUM is None:
        terminalreporter.write_line("Chromium is not on this machine: the walks through the portal in it did not run")


def pytest_warning_recorded(warning_message: Any) -> None:
    listening.EAR.hear("a warning", str(warning_message.message))


@pytest.fixture(autouse=True)
def _silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold every test to silence: neither anybody's data nor a secret is in what the programs say on the side."""
    yield
    listening.hear_test(request.node)
    told = listening.EAR.told()
    assert not told, "\n".join(told[:20])
    assert not listening.ended_badly(request.node), "the program broke down, if only at its end"


@pytest.fixture
def every_frame() -> Iterator[None]:
    """Let the program draw every frame."""
    with drawing.every_frame():
        yield


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Tell which engine a test runs on; every test that needs a database runs on each."""
    return request.param


@pytest.fixture(scope="session")
def stock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """Keep the shelves of all engines for as long as the tests run, whichever engine they turn to."""
    with ExitStack() as stack:

        def opened(engine: str) -> Shelf:
            if engine == "sqlite":
                return Files()
            return stack.enter_context(served(getattr(request.config, "workerinput", {}).get(_FOLDER) or _folder()))

        yield Stock(opened, tmp_path_factory.mktemp("stock"))


@pytest.fixture(scope="session")
def shelf(stock: Stock, engine: str) -> Shelf:
    """Give where databases come from."""
    return stock.shelf(engine)


@pytest.fixture(scope="session")
def empty(stock: Stock, engine: str) -> Database:
    """Give an empty database, made once and copied for each test."""
    return stock.empty(engine)


@pytest.fixture
def database(shelf: Shelf, empty: Database, tmp_path: Path) -> Iterator[Database]:
    """Give a fresh empty database."""
    database = shelf.copy(empty, tmp_path / "practice.db")
    yield database
    shelf.remove(database)


@pytest.fixture
def engines(shelf: Shelf, database: Database) -> Iterator[Engines]:
    """Open it."""
    with shelf.opened(database) as engines:
        yield engines
