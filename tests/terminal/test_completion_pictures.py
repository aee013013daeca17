"""Pictures of completing a session and of its record, each with a word on what must be in it."""

import httpx
import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.contract.completion import Completion, CompletionFile
from consultant_tui.contract.vocabulary import ObservedIssue, SessionOutcome, Tick
from consultant_tui.screens.completion import drafting
from consultant_tui.themes import THEMES
from tests.rebooking.stage import loaded, on_row, press_through, shown

JUN = "APP-20029"
SIZES = [(80, 24), (120, 40), (60, 20)]
NOTES = (
    "He sleeps badly; [b]work[/x] keeps him up.",
    "",
    "A plan for two weeks: 日記, a walk, and no screens after nine.",
)

RESUMED = ("c", "Complete Jun")
WRITTEN = (*RESUMED, "1 2 3 tab f i n e tab tab 1 3 tab 4", "draft saved 09:04")

STATES = {
    "new": (RESUMED, "nothing written yet"),
    "written": (WRITTEN, "[x] Plan agreed"),
    "missing": ((*RESUMED, "ctrl+o", "✗ Notes are needed"), "tick all three"),
    "sign-off": ((*WRITTEN, "ctrl+o", "closes the session for good"), "▸ Back to the notes"),
    "help": ((*RESUMED, "f1", "Close the session for good"), "Find a command by its name."),
}


def picture(snap_compare, stage, keys, last, *, size=(80, 24), theme="calm", row=JUN):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await on_row(pilot, row, *keys)
        pilot.app.clear_notifications()
        await shown(pilot, last)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_completing(snap_compare, stage, state, theme):
    assert picture(snap_compare, stage, *STATES[state], theme=theme)


@pytest.mark.parametrize("size", SIZES[1:], ids=["120x40", "60x20"])
@pytest.mark.parametrize("state", ["new", "missing", "sign-off"])
def test_completing_in_other_sizes(snap_compare, stage, state, size):
    keys, _ = STATES[state]
    assert picture(snap_compare, stage, keys, "", size=size)


@pytest.mark.parametrize("theme", THEMES)
def test_a_draft_that_cannot_be_kept(snap_compare, stage, theme, monkeypatch):
    monkeypatch.setattr(drafting, "PAUSE", 60)

    def refuse(request):
        if request.method == "PUT":
            raise httpx.ConnectError("down")

    stage.wire.before = refuse
    keys = (*RESUMED, "tab h i escape", "The draft is not saved")
    assert picture(snap_compare, stage, keys, "is still on this screen", theme=theme)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40", "60x20"])
def test_a_record(snap_compare, stage, size, theme):
    async def signed_off():
        completion = Completion(
            ticks=tuple(Tick),
            notes=NOTES,
            file=CompletionFile(name="A[/b] letter.pdf", content=b"%PDF-1.7" + b"." * 48_000),
            issues=(ObservedIssue.SLEEP, ObservedIssue.WORKLOAD),
            outcomes=(SessionOutcome.PLAN_AGREED,),
        )
        await stage.api.sign_off(JUN, 2, completion)

    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await loaded(pilot)
        await signed_off()
        await press_through(pilot, "ctrl+r", "No session is going on.")
        await on_row(pilot, JUN, "enter", "Show the record")
        pilot.app.screen.query_one("#record").focus()
        await press_through(pilot, "enter", "Signed off")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_quick_view_after_a_sign_off(snap_compare, stage):
    keys = (*WRITTEN, "ctrl+o", "for good", "ctrl+o", "No session is going on.")
    assert picture(snap_compare, stage, keys, "completed")
