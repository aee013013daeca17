"""Owns the details of a booking that may be repeated: how often, and how many there are."""

from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.series import LEAST, Repeat
from consultant_tui.screens.rebooking.details import DetailsStep
from consultant_tui.screens.rebooking.step import Trip
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Field
from consultant_tui.wording import phrases


class RepeatableDetails(DetailsStep):
    """The details, and below them whether several sessions are booked in one go."""

    _WORDS: ClassVar = tuple((repeat.value, repeat.value.capitalize()) for repeat in Repeat)

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; nothing is checked yet."""
        super().__init__(trip, draft)
        most = trip.offer.limits.series_most
        self._most = most
        typed = str(min(draft.times, most)) if draft.typed_times is None else draft.typed_times
        self._repeat = Field("Repeat", Choice(self._WORDS, draft.repeat, id="repeated"), id="repeat")
        self._times = Field("Sessions in all", Entry(typed, max_length=3, id="times-entry"), id="times")
        for row in (self._repeat, self._times):
            row.display = most >= LEAST and not draft.backward
        self._tell_times()

    def form(self) -> ComposeResult:
        """Give the fields, and how they are repeated."""
        for widget in super().form():
            yield widget
            if widget is self._form:
                yield self._repeat
                yield self._times

    @on(Choice.Chosen, "#repeated")
    def _chose(self, message: Choice.Chosen) -> None:
        message.stop()
        self._edit(replace(self._form.draft, repeat=Repeat(message.value)))

    @on(Input.Changed, "#times-entry")
    def _counted(self, message: Input.Changed) -> None:
        message.stop()
        number = self._read(message.value)
        draft = self._form.draft
        if number is None:
            self._edit(replace(draft, typed_times=message.value))
        else:
            self._edit(replace(draft, times=number, typed_times=None))

    def _edit(self, draft: BookingDraft) -> None:
        self._form.draft = self.draft = draft
        self._tell_times()

    def _read(self, typed: str) -> int | None:
        typed = typed.strip()
        number = int(typed) if typed.isascii() and typed.isdigit() else 0
        return number if LEAST <= number <= self._most else None

    def _tell_times(self) -> None:
        draft = self._form.draft
        self._times.display = draft.repeats
        left = phrases.count(self.trip.offer.figures.available, "session")
        self._times.hint(f"{LEAST} to {self._most}; {left} left")
        if draft.typed_times is None:
            self._times.say("")

    async def go_on(self) -> None:
        """Go on, unless it is not clear how many there are to be."""
        if self._form.draft.repeats and self._form.draft.typed_times is not None:
            self._times.say(f"Enter a number from {LEAST} to {self._most}.")
            self._times.enter()
            return
        await super().go_on()
