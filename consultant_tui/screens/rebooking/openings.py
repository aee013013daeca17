"""Owns the second step of *Rebook with me*: days, hours and a first date lead to real free times."""

from collections.abc import Iterator
from datetime import date, time
from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.types import CSSPathType
from textual.widgets import Input, Static

from consultant_tui.contract.schedules import Opening, Openings
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft, Search
from consultant_tui.rebooking.steps import Step
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.widgets.entry import DateEntry, TimeEntry
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.times import Times
from consultant_tui.widgets.toggles import Toggles
from consultant_tui.wording import phrases

PAUSE = 0.2
"""Seconds without a change after which free times are looked for."""


class OpeningsStep(StepScreen):
    """What suits the client above, the free times that do below."""

    STEP: ClassVar[Step] = Step.SCHEDULE
    CSS_PATH: ClassVar[CSSPathType | None] = ["step.tcss", "openings.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]
    AUTO_FOCUS = "Toggles"

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; nothing is looked for yet."""
        super().__init__(trip, draft)
        self._found: Openings | None = None
        self._found_for: Search | None = None
        self._pausing: Timer | None = None
        self._enter_times = False
        search, offer = draft.search, trip.offer
        self._first = DateEntry(search.first, "", offer.now_client.wall.date(), backward=False, id="first-entry")
        self._earliest = TimeEntry(search.earliest, "", id="earliest-entry")
        self._latest = TimeEntry(search.latest, "", id="latest-entry")
        self._times = Times(id="times")
        self._told = Static("", id="told", classes="heading", markup=False)
        self._clocks = Static("", id="clocks", markup=False)
        self._rows = {row.id or "": row for row in self._made_rows()}

    def _made_rows(self) -> Iterator[Field]:
        offer = self.trip.offer
        hint = f"{phrases.place(offer.client_zone)}, the {offer.client_term}'s time"
        yield Field("Days that suit", Toggles(words.DAYS, self.draft.search.days, id="days-toggles"), id="days")
        yield Field("Starting from", self._earliest, hint=hint, id="earliest")
        yield Field("Until", self._latest, hint="the latest start", id="latest")
        yield Field("First date", self._first, id="first")

    def form(self) -> ComposeResult:
        """Give the fields and the list."""
        yield from self._rows.values()
        yield self._told
        with VerticalScroll(id="list", can_focus=False):
            yield self._times
        yield self._clocks

    def on_mount(self) -> None:
        """Look for free times as the draft has it."""
        self._tell_first()
        self._search()

    @on(Toggles.Changed)
    def _ticked(self, message: Toggles.Changed) -> None:
        self._change(replace(self.draft.search, days=message.ticked))

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        search = self.draft.search
        entry = message.input
        if isinstance(entry, DateEntry):
            self._tell_first()
            if isinstance(entry.day, date):
                self._change(replace(search, first=entry.day))
        elif isinstance(entry, TimeEntry) and isinstance(entry.start, time):
            earliest = entry is self._earliest
            self._change(replace(search, earliest=entry.start) if earliest else replace(search, latest=entry.start))

    def _change(self, search: Search) -> None:
        if search != self.draft.search:
            self.draft = replace(self.draft, search=search)
            if self._pausing is not None:
                self._pausing.stop()
            self._pausing = self.set_timer(PAUSE, self._search)

    def _tell_first(self) -> None:
        self._rows["first"].hint(words.day_hint(self._first.value, self._first.day))

    def _wrong(self) -> bool:
        """Say what is wrong with the fields; whether anything is."""
        search = self.draft.search
        said = {"days": "" if search.days else "Tick at least one day.", "earliest": "", "latest": ""}
        for place, start in (("earliest", self._earliest.start), ("latest", self._latest.start)):
            said[place] = words.unread_start(start)
        if not said["earliest"] and not said["latest"] and search.latest < search.earliest:
            said["latest"] = "This lies before the earliest start. Choose a later time."
        said["first"] = words.unread_day(self._first.day)
        for place, sentence in said.items():
            self._rows[place].say(sentence)
        return any(said.values())

    @work(exclusive=True, group="search")
    async def _search(self) -> None:
        """Look for free times anew; a newer search ends this one."""
        self._pausing = None
        if self._wrong():
            self._show(None)
            self._found_for = None
            return
        search = self.draft.search
        found = await self._asked(search.first)
        self._show(found)
        self._found_for = search if found is not None else None
        if self._enter_times and found is not None and found.days:
            self._times.focus()
        self._enter_times = False

    @work(exclusive=True, group="search")
    async def _more(self) -> None:
        """Add the next page."""
        if self._found is not None and self._found.more_from is not None:
            found = await self._asked(self._found.more_from)
            if found is not None:
                self._show(found, more=True)
                if found.days:
                    self._times.focus()

    async def _asked(self, first: date) -> Openings | None:
        search = self.draft.search
        return await self.answered(
            lambda: self.desk.api.openings(self.draft.previous, search.days, search.earliest, search.latest, first)
        )

    def _show(self, found: Openings | None, *, more: bool = False) -> None:
        self._found = found
        openings = tuple(opening for day in found.days for opening in day.openings) if found else ()
        times = self._times
        times.offer(openings, more=more)
        told = "" if found is None else words.found(len(times.openings), found)
        self._told.update(Content(told))
        self._tell_clocks()

    @on(Times.Moved)
    def _tell_clocks(self) -> None:
        opening = self._times.opening
        told = phrases.both_clocks(opening.client, opening.consultant) if opening else ""
        self._clocks.update(Content(told))

    @on(Times.Taken)
    def _taken(self, message: Times.Taken) -> None:
        self._onward_with(message.opening)

    @on(Times.Left)
    def _left(self, message: Times.Left) -> None:
        if message.by > 0 and self._is_known:
            self._more()
        elif message.by < 0:
            self._first.focus()

    @property
    def _is_known(self) -> bool:
        """Whether the free times that are shown are those of what stands in the fields."""
        return self._found_for == self.draft.search

    async def go_on(self) -> None:
        """Take the time under the cursor; from the fields, go to the list first."""
        times = self._times
        if times.has_focus and times.opening:
            self._onward_with(times.opening)
        elif self._wrong():
            return
        elif not self._is_known:
            self._enter_times = True
            self._search()
        elif times.openings:
            times.focus()
        else:
            self._more()

    def _onward_with(self, opening: Opening) -> None:
        self.finish(steps.Onward(self.draft.with_opening(opening)))
