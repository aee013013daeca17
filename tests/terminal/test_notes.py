"""Proves that the field for notes shows every word that stands in it, whatever happens around it."""

import pytest

from tests.rebooking.stage import press_through, seen, shown
from tests.terminal.test_completion import pasted, resume

SAID = "We spoke about the harvest [b]bold[/b]. Half a sentence about"


def stands(pilot) -> str:
    """Return what is drawn in the field, as one line."""
    drawn = (line.partition("▏")[2].strip() for line in seen(pilot).splitlines())
    return " ".join(line for line in drawn if line)


async def test_what_is_said_below_a_field_leaves_it_as_wide_as_it_was(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await press_through(pilot, "ctrl+o", "✗ Notes are needed", "1 2 3 tab", "▸ Notes")
        await pasted(pilot, SAID)
        assert "We spoke about the harvest [b]bold[/b]. Half a" in seen(pilot)
        await shown(pilot, "draft saved 09:04")
        assert stands(pilot) == SAID


@pytest.mark.parametrize("size", [(64, 20), (100, 24)])
async def test_another_size_of_the_window_hides_no_word(stage, size):
    async with stage.program() as pilot:
        await resume(pilot)
        await press_through(pilot, "1 2 3 tab", "▸ Notes")
        await pasted(pilot, SAID)
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert stands(pilot) == SAID
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert stands(pilot) == SAID
