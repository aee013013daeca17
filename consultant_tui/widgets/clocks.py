"""Owns the live picture of a booking's time: on the client's clock, on the consultant's, and on the line."""

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from consultant_tui import wording
from consultant_tui.contract.appointments import BookingCheck
from consultant_tui.contract.moments import Span

_LABEL = 19


class Clocks(Static):
    """Three lines that follow what is entered."""

    check: reactive[BookingCheck | None] = reactive(None)
    """The backend's answer to what is entered; None while there is none."""

    def __init__(self, term: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """Make the picture.

        Args:
            term: What the provider calls a client.
            id: The widget's id.
        """
        super().__init__(markup=False, id=id)
        self._term = term

    def watch_check(self, check: BookingCheck | None) -> None:
        """Write the three lines."""
        client, consultant = (check.client, check.consultant) if check else (None, None)
        later = (consultant.start.wall.date() - client.start.wall.date()).days if client and consultant else 0
        self.update(
            Content("\n").join(
                [
                    self._row(f"For the {self._term}", client),
                    self._row("For you", consultant, later),
                    self._fits(check),
                ]
            )
        )

    def _row(self, label: str, span: Span | None, later: int = 0) -> Content:
        if span is None:
            return Content.assemble(f"  {label:<{_LABEL - 2}}", ("…", "$text-muted"))
        start = span.start
        told = f"{wording.day_words(start.wall.date()):<15}  {wording.hours(span)}  {wording.place(start.zone)}"
        told = f"{told:<41}  {wording.offset(start.offset)}" + (f"  {wording.shift(later)}" if later else "")
        return Content.assemble(f"  {label:<{_LABEL - 2}}", (told, "bold"))

    def _fits(self, check: BookingCheck | None) -> Content:
        if check is None or check.line is None:
            return Content.assemble(f"  {'Line':<{_LABEL - 2}}", ("…", "$text-muted"))
        label, mark = ("Fits", "✓") if not check.refusals else ("Does not fit", "✗")
        return Content(f"  {label:<{_LABEL - 2}}{wording.line(check.line)}  {mark}")
