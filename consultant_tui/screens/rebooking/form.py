"""Owns the fields of the details: they show a draft, and every change makes a new one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from consultant_tui.contract import refusals
from consultant_tui.contract.appointments import RebookingOffer
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.vocabulary import Modality, Occurrence, Platform
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.screens.rebooking import words
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.entry import DateEntry, Entry, TimeEntry
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.times import Times
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

_PLACES = {
    refusals.Field.MODALITY: "modality",
    refusals.Field.PLATFORM: "platform",
    refusals.Field.DATE: "date",
    refusals.Field.TIME: "time",
    refusals.Field.OCCURRENCE: "occurrence",
    refusals.Field.APPROVAL: "approval",
    refusals.Field.NOTIFY: "notify",
}
"""The row of each field that a refusal can belong to, in the order of the rows."""


class DetailsForm(Vertical):
    """Modality, platform, date, time, approval and notice."""

    DEFAULT_CSS = "DetailsForm { height: auto; }"

    @dataclass
    class Edited(Message):
        """The consultant changed a field."""

        draft: BookingDraft

    def __init__(self, offer: RebookingOffer, draft: BookingDraft, *, changes: bool = False) -> None:
        """Make the form.

        Args:
            offer: What the rebooking began with.
            draft: What the fields show.
            changes: Whether the appointment is there already.
        """
        super().__init__()
        self._offer, self._changes = offer, changes
        self.draft = draft
        self.without: frozenset[str] = frozenset()
        """Rows that are never shown."""
        when, today = draft.when, offer.now_client.wall.date()
        self.day = DateEntry(when.day, when.typed_day, today, backward=draft.backward, id="date-entry")
        """The date."""
        self.start = TimeEntry(when.start, when.typed_start, id="time-entry")
        """The starting time."""
        self.nearest = Times(numbered=True)
        """Free times to take instead, after a clash."""
        self._choices = {
            "modality": Choice(words.choices(Modality), draft.modality),
            "platform": Choice(words.choices(Platform), draft.platform),
            "occurrence": Choice(words.WHICH, when.occurrence),
            "notify": Choice(words.YES_NO, "yes" if draft.notify else "no"),
        }
        self._rows = {row.id: row for row in self._made_rows()}

    def _made_rows(self) -> Iterator[Field]:
        offer, term = self._offer, self._offer.client_term
        yield Field("Modality", self._choices["modality"], id="modality")
        yield Field("Platform", self._choices["platform"], id="platform")
        yield Field("Appointment date", self.day, id="date")
        place = f"{phrases.place(offer.client_zone)}, the {term}'s time"
        yield Field("Starting time", self.start, hint=place, id="time")
        yield Field("Which one", self._choices["occurrence"], id="occurrence")
        yield Field("Free instead", self.nearest, id="nearest")
        approval = Entry(self.draft.approval, placeholder="reference", max_length=64)
        yield Field("Approval", approval, hint="the provider's, for this ad hoc line", id="approval")
        yield Field(f"Notify the {term}", self._choices["notify"], id="notify")

    def compose(self) -> ComposeResult:
        """Lay out the rows."""
        yield from self._rows.values()

    def on_mount(self) -> None:
        """Show only the rows that matter."""
        self._tell()

    def show(self, draft: BookingDraft) -> None:
        """Show another draft."""
        self._replace(draft)
        if draft.when.day:
            self.day.show(draft.when.day)
        if draft.when.start:
            self.start.show(draft.when.start)
        self._choices["occurrence"].show(draft.when.occurrence)
        self._tell()

    def say(self, against: tuple[Refusal, ...], nearest: tuple[Opening, ...]) -> tuple[str, ...]:
        """Say each refusal at its field and offer the nearest free times.

        Returns:
            The sentences that belong to no field here.
        """
        said: dict[str, list[str]] = {}
        for refusal in against:
            place = _PLACES.get(refusal.field, "") if refusal.field else ""
            said.setdefault(place, []).append(why_refused(refusal, self._offer.client_term, changing=self._changes))
            if refusal.code is Code.TIME_EXISTS_TWICE and refusal.start and refusal.end:
                self._choices["occurrence"].options = words.which(refusal.start, refusal.end)
            if refusal.field is refusals.Field.APPROVAL:
                self.draft = replace(self.draft, needs_approval=True)
        for place in _PLACES.values():
            self._row(place).say(" ".join(said.get(place, ())))
        self.nearest.offer(nearest)
        self._tell()
        return tuple(said.get("", ()))

    def complain(self, *, sparing: bool = False) -> bool:
        """Say what cannot be read; then nothing is free instead of it.

        Args:
            sparing: Whether to leave the field alone that is being typed in.

        Returns:
            Whether there is anything that cannot be read.
        """
        wrong = {
            "date": (self.day, words.unread_day(self.day.day)),
            "time": (self.start, words.unread_start(self.start.start)),
        }
        for place, (entry, sentence) in wrong.items():
            if sentence and not (sparing and entry.has_focus):
                self._row(place).say(sentence)
        unread = any(sentence for _, sentence in wrong.values())
        if unread and self.nearest.openings:
            self.nearest.offer(())
            self._tell()
        return unread

    def enter_first_wrong(self) -> bool:
        """Put the focus where something is to be mended; whether there is such a field."""
        for place in _PLACES.values():
            row = self._row(place)
            if row.wrong and row.display:
                instead = place in ("date", "time") and self.nearest.openings
                (self._row("nearest") if instead else row).enter()
                return True
        return False

    @on(Choice.Chosen)
    def _chosen(self, message: Choice.Chosen) -> None:
        message.stop()
        value, draft = message.value, self.draft
        match next(place for place, choice in self._choices.items() if choice is message.choice):
            case "modality":
                draft = replace(draft, modality=Modality(value))
            case "platform":
                draft = replace(draft, platform=Platform(value))
            case "occurrence":
                draft = draft.with_occurrence(Occurrence(value))
            case "notify":
                draft = replace(draft, notify=value == "yes")
        self._edit(draft)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        draft = self.draft
        match message.input:
            case DateEntry() as entry:
                draft = draft.with_day(entry.day if isinstance(entry.day, date) else None, entry.value)
            case TimeEntry() as entry:
                draft = draft.with_start(entry.start if isinstance(entry.start, time) else None, entry.value)
            case entry:
                draft = replace(draft, approval=entry.value)
        self._edit(draft)

    def _edit(self, draft: BookingDraft) -> None:
        if draft != self.draft:
            self._replace(draft)
            self.post_message(self.Edited(draft))
        self._tell()  # also of the same date in other words

    def _replace(self, draft: BookingDraft) -> None:
        """Take another draft; what was asked and offered for another time can be neither entered nor chosen then."""
        before, self.draft = self.draft, draft
        if before.when == draft.when:
            return
        if self.nearest.has_focus:
            self.screen.set_focus(self.day)
        self.nearest.outdate()
        self._row("occurrence").say("")

    def _tell(self) -> None:
        draft = self.draft
        twice = draft.when.occurrence is not None or bool(self._row("occurrence").wrong)
        self._show_row("platform", draft.modality is Modality.VIDEO_CALL)
        self._show_row("occurrence", twice)
        self._show_row("nearest", bool(self.nearest.openings))
        self._show_row("approval", draft.needs_approval)
        self._row("date").hint(words.day_hint(self.day.value, self.day.day, backward=draft.backward))

    def _show_row(self, place: str, shown: bool) -> None:
        row = self._row(place)
        if not shown and row.has_focus_within:  # it would take the focus with it
            self.screen.set_focus(self.day)
        row.display = shown and place not in self.without

    def _row(self, place: str) -> Field:
        return self._rows[place]
