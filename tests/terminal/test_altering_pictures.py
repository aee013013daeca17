"""Pictures of ending, editing, moving and undoing, each with a word on what must be in it."""

import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.themes import THEMES
from tests.rebooking.stage import on_row, shown

ANA, TOMAS, PRIYA = "APP-20030", "APP-20032", "APP-20034"
SIZES = [(80, 24), (120, 40), (60, 20)]

STATES = {
    "cancel": (TOMAS, ("x", "▸ Who cancels"), "Free until"),
    "cancel-charged": (TOMAS, ("x", "▸ Who cancels", "1", "(●) One session"), "Used 2  Booked 0  Available 4"),
    "cancel-override": (TOMAS, ("x", "▸ Who", "1", "(●) One session", "tab left", "(●) No"), "Why not as ruled"),
    "cancel-missing": (TOMAS, ("x", "▸ Who", "tab enter", "▸ Cancel the", "enter", "✗ Say who"), "✗ Write why"),
    "no-show": (ANA, ("n", "▸ First try"), "A no show costs one session."),
    "no-show-early": (TOMAS, ("n", "waited for 30 minutes until 10:30"), "Nothing was changed."),
    "edit": (PRIYA, ("e", "▸ Modality"), "which stays"),
    "edit-clash": (PRIYA, ("e", "▸ Modality", "tab 1 1", "✗ You have another"), "Free instead"),
    "move-line": (PRIYA, ("m", "Which line"), "○ free time"),
    "move": (TOMAS, ("m", "Which line", "enter", "At whose wish", "]", "Mon 30 Nov 2026"), "Depends on"),
    "move-charged": (
        TOMAS,
        ("m", "Which line", "enter", "whose", "]", "Dep", "enter", "▸ At whose", "1", "One"),
        "Available 3",
    ),
    "undo": (TOMAS, ("x", "▸ Who", "3 tab tab a enter", "▸ Cancel", "enter", "u Undo", "u", "▸ Take"), "until 09:07"),
    "undo-nothing": (PRIYA, ("u", "nothing to take back"), "Nothing was changed."),
}


def picture(snap_compare, stage, state, size=(80, 24), theme="calm"):
    row, keys, last = STATES[state]
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await on_row(pilot, row, *keys)
        # A narrow window folds it.
        await shown(pilot, last if size[0] > 60 else "")
        pilot.app.clear_notifications()
        await pilot.pause()

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_altering(snap_compare, stage, state, theme):
    assert picture(snap_compare, stage, state, theme=theme)


@pytest.mark.parametrize("size", SIZES[1:], ids=["120x40", "60x20"])
@pytest.mark.parametrize("state", ["cancel-charged", "no-show", "edit", "move"])
def test_altering_in_other_sizes(snap_compare, stage, state, size):
    assert picture(snap_compare, stage, state, size)
