"""An edit of the draft gives a new one, and takes with it exactly what it invalidates."""

from datetime import date, datetime, time

import msgspec
import pytest
from msgspec.structs import replace

from consultant_tui.contract.appointments import ApproachOffer
from consultant_tui.contract.cases import Verdict
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Approach, Attendance, Modality, Occurrence, Platform
from consultant_tui.rebooking.draft import BookingDraft
from tests.rebooking import makers

DAY = date(2026, 11, 30)


def begun(**changes) -> BookingDraft:
    return BookingDraft.begin(makers.offer(**changes))


def test_begins_with_everything_of_the_repeated_appointment_a_week_later():
    request = begun(attendance=Attendance.COUPLE, notify=False).as_request()
    assert request is not None
    assert (request.day, request.start) == (DAY, time(14))
    assert (request.modality, request.platform) == (Modality.VIDEO_CALL, Platform.TEAMS)
    assert (request.previous, request.schedule) == ("APP-20017", "SCH-102")
    assert (request.attendance, request.notify, request.confirmed) == (Attendance.COUPLE, False, True)


@pytest.mark.parametrize(
    ("repeated", "start", "proposed"),
    [
        (date(2026, 11, 20), time(14), date(2026, 11, 27)),
        (date(2026, 11, 2), time(14), date(2026, 11, 23)),
        (date(2026, 11, 2), time(8, 34), date(2026, 11, 30)),
        (date(2026, 11, 16), time(8, 35), date(2026, 11, 23)),
        (date(2026, 11, 24), time(9), date(2026, 12, 1)),
        (date(2025, 11, 24), time(14), date(2026, 11, 23)),
    ],
)
def test_same_time_next_week_has_not_begun_on_the_clients_clock(repeated, start, proposed):
    offer = makers.offer(day=repeated, start=start)
    moved = BookingDraft.begin(offer).with_day(date(2027, 1, 1)).with_start(time(7))
    again = moved.same_time_next_week(offer)
    assert (again.when.day, again.when.start) == (proposed, start)


def test_an_approach_that_is_not_offered_is_not_preselected():
    refusal = makers.refused(Code.APPROACH_NOT_OFFERED, field=Field.APPROACH)
    approaches = (
        ApproachOffer(approach=Approach.REBOOK_WITH_ME, verdict=Verdict(refusal=refusal)),
        ApproachOffer(approach=Approach.MANUAL, verdict=Verdict()),
    )
    assert begun(approach=Approach.REBOOK_WITH_ME, approaches=approaches).approach is Approach.MANUAL


def test_a_session_that_has_been_starts_without_a_date():
    draft = begun(approach=Approach.RETROSPECTIVE)
    assert draft.when.day is None
    assert draft.when.start == time(14)
    assert draft.as_request() is None


def test_crossing_to_retrospective_and_back_loses_no_date():
    draft = begun().with_day(date(2026, 12, 4))
    there = draft.with_approach(Approach.RETROSPECTIVE).with_day(date(2026, 11, 9))
    back = there.with_approach(Approach.REBOOK_WITH_ME)
    assert back.when == draft.when
    assert back.with_approach(Approach.RETROSPECTIVE).when.day == date(2026, 11, 9)


def test_next_week_means_nothing_for_a_session_that_has_been():
    draft = begun(approach=Approach.RETROSPECTIVE)
    assert draft.same_time_next_week(makers.offer()) is draft


def test_a_line_that_may_not_be_chosen_is_dropped_and_the_only_choice_taken():
    refusal = makers.refused(Code.RAPID_RESPONSE)
    assert begun().with_lines(makers.lines(makers.line_offer(refusal=refusal))).schedule is None
    two = makers.lines(makers.line_offer("SCH-1"), makers.line_offer("SCH-2"))
    assert begun().with_lines(two).schedule is None
    one = makers.lines(makers.line_offer(refusal=refusal), makers.line_offer("SCH-2", needs_approval=True))
    draft = begun().with_lines(one)
    assert draft.schedule == "SCH-2"
    assert draft.needs_approval


def test_an_approval_is_only_sent_for_a_line_that_needs_it_and_is_there_again():
    needing, free = makers.line_offer("SCH-2", needs_approval=True), makers.line_offer("SCH-1")
    draft = replace(begun().with_line(needing), approval=" OK-7 ")
    assert request_of(draft).approval == "OK-7"
    assert request_of(draft.with_line(free)).approval == ""
    assert request_of(draft.with_line(free).with_line(needing)).approval == "OK-7"


def test_a_platform_is_only_sent_for_a_video_call_and_is_there_again():
    draft = replace(begun(), modality=Modality.PHONE)
    assert request_of(draft).platform is None
    assert request_of(replace(draft, modality=Modality.VIDEO_CALL)).platform is Platform.TEAMS


def test_another_date_or_time_asks_anew_which_one_is_meant():
    draft = begun().with_occurrence(Occurrence.SECOND)
    assert draft.with_day(draft.when.day).when.occurrence is Occurrence.SECOND
    assert draft.with_day(date(2026, 12, 1)).when.occurrence is None
    assert draft.with_start(time(15)).when.occurrence is None


def test_what_is_no_date_is_kept_as_typed_until_there_is_one():
    draft = begun().with_day(None, "30 Nvo").with_start(None, "late")
    assert (draft.when.typed_day, draft.when.typed_start) == ("30 Nvo", "late")
    assert draft.as_request() is None
    mended = draft.with_day(DAY).with_start(time(9))
    assert (mended.when.typed_day, mended.when.typed_start) == ("", "")
    assert request_of(mended).start == time(9)


def test_a_free_time_fixes_line_date_and_time():
    draft = begun().with_opening(makers.opening(date(2026, 12, 1), time(10, 30), "SCH-9"))
    request = request_of(draft)
    assert (request.schedule, request.day, request.start) == ("SCH-9", date(2026, 12, 1), time(10, 30))


@pytest.mark.parametrize(
    ("picked", "occurrence"),
    [("2027-04-03T15:30:00+00:00", Occurrence.FIRST), ("2027-04-03T16:30:00+00:00", Occurrence.SECOND)],
)
def test_a_picked_free_time_settles_by_itself_which_of_two_is_meant(picked, occurrence):
    first, second = (datetime.fromisoformat(f"2027-04-03T{hour}:30:00+00:00") for hour in (15, 16))
    twice = makers.refused(
        Code.TIME_EXISTS_TWICE,
        field=Field.OCCURRENCE,
        start=makers.moment(first, makers.MELBOURNE),
        end=makers.moment(second, makers.MELBOURNE),
    )
    typed = begun().with_day(date(2027, 4, 4)).with_start(time(2, 30))
    assert typed.settled((twice,)).when.occurrence is None
    instant = datetime.fromisoformat(picked)
    settled = replace(typed, when=replace(typed.when, instant=instant)).settled((twice,))
    assert settled.when.occurrence is occurrence


def test_the_draft_holds_no_name():
    assert b"Ana" not in msgspec.json.encode(begun())


def request_of(draft):
    request = draft.as_request()
    assert request is not None
    return request
