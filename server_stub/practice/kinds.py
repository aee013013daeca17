"""Owns the kinds of values that a cell of a practice file may hold: how each is read, and how it is written back."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol, TypeVar

from consultant_tui.contract.vocabulary import Word
from server_stub.domain import clocks
from server_stub.domain.accounts import ENCODED

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 1, 1)
"""Dates outside these two are taken for slips of the pen."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED = {"Cc": "a control character", "Cs": "half a character", "Zl": "a line break", "Zp": "a line break"}
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}", re.ASCII)
_WALL = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


V = TypeVar("V")


class WrongCellError(ValueError):
    """What a cell says cannot be taken; the message says why."""


class Kind(Protocol[V]):
    """One kind of value."""

    def read(self, cell: str) -> V:
        """Turn the text of a cell into its value, or raise WrongCellError."""

    def write(self, value: V) -> str:
        """Turn a value into the text of a cell."""


def blemish(text: str) -> str | None:
    """Name the first thing in a text that may never be stored, if there is one."""
    if text.isprintable():
        return None
    for character in text:
        named = _REFUSED.get(unicodedata.category(character))
        if character in _OVERRIDES:
            named = "a mark that turns the direction of writing"
        if named:
            return f"holds {named} (U+{ord(character):04X})"
    return None


@dataclass(frozen=True)
class Text:
    """Words of a human being, kept to the letter."""

    longest: int
    may_be_empty: bool = False

    def read(self, cell: str) -> str:
        """Take it as it is, or not at all."""
        if not cell.strip() and not (self.may_be_empty and not cell):
            raise WrongCellError("is empty")
        if len(cell) > self.longest:
            raise WrongCellError(f"has {len(cell)} characters, at most {self.longest} fit")
        if wrong := blemish(cell):
            raise WrongCellError(wrong)
        return cell

    def write(self, value: str) -> str:
        """Write it to the letter."""
        return value


@dataclass(frozen=True)
class Reference:
    """The name of a row, such as APP-20017."""

    prefix: str
    may_be_empty: bool = False

    def read(self, cell: str) -> str:
        """Take the prefix, a hyphen and a number without leading zeros."""
        if not cell and self.may_be_empty:
            return ""
        if not cell.startswith(f"{self.prefix}-") or not _NUMBER.fullmatch(cell[len(self.prefix) + 1 :]):
            raise WrongCellError(f"must be {self.prefix}- and a number, as in {self.prefix}-101")
        return cell

    def write(self, value: str) -> str:
        """Write it as it is."""
        return value


def number_of(reference: str) -> int:
    """Tell the number in a reference."""
    return int(reference.rpartition("-")[2])


@dataclass(frozen=True)
class OneOf:
    """A word from a closed list."""

    words: type[Word]
    may_be_empty: bool = False

    def read(self, cell: str) -> str:
        """Take a word of the list."""
        if not cell and self.may_be_empty:
            return ""
        if not self.words(cell).known:
            raise WrongCellError("must be one of " + ", ".join(self.words))
        return cell

    def write(self, value: str) -> str:
        """Write the word."""
        return str(value)


class Flag:
    """Yes or no."""

    def read(self, cell: str) -> bool:
        """Take yes or no."""
        if cell not in ("yes", "no"):
            raise WrongCellError("must be yes or no")
        return cell == "yes"

    def write(self, value: bool) -> str:
        """Write yes or no."""
        return "yes" if value else "no"


@dataclass(frozen=True)
class Number:
    """A whole number between two others."""

    least: int
    most: int
    step: int = 1

    def read(self, cell: str) -> int:
        """Take digits only."""
        if not _NUMBER.fullmatch(cell) or not self.least <= int(cell) <= self.most:
            raise WrongCellError(f"must be a whole number from {self.least} to {self.most}")
        if int(cell) % self.step:
            raise WrongCellError(f"must be a multiple of {self.step}")
        return int(cell)

    def write(self, value: int) -> str:
        """Write the digits."""
        return str(value)


