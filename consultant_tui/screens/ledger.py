"""Owns the ledger: every change of a case's session count, with its date and cause."""

from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu
from consultant_tui.contract.cases import Ledger, LedgerEntry
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.widgets.cells import filled, fit
from consultant_tui.widgets.count import SessionCount
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.wording import phrases

_EDGE = 3
_WIDTHS = (13, 24, 11, 19, 10)
_DATE, _CHANGE, _AVAILABLE = 12, 18, 10
"""The widths of what stays in a narrow window, beside what happened."""
_NAME = 44
"""The cells that a name has in the title of a window of 80 columns."""
_HEADINGS = ("Date", "What happened", "Session", "Change", "Available")


def _fitted(width: int) -> tuple[int, ...]:
    """Size the columns to a window; where they do not all fit, the session is left to the line below."""
    room = width - _EDGE
    if room >= sum(_WIDTHS):
        return _WIDTHS
    return (_DATE, max(room - _DATE - _CHANGE - _AVAILABLE, 0), 0, _CHANGE, _AVAILABLE)


class LedgerScreen(Asking[None]):
    """Explains a session count, oldest entry first."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)

    DEFAULT_CSS = """
    LedgerScreen {
        & > #headings { height: 1; color: $text-muted; }
        & > #note { height: 1; padding: 0 3; color: $text-muted; }
        & > #pending { height: auto; padding: 0 3; color: $text-warning; }
        & > SessionCount { padding: 1 3; height: 4; }
    }
    """

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            ledger: What the backend answered.
        """
        super().__init__(desk)
        self.ledger = ledger

    def compose(self) -> ComposeResult:
        """Lay out entries, the note of one, and the sum of all."""
        yield Title()
        yield Static(id="headings")
        yield Roll[tuple[int, LedgerEntry]](self._draw, lambda entry: str(entry[0]), empty="Nothing was counted yet.")
        yield Static(id="note")
        if self.ledger.pending is not None:
            yield Static(Content(phrases.pending_briefly(self.ledger.pending)), id="pending")
        yield SessionCount(self.ledger.figures)
        yield Hints()

    def on_mount(self) -> None:
        """Begin at the newest entry."""
        self.query_one(Title).left = "Session count"
        self.query_one(Title).right = (fit(clean(self.ledger.client), _NAME), self.ledger.case)
        roll = self.query_one(Roll)
        roll.show(list(enumerate(self.ledger.entries)))
        roll.focus()
        roll.action_last()

    @property
    def _widths(self) -> tuple[int, ...]:
        return _fitted(self.size.width)

    def on_resize(self) -> None:
        """Fit the columns to the window."""
        headings = "".join(filled(text, width) for text, width in zip(_HEADINGS, self._widths, strict=True))
        self.query_one("#headings", Static).update(Content(" " * _EDGE + headings))
        self._show_note()

    @on(Roll.Moved)
    def _show_note(self) -> None:
        row = self.query_one(Roll).row
        self.query_one("#note", Static).update(Content(clean(self._more(row[1])) if row is not None else ""))

    def _more(self, entry: LedgerEntry) -> str:
        """Tell what the row of an entry has no room for."""
        left_out = () if all(self._widths) else (phrases.word(entry.cause), entry.appointment)
        return " · ".join(filter(None, (*left_out, f"Note: {entry.note}" if entry.note else "")))

    def action_back(self) -> None:
        """Go back to the summary."""
        self.dismiss(None)

    def _draw(self, row: tuple[int, LedgerEntry], width: int, look: Look) -> Strip:
        entry = row[1]
        texts = (
            phrases.date_words(entry.at.wall.date()),
            phrases.word(entry.cause),
            entry.appointment,
            phrases.change(entry),
            f"{entry.available:>{_AVAILABLE - 1}}",
        )
        looks = (look.base, look.base, look.quiet, look.quiet, look.base)
        segments = [Segment(f" {look.mark} ", look.base)]
        for text, cells, style in zip(texts, self._widths, looks, strict=True):
            segments.append(Segment(filled(text, max(cells - 1, 0)) + " " * (cells > 0), style))
        return Strip(segments).adjust_cell_length(width, look.base)
