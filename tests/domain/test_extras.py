"""Extra sessions: what may be asked, who looks first, until when, and what an answer means."""

import pytest

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import RequestState
from server_stub.domain import extras
from server_stub.domain.settings import Settings
from tests.domain.facts import NOW, at

SETTINGS = Settings()


def asked(sessions=2, reason="Grief", name="Ana Lindqvist", pending=None):
    return [one.code for one in extras.objections(sessions, reason, name, pending, SETTINGS)]


def test_one_to_four_may_be_asked_for_with_a_reason():
    assert [asked(number) for number in (1, 4)] == [[], []]
    assert [asked(number) for number in (0, 5)] == [[Code.TOO_MANY_EXTRA]] * 2
    assert asked(9, "") == [Code.TOO_MANY_EXTRA, Code.CLINICAL_REASON_NEEDED]


@pytest.mark.parametrize("pending", extras.OPEN)
def test_not_while_another_request_is_open(pending):
    assert asked(pending=pending) == [Code.REQUEST_OPEN]


@pytest.mark.parametrize(
    ("reason", "named"),
    [
        ("ANA LINDQVIST sleeps badly", True),
        ("Lindqvist sleeps badly", True),
        ("Since Ana's brother died", True),
        ("Analysis of the last weeks", False),
        ("Anabel from work", False),
        ("Sleeps badly", False),
    ],
)
def test_a_reason_must_not_tell_who_it_is(reason, named):
    assert asked(reason=reason) == ([Code.CLIENT_NAMED] if named else [])


def test_short_parts_of_a_name_are_words_like_any_other():
    assert asked(reason="He will Bo", name="Bo Li") == []
    assert asked(reason="bo li sleeps badly", name="Bo Li") == [Code.CLIENT_NAMED]


@pytest.mark.parametrize(
    ("given", "sessions", "state"),
    [
        ([("2026-03-01T09:00", 8)], 3, RequestState.PENDING),
        ([("2026-03-01T09:00", 8)], 4, RequestState.IN_REVIEW),
        ([("2026-03-01T09:00", 6), ("2026-09-01T09:00", 4)], 2, RequestState.IN_REVIEW),
        ([("2025-11-23T09:03", 20)], 4, RequestState.PENDING),
        ([("2025-11-23T09:05", 20)], 4, RequestState.IN_REVIEW),
    ],
)
def test_twelve_within_twelve_months_are_reviewed_first(given, sessions, state):
    told = [(at(wall), number) for wall, number in given]
    assert extras.first_state(told, sessions, NOW, SETTINGS) is state


def test_the_answer_is_due_at_the_end_of_the_providers_day():
    due = extras.answer_due(NOW, SETTINGS)
    assert due == at("2026-12-02T23:59")
    assert not extras.overdue(due, at("2026-12-02T23:59"))
    assert extras.overdue(due, at("2026-12-03T00:00"))


def test_the_providers_calendar_counts_not_the_consultants():
    perth = Settings(provider_zone="Australia/Perth", holiday_region="AU-WA", answer_days=1)
    assert extras.answer_due(at("2026-11-24T01:00"), perth) == at("2026-11-24T23:59", "Australia/Perth")


@pytest.mark.parametrize(
    ("granted", "state"),
    [(0, RequestState.DECLINED), (1, RequestState.PARTLY_APPROVED), (3, RequestState.APPROVED)],
)
def test_the_answer_follows_from_what_is_granted(granted, state):
    assert extras.state_of(RequestState.DECLINED, 3, granted) is state


@pytest.mark.parametrize(
    ("state", "granted", "reason", "reviewer", "codes"),
    [
        (RequestState.PENDING, 3, "", False, []),
        (RequestState.PENDING, 0, "Not covered", False, []),
        (RequestState.PENDING, 0, " ", False, [Code.ANSWER_REASON_NEEDED]),
        (RequestState.PENDING, 4, "", False, [Code.TOO_MANY_EXTRA]),
        (RequestState.PENDING, -1, "x", False, [Code.TOO_MANY_EXTRA]),
        (RequestState.IN_REVIEW, 3, "", False, [Code.IN_REVIEW]),
        (RequestState.IN_REVIEW, 3, "", True, [Code.IN_REVIEW]),
        (RequestState.IN_REVIEW, 0, "No need", True, []),
        (RequestState.DECLINED, 3, "", True, [Code.REQUEST_ANSWERED]),
        (RequestState.PENDING, 3, "x" * 1001, False, [Code.TOO_LONG]),
    ],
)
def test_what_stands_against_an_answer(state, granted, reason, reviewer, codes):
    against = extras.objections_to_answer(state, 3, granted, reason, reviewer=reviewer)
    assert [one.code for one in against] == codes
