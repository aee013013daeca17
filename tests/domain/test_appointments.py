"""An appointment goes one way through its life, and stands where its state says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Action, AppointmentState, Link, Modality, Platform, Section, Silence
from server_stub.domain.appointments import (
    FINAL,
    LEGAL,
    LIVE,
    actions,
    is_early,
    late_days,
    link_for,
    objection_to_starting,
    section_of,
    why_silent,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_every_state_has_a_place():
    assert {state: section_of(state) for state in AppointmentState} == {
        AppointmentState.BOOKED: Section.NOT_STARTED,
        AppointmentState.COMMENCED: Section.IN_PROGRESS,
        AppointmentState.COMPLETED: Section.RECENTLY_COMPLETED,
        AppointmentState.CANCELLED: Section.RECENTLY_COMPLETED,
        AppointmentState.NO_SHOW: Section.RECENTLY_COMPLETED,
    }


def test_what_is_final_stays():
    assert set(LIVE) | set(FINAL) == set(LEGAL) == set(AppointmentState)
    assert set(LIVE) == {AppointmentState.BOOKED, AppointmentState.COMMENCED}


def test_only_a_booked_session_is_started():
    for state in AppointmentState:
        objection = objection_to_starting(state)
        if state is AppointmentState.BOOKED:
            assert objection is None
        else:
            assert (objection.code, objection.name) == (Code.NOT_BOOKED, state.value)


def test_rebooking_has_its_door_on_every_row():
    for state in AppointmentState:
        first, second, *_ = actions(state, NOW, NOW, 30)
        assert second is Action.REBOOK
        assert first is (Action.RESUME if state is AppointmentState.COMMENCED else Action.COMMENCE)


@pytest.mark.parametrize("minutes", [-60, 29, 30, 100])
def test_only_what_is_booked_changes_and_is_missed_after_half_an_hour(minutes):
    changes = (Action.EDIT, Action.MOVE, Action.CANCEL, *((Action.NO_SHOW,) if minutes >= 30 else ()))
    for state in AppointmentState:
        offered = actions(state, NOW, NOW + timedelta(minutes=minutes), 30)
        assert offered[2:] == (changes if state is AppointmentState.BOOKED else ())


@pytest.mark.parametrize(
    ("start", "late"), [("2026-11-13", 10), ("2026-11-16", 7), ("2026-11-17", None), ("2026-11-24", None)]
)
def test_a_booked_session_is_late_from_the_seventh_day(start, late):
    today = date(2026, 11, 23)
    assert late_days(AppointmentState.BOOKED, date.fromisoformat(start), today, 7) == late
    assert late_days(AppointmentState.COMMENCED, date.fromisoformat(start), today, 7) is None


@pytest.mark.parametrize(
    ("modality", "platform", "notified", "link"),
    [
        (Modality.PHONE, None, True, Link.NONE),
        (Modality.VIDEO_CALL, Platform.TEAMS, True, Link.IN_NOTICE),
        (Modality.VIDEO_CALL, Platform.TEAMS, False, Link.NOT_SENT),
        (Modality.VIDEO_CALL, None, True, Link.NONE),
        (Modality.VIDEO_CALL, None, False, Link.NONE),
        (Modality.VIDEO_CALL, Platform.ZOOM, True, Link.FROM_CONSULTANT),
        (Modality.VIDEO_CALL, Platform.ZOOM, False, Link.FROM_CONSULTANT),
    ],
)
def test_the_link_comes_from_whoever_makes_it(modality, platform, notified, link):
    assert link_for(modality, platform, notified=notified) is link


@pytest.mark.parametrize(
    ("news", "notify", "address", "why"),
    [
        (True, True, "ana@example.com", None),
        (True, True, "", Silence.NO_ADDRESS),
        (True, False, "", Silence.OFF),
        (False, True, "ana@example.com", Silence.PAST),
        (False, False, "", Silence.PAST),
    ],
)
def test_a_client_is_sent_nothing_for_a_reason(news, notify, address, why):
    assert why_silent(news=news, notify=notify, address=address) is why


@pytest.mark.parametrize(("start", "early"), [("2026-11-22", False), ("2026-11-23", False), ("2026-11-24", True)])
def test_a_session_of_a_later_date_is_early(start, early):
    assert is_early(date.fromisoformat(start), date(2026, 11, 23)) is early
