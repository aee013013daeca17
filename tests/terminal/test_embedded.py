"""Proves that the bundled backend comes with the program and goes with it."""

import os
import signal
import subprocess

import pytest

from consultant_tui import embedded
from consultant_tui.api.client import BookingApi
from consultant_tui.embedded import Embedded


@pytest.fixture
def backend(tmp_path):
    backend = Embedded(["--demo", "--at", "2026-11-23T09:04"], tmp_path / "backend.log")
    yield backend
    backend.stop()


async def test_a_question_asked_before_it_is_ready_simply_waits(backend):
    api = BookingApi(backend.address, backend.token, read_seconds=60)
    view = await api.quick_view()
    assert view.consultant.name == "Dr Mira Okafor"
    await api.aclose()


def test_its_token_is_nowhere_to_be_seen(backend, tmp_path):
    ps = subprocess.run(["ps", "-o", "args=", "-p", str(backend.pid)], capture_output=True, text=True, check=True)
    command = ps.stdout
    assert "--lifeline" in command
    assert backend.token not in command
    assert backend.token not in (tmp_path / "backend.log").read_text()


def test_stopping_ends_it_in_good_order(backend):
    backend.stop()
    assert backend._child.returncode == 0
    assert not backend.failed()


def test_one_that_cannot_start_is_noticed(tmp_path):
    (tmp_path / "backend.log").write_text("from an earlier run\n")
    backend = Embedded(["--nonsense"], tmp_path / "backend.log")
    backend._child.wait(60)
    assert backend.failed()
    backend.stop()
    assert "--nonsense" in backend.last_words()


def test_one_that_will_not_end_is_ended_by_force(backend, monkeypatch):
    monkeypatch.setattr(embedded, "PATIENCE_SECONDS", 0.1)
    os.kill(backend.pid, signal.SIGSTOP)
    backend.stop()
    assert backend._child.returncode == -signal.SIGKILL
