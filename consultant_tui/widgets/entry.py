"""Owns the fields for a date and a time: many forms may be typed, and single keys step a date."""

import re
from datetime import date, time, timedelta
from typing import ClassVar

from textual import events
from textual.widgets import Input

from consultant_tui.rebooking.reading import Unread, read_day, read_start

_CANONICAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STEPS = {"+": 1, "-": -1, "]": 7, "[": -7}


class Entry(Input):
    """A field of one line without a box; Enter, up and down are left to the screen."""

    LEAVES: ClassVar[frozenset[str]] = frozenset()
    """Keys of a single character that are left to the screen as well, because nobody types them here."""

    DEFAULT_CSS = """
    Entry, Entry:focus {
        border: none;
        height: 1;
        padding: 0;
        background: $surface;
    }
    Entry:focus {
        background: $panel;
    }
    """

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to the screen, which goes on."""
        return False if action == "submit" else super().check_action(action, parameters)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say which keys are typed here."""
        return key not in self.LEAVES and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Leave some keys to the screen."""
        if event.key in self.LEAVES:
            event.prevent_default()


class DateEntry(Entry):
    """A date; ``+`` and ``-`` step a day, ``]`` and ``[`` a week, once there is a date."""

    LEAVES = frozenset({"question_mark"})

    def __init__(self, day: date | None, typed: str, today: date, *, backward: bool, id: str) -> None:  # noqa: A002
        """Begin with a date, or with what was typed instead.

        Args:
            day: The date so far.
            typed: What stands in the field while it is no date.
            today: Today, where the appointment is agreed.
            backward: Whether dates without a year lie behind, as for a session that has been.
            id: The widget's id.
        """
        super().__init__(day.isoformat() if day else typed, id=id, max_length=40)
        self._today = today
        self._backward = backward
        self._sign = ""

    @property
    def day(self) -> date | Unread:
        """What stands in the field, read."""
        return read_day(self.value, self._today, backward=self._backward)

    def show(self, day: date) -> None:
        """Write a date into the field, marked so that typing replaces it."""
        self.value = day.isoformat()
        if self.has_focus:
            self.select_all()

    def on_blur(self) -> None:
        """Write the date in one form once the field is left."""
        if isinstance(self.day, date):
            self.value = self.day.isoformat()

    def on_key(self, event: events.Key) -> None:
        """Step the date, or leave the key to be typed."""
        super().on_key(event)
        sign, self._sign = self._sign, ""
        typed = event.character or ""
        if sign and typed.isdigit():
            self.value = sign
            self.cursor_position = len(sign)
        elif self._steps(typed) and isinstance(self.day, date):
            event.stop()
            event.prevent_default()
            self._step(self.day, typed)

    def _steps(self, typed: str) -> bool:
        """Whether a key steps the date instead of being typed; a dash is part of many dates."""
        if typed == "-":
            return _CANONICAL.fullmatch(self.value) is not None
        return typed in _STEPS

    def _step(self, day: date, typed: str) -> None:
        try:
            self.show(day + timedelta(days=_STEPS[typed]))
        except OverflowError:
            return
        # A digit right after the sign means "+7", counted from today.
        self._sign = typed if typed in "+-" else ""


class TimeEntry(Entry):
    """A starting time."""

    LEAVES = frozenset({"question_mark"})

    def __init__(self, start: time | None, typed: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        """Begin with a time, or with what was typed instead."""
        super().__init__(f"{start:%H:%M}" if start else typed, id=id, placeholder="14:00, 2pm …", max_length=20)

    @property
    def start(self) -> time | Unread:
        """What stands in the field, read."""
        return read_start(self.value)

    def show(self, start: time) -> None:
        """Write a time into the field, marked so that typing replaces it."""
        self.value = f"{start:%H:%M}"
        if self.has_focus:
            self.select_all()

    def on_blur(self) -> None:
        """Write the time in one form once the field is left."""
        if isinstance(self.start, time):
            self.value = f"{self.start:%H:%M}"
