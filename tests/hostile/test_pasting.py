"""What a consultant pastes is shown and sent without what no terminal should be told."""

from textual import events
from textual.widgets import Input

from consultant_tui.contract.text import clean
from tests.hostile.corpus import SENT
from tests.rebooking.conftest import demo, stage
from tests.rebooking.stage import press_through, shown, until

__all__ = ["demo", "stage"]


async def test_what_is_pasted_into_a_line_is_plain(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning")
        field = pilot.app.screen.query_one(Input)
        for one in (one for one in SENT if len(one.text) < 190):
            field.value = ""
            pilot.app.post_message(events.Paste(f"x{one.text}"))
            await until(pilot, lambda: field.value != "", one.name)
            assert clean(field.value) == field.value, one.name
        await pilot.press("escape")
        await shown(pilot, "Recently completed")
