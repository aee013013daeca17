"""The calendar shows a consultant's days across all schedules; its file names nobody."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import ScheduleKind
from tests.backend.asking import codes
from tests.backend.conftest import MIRA

WEEK = {"first": "2026-11-30", "days": 7}


async def week(consultant, **asked):
    answer = await consultant.get("/v1/calendar", params={**WEEK, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def starts(found):
    return [one["span"]["start"]["wall"] for one in found]


async def test_a_week_holds_appointments_leave_hours_and_free_times(practice, mira, last):
    booked = practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED, schedule=last.line)
    practice.go_on_leave(MIRA, "2026-12-01T12:00", "2026-12-01T15:30")
    shown = await week(mira)
    assert [day["day"] for day in shown["days"]] == [
        *("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05", "2026-12-06"),
    ]
    (one,) = shown["engaged"]
    row = one["row"]
    assert (row["reference"], row["client"], row["state"]) == (booked, "Ana Lindqvist", "booked")
    assert "move" in row["actions"]
    assert starts(shown["leave"]) == ["2026-12-01T12:00:00"]
    assert [bool(day["hours"]) for day in shown["days"]] == [True] * 5 + [False] * 2
    tuesday = [at for at in starts(shown["free"]) if at.startswith("2026-12-01")]
    # Ten o'clock in Adelaide is half past ten in Melbourne.
    assert tuesday == ["2026-12-01T09:00:00", "2026-12-01T15:30:00"]


async def test_without_a_date_it_is_the_present_week_of_the_consultant(practice, sign_in):
    practice.now -= timedelta(hours=10)
    token = practice.engage(MIRA)
    for zone, monday in (("Australia/Melbourne", "2026-11-16"), ("Pacific/Kiritimati", "2026-11-23")):
        shown = (await sign_in(token, **{"Time-Zone": zone}).get("/v1/calendar")).json()
        assert (shown["days"][0]["day"], len(shown["days"])) == (monday, 7)


async def test_a_cancelled_appointment_is_not_there(practice, mira, last):
    practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.CANCELLED)
    assert (await week(mira))["engaged"] == []


async def test_another_profile_of_the_person_is_only_busy(practice, sign_in, mira, last):
    other = sign_in(practice.engage("mira.new@example.org", person_of=MIRA))
    practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    (one,) = (await week(other))["engaged"]
    assert one["row"] is None
    assert one["span"]["start"]["wall"] == "2026-12-01T10:30:00"


async def test_another_person_sees_nothing(practice, sign_in, mira, last):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    practice.go_on_leave(MIRA, "2026-12-02T00:00", "2026-12-03T00:00")
    shown = await week(kim)
    assert (shown["engaged"], shown["leave"], shown["free"]) == ([], [], [])


async def test_an_open_line_goes_before_an_ad_hoc_one_and_rapid_response_is_never_free(practice, mira):
    opened = practice.add_line(MIRA, opens="09:00", closes="11:00", days="1")
    ad_hoc = practice.add_line(MIRA, ScheduleKind.AD_HOC, opens="10:00", closes="13:00", days="1")
    practice.add_line(MIRA, ScheduleKind.RAPID_RESPONSE, opens="15:00", closes="17:00", days="1")
    shown = await week(mira)
    assert [(one["schedule"], one["span"]["start"]["wall"][11:16]) for one in shown["free"]] == [
        *((opened, "09:00"), (opened, "10:00"), (ad_hoc, "11:00"), (ad_hoc, "12:00")),
    ]
    assert len(shown["days"][0]["hours"]) == 3


async def test_what_is_past_is_not_free(practice, mira):
    practice.add_line(MIRA)
    assert min(starts((await week(mira, first="2026-11-23"))["free"])) == "2026-11-23T09:05:00"
    assert (await week(mira, first="2026-11-16"))["free"] == []


async def test_public_holidays_are_those_of_the_region(practice, mira):
    practice.set(holiday_region="AU-VIC")
    shown = await week(mira, first="2026-11-02")
    assert [day["holiday"] for day in shown["days"]][:3] == ["", "Melbourne Cup Day", ""]


async def test_a_region_that_nobody_knows_has_no_holidays(practice, mira):
    practice.set(holiday_region="XX-1")
    assert {day["holiday"] for day in (await week(mira, first="2026-12-21"))["days"]} == {""}


async def test_the_week_in_which_the_clocks_change_is_whole(practice, mira):
    """In Melbourne they go back on 4 April 2027, so that Sunday is 25 hours long."""
    practice.add_line(MIRA, days="7", opens="01:00", closes="05:00")
    shown = await week(mira, first="2027-03-29")
    walls = [one["span"]["start"]["wall"][11:16] for one in shown["free"]]
    assert walls == ["01:00", "02:00", "02:00", "03:00", "04:00"]
    offsets = [one["span"]["start"]["offset"] for one in shown["free"]]
    assert offsets == [660, 660, 600, 600, 600]
    assert len(shown["days"]) == 7


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"first": "1800-01-01"}, "malformed"),
        ({"days": 0}, "malformed"),
        ({"days": 32}, "malformed"),
        ({"first": "soon"}, "malformed"),
    ],
)
async def test_a_stretch_that_makes_no_sense_is_refused(mira, asked, code):
    answer = await mira.get("/v1/calendar", params={**WEEK, **asked})
    assert (answer.status_code, codes(answer)) == (422, [code])


async def test_the_file_is_read_by_calendar_programs_and_names_nobody(practice, mira, last):
    booked = practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    practice.go_on_leave(MIRA, "2026-12-02T12:00", "2026-12-02T15:30")
    answer = await mira.get("/v1/calendar.ics", params=WEEK)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert list(events) == [f"Appointment {booked}", "Leave"]
    one = events[f"Appointment {booked}"]
    assert one["uid"] == f"{booked}@booking.example.org"
    assert one["dtstart"].dt.isoformat() == "2026-11-30T23:30:00+00:00"
    for secret in ("Ana", "Lindqvist", "ASST", "holiday", "Okafor"):
        assert secret not in answer.text


async def test_a_free_time_is_told_on_the_clients_clock(mira, last):
    address = f"/v1/appointments/{last.reference}/rebooking"
    wished = (await mira.get(address, params={"at": "2026-11-30T23:00:00Z"})).json()["wished"]
    assert (wished["wall"], wished["zone"]) == ("2026-12-01T09:30:00", "Australia/Adelaide")
    assert (await mira.get(address)).json()["wished"] is None


@pytest.mark.parametrize("at", ["soon", "2026-11-30T23:00:00", "2026-13-30T23:00:00Z", "0001-01-01T00:00Z"])
async def test_an_instant_that_makes_no_sense_is_refused(mira, last, at):
    answer = await mira.get(f"/v1/appointments/{last.reference}/rebooking", params={"at": at})
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])