class Zone:
    """The canonical IANA name of a time zone."""

    def read(self, cell: str) -> str:
        """Take a canonical name."""
        try:
            return clocks.check_zone(cell)
        except clocks.ZoneNotKnownError:
            raise WrongCellError("is no canonical IANA time zone, such as Australia/Melbourne") from None

    def write(self, value: str) -> str:
        """Write the name."""
        return value


class Email:
    """An e-mail address, or nothing where it may be empty."""

    def __init__(self, may_be_empty: bool = False) -> None:
        self.may_be_empty = may_be_empty

    def read(self, cell: str) -> str:
        """Take what has the shape of an address."""
        if not cell and self.may_be_empty:
            return ""
        text = Text(254).read(cell)
        if ENCODED in text or not _EMAIL.fullmatch(text):
            raise WrongCellError("is no e-mail address")
        return text

    def write(self, value: str) -> str:
        """Write the address."""
        return value


class Weekdays:
    """Days of the week, such as ``Mon Tue Fri``; the value lists ISO numbers, as in ``1,2,5``."""

    def read(self, cell: str) -> str:
        """Take each day once."""
        days = cell.split()
        if not days or len(set(days)) != len(days) or not set(days) <= set(_WEEKDAYS):
            raise WrongCellError("must list days once each, as in Mon Tue Fri")
        return ",".join(str(number) for number, day in enumerate(_WEEKDAYS, start=1) if day in days)

    def write(self, value: str) -> str:
        """Write the days in their order."""
        return " ".join(_WEEKDAYS[int(number) - 1] for number in value.split(","))


class Day:
    """A date, or nothing."""

    def read(self, cell: str) -> date | None:
        """Take an ISO date or an empty cell."""
        if not cell:
            return None
        if not _DAY.fullmatch(cell):
            raise WrongCellError("must be a date, as in 2026-11-23")
        return _bounded(_made(date.fromisoformat, cell, "there is no such date"))

    def write(self, value: date | None) -> str:
        """Write an ISO date."""
        return value.isoformat() if value else ""


class ClockTime:
    """A time of the day."""

    def read(self, cell: str) -> time:
        """Take hours and minutes."""
        if not _TIME.fullmatch(cell):
            raise WrongCellError("must be a time, as in 09:30")
        return _made(time.fromisoformat, cell, "there is no such time")

    def write(self, value: time) -> str:
        """Write hours and minutes."""
        return value.strftime("%H:%M")


@dataclass(frozen=True)
class Wall:
    """What a clock on the wall shows: a date and a time, without a zone."""

    step: int = 1

    def read(self, cell: str) -> datetime:
        """Take a date and a time with a space between."""
        if not _WALL.fullmatch(cell):
            raise WrongCellError("must be a date and a time, as in 2026-11-23 09:30")
        wall = _made(datetime.fromisoformat, cell, "there is no such date and time")
        _bounded(wall.date())
        if wall.minute % self.step:
            raise WrongCellError(f"must lie on the {self.step}-minute grid")
        return wall

    def write(self, value: datetime) -> str:
        """Write date and time."""
        return value.isoformat(" ", "minutes")


@dataclass(frozen=True)
class Instant:
    """A point in time with its offset, such as 2026-11-23T09:04:00Z; written back in UTC."""

    may_be_empty: bool = False

    def read(self, cell: str) -> datetime | None:
        """Take an ISO date and time with an offset."""
        if not cell and self.may_be_empty:
            return None
        if not _INSTANT.fullmatch(cell):
            raise WrongCellError("must be a point in time with its offset, as in 2026-11-23T09:04:00Z")
        instant = _made(datetime.fromisoformat, cell, "there is no such point in time")
        _bounded(instant.date())
        return instant.astimezone(UTC)

    def write(self, value: datetime | None) -> str:
        """Write it in UTC, with fractions of a second only where there are some."""
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else ""


def _made(make: Callable[[str], V], cell: str, otherwise: str) -> V:
    try:
        return make(cell)
    except ValueError:
        raise WrongCellError(otherwise) from None


def _bounded(day: date) -> date:
    if not EARLIEST <= day < LATEST:
        raise WrongCellError(f"must lie between {EARLIEST.year} and {LATEST.year - 1}")
    return day
