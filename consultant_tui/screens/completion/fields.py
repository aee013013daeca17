"""Owns the fields of a completion: they show a draft, and give back what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, TextArea

from consultant_tui.contract import refusals
from consultant_tui.contract.completion import CompletionDraft, CompletionForm
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Word
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.notes import Notes
from consultant_tui.widgets.toggles import Toggles
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

_PLACES = {
    refusals.Field.TICKS: "ticks",
    refusals.Field.NOTES: "notes",
    refusals.Field.FILE: "file",
    refusals.Field.ISSUES: "issues",
    refusals.Field.OUTCOMES: "outcomes",
}
"""The row of each field that a refusal can belong to, in the order of the rows."""

W = TypeVar("W", bound=Word)


class Ticks(Toggles):
    """Ticks that Enter gives as well, because nothing else here is done by it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "tick", "Tick", show=False)]


class Affirmations(Ticks):
    """Ticks that are each given one by one."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no single key affirm everything."""
        return False if action == "all" else super().check_action(action, parameters)


class CompletionFields(Vertical):
    """Ticks, notes, file, issues and outcomes."""

    DEFAULT_CSS = """
    CompletionFields {
        height: 1fr;
        min-height: 16;

        & > Field { margin-bottom: 1; }
        & > #outcomes { margin-bottom: 0; }
        & > #notes { height: 1fr; min-height: 5; }
        & > #notes > .entry { height: 1fr; }
        & > #file > .entry > Entry { width: 1fr; }
        & > #file .hint { width: auto; }
    }
    """

    @dataclass
    class Edited(Message):
        """The consultant changed a field."""

    def __init__(self, form: CompletionForm) -> None:
        """Make the fields.

        Args:
            form: What completing the session began with.
        """
        super().__init__()
        self._form = form
        begin = form.begin
        self._ticks = _toggles(form.ticks, begin.ticks, "ticks-entry", Affirmations)
        self._notes = Notes(begin.notes, id="notes-entry")
        self._path = Entry(begin.file, placeholder="where it lies", max_length=1000, id="file-entry")
        self._issues = _toggles(form.issues, begin.issues, "issues-entry")
        self._outcomes = _toggles(form.outcomes, begin.outcomes, "outcomes-entry")
        self._rows = {row.id: row for row in self._made_rows()}

    def _made_rows(self) -> Iterator[Field]:
        if self._form.ticks:
            yield Field("First session", self._ticks, id="ticks")
        yield Field("Notes", self._notes, id="notes")
        yield Field("Or a file", self._path, hint=f"text, PDF or Word, {self._form.file_mb} MB", id="file")
        yield Field("Observed issues", self._issues, id="issues")
        yield Field("Outcomes", self._outcomes, id="outcomes")

    def compose(self) -> ComposeResult:
        """Lay out the rows."""
        yield from self._rows.values()

    @property
    def draft(self) -> CompletionDraft:
        """What stands in the fields."""
        return CompletionDraft(
            ticks=_ticked(self._form.ticks, self._ticks),
            notes=self._notes.written,
            file=clean(self.path.strip()),
            issues=_ticked(self._form.issues, self._issues),
            outcomes=_ticked(self._form.outcomes, self._outcomes),
        )

    @property
    def path(self) -> str:
        """Where the file lies, as it was typed."""
        return self._path.value

    @property
    def too_long(self) -> Refusal | None:
        """What stands against the length of the notes, if anything does."""
        most = self._form.notes_characters
        if sum(len(line) + 1 for line in self._notes.written) <= most + 1:
            return None
        return Refusal(code=Code.NOTES_TOO_LONG, field=refusals.Field.NOTES, number=most)

    def enter(self) -> None:
        """Put the focus on the first field."""
        next(iter(self._rows.values())).enter()

    def say(self, against: tuple[Refusal, ...], file: str = "", *, enter: bool = True) -> str:
        """Say each refusal at its field.

        Args:
            against: What stands against it.
            file: What is wrong with the file; empty when nothing is known.
            enter: Whether to put the focus on the first wrong field.

        Returns:
            What belongs to no field here.
        """
        said: dict[str, list[str]] = {"file": [file]} if file else {}
        for refusal in against:
            place = _PLACES.get(refusal.field, "") if refusal.field else ""
            said.setdefault(place if place in self._rows else "", []).append(
                why_refused(refusal, self._form.client_term)
            )
        for name, row in self._rows.items():
            row.say(" ".join(said.get(name or "", ())))
        if enter and (wrong := next((row for row in self._rows.values() if row.wrong), None)):
            wrong.enter()
        return " ".join(said.get("", ()))

    def mend(self, against: tuple[Refusal, ...]) -> None:
        """Take back what was said of a field and is true no longer."""
        still = {_PLACES.get(refusal.field) for refusal in against if refusal.field}
        for name, row in self._rows.items():
            if row.wrong and name not in still:
                row.say("")

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(Toggles.Changed)
    def _edited(self, message: Message) -> None:
        message.stop()
        self.post_message(self.Edited())


def _toggles(words: tuple[Word, ...], chosen: tuple[Word, ...], name: str, kind: type[Ticks] = Ticks) -> Toggles:
    ticked = tuple(number for number, word in enumerate(words, start=1) if word in chosen)
    return kind(tuple(map(phrases.word, words)), ticked, id=name)


def _ticked(words: tuple[W, ...], toggles: Toggles) -> tuple[W, ...]:
    return tuple(word for number, word in enumerate(words, start=1) if number in toggles.ticked)
