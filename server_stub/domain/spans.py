"""Owns stretches of time between two instants, and the arithmetic of what is left of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Self

LONGEST = timedelta(hours=24)
"""No appointment lasts longer, so that a search for overlaps knows how far back to look."""


class Span(NamedTuple):
    """A stretch between two instants; the end is not part of it."""

    starts: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts by the clock that never jumps."""
        return self.ends - self.starts

    def overlaps(self, other: Self) -> bool:
        """Whether the two share any time; touching is not sharing."""
        return self.starts < other.ends and other.starts < self.ends

    def holds(self, other: Self) -> bool:
        """Whether the other lies wholly inside."""
        return self.starts <= other.starts and other.ends <= self.ends

    def clipped(self, starts: datetime, ends: datetime) -> "Span | None":
        """Return the part between two instants, or None when there is none."""
        first, last = max(self.starts, starts), min(self.ends, ends)
        return Span(first, last) if first < last else None


def first_overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """Return the earliest of the others that shares time with the span."""
    return min((other for other in others if span.overlaps(other)), default=None)


def left_of(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what remains of a span, in order, when the taken stretches are cut out."""
    remaining: list[Span] = []
    cursor = span.starts
    for cut in sorted(taken):
        if cut.starts >= span.ends:
            break
        if cut.starts > cursor:
            remaining.append(Span(cursor, cut.starts))
        cursor = max(cursor, cut.ends)
    if cursor < span.ends:
        remaining.append(Span(cursor, span.ends))
    return remaining
