"""Pictures of what is in force for online booking, and of what to say, each with a word on what must be in it."""

import pytest

from consultant_tui.app import ConsultantApp
from tests.rebooking.stage import loaded, press_through, shown

SIZES = [(120, 40), (60, 20)]

STATES = {
    "settings": (("b", "What is set"), "24 hours ahead"),
    "own-hours": (("b", "What is set", "2", "Not found"), "Collins Street rooms"),
    "way-of-a-client": (("b", "What is set", "4", "4 What exactly?"), "● Next session"),
    "say": (("w", "How do I get in?", "j j", "twelve letters and digits"), "y Copy"),
}


def picture(snap_compare, stage, keys, last, *, size=(80, 24), theme="calm"):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await loaded(pilot)
        await press_through(pilot, *keys)
        await shown(pilot, last)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("state", STATES)
def test_every_state(snap_compare, stage, state):
    assert picture(snap_compare, stage, *STATES[state])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("state", ["settings", "say"])
def test_other_sizes(snap_compare, stage, state, size):
    assert picture(snap_compare, stage, *STATES[state], size=size)


@pytest.mark.parametrize("state", ["way-of-a-client", "say"])
def test_high_contrast(snap_compare, stage, state):
    assert picture(snap_compare, stage, *STATES[state], theme="high-contrast")
