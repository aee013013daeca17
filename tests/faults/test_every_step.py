"""Whatever the backend or the line does at whichever step, the program says what is true, and goes on from there."""

from dataclasses import dataclass

import pytest

from server_stub.practice.checking import check_practice
from tests.effort import PARTS, share
from tests.faults import server
from tests.faults.trials import DOUBTFUL, ENOUGH, SHORT, TRIALS, failing, said, told
from tests.rebooking.stage import on_row, press_through, seen, until

GRACE = "APP-20028"
ABOUT = f"/v1/appointments/{GRACE}"


def rows(stage):
    with stage.engines.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM appointments").scalar_one()


async def to_summary(pilot):
    await press_through(pilot, "r", "Continue to Rebook")


async def to_approach(pilot):
    await to_summary(pilot)
    await press_through(pilot, "enter", "How do you want")


async def to_schedule(pilot):
    await to_approach(pilot)
    await press_through(pilot, "enter", "37 left")


async def to_details(pilot):
    await to_schedule(pilot)
    await press_through(pilot, "enter", "Fits ")


@dataclass(frozen=True)
class Step:
    """A question on the way to a booking: how to get there, what asks it, and what is seen once it is answered."""

    method: str
    path: str
    before: object
    keys: str
    still: tuple[str, ...]
    """Keys that lead back to where it can be asked again, and what is seen there."""
    after: str


async def nowhere(pilot):
    """Be there already."""


HOME, APPROACH = ("escape", "Recently completed"), ("escape", "How do you want")
STEPS = {
    "summary": Step("GET", f"{ABOUT}/summary", nowhere, "r", HOME, "Continue to Rebook"),
    "approach": Step(
        "GET", f"{ABOUT}/rebooking", to_summary, "enter", (*HOME, "r", "Continue to Rebook"), "How do you want"
    ),
    "schedules": Step("GET", f"{ABOUT}/rebooking/schedules", to_approach, "enter", APPROACH, "37 left"),
    "openings": Step(
        "GET",
        f"{ABOUT}/rebooking/openings",
        to_approach,
        "3 enter",
        ("escape", "Days that suit", *APPROACH),
        "free times",
    ),
}


MOST = 5
"""How many of the faults are the share of each of the four steps, and of what is asked again and again."""

ANEW = ("check", "key", "void")
"""What is asked again and again."""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", STEPS)
async def test_a_failing_question_is_told_and_can_be_asked_again(stage, name, part):
    step = STEPS[name]
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await step.before(pilot)
        for trial in share(TRIALS, name, STEPS, part, MOST).values():
            with failing(stage, step.method, step.path, trial):
                await pilot.press(*step.keys.split())
                await told(pilot, trial.told)
                assert "Nothing is lost." in said(pilot) or "Nothing was changed." in said(pilot)
            await press_through(pilot, *step.still)
        await press_through(pilot, step.keys, step.after)


@pytest.mark.parametrize("part", PARTS)
async def test_a_failing_check_is_told_and_what_was_entered_stays(stage, part):
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await to_details(pilot)
        for trial in share(TRIALS, "check", ANEW, part, MOST).values():
            with failing(stage, "POST", "/v1/booking-checks", trial):
                await press_through(pilot, "right_square_bracket", "could not be checked")
                await pilot.press("enter")
                await told(pilot, trial.told)
                await press_through(pilot, "escape", "Starting time")
            await press_through(pilot, "left_square_bracket", "Fits ")
        await press_through(pilot, "enter", "Is this right?")


async def to_review(pilot):
    await to_details(pilot)
    await press_through(pilot, "enter", "Is this right?", "2", "(●) Couple")


async def test_a_finalise_that_surely_booked_nothing_says_so_and_keeps_the_review(stage):
    before = rows(stage)
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await to_review(pilot)
        for trial in TRIALS.values():
            if trial.unknown:
                continue
            with failing(stage, "POST", "/v1/bookings", trial):
                await pilot.press("ctrl+f")
                await told(pilot, trial.told)
                assert "Nothing is lost." in said(pilot) or "Nothing was changed." in said(pilot)
                await press_through(pilot, "escape", "Is this right?")
            assert "(●) Couple" in seen(pilot)
            assert rows(stage) == before
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "Recently completed")
    assert rows(stage) == before + 1
    assert not check_practice(stage.engines).broken


