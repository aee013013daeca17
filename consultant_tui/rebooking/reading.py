"""Owns the reading of typed dates and times: many forms in, one date or time out, or why it could not be read."""

import re
import unicodedata
from datetime import date, time, timedelta
from enum import Enum

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "yesterday": -1}

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{4}|[0-9]{2}))?\.?")
_DAY_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-. ]*([a-z]{1,9})\.?[-, ]*([0-9]{4})?")
_NAME_DAY = re.compile(r"([a-z]{1,9})\.?[-. ]*([0-9]{1,2})(?:st|nd|rd|th)?(?:[-, ]+([0-9]{4}))?")
_STEP = re.compile(r"([+-])\s*([0-9]{1,3})\s*([dw]?)")
_DAY_ONLY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_LEADING_WEEKDAY = re.compile(r"([a-z]{2,9})\.?,?\s+(.*[0-9].*)")

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})|h)?\s*(am|pm|a|p)?")
_FOUR = re.compile(r"([0-9]{1,2})([0-9]{2})\s*(am|pm|a|p)?")
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class Unread(Enum):
    """Why what was typed is not a date or a time."""

    EMPTY = "empty"
    FORM = "form"
    """Not one of the forms that are understood."""
    IMPOSSIBLE = "impossible"
    """Understood, but there is no such day or time."""
    WEEKDAY = "weekday"
    """The weekday that was typed is not the weekday of the date beside it."""


def read_day(typed: str, today: date, *, backward: bool = False) -> date | Unread:
    """Read a date, the day before the month where both are numbers.

    Args:
        typed: What was typed.
        today: The date that relative forms count from.
        backward: Whether a form without a year, or a weekday, means the latest such day rather than the next.
    """
    text = _tidy(typed)
    if not text:
        return Unread.EMPTY
    if (match := _LEADING_WEEKDAY.fullmatch(text)) and (weekday := _weekday(match[1])) is not None:
        day = _read_calendar_day(match[2], today, backward)
        return Unread.WEEKDAY if isinstance(day, date) and day.weekday() != weekday else day
    return _read_relative_day(text, today, backward) or _read_calendar_day(text, today, backward)


def read_start(typed: str) -> time | Unread:
    """Read a time of day: 14:00, 1400, 14.00, 14, 2pm, 2:30 pm, noon."""
    text = _tidy(typed)
    if not text:
        return Unread.EMPTY
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    match = _CLOCK.fullmatch(text) or _FOUR.fullmatch(text)
    if not match:
        return Unread.FORM
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            return Unread.IMPOSSIBLE
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else Unread.IMPOSSIBLE


def _tidy(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).replace("−", "-").replace("–", "-")
    return " ".join(plain.split()).casefold()


def _read_relative_day(text: str, today: date, backward: bool) -> date | Unread | None:
    if text in _NEAR:
        return _moved(today, _NEAR[text])
    if match := _STEP.fullmatch(text):
        days = int(match[2]) * (7 if match[3] == "w" else 1)
        return _moved(today, -days if match[1] == "-" else days)
    if (weekday := _weekday(text)) is not None:
        if backward:
            return _moved(today, -((today.weekday() - weekday - 1) % 7 + 1))
        return _moved(today, (weekday - today.weekday() - 1) % 7 + 1)
    return None


def _read_calendar_day(text: str, today: date, backward: bool) -> date | Unread:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH.fullmatch(text):
        return _in_a_year(match[3], int(match[2]), int(match[1]), today, backward)
    if (match := _DAY_NAME.fullmatch(text)) and (month := _month(match[2])):
        return _in_a_year(match[3], month, int(match[1]), today, backward)
    if (match := _NAME_DAY.fullmatch(text)) and (month := _month(match[1])):
        return _in_a_year(match[3], month, int(match[2]), today, backward)
    if match := _DAY_ONLY.fullmatch(text):
        return _in_a_month(int(match[1]), today, backward)
    return Unread.FORM


def _weekday(text: str) -> int | None:
    found = [index for index, name in enumerate(_WEEKDAYS) if len(text) >= 2 and name.startswith(text)]
    return found[0] if len(found) == 1 else None


def _month(text: str) -> int | None:
    found = [number for number, name in enumerate(_MONTH_NAMES, start=1) if name.startswith(text)]
    return found[0] if len(found) == 1 else None


def _in_a_year(year: str | None, month: int, day: int, today: date, backward: bool) -> date | Unread:
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year - 9, -1) if backward else range(today.year, today.year + 9)
    for candidate in years:
        made = _made(candidate, month, day)
        if isinstance(made, date) and (made <= today if backward else made >= today):
            return made
    return Unread.IMPOSSIBLE


def _in_a_month(day: int, today: date, backward: bool) -> date | Unread:
    for step in range(9):
        months = today.year * 12 + today.month - 1 + (-step if backward else step)
        made = _made(months // 12, months % 12 + 1, day)
        if isinstance(made, date) and (made <= today if backward else made >= today):
            return made
    return Unread.IMPOSSIBLE


def _made(year: int, month: int, day: int) -> date | Unread:
    try:
        return date(year, month, day)
    except ValueError:
        return Unread.IMPOSSIBLE


def _moved(day: date, days: int) -> date | Unread:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return Unread.IMPOSSIBLE
