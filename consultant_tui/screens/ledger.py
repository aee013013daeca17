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

_WIDTHS = (13, 24, 11, 19, 9)
_NAME = 44
"""The cells that a name has in the title of a window of 80 columns."""
_HEADINGS = ("Date", "What happened", "Session", "Change", "Available")


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
        yield Roll[tuple[int, LedgerEntry]](_draw, lambda entry: str(entry[0]), empty="Nothing was counted yet.")
        yield Static(id="note")
        if self.ledger.pending is not None:
            yield Static(Content(phrases.pending_briefly(self.ledger.pending)), id="pending")
        yield SessionCount(self.ledger.figures)
        yield Hints()

    def on_mount(self) -> None:
        """Begin at the newest entry."""
        self.query_one(Title).left = "Session count"
        self.query_one(Title).right = (fit(clean(self.ledger.client), _NAME), self.ledger.case)
        headings = "".join(filled(text, width) for text, width in zip(_HEADINGS, _WIDTHS, strict=True))
        self.query_one("#headings", Static).update(Content(f"   {headings}"))
        roll = self.query_one(Roll)
        roll.show(list(enumerate(self.ledger.entries)))
        roll.focus()
        roll.action_last()

    @on(Roll.Moved)
    def _show_note(self) -> None:
        row = self.query_one(Roll).row
        note = row[1].note if row is not None else ""
        self.query_one("#note", Static).update(Content(f"Note: {clean(note)}" if note else ""))

    def action_back(self) -> None:
        """Go back to the summary."""
        self.dismiss(None)


def _draw(row: tuple[int, LedgerEntry], width: int, look: Look) -> Strip:
    entry = row[1]
    texts = (
        phrases.date_words(entry.at.wall.date()),
        phrases.word(entry.cause),
        entry.appointment,
        phrases.change(entry),
        f"{entry.available:>9}",
    )
    looks = (look.base, look.base, look.quiet, look.quiet, look.base)
    segments = [Segment(f" {look.mark} ", look.base)]
    segments += [Segment(filled(text, cells), style) for text, cells, style in zip(texts, _WIDTHS, looks, strict=True)]
    return Strip(segments).adjust_cell_length(width, look.base)
