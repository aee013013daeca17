"""What the wizard asks on its way: the offer, the lines, a line's week, free times, and the verdict in advance."""

from datetime import date, datetime, time

import msgspec
import pytest

from consultant_tui.contract.appointments import BookingCheck, LineOffers, RebookingOffer
from consultant_tui.contract.schedules import Openings, WeekGlance
from consultant_tui.contract.vocabulary import (
    AppointmentState as State,
)
from consultant_tui.contract.vocabulary import (
    Approach,
    Attendance,
    EngagementType,
    Link,
    Modality,
    Platform,
    ScheduleKind,
    StretchState,
)
from tests.backend.asking import book, check, codes, wish
from tests.backend.conftest import MIRA


async def ask(consultant, kind, last, what="", **query):
    answer = await consultant.get(f"/v1/appointments/{last.reference}/rebooking{what}", params=query)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=kind)


async def lines(consultant, last, approach="manual", week="2026-11-30"):
    return await ask(consultant, LineOffers, last, "/schedules", approach=approach, week=week)


async def glance(consultant, last, line="", week="2026-11-30", approach="manual"):
    return await ask(consultant, WeekGlance, last, f"/schedules/{line or last.line}/week", approach=approach, week=week)


async def openings(consultant, last, **query):
    asked = {"days": "1,2,3,4,5", "earliest": "09:00", "latest": "12:00", "first": "2026-11-30", **query}
    return await ask(consultant, Openings, last, "/openings", **asked)


def starts(found, clock="client"):
    return [f"{getattr(one, clock).start.wall:%a %H:%M}" for one in found]


async def test_the_offer_repeats_the_last_session(mira, last):
    offer = await ask(mira, RebookingOffer, last)
    assert (offer.previous, offer.case, offer.client) == (last.reference, last.case, "Ana Lindqvist")
    assert (offer.client_zone, offer.consultant_zone) == ("Australia/Adelaide", "Australia/Melbourne")
    assert (offer.now_client.wall.time(), offer.now_consultant.wall.time()) == (time(8, 34), time(9, 4))
    assert (offer.prefill.day, offer.prefill.start) == (date(2026, 11, 16), time(14))
    assert (offer.prefill.modality, offer.prefill.platform) == (Modality.VIDEO_CALL, Platform.TEAMS)
    assert (offer.prefill.approach, offer.prefill.schedule) == (Approach.MANUAL, last.line)
    assert (offer.prefill.notify, offer.prefill.attendance) == (True, Attendance.INDIVIDUAL)
    assert offer.figures.available == 5
    assert (offer.limits.grid_minutes, offer.limits.length_minutes) == (5, 60)
    assert all(one.verdict.allowed for one in offer.approaches)


async def test_what_the_offer_says_can_be_booked_a_week_later(mira, last):
    prefill = (await ask(mira, RebookingOffer, last)).prefill
    body = wish(last, schedule=prefill.schedule, day="2026-11-23", start=prefill.start.isoformat())
    assert (await book(mira, body)).status_code == 201


async def test_the_offer_uses_the_providers_words_and_limits(practice, mira, last):
    practice.set(client_term="customer", retrospective_days=10, session_minutes=50)
    offer = await ask(mira, RebookingOffer, last)
    assert (offer.client_term, offer.limits.retrospective_days, offer.limits.length_minutes) == ("customer", 10, 50)
    assert (await check(mira, wish(last)))["client"]["end"]["wall"] == "2026-11-30T14:50:00"


@pytest.mark.parametrize("engagement", list(EngagementType))
async def test_the_approaches_follow_the_engagement(practice, sign_in, last, engagement):
    kim = sign_in(practice.engage("kim@example.org", engagement, name="Kim"))
    done = practice.appoint("kim@example.org", practice.open_case(), "2026-11-17T09:00", State.COMPLETED)
    answer = await kim.get(f"/v1/appointments/{done}/rebooking")
    offer = msgspec.json.decode(answer.content, type=RebookingOffer)
    refused = [one.approach for one in offer.approaches if not one.verdict.allowed]
    assert [one.approach for one in offer.approaches] == list(Approach)
    assert refused == ([Approach.REBOOK_WITH_ME] if engagement is EngagementType.AD_HOC_ONLY else [])


