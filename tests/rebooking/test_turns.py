"""What is typed faster than it is answered goes where it would have gone one key after the other."""

from textual import events
from textual.containers import Vertical
from textual.widgets import Input, Static

from consultant_tui.screens.rebooking.approach import ApproachStep
from consultant_tui.turns import InTurns
from tests.rebooking.stage import on_row, seen, shown, until
from tests.rebooking.test_details import ANA, to_details


def at_once(pilot, *typed):
    """Let keys and pastes arrive together, as a slow line brings them."""
    for one in typed:
        is_key = isinstance(one, str)
        pilot.app.post_message(events.Key(one, one if len(one) == 1 else None) if is_key else one)


async def test_keys_behind_a_tab_are_for_the_next_field(stage):
    async with stage.wizard(ANA) as pilot:
        await to_details(pilot)
        assert "Appointment date  2026-11-27" in seen(pilot)
        at_once(pilot, "tab", "tab", "tab", "2")
        await shown(pilot, "(●) Weekly")
        assert "Appointment date  2026-11-27" in seen(pilot)


async def test_keys_behind_a_choice_that_brings_a_field_are_for_that_field(stage):
    async with stage.wizard(ANA) as pilot:
        await to_details(pilot)
        at_once(pilot, "tab", "tab", "tab", "2", "tab", "3")
        await shown(pilot, "(●) Weekly")
        await shown(pilot, "Sessions in all   3 ")
        assert "(●) Video call" in seen(pilot)


async def test_keys_typed_ahead_of_a_step_come_before_those_typed_as_it_appears(stage):
    def hurry(screen):
        if isinstance(screen, ApproachStep):
            pilot.app.screen_change_signal.unsubscribe(pilot.app)
            at_once(pilot, "enter")

    async with stage.program() as pilot:
        await on_row(pilot, ANA, "r", "▸ Continue to Rebook")
        pilot.app.screen_change_signal.subscribe(pilot.app, hurry)
        gate = stage.wire.hold("GET", "/rebooking")
        await pilot.press("enter", "2")
        gate.open()
        await shown(pilot, "Which line")
        lines = f"/v1/appointments/{ANA}/rebooking/schedules"
        await until(pilot, lambda: stage.wire.sent("GET", lines), "the lines are asked for")
    assert stage.wire.sent("GET", lines)[0].url.params["approach"] == "retrospective"


class Vanishing(Static, can_focus=True):
    """Is gone before it has said that a key was answered."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.remove()


class Typing(InTurns):
    """Two fields, and one that vanishes."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def compose(self):
        yield Vertical(Input(id="first"), Input(id="second"), Vanishing())

    def on_key(self, event):
        self.heard.append(event.key)


async def test_what_is_pasted_has_its_turn_as_well():
    async with Typing().run_test() as pilot:
        at_once(pilot, "a", "tab", events.Paste("b"), "c", "shift+tab", "d")
        first, second = pilot.app.query_one("#first", Input), pilot.app.query_one("#second", Input)
        await until(pilot, lambda: "d" in first.value, "the last key, which takes the place of what was selected")
        assert (first.value, second.value) == ("d", "bc")


async def test_a_key_is_not_lost_with_the_widget_that_had_the_one_before():
    async with Typing().run_test() as pilot:
        pilot.app.query_one(Vanishing).focus()
        await pilot.pause()
        pilot.app.query_one("#first").remove()
        pilot.app.query_one("#second").remove()
        await pilot.pause()
        at_once(pilot, "x", "y", "z")
        await until(pilot, lambda: pilot.app.heard[-1:] == ["z"], "the last key")
        assert pilot.app.heard == ["y", "z"]
