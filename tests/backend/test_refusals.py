"""The backend refuses by itself, with a code that a machine can read, whatever a terminal lets through."""

from datetime import date

import pytest

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import EngagementType, ScheduleKind
from tests.backend.asking import book, check, codes, wish
from tests.backend.conftest import MIRA

RULES = {
    "word_not_known": {"modality": "telepathy"},
    "platform_needed": {"platform": None},
    "platform_not_needed": {"modality": "phone"},
    "schedule_not_found": {"schedule": "SCH-999"},
    "off_the_grid": {"start": "14:03:00"},
    "in_the_past": {"day": "2026-11-20"},
    "in_the_future": {"approach": "retrospective"},
    "too_long_ago": {"approach": "retrospective", "day": "2026-10-05"},
    "outside_schedule": {"start": "17:00:00"},
    "malformed": {"approval": "US\u202e4411"},
}


@pytest.mark.parametrize(("code", "change"), RULES.items(), ids=RULES)
async def test_a_broken_rule_is_422(mira, last, code, change):
    answer = await book(mira, wish(last, **change))
    assert (answer.status_code, codes(answer)) == (422, [code])
    said = answer.json()["refusals"]
    assert (await check(mira, wish(last, **change)))["refusals"] == said


@pytest.mark.parametrize(
    ("line", "change", "code"),
    [
        ({"kind": ScheduleKind.RAPID_RESPONSE}, {}, Code.RAPID_RESPONSE),
        ({"kind": ScheduleKind.AD_HOC}, {}, Code.APPROVAL_NEEDED),
        ({"kind": ScheduleKind.AD_HOC}, {"approach": "rebook_with_me"}, Code.SCHEDULE_KIND_NOT_OFFERED),
    ],
)
async def test_a_line_of_the_wrong_kind_is_422(practice, mira, last, line, change, code):
    answer = await book(mira, wish(last, schedule=practice.add_line(MIRA, **line), **change))
    assert (answer.status_code, codes(answer)) == (422, [code])


async def test_a_line_that_is_over_is_422(practice, mira, last):
    over = practice.add_line(MIRA, valid_until=date(2026, 11, 29))
    answer = await book(mira, wish(last, schedule=over))
    assert (answer.status_code, codes(answer)) == (422, ["schedule_not_in_force"])


async def test_an_approach_that_the_profile_may_not_use_is_422(practice, sign_in):
    kim = sign_in(practice.engage("kim@example.org", EngagementType.AD_HOC_ONLY))
    line = practice.add_line("kim@example.org", ScheduleKind.AD_HOC)
    done = practice.appoint("kim@example.org", practice.open_case(), "2026-11-16T14:00", State.COMPLETED, schedule=line)
    answer = await book(kim, wish(done, line, approach="rebook_with_me"))
    assert (answer.status_code, codes(answer)) == (422, ["approach_not_offered", "schedule_kind_not_offered"])
    assert (await book(kim, wish(done, line))).status_code == 201


@pytest.mark.parametrize(("day", "code"), [("2027-10-03", "time_does_not_exist"), ("2027-04-04", "time_exists_twice")])
async def test_a_wall_time_in_doubt_is_422_with_both_moments(practice, mira, last, day, code):
    line = practice.add_line(MIRA, days="7", opens="00:00", closes="23:55")
    answer = await book(mira, wish(last, schedule=line, day=day, start="02:30:00"))
    assert (answer.status_code, codes(answer)) == (422, [code])
    (refusal,) = answer.json()["refusals"]
    assert refusal["start"]["zone"] == refusal["end"]["zone"] == "Australia/Adelaide"


