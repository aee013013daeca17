"""Owns reading values out of TOML tables so that everything wrong is told at once, each with its key and a reason."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any, TypeVar

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Word

W = TypeVar("W", bound=Word)

MOST_ROWS = 100
"""Tables that one list may have."""

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be taken."""

    key: str
    """Where it stands, as in ``group 1, reason 2, minutes``; empty for the file as a whole."""
    reason: str

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}" if self.key else self.reason


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, and where what is wrong with it is noted."""

    values: Mapping[str, object]
    faults: list[Fault]
    place: str = ""
    asked: set[str] = field(default_factory=set)

    def wrong(self, key: str, reason: str) -> None:
        """Note what is wrong with a value."""
        self.faults.append(Fault(f"{self.place}, {key}" if self.place and key else self.place or key, reason))

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        found = self._take(key, default)
        if isinstance(found, bool):
            return found
        self.wrong(key, "must be true or false")
        return default

    def number(self, key: str, default: int, least: int, most: int, step: int = 1) -> int:
        """Return a whole number between two others, which is a multiple of a third."""
        found = self._take(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            self.wrong(key, f"must be a whole number from {least} to {most}")
        elif found % step:
            self.wrong(key, f"must be a multiple of {step}")
        else:
            return found
        return default

    def text(self, key: str, longest: int, default: str | None = "", *, lines: bool = False) -> str:
        """Return words of a human being; a default of None means that they are needed."""
        found = self._take(key, default)
        if found is None:
            self.wrong(key, "is missing")
        elif not isinstance(found, str):
            self.wrong(key, "must be text, in quotation marks")
        elif default is None and not found.strip():
            self.wrong(key, "is empty")
        elif len(found) > longest:
            self.wrong(key, f"has {len(found)} characters, at most {longest} fit")
        elif _spoiled(found, lines=lines):
            self.wrong(key, "holds a control character" if lines else "must be one line without control characters")
        else:
            return found.strip()
        return default or ""

    def clock(self, key: str, default: time) -> time:
        """Return a time of the day."""
        found = self._take(key, default)
        if isinstance(found, str) and _CLOCK.fullmatch(found):
            return time.fromisoformat(found)
        if isinstance(found, time) and not (found.second or found.microsecond):
            return found
        self.wrong(key, 'must be a time, as in "12:00"')
        return default

    def key(self) -> str:
        """Return what the table is called; it never changes, since what was booked remembers it."""
        found = self._take("key", None)
        if isinstance(found, str) and len(found) <= _LONGEST_KEY and _KEY.fullmatch(found):
            return found
        reason = "is missing" if found is None else "must be small letters, digits and single hyphens"
        self.wrong("key", f"{reason}, as in first-talk, at most {_LONGEST_KEY}")
        return ""

    def word(self, key: str, default: W) -> W:
        """Return a word of a closed list."""
        found = self._take(key, default)
        if isinstance(found, str) and type(default)(found).known:
            return type(default)(found)
        self.wrong(key, "must be one of " + ", ".join(type(default)))
        return default

    def words(self, key: str, of: type[W], *, needed: bool) -> tuple[W, ...]:
        """Return words of a closed list, each once."""
        found = self.texts(key, needed=needed)
        unknown = [word for word in found if not of(word).known]
        if unknown:
            self.wrong(key, f"{clean(unknown[0])} is none of " + ", ".join(of))
        return tuple(of(word) for word in found if word not in unknown)

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        found = self._take(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            self.wrong(key, 'must be a list, as in ["one", "two"]')
            return ()
        if len(set(found)) < len(found):
            self.wrong(key, "names something twice")
        if needed and not found:
            self.wrong(key, "must name one at least")
        return tuple(dict.fromkeys(found))

    def tables(self, key: str) -> "list[Table]":
        """Return the tables of a list."""
        found = self._take(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.wrong(key, f"must be tables, each under its own [[{key}]]")
            return []
        if len(found) > MOST_ROWS:
            self.wrong(key, f"there are {len(found)}, at most {MOST_ROWS} fit")
        before = f"{self.place}, " if self.place else ""
        return [Table(each, self.faults, f"{before}{key} {number}") for number, each in enumerate(found[:MOST_ROWS], 1)]

    def nothing_else(self) -> None:
        """Note every value that nobody asked for."""
        for key in self.values:
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, 1)
                self.wrong(
                    key if clean(key) == key else ascii(key),
                    "there is no such setting" + (f"; do you mean {near[0]}?" if near else ""),
                )

    def _take(self, key: str, default: object) -> Any:  # noqa: ANN401  (the file may hold anything)
        self.asked.add(key)
        return self.values.get(key, default)


def twice(tables: Sequence[Table], keys: Sequence[str]) -> None:
    """Note each key that stands in two tables."""
    for number, (table, key) in enumerate(zip(tables, keys, strict=True)):
        if key and key in keys[:number]:
            table.wrong("key", f"{key} is taken already")


def _spoiled(text: str, *, lines: bool) -> bool:
    bare = text.replace("\n", "") if lines else text
    return clean(bare) != bare
