"""Proves that the program ends well, and that nothing of a client gets out when it ends badly."""

import logging

import pytest
from textual.markup import MarkupError
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerFailed

from consultant_tui.app import ConsultantApp
from tests.rebooking.stage import press_through, shown

pytestmark = pytest.mark.usefixtures("every_frame")

NAME = "Ana Lindqvist"


class Broken(Widget):
    def render(self):
        secret = NAME
        raise RuntimeError(secret)


async def run(app, break_it):
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, NAME)
        break_it()
        await pilot.pause()
        await pilot.pause()


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="consultant_tui")
    return caplog


async def test_a_crash_leaves_one_line_and_the_logs_path(stage, tmp_path, capsys, log):
    app = ConsultantApp(stage.desk, tmp_path / "program.log")
    with pytest.raises(RuntimeError):
        await run(app, lambda: app.screen.mount(Broken()))
    said = capsys.readouterr().err
    assert said == f"Something went wrong; the program had to end. Details: {tmp_path / 'program.log'}\n"
    assert app.return_code == 1
    assert "RuntimeError" in log.text
    assert NAME not in log.text
    assert "test_ending.py" in log.text


async def test_an_error_in_the_background_ends_it_the_same_way(stage, capsys, log):
    app = ConsultantApp(stage.desk)

    async def fail():
        raise ValueError(NAME)

    with pytest.raises(WorkerFailed):
        await run(app, lambda: app.screen.run_worker(fail()))
    assert capsys.readouterr().err == "Something went wrong; the program had to end.\n"
    assert "ValueError" in log.text
    assert NAME not in log.text


async def test_markup_that_breaks_prints_no_names(stage, capsys, log):
    app = ConsultantApp(stage.desk)
    with pytest.raises(MarkupError):
        await run(app, lambda: app.screen.mount(Static(f"{NAME} [/b]")))
    assert NAME not in capsys.readouterr().err
    assert NAME not in log.text


async def test_an_ordinary_day_logs_no_name(stage, log):
    async with stage.program() as pilot:
        await press_through(pilot, "c", "Continue to Rebook", "w", "Session count")
    assert NAME not in log.text
    assert stage.api.credentials.access not in log.text
