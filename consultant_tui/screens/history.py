"""Owns the history of an appointment: who did what with it, and when."""

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
from consultant_tui.contract.finding import AppointmentHistory, Deed
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Origin
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.wording import deeds, phrases, prospects

_WIDTHS = (19, 36, 20)
_HEADINGS = ("When", "What", "Who")


class HistoryScreen(Asking[None]):
    """Shows what was done with an appointment, oldest first; readings are quieter than changes."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)

    DEFAULT_CSS = """
    HistoryScreen {
        & > #about { height: auto; max-height: 3; padding: 0 3; color: $text-muted; }
        & > #headings { height: 1; margin-top: 1; color: $text-muted; }
        & > #more { height: auto; max-height: 4; padding: 0 3; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk, history: AppointmentHistory) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            history: What the backend answered.
        """
        super().__init__(desk)
        self.history = history

    def compose(self) -> ComposeResult:
        """Lay out what it is about, the deeds, and more about one of them."""
        yield Title()
        yield Static(Content(clean(self._about())), id="about")
        yield Static(id="headings")
        yield Roll[tuple[int, Deed]](self._draw, lambda row: str(row[0]), empty="Nothing was written down.")
        yield Static(id="more")
        yield Hints()

    def on_mount(self) -> None:
        """Begin at the newest deed."""
        self.query_one(Title).left = f"History of {clean(self.history.appointment.reference)}"
        self.query_one(Title).right = (clean(self.history.client), clean(self.history.case))
        headings = "".join(filled(text, width) for text, width in zip(_HEADINGS, _WIDTHS, strict=True))
        self.query_one("#headings", Static).update(Content(f"   {headings}"))
        roll = self.query_one(Roll)
        roll.show(list(enumerate(self.history.deeds)))
        roll.focus()
        roll.action_last()

    def _about(self) -> str:
        met = self.history.appointment
        hours = f"{phrases.day_words(met.span.start.wall.date())} {phrases.hours(met.span)}"
        said = self.history.online
        mark = (
            f" · {phrases.portal_mark(Origin.PORTAL, said.account)}: {prospects.said(said)}" if said is not None else ""
        )
        state = phrases.standing(met.state, met.span, self.history.now)
        return f"{hours}, {phrases.word(met.modality).lower()}, {state}{mark}"

    @on(Roll.Moved)
    def _show_more(self) -> None:
        row = self.query_one(Roll).row
        detail = deeds.detail(row[1]) if row is not None else ""
        self.query_one("#more", Static).update(Content(clean(detail)))

    def action_back(self) -> None:
        """Go back to where it was asked for."""
        self.dismiss(None)

    def _draw(self, row: tuple[int, Deed], width: int, look: Look) -> Strip:
        deed = row[1]
        changed = look.base if deed.version is not None else look.quiet
        texts = (phrases.when(deed.at, self.history.now), deeds.deed(deed))
        segments = [Segment(f" {look.mark} ", look.base)]
        segments += [Segment(filled(text, cells), changed) for text, cells in zip(texts, _WIDTHS, strict=False)]
        segments.append(Segment(filled(deeds.doer(deed), max(width - 3 - _WIDTHS[0] - _WIDTHS[1], 0)), look.quiet))
        return Strip(segments).adjust_cell_length(width, look.base)
