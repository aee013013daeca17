"""Owns how the rows of the reports look: weeks, sessions left, overdue completions."""

from datetime import timedelta

from rich.segment import Segment
from textual.strip import Strip

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.reports import Left, Overdue, Reports, WeekCount
from consultant_tui.widgets.bars import bar
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look
from consultant_tui.wording import phrases

_WEEK = 17
_CASE = 13
_WHEN = 18
_DAYS = 9
_LEFT = 24
_LEAST_BAR = 8
_MOST_BAR = 30

Line = tuple[str, tuple[int, ...], str]
"""A name, numbers, and what they say."""


def sparks(reports: Reports) -> tuple[Line, ...]:
    """Sum the weeks up in three lines."""
    return (
        _line("Sessions", tuple(week.sessions for week in reports.weeks)),
        _line("No shows", tuple(week.no_shows for week in reports.weeks)),
        _line("Late cancellations", tuple(week.late_cancellations for week in reports.weeks)),
    )


def _line(name: str, numbers: tuple[int, ...]) -> Line:
    this = numbers[-1] if numbers else 0
    return name, numbers, f"{sum(numbers)} in all, {this} this week"


def draw_week(week: WeekCount, most: int, width: int, look: Look) -> Strip:
    """Draw one week, its sessions as a bar.

    Args:
        week: The week.
        most: The sessions of the fullest week.
        width: The cells there are.
        look: How ordinary text looks there.
    """
    sunday = week.monday + timedelta(days=6)
    days = f"{_brief(phrases.date_words(week.monday))} - {_brief(phrases.date_words(sunday))}"
    words = ", ".join(
        phrases.count(number, thing)
        for number, thing in (
            (week.sessions, "session"),
            (week.no_shows, "no show"),
            (week.late_cancellations, "late cancellation"),
        )
        if number or thing == "session"
    )
    cells = min(max(width - 3 - _WEEK - 48, _LEAST_BAR), _MOST_BAR)
    segments = [
        Segment(f" {look.mark} ", look.base),
        Segment(filled(days, _WEEK), look.base),
        Segment(bar(week.sessions, most, cells) + " ", look.base),
        Segment(filled(words, max(width - 4 - _WEEK - cells, 0)), look.quiet),
    ]
    return Strip(segments).adjust_cell_length(width, look.base)


def _brief(day: str) -> str:
    return day.rsplit(" ", 1)[0]


def draw_left(one: Left, width: int, look: Look) -> Strip:
    """Draw the sessions that a case has left, as a bar of all that it was given."""
    cells = min(max(width - 3 - 22 - _CASE - _LEFT, _LEAST_BAR), 20)
    name = max(width - 4 - _CASE - _LEFT - cells, 8)
    words = f"{one.available} of {one.total} left, {one.booked} booked"
    segments = [
        Segment(f" {look.mark} ", look.base),
        Segment(filled(one.name, name - 1) + " ", look.base),
        Segment(filled(one.case, _CASE), look.quiet),
        Segment(bar(one.available, one.total, cells).replace(" ", "░") + " ", look.base),
        Segment(filled(words, _LEFT), look.quiet if one.available else look.base),
    ]
    return Strip(segments).adjust_cell_length(width, look.base)


def draw_overdue(one: Overdue, now: Moment, width: int, look: Look) -> Strip:
    """Draw a session that waits to be completed."""
    name = max(width - 3 - _WHEN - _CASE - _CASE - _DAYS, 8)
    segments = [
        Segment(f" {look.mark} ", look.base),
        Segment(filled(phrases.when(one.meeting.span.start, now), _WHEN), look.base),
        Segment(filled(one.name, name - 1) + " ", look.base),
        Segment(filled(one.case, _CASE), look.quiet),
        Segment(filled(one.meeting.reference, _CASE), look.quiet),
        Segment(filled(f"{one.days} d", _DAYS), look.base),
    ]
    return Strip(segments).adjust_cell_length(width, look.base)
