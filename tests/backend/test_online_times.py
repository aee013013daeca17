"""What clients are offered online: open lines at a location, of everybody together, of whom a client may choose."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState, EngagementType, Modality, ScheduleKind
from server_stub.domain.day_parts import DayPart
from server_stub.services import online_times
from server_stub.services.refused import RefusedError
from tests.backend.online import ANY, FIRST, NEXT, TUESDAY, Clinic, at

ADA, BEN = "ada@example.org", "ben@example.org"
MORNING = ["09:00", "10:00", "11:00"]


@pytest.fixture
def clinic(practice):
    clinic = Clinic(practice)
    clinic.consultant(ADA, opens="09:00", closes="12:00")
    return clinic


@pytest.fixture
def newcomer(clinic):
    return clinic.sign_up("ana@example.com")


def refused(code):
    return pytest.raises(RefusedError, match=code)


def test_times_of_open_lines_are_offered(clinic, newcomer):
    assert clinic.times(newcomer, FIRST) == MORNING


@pytest.mark.parametrize("kind", [ScheduleKind.AD_HOC, ScheduleKind.RAPID_RESPONSE])
def test_other_lines_are_never_searched(clinic, newcomer, kind):
    """Seed 000: the portal is unable to search ad hoc schedules."""
    clinic.consultant(BEN, kind=kind, opens="13:00", closes="17:00")
    assert clinic.times(newcomer, FIRST) == MORNING


def test_whoever_is_engaged_ad_hoc_only_is_not_found(clinic, newcomer):
    """Seed 000: not even on a line that says it is open."""
    clinic.practice.engage(BEN, EngagementType.AD_HOC_ONLY)
    clinic.place(clinic.practice.add_line(BEN, opens="13:00", closes="17:00"), "rooms")
    assert clinic.times(newcomer, FIRST) == MORNING


def test_the_same_time_with_two_consultants_is_offered_once(clinic, newcomer):
    clinic.consultant(BEN, opens="10:00", closes="13:00")
    assert clinic.times(newcomer, FIRST) == ["09:00", "10:00", "11:00", "12:00"]


def test_nobody_is_named_among_many(clinic, newcomer):
    (time, *_) = online_times.free_times(clinic.office, newcomer, FIRST, TUESDAY)
    assert time.consultant is None


def test_lines_are_searched_where_they_are(clinic, newcomer):
    clinic.consultant(BEN, location="away", opens="14:00", closes="15:00")
    assert clinic.times(newcomer, FIRST) == MORNING
    assert clinic.times(newcomer, ANY) == ["14:00"]


def test_a_line_that_names_no_location_is_at_the_first(clinic, newcomer):
    clinic.consultant(BEN, location="", opens="15:00", closes="16:00")
    assert clinic.times(newcomer, FIRST) == [*MORNING, "15:00"]


def test_appointments_leave_and_own_sessions_are_not_offered(clinic):
    practice = clinic.practice
    case = practice.open_case(zone="Australia/Melbourne")
    practice.appoint(ADA, practice.open_case(), "2026-11-24T09:00", zone="Australia/Melbourne")
    practice.go_on_leave(ADA, "2026-11-24T10:00", "2026-11-24T11:00")
    client = clinic.sign_up("bo@example.com", client=practice.client_of(case))
    assert clinic.times(client, NEXT) == ["11:00"]
    practice.engage(BEN)
    practice.appoint(BEN, case, "2026-11-24T11:30", zone="Australia/Melbourne")
    assert clinic.times(client, NEXT) == []


def test_a_cancelled_appointment_leaves_its_time(clinic, newcomer):
    state = AppointmentState.CANCELLED
    clinic.practice.appoint(ADA, clinic.practice.open_case(), "2026-11-24T09:00", state, zone="Australia/Melbourne")
    assert clinic.times(newcomer, FIRST) == MORNING


def test_times_are_the_clients_and_days_are_too(clinic):
    """Nine in Melbourne is still the day before in New York."""
    far = clinic.sign_up("bo@example.com", zone="America/New_York")
    assert clinic.times(far, FIRST, TUESDAY) == ["17:00", "18:00", "19:00"]
    days = online_times.free_days(clinic.office, far, FIRST, TUESDAY, TUESDAY + timedelta(days=6))
    assert sorted(days.free) == [TUESDAY + timedelta(days=after) for after in (0, 1, 2, 5, 6)]


def test_days_tell_how_many_times_they_have(clinic, newcomer):
    clinic.practice.go_on_leave(ADA, "2026-11-25T00:00", "2026-11-26T10:00")
    days = online_times.free_days(clinic.office, newcomer, FIRST, date(2026, 11, 1), date(2026, 11, 30))
    assert days.free == {
        date(2026, 11, 24): 3,
        date(2026, 11, 26): 2,
        date(2026, 11, 27): 3,
        date(2026, 11, 30): 3,
    }
    assert (days.first, days.last) == (date(2026, 11, 23), date(2027, 1, 22))


def test_the_notice_and_the_furthest_day_are_kept(clinic, newcomer):
    """It is four past nine, and two hours are the notice."""
    assert clinic.times(newcomer, FIRST, date(2026, 11, 23)) == []
    clinic.set_up(notice_minutes="56")
    assert clinic.times(newcomer, FIRST, date(2026, 11, 23)) == ["10:00", "11:00"]
    assert clinic.times(newcomer, FIRST, date(2027, 1, 22)) == MORNING
    assert clinic.times(newcomer, FIRST, date(2027, 1, 25)) == []
    past = online_times.free_days(clinic.office, newcomer, FIRST, date(2027, 1, 23), date(2027, 3, 1))
    assert past.free == {}


def test_parts_of_the_day(clinic, newcomer):
    clinic.consultant(BEN, opens="11:00", closes="20:00")

    def told(part):
        found = online_times.free_times(clinic.office, newcomer, FIRST, TUESDAY, part)
        return [one.client.start.wall.time() for one in found]

    assert told(DayPart.MORNING) == [time(9), time(10), time(11)]
    assert told(DayPart.AFTERNOON) == [time(hour) for hour in range(12, 17)]
    assert told(DayPart.EVENING) == [time(17), time(18), time(19)]
    assert len(told(DayPart.WHOLE)) == 11


def test_a_gap_makes_sessions_follow_each_other(clinic):
    clinic.set_up(gap_minutes="15")
    case = clinic.practice.open_case(zone="Australia/Melbourne")
    client = clinic.sign_up("bo@example.com", client=clinic.practice.client_of(case))
    assert clinic.times(client, NEXT) == ["09:00", "10:05", "11:10"]


def test_the_same_consultant_is_found_by_an_own_appointment(clinic):
    """Seed 000: from the history, and on open lines only."""
    practice = clinic.practice
    clinic.consultant(BEN, opens="13:00", closes="14:00")
    practice.add_line(BEN, ScheduleKind.AD_HOC, opens="15:00", closes="17:00")
    case = practice.open_case()
    before = practice.appoint(BEN, case, "2026-11-16T14:00", AppointmentState.COMPLETED)
    client = clinic.sign_up("bo@example.com", client=practice.client_of(case))
    assert clinic.times(client, NEXT) == ["08:30", "09:30", "10:30", "12:30"]
    (time,) = online_times.free_times(clinic.office, client, replace(NEXT, same=before), TUESDAY)
    assert f"{time.client.start.wall:%H:%M} {time.client.start.zone}" == "12:30 Australia/Adelaide"
    assert time.consultant is not None
    assert f"{time.consultant.start.wall:%H:%M}" == "13:00"


def test_new_clients_cannot_choose_a_consultant(clinic, newcomer):
    with refused(Code.CONSULTANT_NOT_OFFERED):
        clinic.times(newcomer, replace(FIRST, same="APP-1"))


def test_anothers_appointment_tells_nothing(clinic):
    practice = clinic.practice
    before = practice.appoint(ADA, practice.open_case(), "2026-11-16T14:00", AppointmentState.COMPLETED)
    client = clinic.sign_up("bo@example.com", client=practice.client_of(practice.open_case()))
    for wish in (replace(NEXT, same=before), replace(NEXT, moving=before), replace(NEXT, same="APP-999")):
        with refused(Code.NOT_FOUND):
            clinic.times(client, wish)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (replace(FIRST, location="moon"), "location"),
        (replace(FIRST, reason="hunger"), "reason"),
        (NEXT, "reason"),
        (replace(FIRST, modality=Modality.CHAT), "modality"),
        (replace(FIRST, reason="any"), "modality"),
    ],
    ids=["location", "reason", "not for new clients", "modality of the location", "modality of the reason"],
)
def test_what_is_not_offered_is_refused(clinic, newcomer, wish, field):
    with refused(Code.CHOICE_NOT_OFFERED) as error:
        clinic.times(newcomer, wish)
    assert [refusal.field for refusal in error.value.refusals] == [field]


def test_existing_clients_are_not_offered_what_is_for_new_ones(clinic):
    client = clinic.sign_up("bo@example.com", client=clinic.practice.client_of(clinic.practice.open_case()))
    with refused(Code.CHOICE_NOT_OFFERED):
        clinic.times(client, FIRST)


def test_nothing_is_searched_when_it_is_switched_off(clinic, newcomer):
    clinic.set_up(enabled="false")
    with refused(Code.ONLINE_BOOKING_OFF):
        clinic.times(newcomer, FIRST)


def test_the_nearest_times_are_offered_for_one_that_is_gone(clinic, newcomer):
    found = online_times.nearest_times(clinic.office, newcomer, FIRST, at("2026-11-24T10:00"))
    assert [f"{one.client.start.wall:%a %H:%M}" for one in found] == ["Tue 09:00", "Tue 10:00", "Tue 11:00"]
    assert online_times.nearest_times(clinic.office, newcomer, FIRST, at("2029-11-24T10:00")) == ()


def test_a_moved_session_may_overlap_itself_and_stays_with_its_consultant(clinic):
    practice = clinic.practice
    clinic.consultant(BEN, opens="13:00", closes="14:00")
    case = practice.open_case()
    now = practice.appoint(ADA, case, "2026-11-24T10:30", zone="Australia/Melbourne")
    client = clinic.sign_up("bo@example.com", client=practice.client_of(case))
    assert clinic.times(client, NEXT) == ["08:30", "12:30"]
    assert clinic.times(client, online_times.Wish(moving=now)) == ["08:30", "09:30", "10:30"]


def test_a_moved_session_stays_where_it_can_be_held_in_its_way(clinic):
    """Also one that a consultant booked, which names no location."""
    practice = clinic.practice
    clinic.place(practice.add_line(ADA, opens="14:00", closes="15:00"), "away")
    clinic.place(practice.add_line(ADA, opens="16:00", closes="17:00"), "rooms")
    case = practice.open_case()
    now = practice.appoint(ADA, case, "2026-11-24T10:30", zone="Australia/Melbourne")
    client = clinic.sign_up("bo@example.com", client=practice.client_of(case))
    assert clinic.times(client, online_times.Wish(moving=now)) == ["08:30", "09:30", "10:30", "15:30"]
