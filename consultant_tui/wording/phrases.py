"""Owns the words: instants, zones and closed lists become what a consultant reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from consultant_tui.contract.vocabulary import (
    AccountState,
    AppointmentState,
    LedgerCause,
    Link,
    Origin,
    RequestState,
    Silence,
    Word,
)

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import Notice, Row
    from consultant_tui.contract.cases import AnsweredRequest, LedgerEntry, Meeting, PendingRequest
    from consultant_tui.contract.moments import Moment, Span
    from consultant_tui.contract.schedules import Line

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SOON = timedelta(hours=2)
_FAR = timedelta(days=180)


CLOCK_MINUTES = 3
"""From how many minutes on a clock that differs is told."""


def weekday(day: date) -> str:
    """Name the day of the week: "Monday"."""
    return _LONG_WEEKDAYS[day.weekday()]


def day_words(day: date) -> str:
    """Write a date in full: "Mon 30 Nov 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_words(day: date) -> str:
    """Write a date without its weekday: "30 Nov 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date, today: date) -> str:
    """Write a date as it is said today: "Today", "Tomorrow", "Fri 13 Nov", and far away "13 Nov 2027"."""
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((day - today).days)
    if near:
        return near
    if abs(day - today) > _FAR:
        return date_words(day)
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def clock(moment: Moment) -> str:
    """Write what the clock shows: "14:00"."""
    return f"{moment.wall:%H:%M}"


def when(moment: Moment, now: Moment) -> str:
    """Write an instant as it is said now: "Today 10:00", "Fri 13 Nov 14:00"."""
    return f"{short_day(moment.wall.date(), now.wall.date())} {clock(moment)}"


def instant(moment: Moment) -> str:
    """Write an instant in full: "Mon 23 Nov 2026 09:04"."""
    return f"{day_words(moment.wall.date())} {clock(moment)}"


def hours(span: Span) -> str:
    """Write from when to when: "14:00-15:00", with "+1 day" when it ends on the next date."""
    later = (span.end.wall.date() - span.start.wall.date()).days
    return f"{clock(span.start)}-{clock(span.end)}" + (f" {shift(later)}" if later else "")


def shift(days: int) -> str:
    """Write by how many days two calendars differ: "+1 day"."""
    return f"{'+' if days > 0 else '−'}{count(abs(days), 'day')}"


def both_clocks(first: Span, second: Span) -> str:
    """Write one stretch of time on two clocks: "Mon 30 Nov 2026 14:00-15:00 Adelaide = 14:30-15:30 Melbourne"."""
    told = f"{day_words(first.start.wall.date())} {hours(first)} {place(first.start.zone)}"
    if first.start.zone == second.start.zone:
        return told
    days = (second.start.wall.date() - first.start.wall.date()).days
    return f"{told} = {hours(second)} {place(second.start.zone)}" + (f" {shift(days)}" if days else "")


def both_starts(first: Span, second: Span) -> str:
    """Write one start on two clocks, briefly: "Mon 30 Nov 14:00 Adelaide = 14:30 Melbourne"."""
    one, other = first.start, second.start
    told = f"{day_words(one.wall.date()).rsplit(' ', 1)[0]} {clock(one)} {place(one.zone)}"
    if one.zone == other.zone:
        return told
    days = (other.wall.date() - one.wall.date()).days
    return f"{told} = {clock(other)} {place(other.zone)}" + (f" {shift(days)}" if days else "")


def place(zone: str) -> str:
    """Name a zone by its place: "Melbourne", "Lord Howe"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def offset(minutes: int) -> str:
    """Write an offset: "UTC+10:30"."""
    hour, minute = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hour}" + (f":{minute:02}" if minute else "")


