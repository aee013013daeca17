"""Owns how a client, case or appointment that was found looks in the list."""

from rich.segment import Segment
from textual.strip import Strip

from consultant_tui.contract.finding import Found, FoundKind
from consultant_tui.contract.moments import Moment
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look
from consultant_tui.wording import phrases

_EDGE = 3
_REFERENCE = 13
_WHEN = 18
_STATE = 13
_MOST_NAME = 48
_ISSUE_FROM = 100
"""Cells from which on there is room for the issue of the case."""


class FoundColumns:
    """The columns of the list, sized to the window."""

    def __init__(self, width: int) -> None:
        """Size the columns.

        Args:
            width: The cells there are.
        """
        room = width - 1 - _EDGE - _REFERENCE - _WHEN - _STATE
        wide = width >= _ISSUE_FROM
        name = min(max(room * 3 // 5, 1), _MOST_NAME) if wide else max(room, 1)
        self._widths = (name, _REFERENCE, max(room - name, 0) if wide else 0, _WHEN, _STATE)

    def heading(self) -> str:
        """Write the line above the list."""
        return " " * _EDGE + self._laid(("Name", "Reference", "Issue", "Appointment", "State"))

    def draw(self, row: Found, now: Moment | None, width: int, look: Look) -> Strip:
        """Draw one row.

        Args:
            row: What was found.
            now: The present on the consultant's clock.
            width: The cells there are.
            look: How ordinary text looks there.
        """
        met = row.meeting
        when = phrases.when(met.span.start, now) if met is not None and now is not None else ""
        state = phrases.standing(met.state, met.span, now) if met is not None and now is not None else ""
        texts = (row.name, row.case if row.kind is FoundKind.CLIENT else row.reference, row.issue, when, state)
        looks = (look.base, look.base if row.kind is not FoundKind.CLIENT else look.quiet, *(look.quiet,) * 3)
        segments = [Segment(f" {look.mark} ", look.base)]
        for text, cells, style in zip(texts, self._widths, looks, strict=True):
            if cells:
                segments.append(Segment(filled(text, cells - 1) + " ", style))
        return Strip(segments).adjust_cell_length(width, look.base)

    def _laid(self, texts: tuple[str, ...]) -> str:
        return "".join(filled(text, cells - 1) + " " for text, cells in zip(texts, self._widths, strict=True) if cells)
