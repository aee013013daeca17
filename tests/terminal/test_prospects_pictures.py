"""Pictures of prospects, each with a word on what must be in it."""

import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.screens.prospects import access
from consultant_tui.themes import THEMES
from tests.rebooking.stage import on_row, shown

LIST = ("o", "Several clients match")
GRACE = (*LIST, "enter", "1 Clients who")
NELL = (*LIST, "down down", "E-mail not confirmed", "enter", "2 Booked with you")
ACCESS = ("p", "1 Cases", "a", "Online booking for Ana")
NELLS = "APP-19991"

STATES = {
    "prospects": (LIST, "Unverified"),
    "prospect": (GRACE, "same names and phone"),
    "prospect-unverified": (NELL, "Toby Ashworth"),
    "comparing": ((*GRACE, "enter", "Is this Grace"), "differs"),
    "creating": (
        (*GRACE, "c", "New client: Grace Mbeki", "ctrl+u enter ctrl+u up up", "▸ Create", "enter", "✗"),
        "✗",
    ),
    "access": (ACCESS, "First password"),
    "hand-over": ((*ACCESS, "up", "▸ Give access", "enter", "Hand this over"), "kmwp"),
}


@pytest.fixture(autouse=True)
def same_password(monkeypatch):
    monkeypatch.setattr(access, "first_password", lambda: "kmwp-3xhz-qa7n-vt2e")


def picture(snap_compare, stage, keys, last, *, size=(80, 24), theme="calm", at="APP-20030"):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await on_row(pilot, at, *keys)
        await shown(pilot, last)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_prospects(snap_compare, stage, state, theme):
    assert picture(snap_compare, stage, *STATES[state], theme=theme)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)], ids=["120x40", "60x20"])
@pytest.mark.parametrize("state", ["prospects", "prospect", "comparing"])
def test_prospects_in_other_sizes(snap_compare, stage, state, size):
    assert picture(snap_compare, stage, *STATES[state], size=size)


MARKS = {
    "summary": (("enter", "First talk"), "Unverified"),
    "client": (("p", "look at Prospects"), "Said online"),
    "calendar": (
        ("v", "Mon 23 Nov 2026 -", "]", "Mon 30 Nov", "]", "◆Nell", "right down down", "Unverified"),
        "◆:30 Gra",
    ),
}


@pytest.mark.parametrize("state", MARKS)
def test_marks(snap_compare, stage, state):
    assert picture(snap_compare, stage, *MARKS[state], at=NELLS)
