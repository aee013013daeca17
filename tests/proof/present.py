"""Owns what tests of real servers need; these read the machine's clock, so days are counted from today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

from benchmarks.servers import tokens_for

__all__ = ["past_hours", "today", "tokens_for"]


def today() -> date:
    """Tell the date that the servers go by."""
    return _now().date()


def past_hours() -> Iterator[str]:
    """Give hours of the recent past, each once, as files write them."""
    for days, hour in product(range(90, 60, -1), range(24)):
        yield f"{today() - timedelta(days=days)} {hour:02}:00"


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251
