"""Owns how an appointment looks in Quick View: its columns, sized to fit, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AppointmentState
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look
from consultant_tui.wording import phrases

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import Row
    from consultant_tui.contract.moments import Moment

WIDE = 100
"""Cells from which on there is room for the end of a session and its reference."""
_LEAST_CLIENT = 12
_EDGE = 3


class Item(NamedTuple):
    """An appointment with the words for it."""

    row: Row
    when: str
    whole: str
    """From when to when."""
    client: str
    how: str
    state: str
    fresh: bool = False
    """Whether it was booked or signed off just now."""

    @property
    def text(self) -> str:
        """All that a filter looks at."""
        mark = phrases.portal_mark(self.row.origin, self.row.account)
        parts = (self.client, self.row.case, self.row.reference, self.how, self.state, self.when, mark)
        return " ".join(parts).casefold()


def item(row: Row, now: Moment, *, fresh: bool = False) -> Item:
    """Put an appointment into words.

    Args:
        row: The appointment.
        now: The present on the consultant's clock.
        fresh: Whether it was booked or signed off just now.
    """
    return Item(
        row,
        phrases.when(row.span.start, now),
        f"{phrases.short_day(row.span.start.wall.date(), now.wall.date())} {phrases.hours(row.span)}",
        clean(row.client),
        phrases.word(row.modality),
        "new" if fresh and row.state is AppointmentState.BOOKED else phrases.row_state(row, now),
        fresh,
    )


def name(of: Item) -> str:
    """Give what tells an appointment from all others."""
    return of.row.reference


@dataclass(frozen=True)
class Columns:
    """The widths of the columns and the gap between them; a width of 0 leaves a column out."""

    when: int
    client: int
    case: int
    reference: int
    how: int
    state: int
    gap: int
    wide: bool
    """Whether there is room for the end of a session and its reference."""

    @classmethod
    def fitting(cls, items: Iterable[Item], width: int) -> Columns:
        """Size the columns to what they hold.

        Args:
            items: All that is shown in them.
            width: The cells there are.
        """
        shown = list(items)
        wide = width >= WIDE

        def widest(texts: Iterable[str], least: int) -> int:
            return max((cell_len(text) for text in texts), default=0) if shown else least

        when = max(widest((one.whole if wide else one.when for one in shown), 16), 14)
        case = min(max(widest((one.row.case for one in shown), 11), 4), 16)
        reference = min(max(widest((one.row.reference for one in shown), 9), 9), 16) if wide else 0
        how = max(widest((one.how for one in shown), 10), 3)
        state = min(max(widest((one.state for one in shown), 10), 9), 18)
        client = max(widest((one.client for one in shown), 20), 6)
        for gap, with_how in ((4, True), (3, True), (2, True), (1, True), (1, False)):
            columns = [when, case, reference, how if with_how else 0, state]
            room = width - _EDGE - sum(columns) - gap * sum(column > 0 for column in columns)
            if room >= (client if gap > 2 else min(client, _LEAST_CLIENT)):
                break
        return cls(when, max(min(room, 48), 1), case, reference, how if with_how else 0, state, gap, wide)

    def heading(self, term: str, width: int) -> str:
        """Write the line above the columns.

        Args:
            term: What the provider calls a client.
            width: The cells there are.
        """
        texts = ("When", term[:1].upper() + term[1:], "Case", "Reference", "How", "State")
        return filled(" " * _EDGE + "".join(self._filled(texts)), width)

    def draw(self, of: Item, width: int, look: Look, styles: Styles) -> Strip:
        """Draw one appointment.

        Args:
            of: The appointment.
            width: The cells there are.
            look: How ordinary text looks there.
            styles: What colours may add to words.
        """
        state = look.base if look.mark.strip() else look.base + styles.of(of)
        when = of.whole if self.wide else of.when
        texts = (when, of.client, of.row.case, of.row.reference, of.how, of.state)
        looks = (look.base, look.base, look.quiet, look.quiet, look.quiet, state)
        segments = [Segment(f" {look.mark} ", look.base)]
        segments += [Segment(text, style) for text, style in zip(self._filled(texts), looks, strict=True) if text]
        return Strip(segments).adjust_cell_length(width, look.base)

    def _filled(self, texts: tuple[str, ...]) -> list[str]:
        """Fill each column with its text, and with the gap after it."""
        widths = (self.when, self.client, self.case, self.reference, self.how, self.state)
        gaps = (self.gap, self.gap, self.gap, self.gap, self.gap, 0)
        columns = zip(texts, widths, gaps, strict=True)
        return [filled(text, width) + " " * gap if width else "" for text, width, gap in columns]


@dataclass(frozen=True)
class Styles:
    """Colours for states, always beside a word."""

    late: Style
    going: Style
    none_left: Style
    fresh: Style

    def of(self, item: Item) -> Style:
        """Choose the colour for an appointment's state."""
        if item.fresh:
            return self.fresh
        if item.row.commenced is not None and item.state.startswith("since"):
            return self.going
        if item.row.late_days is not None or item.row.account is not None:
            return self.late
        if item.state.startswith("0 "):
            return self.none_left
        return Style.null()
