"""The count follows its causes, and nothing else."""

from datetime import UTC, datetime

from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain.cases import Figures, effect, expiry


def test_each_cause_changes_what_it_should():
    sums = Figures()
    story = [
        (LedgerCause.ENTITLED, 6, 6),
        (LedgerCause.EXTRA_GRANTED, 2, 8),
        (LedgerCause.BOOKED, 1, 7),
        (LedgerCause.COMMENCED, 1, 7),
        (LedgerCause.BOOKED, 1, 6),
        (LedgerCause.RELEASED, 1, 7),
        (LedgerCause.BOOKED, 1, 6),
        (LedgerCause.LATE_CANCELLATION, 1, 6),
        (LedgerCause.BOOKED, 1, 5),
        (LedgerCause.NO_SHOW, 1, 5),
    ]
    for cause, sessions, available in story:
        sums = sums.plus(effect(cause, sessions))
        assert sums.available == available
    assert sums == Figures(entitled=6, extra=2, used=3, booked=0)


def test_every_cause_has_an_effect():
    assert all(any(effect(cause)) for cause in LedgerCause if cause is not LedgerCause.UNDONE)


def test_a_case_ends_a_year_after_its_first_session():
    assert expiry(None, "Australia/Adelaide", 12) is None
    first = datetime(2026, 11, 16, 3, 30, tzinfo=UTC)
    assert expiry(first, "Australia/Adelaide", 12) == datetime(2027, 11, 16, 3, 30, tzinfo=UTC)
