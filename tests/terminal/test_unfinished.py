"""Proves that a booking which an earlier run left unfinished is offered again, and never silently dropped."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.vocabulary import Approach
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Attempt, Journal, Unfinished
from tests.rebooking.stage import on_row, press_through, seen, shown, until

GRACE = "APP-20028"


@pytest.fixture
def journal(stage, tmp_path):
    stage.desk = replace(stage.desk, drafts=tmp_path / "drafts")
    return Journal(tmp_path / "drafts")


async def leave_unfinished(stage, journal, *, sent: bool) -> None:
    offer = await stage.api.rebooking(GRACE)
    attempt = None
    if sent:
        prefill = offer.prefill
        request = BookingRequest(
            previous=GRACE,
            approach=Approach.MANUAL,
            schedule=prefill.schedule or "",
            modality=prefill.modality,
            platform=prefill.platform,
            day=prefill.day,
            start=prefill.start,
        )
        attempt = Attempt(key=str(uuid.UUID(int=7)), request=request)
    journal.write(Unfinished(draft=BookingDraft.begin(offer), attempt=attempt))


async def test_it_is_offered_at_the_start_and_goes_on_where_it_was(stage, journal):
    await leave_unfinished(stage, journal, sent=False)
    async with stage.program() as pilot:
        await shown(pilot, "There is an unfinished booking for ASST-100028.")
        await press_through(pilot, "enter", "Rebook Grace Mbeki")
        assert "Starting time" in seen(pilot)


async def test_it_may_be_discarded(stage, journal):
    await leave_unfinished(stage, journal, sent=False)
    async with stage.program() as pilot:
        await shown(pilot, "▸ Resume")
        await press_through(pilot, "left", "▸ Discard", "enter", "▸ Fri 13 Nov")
        await until(pilot, lambda: journal.read() is None, "forgotten")


async def test_not_now_keeps_it_for_the_next_start(stage, journal):
    await leave_unfinished(stage, journal, sent=False)
    async with stage.program() as pilot:
        await shown(pilot, "▸ Resume")
        await press_through(pilot, "escape", "▸ Fri 13 Nov", "ctrl+r", "▸ Fri 13 Nov")
        assert journal.read() is not None
        assert pilot.app.screen is pilot.app.home


async def test_what_was_sent_cannot_just_be_forgotten(stage, journal):
    await leave_unfinished(stage, journal, sent=True)
    async with stage.program() as pilot:
        await shown(pilot, "we don't know yet whether it was booked")
        assert "Discard" not in seen(pilot)


async def test_what_only_looks_does_not_ask(stage, journal):
    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    await leave_unfinished(stage, journal, sent=False)
    async with stage.program() as pilot:
        await shown(pilot, "read only")
        assert "unfinished" not in seen(pilot)


async def test_the_second_of_two_programs_is_told_and_goes_on_when_the_first_has_let_go(stage, journal):
    await leave_unfinished(stage, journal, sent=False)
    assert journal.claim()
    async with stage.program() as pilot:
        await shown(pilot, "A booking is being made in another terminal of yours.")
        await press_through(pilot, "enter", "in another terminal of yours")
        assert "Discard" not in seen(pilot)
        journal.release()
        await press_through(pilot, "enter", "There is an unfinished booking for ASST-100028.")


async def test_the_second_of_two_programs_books_nothing_over_the_first(stage, journal):
    assert journal.claim()
    async with stage.program() as pilot:
        await on_row(pilot, GRACE, "r", "Continue to Rebook", "enter", "in another terminal of yours")
        await press_through(pilot, "escape", "▸ Fri 20 Nov")
        assert journal.read() is None
        journal.release()
        await press_through(pilot, "r", "Continue to Rebook", "enter", "How do you want")
        assert not journal.claim()


async def test_a_clock_that_differs_is_told_and_decides_nothing(stage):
    """The backend's clock alone says until when something can be taken back."""
    stage.desk = replace(stage.desk, clock=lambda: stage.now + timedelta(minutes=7))
    async with stage.program((100, 24)) as pilot:
        await shown(pilot, "this clock is 7 min fast")
        await on_row(pilot, "APP-20032", "x", "▸ Who cancels", "1 tab tab i l l enter", "▸ Cancel the appointment")
        await press_through(pilot, "enter", "u Undo", "u", "Undo: cancelled", "enter", "10:00       Tomás")
