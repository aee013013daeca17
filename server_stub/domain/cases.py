"""Owns the session count of a case: the five figures, what each cause does to them, and when a case ends."""

from datetime import datetime
from typing import NamedTuple, Self

from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain import clocks


class Figures(NamedTuple):
    """The four sums of a case's ledger, or what one entry adds to them."""

    entitled: int = 0
    extra: int = 0
    used: int = 0
    booked: int = 0

    @property
    def available(self) -> int:
        """What may still be booked."""
        return self.entitled + self.extra - self.used - self.booked

    def plus(self, change: Self) -> "Figures":
        """Return the sums after one more entry."""
        return Figures(*(a + b for a, b in zip(self, change, strict=True)))


_EFFECTS = {
    LedgerCause.ENTITLED: Figures(entitled=1),
    LedgerCause.EXTRA_GRANTED: Figures(extra=1),
    LedgerCause.BOOKED: Figures(booked=1),
    LedgerCause.COMMENCED: Figures(booked=-1, used=1),
    LedgerCause.RELEASED: Figures(booked=-1),
    LedgerCause.LATE_CANCELLATION: Figures(booked=-1, used=1),
    LedgerCause.LATE_MOVE: Figures(used=1),
    LedgerCause.NO_SHOW: Figures(booked=-1, used=1),
}


def effect(cause: LedgerCause, sessions: int = 1) -> Figures:
    """Return what a cause adds to each figure; what is undone adds the negative of the entry it takes back.

    Args:
        cause: Why the count changes.
        sessions: How many are entitled or granted; every other cause is about one.
    """
    return Figures(*(number * sessions for number in _EFFECTS[cause]))


def expiry(first_session: datetime | None, zone: str, months: int) -> datetime | None:
    """Return when a case ends: so many months after its first session, on the client's clock; None before that."""
    if first_session is None:
        return None
    return clocks.months_after(first_session, zone, months)
