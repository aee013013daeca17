"""Owns the ways to the places of the program from which something is asked or changed."""

from collections.abc import Awaitable, Callable
from datetime import date

from textual.pilot import Pilot

from consultant_tui.contract.completion import Completion, CompletionFile
from consultant_tui.contract.endings import Move
from consultant_tui.contract.vocabulary import Tick
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.notes import Notes
from tests.rebooking.stage import on_row, press_through, seen, until

ANA, TOMAS, PRIYA, HARRIET, GRACE, JUN = (
    *("APP-20030", "APP-20032", "APP-20034", "APP-20038"),
    *("APP-20028", "APP-20029"),
)
"""Ten days late; due today, tomorrow and in a week; completed; in progress."""

Way = Callable[[Pilot[None]], Awaitable[None]]


def by(row: str, *keys_and_words: str) -> Way:
    """Give the way from a row of Quick View, by keys and the words that are then seen."""

    async def go(pilot):
        await on_row(pilot, row, *keys_and_words)

    return go


def then(way: Way, focus: str, *keys_and_words: str) -> Way:
    """Give a way that goes on from something that is focused."""

    async def go(pilot):
        await way(pilot)
        pilot.app.screen.query_one(focus).focus()
        await pilot.pause()
        await press_through(pilot, *keys_and_words)

    return go


async def nothing(stage) -> None:
    """Prepare nothing."""


async def signed_off(stage) -> None:
    """Let Jun's session be signed off with a file."""
    file = CompletionFile(name="a.pdf", content=b"%PDF-1.7")
    await stage.api.sign_off(JUN, 2, Completion(ticks=tuple(Tick), notes=("n",), file=file))


async def moved(stage) -> None:
    """Let Harriet's session be moved, so that this can be taken back."""
    prefill = (await stage.api.rebooking(HARRIET)).prefill
    await stage.api.move(HARRIET, 1, Move(schedule=prefill.schedule, day=date(2026, 12, 7), start=prefill.start))


async def fed(stage) -> None:
    """Let there be a private link."""
    await stage.api.make_feed()


async def joined(stage) -> None:
    """Let an account be Grace's."""
    await stage.api.associate("ACC-4", 1, "CLI-3053")


async def at_leave(pilot) -> None:
    """Go to the leave of Wednesday, and to the question whether it is to go."""
    await by(ANA, "v", "▸Mon 23", "right right", "▸Wed 25")(pilot)
    for _ in range(12):
        if "leave LV-1" in str(pilot.app.screen.query_one("#told").render()):
            break
        await pilot.press("down")
    await press_through(pilot, "x", "▸ Keep it", "right", "▸ Remove it")


async def at_extra(pilot) -> None:
    """Write why more sessions are needed."""
    await by(GRACE, "r", "Continue to Rebook")(pilot)
    pilot.app.screen.query_one("#extra").focus()
    await press_through(pilot, "enter", "Extra sessions for ASST-")
    pilot.app.screen.query_one(Notes).focus()
    await press_through(pilot, "g r i e f", "grief")
    pilot.app.screen.query_one("#ask").focus()
    await pilot.pause()


async def at_series(pilot) -> None:
    """Plan two sessions."""
    await by(GRACE, "r", "Continue to Rebook", "enter", "How do you want", "enter", "37 left", "enter", "Fits ")(pilot)
    pilot.app.screen.query_one("#repeated").focus()
    await press_through(pilot, "3", "Sessions in all")
    pilot.app.screen.query_one("#times-entry").value = "2"
    pilot.app.screen.query_one("#times-entry").focus()
    await pilot.pause()


async def at_preview(pilot) -> None:
    """See both of them, free."""
    await at_series(pilot)
    await press_through(pilot, "enter", "2 sessions")
    await until(pilot, lambda: not pilot.app.screen.query_one("#finalise").disabled, "both are free")


async def at_completion(pilot) -> None:
    """Tick everything and write something, unless that was kept before."""
    await by(JUN, "c", "Complete Jun Watanabe")(pilot)
    if "[ ] Privacy statement" in seen(pilot):
        await press_through(pilot, "1 2 3 tab f i n e", "draft saved")


async def closed(pilot) -> None:
    """Close what tells of a failure, if anything does."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Trouble), "a failure that is told")
    top = pilot.app.screen
    await pilot.press("escape")
    await until(pilot, lambda: top not in pilot.app.screen_stack, "the failure is closed")
    await pilot.pause()


async def again(pilot, way: Way, here: str) -> None:
    """Be where it can be done again: still there, or a step back, or by the same way from Quick View."""
    for _ in range(24):
        await pilot.pause()
        if here in seen(pilot):
            return
        if pilot.app.screen is pilot.app.home:
            break
        top = pilot.app.screen
        await pilot.press("escape")
        await until(pilot, lambda top=top: pilot.app.screen is not top, "one step back")
    await until(pilot, lambda: "Recently completed" in seen(pilot), "Quick View")
    if here not in seen(pilot):
        await way(pilot)
