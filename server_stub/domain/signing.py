"""Owns how long a sign-in lasts, and when the second use of a renewal is a slip and when a theft."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ACCESS = timedelta(minutes=15)
"""How long a token for requests is valid; a stolen one is worth no more."""

RENEWAL = timedelta(hours=12)
"""How long one may be away before signing in again."""

LONGEST = timedelta(days=7)
"""After that one signs in again, however busy one was."""

SLIP = timedelta(seconds=30)
"""How long an answer that never arrived may be asked for again."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A renewal as it was presented."""

    started: datetime
    """When its sign-in began."""
    expires: datetime
    used: datetime | None
    """When it was used before."""
    successor_used: bool
    """Whether what it was exchanged for was used in its turn."""


def is_over(presented: Presented, now: datetime) -> bool:
    """Whether it is too late for it."""
    return now >= min(presented.expires, presented.started + LONGEST)


def is_theft(presented: Presented, now: datetime) -> bool:
    """Whether two must have it: it was used before, and not by somebody who just lost the answer."""
    if presented.used is None:
        return False
    return presented.successor_used or not timedelta(0) <= now - presented.used <= SLIP


def lasts(started: datetime, now: datetime) -> timedelta:
    """Return how long a renewal that is given now is valid."""
    return min(RENEWAL, started + LONGEST - now)
