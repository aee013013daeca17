"""Every question that a screen asks meets every fault: it is told, nothing is lost, and it can be asked again."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.effort import PARTS, share
from tests.faults import methods, places
from tests.faults.places import ANA, GRACE, HARRIET, JUN, PRIYA, TOMAS, by, then
from tests.faults.test_every_change import CHANGES, SIGNING, THROUGH_LEAVE
from tests.faults.trials import KINDS, failing, said, told
from tests.rebooking.stage import press_through, shown, until


@dataclass(frozen=True)
class Question:
    """How a screen comes to ask something."""

    path: str
    way: places.Way
    keys: str
    """What asks."""
    after: str
    """What is seen once it was answered."""
    here: str = "Recently completed"
    """What is seen where it can be asked again."""
    method: str = "GET"
    prepare: Any = places.nothing
    told_in: str = ""
    """The list that tells of a failure in its place; empty for a dialog."""


HOME = by(ANA)
CALENDAR = by(ANA, "v", "▸Mon 23")
CLIENT = by(ANA, "p", "1 Cases")
RECORD = by(JUN, "enter", "Show the record")
APPROACH = by(GRACE, "r", "Continue to Rebook", "enter", "How do you want")
EDIT = by(PRIYA, "e", "▸ Modality")
MOVE = by(HARRIET, "m", "Which line", "enter", "▸ Appointment date")

QUESTIONS = {
    "quick_view": Question("/v1/quick-view", HOME, "ctrl+r", "Recently completed"),
    "ledger": Question(
        "/v1/cases/", by(GRACE, "r", "Continue to Rebook"), "w", "Session count", here="Continue to Rebook"
    ),
    "week": Question(
        f"/v1/appointments/{GRACE}/rebooking/schedules/", APPROACH, "enter", "37 left", here="How do you want"
    ),
    "check_series": Question(
        "/v1/series-checks", places.at_series, "enter", "2 sessions", here="Sessions in all", method="POST"
    ),
    "completion": Question(f"/v1/appointments/{JUN}/completion", by(JUN), "c", "Complete Jun Watanabe"),
    "record": Question(
        f"/v1/appointments/{JUN}/completion/record", RECORD, "left left enter", "signed off, read only",
        here="Show the record", prepare=places.signed_off,
    ),
    "record_file": Question(
        f"/v1/appointments/{JUN}/completion/file", then(RECORD, "#record", "enter", "s Save the file"), "s",
        "Write the file", here="s Save the file", prepare=places.signed_off,
    ),
    "search": Question(
        "/v1/search", by(ANA, "f", "Type the beginning", "l i n d", "found"), "ctrl+r", "found", here="Find",
        method="POST", told_in="LongRoll",
    ),
    "client": Question("/v1/clients/CLI-", by(ANA), "p", "1 Cases"),
    "messages": Question("/v1/clients/CLI-3001/messages", by(ANA), "p", "1 Cases"),
    "message": Question(
        "/v1/messages/", by(HARRIET, "p", "1 Cases", "3", "▸ "), "enter", "New time", here="1 Cases",
        prepare=places.moved,
    ),
    "history": Question(f"/v1/appointments/{ANA}/history", by(ANA), "h", "History of APP-20030"),
    "reports": Question("/v1/reports", HOME, "t", "Overdue completions"),
    "ending": Question(f"/v1/appointments/{TOMAS}/ending", by(TOMAS), "x", "▸ Who cancels"),
    "calendar": Question("/v1/calendar", HOME, "v", "▸Mon 23"),
    "calendar_file": Question("/v1/calendar.ics", CALENDAR, "i", "Save as .ics", here="▸Mon 23"),
    "check_leave": Question(
        "/v1/leave-checks",
        by(ANA, "v", "▸Mon 23", "right", "▸Tue 24", "a", "Add leave or a break", *THROUGH_LEAVE), "enter",
        "Add it all the same", here="Add leave or a break", method="POST",
    ),
    "prospects": Question("/v1/prospects", HOME, "o", "1 Waiting"),
    "prospect": Question("/v1/prospects/ACC-", by(ANA, "o", "1 Waiting"), "enter", "1 Clients who", here="1 Waiting"),
    "access": Question("/v1/clients/CLI-3001/online-access", CLIENT, "a", "Online booking for Ana", here="1 Cases"),
    "online_booking": Question("/v1/online-booking", HOME, "b", "What is set"),
}  # fmt: skip
"""By the method of the API that asks."""

BESIDE = {
    "summary": "test_a_failing_question_is_told_and_can_be_asked_again",
    "rebooking": "test_a_failing_question_is_told_and_can_be_asked_again",
    "schedules": "test_a_failing_question_is_told_and_can_be_asked_again",
    "openings": "test_a_failing_question_is_told_and_can_be_asked_again",
    "check": "test_a_failing_check_is_told_and_what_was_entered_stays",
    "key": "test_while_the_key_cannot_be_asked_nothing_is_claimed_and_nothing_else_can_be_done",
    "void": "test_while_the_key_cannot_be_voided_nothing_is_claimed",
    "book": "test_a_finalise_that_never_arrived_is_found_out_and_can_be_made_again",
    "check_edit": "test_a_check_that_fails_is_told_where_it_was_asked",
    "check_move": "test_a_check_that_fails_is_told_where_it_was_asked",
    "keep_completion": "test_a_draft_that_cannot_be_kept_stays_on_the_screen",
    "past": "test_more_of_a_long_past_is_asked_for_again",
}
"""What has a test of its own, by its name."""

NO_SCREEN = {"health"}
"""What no screen asks."""


def test_every_method_is_tried_at_a_screen():
    tried = [*QUESTIONS, *CHANGES, *BESIDE, *SIGNING, *NO_SCREEN]
    assert len(tried) == len(set(tried))
    assert set(tried) == methods.methods()


@pytest.mark.every(2)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_question_that_fails_is_told_and_can_be_asked_again(stage, name, part):
    one = QUESTIONS[name]
    await one.prepare(stage)
    async with stage.program() as pilot:
        await one.way(pilot)
        for trial in share(KINDS, name, QUESTIONS, part).values():
            with failing(stage, one.method, one.path, trial):
                await pilot.press(*one.keys.split())
                if one.told_in:
                    await until(pilot, lambda t=trial: t.told in _in(pilot, one.told_in), trial.told)
                    continue
                await told(pilot, trial.told)
                assert "Nothing is lost." in said(pilot) or "Nothing was changed." in said(pilot)
            await places.closed(pilot)
            await places.again(pilot, one.way, one.here)
        await press_through(pilot, one.keys, one.after)


def _in(pilot, selector):
    return pilot.app.screen.query_one(selector).empty


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("way", "path", "keys", "fits"), [
    (EDIT, f"/v1/appointments/{PRIYA}/edit-checks", ("3", "2"), "▸ Modality"),
    (MOVE, f"/v1/appointments/{HARRIET}/move-checks", ("right_square_bracket", "left_square_bracket"), "It costs"),
], ids=["edit", "move"])  # fmt: skip
async def test_a_check_that_fails_is_told_where_it_was_asked(stage, way, path, keys, fits, part):
    there, back = keys
    async with stage.program() as pilot:
        await way(pilot)
        for trial in share(KINDS, way, (EDIT, MOVE), part, 4).values():
            with failing(stage, "POST", path, trial):
                await press_through(pilot, there, "could not be checked")
                await pilot.press("enter")
                await told(pilot, trial.told)
                await places.closed(pilot)
            await press_through(pilot, back, fits)
            await until(pilot, lambda: "could not be checked" not in _all(pilot), "it is checked again")


def _all(pilot):
    from tests.rebooking.stage import seen

    return seen(pilot)


async def test_more_of_a_long_past_is_asked_for_again(stage):
    """What could not be had is asked for with the next key; what is there stays."""
    async with stage.program() as pilot:
        await by(ANA, "p", "1 Cases")(pilot)
        screen = pilot.app.screen
        await shown(pilot, "APP-20030")
        for trial in KINDS.values():
            with failing(stage, "GET", f"/v1/clients/{screen.page.reference}/appointments", trial):
                screen._load_more("APP-20030")
                await until(pilot, lambda: not any(w.group == "more" and not w.is_finished for w in screen.workers), "")
                assert screen._after == "APP-20030"
                assert "APP-20030" in _all(pilot)
