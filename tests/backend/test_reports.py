"""Reports count a consultant's own weeks, sessions left, and what waits to be completed."""

from datetime import date

import msgspec
import pytest

from consultant_tui.contract.reports import Reports
from consultant_tui.contract.vocabulary import AppointmentState as State
from tests.backend.asking import codes
from tests.backend.conftest import MIRA

KIM = "kim@example.org"


async def reports(consultant, **query) -> Reports:
    answer = await consultant.get("/v1/reports", params=query)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Reports)


async def test_each_week_counts_what_became_of_its_appointments(practice, mira):
    case = practice.open_case(entitled=20)
    for day, state, charged in (
        ("16", State.COMPLETED, False),
        ("17", State.COMMENCED, False),
        ("18", State.NO_SHOW, False),
        ("19", State.CANCELLED, True),
        ("20", State.CANCELLED, False),
        ("23", State.BOOKED, False),
        ("24", State.BOOKED, False),
    ):
        practice.appoint(MIRA, case, f"2026-11-{day}T10:00", state, charged=charged)
    weeks = (await reports(mira)).weeks
    assert (len(weeks), weeks[0].monday, weeks[-1].monday) == (12, date(2026, 9, 7), date(2026, 11, 23))
    assert [(week.sessions, week.no_shows, week.late_cancellations) for week in weeks[-2:]] == [(2, 1, 1), (0, 0, 0)]
    assert sum(week.sessions for week in weeks) == 2


async def test_a_week_begins_on_the_consultants_own_monday(practice, sign_in):
    token = practice.engage(MIRA)
    practice.appoint(MIRA, practice.open_case(), "2026-11-16T00:00", State.COMPLETED, zone="Australia/Melbourne")
    at_home = (await reports(sign_in(token), weeks=2)).weeks
    assert [week.sessions for week in at_home] == [1, 0]
    abroad = (await reports(sign_in(token, **{"Time-Zone": "Europe/London"}), weeks=2)).weeks
    assert [(week.monday, week.sessions) for week in abroad] == [(date(2026, 11, 9), 1), (date(2026, 11, 16), 0)]


async def test_cases_are_listed_by_the_sessions_that_they_have_left(practice, mira):
    few, many, old = (practice.open_case(name=name, entitled=n) for name, n in (("Bo", 2), ("Al", 9), ("Cy", 1)))
    practice.appoint(MIRA, few, "2026-11-16T10:00", State.COMPLETED)
    practice.appoint(MIRA, many, "2026-11-30T10:00")
    practice.appoint(MIRA, old, "2026-01-12T10:00", State.COMPLETED)
    left = (await reports(mira)).left
    assert [(one.name, one.case, one.available, one.booked, one.total) for one in left] == [
        ("Bo", few, 1, 0, 2),
        ("Al", many, 8, 1, 9),
    ]


async def test_a_session_that_was_started_a_week_ago_waits_to_be_completed(practice, mira):
    case = practice.open_case(entitled=9)
    late = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMMENCED)
    practice.appoint(MIRA, case, "2026-11-17T10:00", State.COMMENCED)
    practice.appoint(MIRA, case, "2026-11-12T10:00", State.COMPLETED)
    practice.appoint(MIRA, case, "2026-11-13T10:00")
    overdue = (await reports(mira)).overdue
    assert [(one.meeting.reference, one.days) for one in overdue] == [(late, 7)]


async def test_nobody_counts_what_is_anothers(practice, sign_in, mira):
    kim = sign_in(practice.engage(KIM, name="Kim"))
    practice.appoint(MIRA, practice.open_case(), "2026-11-10T10:00", State.COMMENCED)
    found = await reports(kim)
    assert (sum(week.sessions for week in found.weeks), found.left, found.overdue) == (0, (), ())


@pytest.mark.parametrize("weeks", ["0", "54", "x", "-1"])
async def test_the_weeks_have_limits(mira, weeks):
    answer = await mira.get("/v1/reports", params={"weeks": weeks})
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])
