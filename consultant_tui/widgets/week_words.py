"""Owns the words of a calendar: what stands in a cell, and what is told of the thing under the cursor."""

from rich.cells import cell_len

from consultant_tui.contract.calendar import Calendar, Engaged, Free, Leave
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.text import clean
from consultant_tui.widgets.cells import fit, fold
from consultant_tui.widgets.week_plan import DAY, Place, Thing
from consultant_tui.wording import phrases

MARKS = {Engaged: "█", Leave: "▒", Free: "○"}
BUSY = "▓"
ONLINE = "◆"
HOURS = "·"
_LEAST_NAME = 12
"""The cells of a name that are kept."""
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


def brief(of: Thing) -> str:
    """Name a thing in a narrow cell."""
    match of:
        case Engaged(row=None, held=until):
            return "being booked online" if until is not None else "busy"
        case Engaged(row=row) if row is not None:
            return row.client
        case Leave(reason=reason):
            return reason or "leave"
    return ""


def whole(of: Thing, now: Moment, *, name: int | None = None) -> str:
    """Tell all that matters of a thing.

    Args:
        of: The thing.
        now: What time it is on the consultant's clock.
        name: The cells that there are for a name; None for any number.
    """
    match of:
        case Engaged(row=None, held=until):
            told = f"being booked online, kept until {phrases.clock(until)}" if until is not None else None
            return told or "busy under your other profile"
        case Engaged(row=row) if row is not None:
            client = row.client if name is None else fit(clean(row.client), name)
            state = phrases.standing(row.state, row.span, now)
            online = f" · {portal(of)}" if portal(of) else ""
            return f"{client} · {row.case} · {phrases.word(row.modality)} · {state}{online}"
        case Leave(reason=reason):
            return reason or "leave"
    return "free"


def told_in(place: Place, calendar: Calendar, width: int, most: int) -> list[str]:
    """Tell the thing under the cursor in so many lines: a long name is shortened first, then the last line.

    Args:
        place: What is under the cursor.
        calendar: The days that are shown.
        width: The cells of a line.
        most: The lines there are.
    """
    lines = fold(clean(told(place, calendar)), width)
    row = place.thing.row if isinstance(place.thing, Engaged) else None
    room = cell_len(clean(row.client)) if row is not None else 0
    while len(lines) > most and room > _LEAST_NAME:
        room -= 1
        lines = fold(clean(told(place, calendar, name=room)), width)
    return lines if len(lines) <= most else [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), width)]


def told(place: Place, calendar: Calendar, *, name: int | None = None) -> str:
    """Tell the thing under the cursor in a sentence: when, what, and whether the day is a holiday.

    Args:
        place: What is under the cursor.
        calendar: The days that are shown.
        name: The cells that there are for a name; None for any number.
    """
    day = calendar.days[place.day]
    holiday = f" · public holiday: {day.holiday}" if day.holiday else ""
    date = phrases.day_words(day.day)
    if place.thing is None:
        hours = "nothing free any more" if day.hours else "no working hours"
        return f"{date} · {hours}{holiday}"
    return f"{_when(place.thing.span, date)} · {_what(place.thing, calendar.now, name)}{holiday}"


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


def _what(thing: Thing, now: Moment, name: int | None) -> str:
    match thing:
        case Engaged():
            return whole(thing, now, name=name)
        case Leave(reference=reference, reason=reason):
            return f"leave {reference}" + (f": {reason}" if reason else "")
        case Free(schedule=schedule, kind=kind):
            return f"free, {phrases.word(kind).lower()} line {schedule}"