async def test_a_finalise_that_never_arrived_is_found_out_and_can_be_made_again(stage):
    before = rows(stage)
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await to_review(pilot)
        for trial in DOUBTFUL.values():
            with failing(stage, "POST", "/v1/bookings", trial):
                await pilot.press("ctrl+f")
                await told(pilot, "It was not booked. Should the lost request still arrive, it is refused.")
                await press_through(pilot, "enter", "Is this right?")
            assert "(●) Couple" in seen(pilot)
            assert rows(stage) == before
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "Recently completed")
    assert rows(stage) == before + 1


@pytest.mark.every(2)
@pytest.mark.parametrize("name", DOUBTFUL)
async def test_a_finalise_whose_answer_is_lost_is_found_out_by_its_key(stage, name):
    before = rows(stage)
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await to_review(pilot)
        with failing(stage, "POST", "/v1/bookings", DOUBTFUL[name], acts=True):
            await press_through(pilot, "ctrl+f", "Booked as", "enter", "Recently completed")
    assert rows(stage) == before + 1
    assert stage.line.app.seen.count(("POST", "/v1/bookings")) == 1


async def asked(stage, pilot, times, *keys):
    """Wait until it was asked more than so many times since some keys were pressed."""
    stage.line.app.seen.clear()
    await pilot.press(*keys)
    await until(pilot, lambda: len(stage.line.app.seen) > times, "asked again and again")


async def hurried(stage, pilot, times):
    """Bound every question; none that was begun before, and would hang for long, is on its way any more."""
    stage.hurry(SHORT)
    await asked(stage, pilot, times)


@pytest.mark.parametrize("part", PARTS)
async def test_while_the_key_cannot_be_asked_nothing_is_claimed_and_nothing_else_can_be_done(stage, part):
    before = rows(stage)
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await to_review(pilot)
        with failing(stage, "POST", "/v1/bookings", TRIALS["cut"], acts=True):
            stage.line.app.also("GET", "/v1/booking-keys", server.garbage)
            await pilot.press("ctrl+f")
            await told(pilot, "We don't know yet whether this was booked. Do not book again.")
            await hurried(stage, pilot, 1)
            for trial in share(TRIALS, "key", ANEW, part, MOST).values():
                if trial.fault is not None:
                    stage.line.app.also("GET", "/v1/booking-keys", trial.fault)
                    await asked(stage, pilot, 1, "enter", "ctrl+f")
                    assert "We don't know yet whether this was booked" in said(pilot)
            stage.hurry(ENOUGH)
            stage.line.app.second = None
            await press_through(pilot, "", "Booked as", "enter", "Recently completed")
    assert rows(stage) == before + 1
    assert not stage.line.app.seen.count(("POST", "/v1/bookings"))
    assert not stage.line.app.seen.count(("DELETE", "/v1/booking-keys"))


@pytest.mark.parametrize("part", PARTS)
async def test_while_the_key_cannot_be_voided_nothing_is_claimed(stage, part):
    """An original that was lost may still arrive until its key is void; what surely was not booked is said then."""
    before = rows(stage)
    async with stage.program() as pilot:
        await on_row(pilot, GRACE)
        await to_review(pilot)
        with failing(stage, "POST", "/v1/bookings", TRIALS["cut"]):
            stage.line.app.also("DELETE", "/v1/booking-keys", server.garbage)
            await pilot.press("ctrl+f")
            await told(pilot, "We don't know yet whether this was booked. Do not book again.")
            await hurried(stage, pilot, 3)
            for trial in share(TRIALS, "void", ANEW, part, MOST).values():
                if trial.fault is not None:
                    stage.line.app.also("DELETE", "/v1/booking-keys", trial.fault)
                    await asked(stage, pilot, 3, "enter")
                    assert "We don't know yet whether this was booked" in said(pilot)
            stage.hurry(ENOUGH)
            stage.line.app.second = None
            await told(pilot, "It was not booked. Should the lost request still arrive, it is refused.")
    assert rows(stage) == before
