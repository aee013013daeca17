"""Clocks that are set, or differ between machines, send nothing twice and undo nothing that was told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.rounds.running import run_due
from server_stub.storage.tables import appointments, outbox
from tests.backend.asking import book, codes, wish
from tests.backend.changing import change, faults
from tests.backend.conftest import MIRA
from tests.backend.test_rounds import STARTS, Box

STEPS = (timedelta(hours=-1), timedelta(hours=1), timedelta(days=-40), timedelta(days=40))


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def go_round(engines, practice, box):
    return lambda: run_due(engines, practice.clock, lambda _: box)


async def test_a_step_of_the_clock_sends_nothing_twice(engines, practice, go_round, box, mira, last):
    await book(mira, wish(last))
    practice.now = STARTS - timedelta(hours=47)
    assert go_round().sent == 2
    for step in STEPS:
        practice.now += step
        go_round()
    practice.now = STARTS - timedelta(hours=46)
    assert go_round().sent == 0
    assert len(box.subjects) == len(set(box.subjects)) == 2


async def test_a_step_of_the_clock_starts_no_session_twice(engines, practice, go_round, mira, last):
    reference = practice.appoint(MIRA, last.case, "2026-10-20T10:00", State.BOOKED)
    started = []
    for step in (timedelta(), *STEPS):
        practice.now += step
        started.append(go_round().started)
    assert sum(started) == 1
    with engines.reading() as connection:
        found = connection.execute(select(appointments).where(appointments.c.reference == reference)).one()
    assert (found.state, found.version) == ("commenced", 2)


@pytest.mark.parametrize("what", ["booked", "cancelled"])
async def test_what_was_told_by_a_clock_that_is_ahead_is_not_taken_back(
    engines, practice, go_round, box, mira, last, what
):
    """Another machine's clock says that the time for undoing is over, and sends; this one's says that it is not."""
    reference = (await book(mira, wish(last))).json()["reference"]
    version = 1
    if what == "cancelled":
        practice.now += timedelta(minutes=10)
        go_round()
        asked = {"by": "client", "reason": "ill", "charged": False}
        version = (await change(mira, reference, "cancellation", asked)).json()["version"]
    practice.now += timedelta(minutes=5)
    assert go_round().sent == 1
    practice.now -= timedelta(minutes=4)
    answer = await change(mira, reference, "undo", version=version)
    assert (answer.status_code, codes(answer)) == (409, ["undo_too_late"])
    with engines.reading() as connection:
        found = connection.execute(select(appointments).where(appointments.c.reference == reference)).one()
        assert set(connection.scalars(select(outbox.c.state))) == {"sent"}
    assert found.state == what


async def test_bookings_go_on_while_the_clock_is_set_back_and_forth(engines, practice, mira, last):
    for number, step in enumerate((timedelta(), *STEPS[:2]), start=1):
        practice.now += step
        answers = [await book(mira, wish(last, day=f"2026-12-0{number}"), f"the-key-{number}") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        reference = answers[0].json()["reference"]
    assert faults(engines, reference) == []
