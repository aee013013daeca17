"""Owns the words of adding leave: which date was understood, and which appointments lie in it."""

from consultant_tui.contract.calendar import Engaged
from consultant_tui.contract.text import clean
from consultant_tui.rebooking.reading import Unread
from consultant_tui.widgets.entry import DateEntry
from consultant_tui.wording import phrases

_MOST = 4
"""Appointments that are listed by name; the others are counted."""


def read_as(entry: DateEntry) -> str:
    """Say which day was understood."""
    if isinstance(entry.day, Unread):
        return "30 Nov, mon, tomorrow, +7"
    iso = entry.value == entry.day.isoformat()
    return f"{phrases.weekday(entry.day)}   -/+ a day" if iso else f"= {phrases.day_words(entry.day)}"


def hits(found: tuple[Engaged, ...]) -> str:
    """Say which appointments lie in it, and that they stay."""
    told = [_one(one) for one in found[:_MOST]]
    if len(found) > _MOST:
        told.append(f"and {phrases.count(len(found) - _MOST, 'more appointment')}")
    lie = "1 appointment lies" if len(found) == 1 else f"{len(found)} appointments lie"
    return "\n".join([f"{lie} in it and will stay as they are; move or cancel them yourself:", *told])


def _one(of: Engaged) -> str:
    when = f"  {phrases.day_words(of.span.start.wall.date())} {phrases.hours(of.span)}"
    return clean(f"{when}  {of.row.client} · {of.row.reference}" if of.row else f"{when}  under your other profile")
