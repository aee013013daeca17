"""Owns how guessing is slowed: some tries are let in, then each costs a longer pause, and time forgives."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often something may be tried."""

    free: int
    """How many tries are let in before the first pause."""
    first: timedelta
    """The first pause, after the last of those; it doubles with each further try."""
    longest: timedelta
    forgets: timedelta
    """After how long, counted from the first try, all is forgotten."""

    def pause(self, failures: int) -> timedelta:
        """Return how long must be waited after so many tries."""
        over = failures - self.free
        if over < 0:
            return timedelta(0)
        return min(self.first * (1 << min(over, 32)), self.longest)


@dataclass(frozen=True, slots=True)
class Tries:
    """What is known of the tries so far."""

    failures: int
    since: datetime
    """When the first of them was."""
    until: datetime | None
    """Before when no further one is let in."""


def must_wait(tries: Tries | None, now: datetime, pace: Pace) -> timedelta:
    """Return how long is left of the pause; nothing when there is none.

    More than the longest pause can only be left after the clock was set back, and locks nobody out.
    """
    left = tries.until - now if tries is not None and tries.until is not None else timedelta(0)
    return left if timedelta(0) < left <= pace.longest else timedelta(0)


def one_more(tries: Tries | None, now: datetime, pace: Pace) -> Tries:
    """Count a try; what is turned away in a pause is none, so that nobody can draw out another's pause."""
    old = tries if tries is not None and timedelta(0) <= now - tries.since < pace.forgets else None
    failures = old.failures + 1 if old else 1
    pause = pace.pause(failures)
    return Tries(failures, old.since if old else now, now + pause if pause else None)