def duration(length: timedelta) -> str:
    """Write a length roughly: "56 min", "3 h", "2 d"."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def count(number: int, thing: str) -> str:
    """Write a number of things: "1 day", "3 days"."""
    return f"{number} {thing}" + ("" if number == 1 else "s")


def weekdays(days: tuple[int, ...]) -> str:
    """Name ISO weekdays: "Mon, Tue", and three or more in a row "Mon-Fri"."""
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{_WEEKDAYS[days[0] - 1]}-{_WEEKDAYS[days[-1] - 1]}"
    return ", ".join(_WEEKDAYS[day - 1] for day in days)


def line(of: Line) -> str:
    """Describe a work schedule: "Mon, Tue 09:00-17:00 Melbourne · Ad hoc · rate A"."""
    time = f"{of.opens:%H:%M}-{of.closes:%H:%M}"
    rate = of.rate if "rate" in of.rate.lower() else f"rate {of.rate}"
    return f"{weekdays(of.days)} {time} {place(of.zone)} · {word(of.kind)} · {rate}"


_WORDS: dict[type[Word], dict[Word, str]] = {
    LedgerCause: {
        LedgerCause.ENTITLED: "Entitled",
        LedgerCause.EXTRA_GRANTED: "Extra sessions granted",
        LedgerCause.COMMENCED: "Session started",
        LedgerCause.RELEASED: "Cancelled in time",
        LedgerCause.LATE_CANCELLATION: "Cancelled late, charged",
        LedgerCause.NO_SHOW: "No show, charged",
        LedgerCause.LATE_MOVE: "Moved late, charged",
        LedgerCause.UNDONE: "Taken back",
    },
    Link: {
        Link.NONE: "No link is needed.",
        Link.IN_NOTICE: "The notification carries the Teams link.",
        Link.FROM_CONSULTANT: "The Zoom link comes from you: send it yourself.",
        Link.NOT_SENT: "The {term} gets no link.",
    },
    Silence: {
        Silence.PAST: "The time has passed",
        Silence.OFF: "It is off",
        Silence.NO_ADDRESS: "The {term} has no e-mail address",
    },
}


def word(of: Word) -> str:
    """Write a word of a closed list: "Video call"; a word of a later version is shown as it came."""
    return _WORDS.get(type(of), {}).get(of) or of.value.replace("_", " ").capitalize()


def notice(of: Notice, term: str) -> str:
    """Say what is sent to whom, and who gives the link of a video call."""
    why = f": {word(of.silent).lower().format(term=term)}" if of.silent else " is sent"
    told = f"A notification goes to {', '.join(of.to)}." if of.to else f"No notification{why}."
    link = "" if of.link is Link.NONE else " " + word(of.link).format(term=term)
    return told + link


def meeting(of: Meeting | None, now: Moment) -> str:
    """Describe an appointment in one line: "Fri 13 Nov 14:00, video call, completed"."""
    if of is None:
        return "none"
    return f"{when(of.span.start, now)}, {word(of.modality).lower()}, {standing(of.state, of.span, now)}"


def standing(state: AppointmentState, span: Span, now: Moment) -> str:
    """Say in a word or two how an appointment stands; one whose time has come while nobody started it says so."""
    if state is AppointmentState.BOOKED and span.start.utc <= now.utc:
        return "not started"
    return word(state).lower()


def pending(of: PendingRequest, now: Moment) -> str:
    """Say that extra sessions were asked for and are not answered yet."""
    today = now.wall.date()
    requested = f"{count(of.sessions, 'extra session')} requested {_on(of.asked.wall.date(), today)}"
    due = _on(of.answer_due.wall.date(), today)
    told = f"{requested}; answer overdue since {due}" if of.overdue else f"{requested}; answer due by {due}"
    return told + (", after clinical review." if of.state is RequestState.IN_REVIEW else ".")


def _on(day: date, today: date) -> str:
    told = short_day(day, today)
    return told if " " in told else told.lower()


def pending_briefly(of: PendingRequest) -> str:
    """Say the same where nobody knows what day it is: "3 extra sessions requested 19 Nov 2026"."""
    requested = f"{count(of.sessions, 'extra session')} requested {date_words(of.asked.wall.date())}"
    return f"{requested}; answer {'overdue since' if of.overdue else 'due by'} {date_words(of.answer_due.wall.date())}."


def answered(of: AnsweredRequest, now: Moment) -> str:
    """Say how a request for extra sessions was answered."""
    day = _on(of.answered.wall.date(), now.wall.date())
    given = f"{of.granted} of {of.sessions}" if of.granted else "None"
    told = f"{given} of the extra sessions" if not of.granted else f"{given} extra sessions"
    return f"{told} granted {day}" + (f": {of.reason}" if of.reason else "") + "."


def change(of: LedgerEntry) -> str:
    """Write what an entry added to the figures: "booked −1 used +1"."""
    parts = (("entitled", of.entitled), ("extra", of.extra), ("booked", of.booked), ("used", of.used))
    return " ".join(f"{name} {'+' if number > 0 else '−'}{abs(number)}" for name, number in parts if number)


def portal_mark(origin: Origin, account: AccountState | None) -> str:
    """Mark what was booked online (seed 003): "Unverified", "Not associated", "From portal", or nothing.

    Args:
        origin: Where it was booked.
        account: How far the account of a prospect has come; None for a client.
    """
    if account is not None and account is not AccountState.ASSOCIATED:
        return word(account)
    return "From portal" if origin is Origin.PORTAL else ""


def row_state(row: Row, now: Moment) -> str:
    """Say in a word or two how a row of Quick View stands, and where it was booked online."""
    mark = portal_mark(row.origin, row.account)
    if row.state is not AppointmentState.BOOKED or row.late_days is not None or not mark:
        return _plain_state(row, now)
    if row.account is not None:
        return mark
    soon = _plain_state(row, now)
    return f"{soon}, portal" if soon and row.span.start.utc > now.utc else soon or mark


def _plain_state(row: Row, now: Moment) -> str:
    start = row.span.start.utc
    if row.state is AppointmentState.BOOKED:
        if row.late_days is not None:
            return f"{row.late_days} d late"
        if start <= now.utc:
            return _due(row.span.start, now)
        if start - now.utc <= _SOON:
            return f"in {duration(start - now.utc)}"
        return "0 sessions" if row.available <= 0 else ""
    if row.state is AppointmentState.COMMENCED and row.commenced is not None:
        same_day = row.commenced.wall.date() == now.wall.date()
        return (
            f"since {clock(row.commenced)}"
            if same_day
            else f"since {short_day(row.commenced.wall.date(), now.wall.date())}"
        )
    return "charged" if row.state is AppointmentState.CANCELLED and row.charged else word(row.state).lower()


def _due(start: Moment, now: Moment) -> str:
    """Say how long ago something was due: "56 min", "3 h"; days are counted by the calendar, as those of being late."""
    days = (now.wall.date() - start.wall.date()).days
    if days > 1:
        return f"due {days} d ago"
    return f"due {duration(now.utc - start.utc)} ago" if now.utc - start.utc >= timedelta(minutes=1) else "due now"


def clock_differs(ahead: timedelta) -> str:
    """Say how this computer's clock differs from the backend's; empty when it does not by much.

    Args:
        ahead: How far the backend's is ahead.
    """
    minutes = round(abs(ahead).total_seconds() / 60)
    if minutes < CLOCK_MINUTES:
        return ""
    return f"this clock is {minutes} min {'slow' if ahead > timedelta() else 'fast'}"