@pytest.mark.parametrize(
    ("kind", "until", "booked_by", "approach", "kept"),
    [
        (ScheduleKind.OPEN, None, Approach.REBOOK_WITH_ME, Approach.REBOOK_WITH_ME, True),
        (ScheduleKind.OPEN, None, Approach.RETROSPECTIVE, Approach.MANUAL, True),
        (ScheduleKind.RAPID_RESPONSE, None, Approach.MANUAL, Approach.MANUAL, False),
        (ScheduleKind.OPEN, date(2026, 11, 20), Approach.MANUAL, Approach.MANUAL, False),
    ],
)
async def test_the_offer_keeps_only_what_may_be_chosen_again(practice, mira, kind, until, booked_by, approach, kept):
    line = practice.add_line(MIRA, kind, valid_until=until)
    done = practice.appoint(
        MIRA, practice.open_case(), "2026-11-16T14:00", State.COMPLETED, schedule=line, approach=booked_by
    )
    answer = await mira.get(f"/v1/appointments/{done}/rebooking")
    prefill = msgspec.json.decode(answer.content, type=RebookingOffer).prefill
    assert (prefill.approach, prefill.schedule) == (approach, line if kept else None)


async def test_every_line_is_shown_and_says_why_it_may_not_be_chosen(practice, mira, last):
    ad_hoc = practice.add_line(MIRA, ScheduleKind.AD_HOC, days="6", opens="10:00", closes="13:00")
    rapid = practice.add_line(MIRA, ScheduleKind.RAPID_RESPONSE)
    over = practice.add_line(MIRA, valid_until=date(2026, 11, 29))
    for approach, refusals in (
        ("manual", [None, None, "rapid_response", "schedule_not_in_force"]),
        ("rebook_with_me", [None, "schedule_kind_not_offered", "rapid_response", "schedule_not_in_force"]),
    ):
        offers = await lines(mira, last, approach)
        assert [one.line.reference for one in offers.lines] == [last.line, ad_hoc, rapid, over]
        assert [one.verdict.refusal and one.verdict.refusal.code for one in offers.lines] == refusals
    offers = (await lines(mira, last)).lines
    assert [one.needs_approval for one in offers] == [False, True, False, False]
    assert [one.places_left for one in offers] == [40, 3, 0, 0]
    assert (offers[1].line.days, offers[1].line.opens, offers[1].line.closes) == ((6,), time(10), time(13))


async def test_the_week_is_counted_from_its_monday(practice, mira, last):
    for day in ("2026-11-30", "2026-12-06"):
        assert (await lines(mira, last, week=day)).week == date(2026, 11, 30)
    practice.appoint(MIRA, practice.open_case(), "2026-12-01T11:00")
    practice.go_on_leave(MIRA, "2026-12-02T00:00", "2026-12-04T00:00")
    (offer,) = (await lines(mira, last)).lines
    assert offer.places_left == 8 + 6 + 8  # the Tuesday session lies from half past to half past


async def test_a_week_in_the_past_has_places_for_recording_only(mira, last):
    assert (await lines(mira, last, "manual", "2026-11-10")).lines[0].places_left == 0
    assert (await lines(mira, last, "retrospective", "2026-11-10")).lines[0].places_left == 40
    assert (await lines(mira, last, "retrospective", "2026-09-10")).lines[0].places_left == 0


async def test_a_week_at_a_glance_shows_what_is_taken_and_what_is_free(practice, mira, last):
    practice.appoint(MIRA, practice.open_case(), "2026-11-30T11:30")  # twelve o'clock in Melbourne
    practice.go_on_leave(MIRA, "2026-12-04T12:00", "2026-12-05T00:00")
    week = await glance(mira, last)
    assert [day.day for day in week.days] == [date(2026, 11, 30), *(date(2026, 12, n) for n in range(1, 7))]
    assert [
        (one.state, f"{one.span.start.wall:%H:%M}", f"{one.span.end.wall:%H:%M}") for one in week.days[0].stretches
    ] == [
        (StretchState.FREE, "09:00", "12:00"),
        (StretchState.BUSY, "12:00", "13:00"),
        (StretchState.FREE, "13:00", "17:00"),
    ]
    assert [one.state for one in week.days[4].stretches] == [StretchState.FREE, StretchState.LEAVE]
    assert week.days[5].stretches == week.days[6].openings == ()
    assert starts(week.days[0].openings, "consultant") == [f"Mon {hour:02}:00" for hour in (9, 10, 11, 13, 14, 15, 16)]
    assert starts(week.days[4].openings, "consultant") == ["Fri 09:00", "Fri 10:00", "Fri 11:00"]
    assert week.line.reference == last.line


