"""Owns how one date of a series is drawn: on both clocks, and how it stands."""

from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from consultant_tui.contract.series import DateCheck
from consultant_tui.rebooking.series import Slot
from consultant_tui.screens.rebooking import series_words
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look
from consultant_tui.wording import phrases

_NUMBER = 3
_WIDE = 72
"""Cells from which on there is room for the year."""


class DateRow(NamedTuple):
    """One date with what is known of it."""

    number: int
    slot: Slot
    check: DateCheck | None
    term: str


def widths(width: int) -> tuple[int, int]:
    """Give the cells of both clocks."""
    return (24, 18) if width >= _WIDE else (18, 14)


def draw(row: DateRow, width: int, look: Look) -> Strip:
    """Draw a date that many cells wide."""
    client, consultant = _times(row, year=width >= _WIDE)
    state = series_words.state(row.slot, row.check, row.term)
    cells = widths(width)
    texts = ((f"{row.number + 1}", _NUMBER), (client, cells[0]), (consultant, cells[1]))
    style = look.quiet if row.slot.dropped else look.base
    segments = [Segment(f" {look.mark} ", look.base)]
    segments += [Segment(filled(text, room), style) for text, room in texts]
    # The last cell is left to the bar of a list that scrolls.
    rest = max(width - 3 - _NUMBER - sum(cells) - 1, 0)
    return Strip([*segments, Segment(filled(state, rest), look.base)]).adjust_cell_length(width, look.base)


def _times(row: DateRow, *, year: bool) -> tuple[str, str]:
    """Write a date on both clocks; the consultant's as far as it is known."""
    day = phrases.day_words(row.slot.day)
    client = f"{day if year else day.rsplit(' ', 1)[0]} {row.slot.start:%H:%M}"
    check = row.check
    if check is None or check.client is None or check.consultant is None:
        return client, ""
    days = (check.consultant.start.wall.date() - check.client.start.wall.date()).days
    return client, phrases.clock(check.consultant.start) + (f" {phrases.shift(days)}" if days else "")
