"""Pictures of finding, the client page, histories and reports, each with a word on what must be in it."""

import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.themes import THEMES
from tests.rebooking.stage import loaded, on_row, press_through, shown

SIZES = [(120, 40), (60, 20)]

PAGE = ("p", "1 Cases")
REPORTS = ("t", "Overdue completions")

STATES = {
    "find": (("f", "Type the beginning"), "esc Back"),
    "found": (("f", "Type the beginning", "r", "▸ "), "found"),
    "found-nothing": (("f", "Type the beginning", "q q", "Nothing that you may see"), "qq"),
    "client": (PAGE, "ends 21 Sep 2027"),
    "client-cases": ((*PAGE, "1", "▸ ASST-100042"), "esc Back"),
    "history": ((*PAGE, "h", "History of APP-20030"), "Booked"),
    "reports": (REPORTS, "7 sessions, 1 no show"),
    "reports-left": ((*REPORTS, "2", "▸ Zoë"), "0 of 3 left"),
}


TOLD = (
    *("x", "▸ Who cancels", "3 tab tab a w a y enter", "▸ Cancel", "enter", "u Undo"),
    *("p", "1 Cases", "3", "waits until Today 09:07"),
)
"""Keys from a booked appointment to what its client was told of the end of it."""


def picture(snap_compare, stage, keys, last, *, size=(80, 24), theme="calm", row="APP-20030"):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await on_row(pilot, row, *keys)
        pilot.app.clear_notifications()
        await shown(pilot, last)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_looking_things_up(snap_compare, stage, state, theme):
    assert picture(snap_compare, stage, *STATES[state], theme=theme)


@pytest.mark.parametrize("size", SIZES, ids=["120x40", "60x20"])
@pytest.mark.parametrize("state", ["found", "client", "reports"])
def test_looking_things_up_in_other_sizes(snap_compare, stage, state, size):
    keys, last = STATES[state]
    assert picture(snap_compare, stage, keys, "esc Back" if size[0] < 80 else last, size=size)


def test_a_client_with_a_long_strange_name(snap_compare, stage):
    app = ConsultantApp(stage.desk)

    async def before(pilot):
        await loaded(pilot)
        await press_through(pilot, "f", "Type the beginning", "f e a t h e r", "1 found", "enter", "1 Cases")
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("size", [(80, 24), *SIZES], ids=["80x24", "120x40", "60x20"])
def test_messages_of_a_client(snap_compare, stage, size):
    assert picture(snap_compare, stage, TOLD, "▸ Today 09:04", size=size, row="APP-20034")


def test_a_message_as_it_is_sent(snap_compare, stage):
    assert picture(snap_compare, stage, (*TOLD, "enter", "State"), "▸ Close", row="APP-20034")


def test_where_an_export_goes(snap_compare, stage, monkeypatch):
    monkeypatch.chdir("/")
    assert picture(snap_compare, stage, (*REPORTS, "e", "Export as CSV"), "/reports-2026-11-23.csv")