async def test_the_clients_other_appointments_leave_no_opening_and_no_trace(practice, mira, last):
    practice.engage("kim@example.org", name="Kim")
    case = practice.open_case(client=practice.client_of(last.case))
    practice.appoint("kim@example.org", case, "2026-11-30T11:30")
    day = (await glance(mira, last)).days[0]
    assert [one.state for one in day.stretches] == [StretchState.FREE]
    assert "Mon 12:00" not in starts(day.openings, "consultant")


async def test_every_opening_of_a_week_can_be_booked(practice, mira, last):
    practice.appoint(MIRA, practice.open_case(), "2026-11-25T11:15")
    week = await glance(mira, last, week="2026-11-23")
    found = [opening for day in week.days for opening in day.openings]
    assert found
    assert all(opening.client.start.utc >= practice.now for opening in found)
    for opening in found:
        day, start = opening.client.start.wall.isoformat().split("T")
        verdict = await check(mira, wish(last, day=day, start=start))
        assert verdict["refusals"] == [], opening


async def test_a_line_that_may_not_be_chosen_has_no_openings(practice, mira, last):
    rapid = practice.add_line(MIRA, ScheduleKind.RAPID_RESPONSE)
    week = await glance(mira, last, rapid)
    assert all(day.openings == () for day in week.days)
    assert week.days[0].stretches


async def test_free_times_come_by_days_time_range_and_first_date(practice, mira, last):
    practice.add_line(MIRA, ScheduleKind.AD_HOC, days="1,2,3,4,5,6,7", opens="06:00", closes="22:00")
    page = await openings(mira, last, days="1,3", earliest="10:00", latest="12:00")
    assert [one.day.isoformat() for one in page.days] == ["2026-11-30", "2026-12-02", "2026-12-07", "2026-12-09"]
    assert starts(page.days[0].openings) == ["Mon 10:00", "Mon 11:00", "Mon 12:00"]
    assert {one.schedule for day in page.days for one in day.openings} == {last.line}
    assert (page.searched_until, page.more_from) == (date(2026, 12, 13), date(2026, 12, 14))


async def test_pages_of_free_times_meet_and_end(practice, mira, last):
    practice.set(furthest_days=20)
    first = await openings(mira, last, first="2026-11-01")
    assert first.days[0].day == date(2026, 11, 23)
    second = await openings(mira, last, first=first.more_from.isoformat())
    assert first.searched_until < second.days[0].day
    assert (second.searched_until, second.more_from) == (date(2026, 12, 13), None)
    answer = await mira.get(
        f"/v1/appointments/{last.reference}/rebooking/openings",
        params={"days": "1", "earliest": "09:00", "latest": "12:00", "first": "2026-12-14"},
    )
    assert (answer.status_code, codes(answer)) == (422, ["too_far_ahead"])


async def test_free_times_lie_on_the_clients_day(practice, sign_in, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case(zone="Pacific/Kiritimati", name="Teiwa")
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line, zone="Pacific/Kiritimati")
    answer = await mira.get(
        f"/v1/appointments/{done}/rebooking/openings",
        params={"days": "6", "earliest": "00:00", "latest": "23:59", "first": "2026-11-27"},
    )
    page = msgspec.json.decode(answer.content, type=Openings)
    assert all(one.client.start.wall.isoweekday() == 6 for day in page.days for one in day.openings) or not page.days
    assert all(day.day == one.client.start.wall.date() for day in page.days for one in day.openings)


