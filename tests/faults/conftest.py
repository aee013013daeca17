"""Owns the fixtures: the demo practice behind a backend that fails on demand, and a desk at it."""

import gc
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consultant_tui.api.client import BookingApi
from consultant_tui.api.patience import Patience
from consultant_tui.screens import doubt
from server_stub.app import create_app
from server_stub.storage import tokens
from tests.faults.server import Line
from tests.rebooking.stage import MIRA, NOW, Stage, make_demo, shown


class FaultyStage(Stage):
    """The stage whose desk talks over a real connection."""

    def __init__(self, demo, folder):
        super().__init__(demo, folder)
        self.line = Line(create_app(self.engines, lambda: self.now))
        self.line.open()
        token = tokens.make_token()
        with self.engines.writing() as connection:
            tokens.give_token(connection, token, MIRA, NOW, timedelta(days=1))
        self.api = BookingApi(self.line.address, token, patience=Patience(jitter=lambda: 0))
        self.desk = replace(self.desk, connect=lambda: self.api, drafts=folder / "drafts")

    @asynccontextmanager
    async def program(self, size=(80, 24), theme="calm"):
        """Run the program; the rows are there, which takes longer over a real connection."""
        async with super().program(size, theme) as pilot:
            await shown(pilot, "ASST-")
            yield pilot

    def hurry(self, seconds):
        """Bound every question and change from now on."""
        self.api._read_seconds = self.api._write_seconds = seconds

    def close(self):
        self.line.end()
        super().close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def stage(demo, tmp_path):
    stage = FaultyStage(demo, tmp_path)
    yield stage
    stage.close()


CUT = r"ignore:Exception ignored in. <(function _SelectorTransport|socket\.socket fd):"
"""A connection of the program that nobody closed: once in some hundred tests, of one that was cut as its test ended."""


def pytest_collection_modifyitems(items):
    """Let it be collected after its loop, and nothing else: which test is running by then is chance."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.filterwarnings(f"{CUT}pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(scope="module", autouse=True)
def _cut_connections():
    """Collect what is left of the connections of a module, and of nothing before it, before the next one begins."""
    gc.freeze()
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(doubt, "PAUSES", (0.05,))
    monkeypatch.setattr(doubt, "NOTICE", 0)