async def test_a_clash_is_409_with_the_three_nearest_free_times(practice, mira, last):
    other = practice.open_case(name="Tomás")
    practice.appoint(MIRA, other, "2026-11-30T14:00")
    answer = await book(mira, wish(last))
    assert (answer.status_code, codes(answer)) == (409, ["consultant_busy"])
    nearest = [opening["client"]["start"]["wall"] for opening in answer.json()["nearest"]]
    assert nearest == ["2026-11-30T12:00:00", "2026-11-30T13:00:00", "2026-11-30T15:00:00"]
    assert {opening["schedule"] for opening in answer.json()["nearest"]} == {last.line}
    assert (await check(mira, wish(last)))["nearest"] == answer.json()["nearest"]
    for opening in answer.json()["nearest"]:
        day, start = opening["client"]["start"]["wall"].split("T")
        assert (await book(mira, wish(last, day=day, start=start))).status_code == 201


async def test_leave_is_409_with_free_times_around_it(practice, mira, last):
    practice.go_on_leave(MIRA, "2026-11-30T00:00", "2026-12-01T00:00")
    answer = await book(mira, wish(last))
    assert (answer.status_code, codes(answer)) == (409, ["on_leave"])
    days = [opening["consultant"]["start"]["wall"][:10] for opening in answer.json()["nearest"]]
    assert days == ["2026-12-01"] * 3


async def test_no_session_left_is_409(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=2)
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    assert (await book(mira, wish(done, line))).status_code == 201
    answer = await book(mira, wish(done, line, day="2026-12-01"))
    assert (answer.status_code, codes(answer)) == (409, ["no_sessions_left"])
    assert "nearest" not in answer.json()


async def test_a_day_beyond_the_furthest_is_422(practice, mira):
    line = practice.add_line(MIRA)
    missed = practice.appoint(MIRA, practice.open_case(), "2026-11-16T14:00", State.NO_SHOW, schedule=line)
    assert (await book(mira, wish(missed, line, day="2027-11-24"))).status_code == 201
    answer = await book(mira, wish(missed, line, day="2027-11-25"))
    assert (answer.status_code, codes(answer)) == (422, ["too_far_ahead"])


async def test_a_case_that_is_over_is_422(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case()
    practice.appoint(MIRA, case, "2025-12-01T10:00", State.COMPLETED, schedule=line)
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    assert (await book(mira, wish(done, line))).status_code == 201
    answer = await book(mira, wish(done, line, day="2026-12-01"))
    assert (answer.status_code, codes(answer)) == (422, ["case_expired"])


async def test_all_that_is_wrong_is_said_together(practice, mira, last):
    practice.appoint(MIRA, practice.open_case(), "2026-11-30T14:00")
    answer = await book(mira, wish(last, platform=None, start="14:03:00"))
    assert answer.status_code == 409
    assert set(codes(answer)) == {"platform_needed", "off_the_grid", "consultant_busy"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"previous": "APP-1"}',
        b"\xff\xfe",
        b'{"previous": 1, "approach": 2}',
    ],
)
async def test_a_body_that_is_none_is_malformed(mira, body):
    headers = {"Idempotency-Key": "k" * 12, "Content-Type": "application/json"}
    for path in ("/v1/bookings", "/v1/booking-checks"):
        answer = await mira.post(path, content=body, headers=headers)
        assert (answer.status_code, codes(answer)) == (422, ["malformed"])


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"day": "30.11.2026"},
        {"day": "2026-02-30"},
        {"start": "2 pm"},
        {"start": "25:00:00"},
        {"notify": "yes"},
    ],
)
async def test_a_field_of_the_wrong_form_is_malformed(mira, last, change):
    answer = await book(mira, wish(last, **change))
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])


async def test_a_body_has_bounds(mira, last):
    answer = await book(mira, wish(last, approval="x" * 20_000))
    assert (answer.status_code, codes(answer)) == (413, ["malformed"])


async def test_extreme_dates_are_refused_and_break_nothing(mira, last):
    for day in ("0001-01-01", "9999-12-31"):
        answer = await book(mira, wish(last, day=day))
        assert answer.status_code == 422
        assert codes(answer)[0] in ("in_the_past", "too_far_ahead")
