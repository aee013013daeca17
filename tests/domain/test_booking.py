"""Each rule against a booking speaks up by its own code, beside its own field, with the facts of the matter."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import (
    Approach,
    Attendance,
    EngagementType,
    Modality,
    Occurrence,
    Platform,
    ScheduleKind,
)
from server_stub.domain.booking import objection_to_another, objections, time_of
from server_stub.domain.settings import Settings
from tests.domain.facts import ADELAIDE, MELBOURNE, NOW, at, facts, line, request, span

AD_HOC = line("SCH-2", ScheduleKind.AD_HOC)
RAPID = line("SCH-3", ScheduleKind.RAPID_RESPONSE)


def said_against(wish, known=None):
    known = known or facts()
    return objections(wish, time_of(wish, known.client_zone, known.settings), known)


def codes(wish, known=None):
    return [objection.code for objection in said_against(wish, known)]


def only(wish, known=None):
    (objection,) = said_against(wish, known)
    return objection


def test_nothing_stands_against_next_weeks_session():
    assert said_against(request()) == ()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (request(approach=Approach("telepathy")), Field.APPROACH),
        (request(modality=Modality("telepathy")), Field.MODALITY),
        (request(modality=Modality.VIDEO_CALL, platform=Platform("telepathy")), Field.PLATFORM),
        (request(occurrence=Occurrence("third")), Field.OCCURRENCE),
        (request(attendance=Attendance("crowd")), Field.ATTENDANCE),
    ],
)
def test_a_word_of_a_later_version_is_not_known(wish, field):
    objection = only(wish)
    assert (objection.code, objection.field) == (Code.WORD_NOT_KNOWN, field)
    assert objection.name in ("telepathy", "third", "crowd")


def test_a_video_call_needs_a_platform_and_nothing_else_may_have_one():
    needed = only(request(modality=Modality.VIDEO_CALL))
    assert (needed.code, needed.field) == (Code.PLATFORM_NEEDED, Field.PLATFORM)
    superfluous = only(request(modality=Modality.PHONE, platform=Platform.ZOOM))
    assert (superfluous.code, superfluous.field) == (Code.PLATFORM_NOT_NEEDED, Field.PLATFORM)
    assert codes(request(modality=Modality.VIDEO_CALL, platform=Platform.TEAMS)) == []


@pytest.mark.parametrize("engagement", list(EngagementType))
def test_only_those_with_committed_hours_may_rebook_with_me(engagement):
    found = codes(request(approach=Approach.REBOOK_WITH_ME), facts(engagement=engagement))
    assert found == ([Code.APPROACH_NOT_OFFERED] if engagement is EngagementType.AD_HOC_ONLY else [])
    assert codes(request(), facts(engagement=engagement)) == []


def test_rebook_with_me_is_for_open_lines():
    objection = only(request(approach=Approach.REBOOK_WITH_ME, schedule="SCH-2"), facts(line(), AD_HOC))
    assert (objection.code, objection.field) == (Code.SCHEDULE_KIND_NOT_OFFERED, Field.SCHEDULE)


@pytest.mark.parametrize("approach", [Approach.MANUAL, Approach.REBOOK_WITH_ME])
def test_a_rapid_response_line_is_never_for_a_rebooking(approach):
    objection = only(request(approach=approach, schedule="SCH-3"), facts(line(), RAPID))
    assert (objection.code, objection.field) == (Code.RAPID_RESPONSE, Field.SCHEDULE)


def test_a_line_must_be_the_profiles_own():
    assert codes(request(schedule="SCH-99")) == [Code.SCHEDULE_NOT_FOUND]


@pytest.mark.parametrize(
    ("approval", "against"), [("", [Code.APPROVAL_NEEDED]), ("  ", [Code.APPROVAL_NEEDED]), ("US-4411", [])]
)
def test_ad_hoc_hours_need_an_approval_when_there_are_open_ones(approval, against):
    wish = request(schedule="SCH-2", approval=approval)
    assert codes(wish, facts(line(), AD_HOC)) == against
    assert codes(wish, facts(AD_HOC)) == []


def test_an_open_line_that_is_over_asks_for_no_approval():
    over = replace(line(), valid_until=NOW.date())
    assert codes(request(schedule="SCH-2"), facts(over, AD_HOC)) == []


@pytest.mark.parametrize("approval", ["a" * 65, "US\n4411", "US-\u202e4411", "\x1b[31m"])
def test_an_approval_is_a_short_line_of_text(approval):
    objection = only(request(approval=approval))
    assert (objection.code, objection.field) == (Code.MALFORMED, Field.APPROVAL)


def test_a_session_starts_now_or_later_under_manual():
    just_now = request("2026-11-23", "08:30")
    assert codes(just_now, facts(now=at("2026-11-23T08:30", ADELAIDE))) == []
    late = only(just_now, facts(now=at("2026-11-23T08:31", ADELAIDE)))
    assert (late.code, late.field) == (Code.IN_THE_PAST, Field.TIME)
    assert late.start.wall.time() == time(8, 31)
    assert only(request("2026-11-20")).field is Field.DATE


def test_a_session_has_begun_before_it_is_recorded_under_retrospective():
    past = request("2026-11-20", approach=Approach.RETROSPECTIVE)
    assert codes(past) == []
    coming = only(request(approach=Approach.RETROSPECTIVE))
    assert (coming.code, coming.field) == (Code.IN_THE_FUTURE, Field.DATE)
    begun = request("2026-11-23", "09:00", approach=Approach.RETROSPECTIVE)
    assert codes(begun, facts(now=at("2026-11-23T09:00", ADELAIDE))) == [Code.IN_THE_FUTURE]
    assert codes(begun, facts(now=at("2026-11-23T09:01", ADELAIDE))) == []


def test_a_session_is_recorded_within_thirty_days():
    wish = request("2026-10-24", "10:00", approach=Approach.RETROSPECTIVE)
    daily = line(days=(1, 2, 3, 4, 5, 6, 7))
    assert codes(wish, facts(daily)) == []
    old = only(request("2026-10-23", "10:00", approach=Approach.RETROSPECTIVE), facts(daily))
    assert (old.code, old.field, old.number) == (Code.TOO_LONG_AGO, Field.DATE, 30)


def test_a_session_is_booked_within_a_year():
    daily = line(days=(1, 2, 3, 4, 5, 6, 7))
    assert codes(request("2027-11-24"), facts(daily)) == []
    far = only(request("2027-11-25"), facts(daily))
    assert (far.code, far.field, far.number) == (Code.TOO_FAR_AHEAD, Field.DATE, 366)


@pytest.mark.parametrize(
    ("day", "approach", "code"),
    [
        ("0001-01-01", Approach.MANUAL, Code.IN_THE_PAST),
        ("0001-01-01", Approach.RETROSPECTIVE, Code.TOO_LONG_AGO),
        ("9999-12-31", Approach.MANUAL, Code.TOO_FAR_AHEAD),
        ("9999-12-31", Approach.RETROSPECTIVE, Code.IN_THE_FUTURE),
    ],
)
def test_dates_beyond_reckoning_are_refused_like_any_other(day, approach, code):
    objection = only(request(day, approach=approach))
    assert (objection.code, objection.field) == (code, Field.DATE)


@pytest.mark.parametrize("start", ["14:03", "14:00:30", "14:00:00.000001"])
def test_a_start_lies_on_the_grid(start):
    objection = only(request(start=start))
    assert (objection.code, objection.field, objection.number) == (Code.OFF_THE_GRID, Field.TIME, 5)


def test_the_grid_is_the_providers():
    half_hours = Settings(grid_minutes=30, session_minutes=60)
    assert codes(request(start="14:15"), facts(settings=half_hours)) == [Code.OFF_THE_GRID]
    assert codes(request(start="14:30"), facts(settings=half_hours)) == []


def test_a_wall_time_carries_no_offset_of_its_own():
    objection = only(request(start="14:00+10:30"))
    assert (objection.code, objection.field) == (Code.MALFORMED, Field.TIME)


NIGHT = line(days=(1, 2, 3, 4, 5, 6, 7), opens=time(0), closes=time(23, 55))


def test_a_time_that_the_clients_clocks_skip_is_refused_with_both_sides_of_the_jump():
    known = facts(NIGHT, now=at("2026-09-20T09:00"))
    objection = only(request("2026-10-04", "02:30"), known)
    assert (objection.code, objection.field) == (Code.TIME_DOES_NOT_EXIST, Field.TIME)
    assert (objection.start.wall.time(), objection.end.wall.time()) == (time(2), time(3))


def test_a_time_that_the_clients_clocks_show_twice_is_asked_about():
    known = facts(NIGHT, now=at("2026-03-20T09:00"))
    asked = only(request("2026-04-05", "02:30"), known)
    assert (asked.code, asked.field) == (Code.TIME_EXISTS_TWICE, Field.OCCURRENCE)
    assert asked.end.utc - asked.start.utc == timedelta(hours=1)
    for occurrence, meant in ((Occurrence.FIRST, asked.start), (Occurrence.SECOND, asked.end)):
        wish = request("2026-04-05", "02:30", occurrence=occurrence)
        assert time_of(wish, ADELAIDE, known.settings).starts == meant.utc
        assert codes(wish, known) == []


def test_saying_which_is_harmless_when_there_is_only_one():
    assert codes(request(occurrence=Occurrence.SECOND)) == []


@pytest.mark.parametrize(
    ("day", "start", "field"),
    [
        ("2026-11-30", "08:25", Field.TIME),  # 08:55 in Melbourne
        ("2026-11-30", "15:35", Field.TIME),  # ends at 17:05 in Melbourne
        ("2026-11-29", "12:00", Field.DATE),  # a Sunday
    ],
)
def test_a_session_lies_within_the_line(day, start, field):
    objection = only(request(day, start))
    assert (objection.code, objection.field, objection.name) == (Code.OUTSIDE_SCHEDULE, field, "SCH-1")
    if field is Field.TIME:
        assert (objection.start.wall.time(), objection.end.wall.time()) == (time(9), time(17))


def test_a_session_may_fill_the_line_to_its_edges():
    assert codes(request(start="08:30")) == []
    assert codes(request(start="15:30")) == []


def test_a_line_is_in_force_from_its_first_to_its_last_day():
    on_the_day = replace(line(), valid_from=request().day, valid_until=request().day)
    assert codes(request(), facts(on_the_day)) == []
    for other in ("2026-11-27", "2026-12-01"):
        objection = only(request(other), facts(on_the_day))
        assert (objection.code, objection.field) == (Code.SCHEDULE_NOT_IN_FORCE, Field.SCHEDULE)
        assert (objection.start.wall.day, objection.end.wall.day) == (30, 1)


def test_nobody_is_booked_on_leave():
    away = span("2026-11-30T00:00", "2026-12-05T00:00")
    objection = only(request(), facts(leave=(away,)))
    assert (objection.code, objection.field) == (Code.ON_LEAVE, Field.DATE)
    assert (objection.start.utc, objection.end.utc, objection.start.zone) == (*away, MELBOURNE)


def test_neither_side_is_in_two_sessions_at_once():
    other = span("2026-11-30T14:00", "2026-11-30T15:00", ADELAIDE)
    consultant = only(request(start="14:55"), facts(busy=(other,)))
    assert (consultant.code, consultant.field, consultant.start.zone) == (Code.CONSULTANT_BUSY, Field.TIME, MELBOURNE)
    client = only(request(start="13:05"), facts(client_busy=(other,)))
    assert (client.code, client.field, client.start.zone) == (Code.CLIENT_BUSY, Field.TIME, ADELAIDE)
    assert client.name == ""
    for beside in ("13:00", "15:00"):
        assert codes(request(start=beside), facts(busy=(other,), client_busy=(other,))) == []


def test_the_last_session_is_the_last():
    assert codes(request(), facts(available=1)) == []
    objection = only(request(), facts(available=0))
    assert (objection.code, objection.field, objection.number) == (Code.NO_SESSIONS_LEFT, None, 0)


def test_a_case_ends_at_its_expiry():
    start = at("2026-11-30T14:00", ADELAIDE)
    assert codes(request(), facts(expires=start + timedelta(minutes=5))) == []
    objection = only(request(), facts(expires=start))
    assert (objection.code, objection.field, objection.start.utc) == (Code.CASE_EXPIRED, Field.DATE, start)


def test_everything_that_is_wrong_is_said_at_once():
    wish = request("2026-11-21", "03:03", schedule="SCH-2", modality=Modality.VIDEO_CALL)
    other = span("2026-11-21T00:00", "2026-11-21T23:00")
    known = facts(line(), AD_HOC, available=0, busy=(other,), client_busy=(other,), leave=(other,))
    assert set(codes(wish, known)) == {
        Code.PLATFORM_NEEDED,
        Code.NO_SESSIONS_LEFT,
        Code.OFF_THE_GRID,
        Code.IN_THE_PAST,
        Code.OUTSIDE_SCHEDULE,
        Code.ON_LEAVE,
        Code.CONSULTANT_BUSY,
        Code.CLIENT_BUSY,
        Code.APPROVAL_NEEDED,
    }


def test_what_can_be_known_without_a_time_is_said_beside_the_time():
    known = facts(NIGHT, now=at("2026-09-20T09:00"), available=0)
    assert codes(request("2026-10-04", "02:30"), known) == [Code.NO_SESSIONS_LEFT, Code.TIME_DOES_NOT_EXIST]


def test_another_session_is_possible_until_the_case_is_over_and_used_up():
    settings = Settings()
    assert objection_to_another(1, None, NOW, ADELAIDE, settings) is None
    assert objection_to_another(0, None, NOW, ADELAIDE, settings).code is Code.NO_SESSIONS_LEFT
    lately = NOW - timedelta(days=29)
    assert objection_to_another(1, lately, NOW, ADELAIDE, settings) is None
    assert objection_to_another(1, NOW - timedelta(days=40), NOW, ADELAIDE, settings).code is Code.CASE_EXPIRED
