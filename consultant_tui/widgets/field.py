"""Owns a row of a form: the label, the field, a hint beside it, and below it what is wrong."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from consultant_tui.widgets.cells import fit
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.entry import Entry


class Field(Vertical):
    """One labelled field; a mark at the label tells that it has the focus."""

    DEFAULT_CSS = """
    Field {
        height: auto;

        & > .entry { height: auto; }
        & > .entry > Entry { width: 16; }
        & .label { width: 20; height: 1; }
        & .hint {
            width: 1fr;
            height: 1;
            color: $text-muted;
            padding-left: 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > .wrong { height: auto; padding-left: 20; color: $text-error; display: none; }
        &.-wrong > .wrong { display: block; }
    }
    """

    def __init__(self, label: str, field: Widget, *, hint: str = "", id: str) -> None:  # noqa: A002 - Textual's own name
        """Make a row.

        Args:
            label: The name of the field.
            field: What is filled in.
            hint: What helps to fill it in.
            id: The row's id.
        """
        super().__init__(id=id)
        self._label = fit(label, 17)
        self._field = field
        self._name_line = Static(f"  {self._label}", classes="label", markup=False)
        self._hint_line = Static(hint, classes="hint", markup=False)
        self._wrong_line = Static("", classes="wrong", markup=False)
        self.wrong = ""
        """What is wrong with it; empty when nothing is."""

    def compose(self) -> ComposeResult:
        """Lay out the row."""
        with Horizontal(classes="entry"):
            yield self._name_line
            yield self._field
            if isinstance(self._field, Entry):
                yield self._hint_line
        yield self._wrong_line

    def say(self, wrong: str) -> None:
        """Say what is wrong, or with an empty text that nothing is; what is said already takes no other layout.

        The words come before the line is shown: a line may be measured as soon as it is, and keeps that height.
        """
        if wrong == self.wrong:
            return
        self.wrong = wrong
        self._wrong_line.update(Content(f"✗ {wrong}" if wrong else ""))
        self.set_class(bool(wrong), "-wrong")

    def hint(self, text: str) -> None:
        """Say something beside the field."""
        self._hint_line.update(Content(text))

    def enter(self) -> None:
        """Put the focus on the field."""
        self._field.focus()
        self._mark()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _mark(self) -> None:
        """Mark the label while the focus is here, whichever of both was heard of last."""
        mark = "▸" if self.has_focus_within else " "
        self._name_line.update(Content(f"{mark} {self._label}"), layout=False)


class Question(Field):
    """A field that is only looked at when everything is sent: what was said of it is taken back once it is changed."""

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Chosen)
    def _answered(self) -> None:
        if self.wrong:
            self.say("")
