"""Under which case a session is booked online."""

from datetime import UTC, datetime, timedelta

import pytest

from consultant_tui.contract.refusals import Code
from server_stub.domain.online_cases import OwnCase, case_for, objection_to_case

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LATER = NOW + timedelta(days=9)


def case(reference, issue="Sleep", available=1, expires=None, *, begun=True):
    return OwnCase(reference=reference, issue=issue, available=available, expires=expires, begun=begun)


@pytest.mark.parametrize(
    ("cases", "chosen"),
    [
        ([case("old"), case("new")], "new"),
        ([case("same", "  grief "), case("new")], "same"),
        ([case("left"), case("same", "Grief", 0)], "left"),
        ([case("empty", available=0), case("ended", available=3, expires=NOW)], "empty"),
        ([case("open", expires=LATER), case("ended", expires=NOW)], "open"),
    ],
    ids=["the newest", "the same issue", "with sessions", "open, though empty", "open"],
)
def test_the_case_is_open_has_sessions_and_is_about_the_same(cases, chosen):
    assert case_for(cases, "Grief", NOW).reference == chosen


def test_without_any_case_there_is_none():
    assert case_for([], "Grief", NOW) is None


def test_a_session_is_within_its_case_and_counted():
    assert objection_to_case(case("open", expires=LATER), LATER - timedelta(seconds=1), "UTC") is None
    assert objection_to_case(case("open", expires=LATER), LATER, "UTC").code is Code.CASE_EXPIRED
    assert objection_to_case(case("empty", available=0), NOW, "UTC").code is Code.NO_SESSIONS_LEFT
