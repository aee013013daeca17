"""Owns the words of a calendar: what stands in a cell, and what is told of the thing under the cursor."""

from consultant_tui.contract.calendar import Calendar, Engaged, Free, Leave
from consultant_tui.contract.moments import Span
from consultant_tui.widgets.week_plan import DAY, Place, Thing
from consultant_tui.wording import phrases

MARKS = {Engaged: "█", Leave: "▒", Free: "○"}
BUSY = "▓"
ONLINE = "◆"
HOURS = "·"
KEY = "█ booked  ◆ online  ▓ elsewhere  ▒ leave  ○ free  · hours"


def portal(of: Thing) -> str:
    """Mark an appointment that was booked online, in words."""
    row = of.row if isinstance(of, Engaged) else None
    return phrases.portal_mark(row.origin, row.account) if row is not None else ""


def mark(of: Thing) -> str:
    """Give the sign of a thing."""
    if portal(of):
        return ONLINE
    return BUSY if isinstance(of, Engaged) and of.row is None else MARKS[type(of)]


def more(of: Thing, *, second: bool = False) -> str:
    """Give the sign by which a thing goes on; a free time has one beginning.

    Args:
        of: The thing.
        second: Whether it is the row below its name, where a booking online is marked.
    """
    return "┊" if isinstance(of, Free) else mark(of) + (portal(of) if second else "")


def label(of: Thing, *, whole: bool) -> str:
    """Name a thing in a cell.

    Args:
        of: The thing.
        whole: Whether there is room for all that matters.
    """
    match of:
        case Engaged(held=until) if until is not None:
            return f"being booked online, kept until {phrases.clock(until)}" if whole else "being booked online"
        case Engaged(row=None):
            return "busy under your other profile" if whole else "busy"
        case Engaged(row=row) if row is not None:
            told = f"{row.client} · {row.case} · {phrases.word(row.modality)} · {phrases.word(row.state).lower()}"
            online = f" · {portal(of)}" if portal(of) else ""
            return told + online if whole else row.client
        case Leave(reason=reason):
            return reason or "leave"
        case _:
            return "free" if whole else ""


def told(place: Place, calendar: Calendar) -> str:
    """Tell the thing under the cursor in a sentence: when, what, and whether the day is a holiday."""
    day = calendar.days[place.day]
    holiday = f" · public holiday: {day.holiday}" if day.holiday else ""
    date = phrases.day_words(day.day)
    if place.thing is None:
        hours = "nothing free any more" if day.hours else "no working hours"
        return f"{date} · {hours}{holiday}"
    return f"{_when(place.thing.span, date)} · {_what(place.thing)}{holiday}"


def hours(span: Span) -> str:
    """Write from when until when a thing lasts: "09:00-10:00", "the whole day"."""
    return "the whole day" if _is_whole_day(span) else phrases.hours(span)


def _is_whole_day(span: Span) -> bool:
    midnights = span.start.wall.time() == span.end.wall.time() == span.start.wall.time().min
    return midnights and (span.end.wall - span.start.wall).total_seconds() == DAY * 60


def _when(span: Span, date: str) -> str:
    if span.start.wall.date() == span.end.wall.date():
        return f"{date} {phrases.hours(span)}"
    if _is_whole_day(span):
        return f"{date}, the whole day"
    return f"{phrases.instant(span.start)} to {phrases.instant(span.end)}"


def _what(thing: Thing) -> str:
    match thing:
        case Engaged():
            return label(thing, whole=True)
        case Leave(reference=reference, reason=reason):
            return f"leave {reference}" + (f": {reason}" if reason else "")
        case Free(schedule=schedule, kind=kind):
            return f"free, {phrases.word(kind).lower()} line {schedule}"