@pytest.mark.parametrize(
    "query",
    [
        {"days": ""},
        {"days": "0,8"},
        {"days": "1,2,3,4,5,6,7,1"},
        {"days": "mon"},
        {"earliest": "9"},
        {"earliest": "24:00"},
        {"earliest": "13:00"},
        {"latest": "12:00:00"},
        {"first": "tomorrow"},
        {"first": "0001-01-01"},
        {"first": "9999-12-31"},
    ],
)
async def test_a_search_of_the_wrong_form_is_malformed(mira, last, query):
    asked = {"days": "1", "earliest": "09:00", "latest": "12:00", "first": "2026-11-30", **query}
    answer = await mira.get(f"/v1/appointments/{last.reference}/rebooking/openings", params=asked)
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"approach": "telepathy"}, "word_not_known"),
        ({"week": "0001-01-01"}, "malformed"),
        ({"week": "9999-12-31"}, "malformed"),
        ({"week": "soon"}, "malformed"),
        ({"approach": None}, "malformed"),
    ],
)
async def test_a_question_for_lines_of_the_wrong_form_is_refused(mira, last, query, code):
    asked = {name: value for name, value in {"approach": "manual", "week": "2026-11-30", **query}.items() if value}
    for what in ("", f"/{last.line}/week"):
        answer = await mira.get(f"/v1/appointments/{last.reference}/rebooking/schedules{what}", params=asked)
        assert (answer.status_code, codes(answer)) == (422, [code])


async def test_ad_hoc_consultants_search_no_open_times(practice, sign_in):
    kim = sign_in(practice.engage("kim@example.org", EngagementType.AD_HOC_ONLY))
    done = practice.appoint("kim@example.org", practice.open_case(), "2026-11-16T14:00", State.COMPLETED)
    query = {"days": "1", "earliest": "09:00", "latest": "12:00", "first": "2026-11-30"}
    answer = await kim.get(f"/v1/appointments/{done}/rebooking/openings", params=query)
    assert (answer.status_code, codes(answer)) == (422, ["approach_not_offered"])
    query = {"approach": "rebook_with_me", "week": "2026-11-30"}
    answer = await kim.get(f"/v1/appointments/{done}/rebooking/schedules", params=query)
    assert (answer.status_code, codes(answer)) == (422, ["approach_not_offered"])


async def test_no_free_time_lies_beyond_the_end_of_the_case(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case()
    practice.appoint(MIRA, case, "2025-12-02T12:00", State.COMPLETED, schedule=line)
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    query = {"days": "1,2,3", "earliest": "09:00", "latest": "17:00", "first": "2026-12-01"}
    answer = await mira.get(f"/v1/appointments/{done}/rebooking/openings", params=query)
    page = msgspec.json.decode(answer.content, type=Openings)
    assert [day.day for day in page.days] == [date(2026, 12, 1), date(2026, 12, 2)]
    assert starts(page.days[1].openings) == ["Wed 09:00", "Wed 10:00", "Wed 11:00"]


async def test_a_check_shows_both_clocks_and_what_will_be_sent(mira, last):
    verdict = msgspec.convert(await check(mira, wish(last)), BookingCheck)
    assert verdict.refusals == verdict.nearest == ()
    assert verdict.client.start.wall == datetime.fromisoformat("2026-11-30T14:00")
    assert verdict.consultant.start.wall == datetime.fromisoformat("2026-11-30T14:30")
    assert verdict.line.reference == last.line
    assert (verdict.notice.to, verdict.notice.link) == (("ana@example.com",), Link.IN_NOTICE)


async def test_a_check_says_what_is_left_after_the_booking_as_its_receipt_does(mira, last):
    verdict = await check(mira, wish(last))
    booked = await book(mira, wish(last))
    assert verdict["figures"] == booked.json()["figures"]
    assert verdict["figures"]["available"] == 4


async def test_a_check_of_one_too_many_says_so_in_its_figures(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=1)
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    verdict = await check(mira, wish(done, line))
    assert [one["code"] for one in verdict["refusals"]] == ["no_sessions_left"]
    assert verdict["figures"]["available"] == -1


async def test_a_check_holds_nothing(mira, last):
    for _ in range(2):
        assert (await check(mira, wish(last)))["refusals"] == []
    assert (await book(mira, wish(last))).status_code == 201


async def test_a_check_of_a_time_in_doubt_shows_no_span(practice, mira, last):
    verdict = await check(mira, wish(last, day="2027-10-03", start="02:30:00"))
    assert (verdict["client"], verdict["consultant"]) == (None, None)
    assert verdict["refusals"][-1]["code"] == "time_does_not_exist"
