"""Owns the live picture of a booking's time: on the client's clock, on the consultant's, and on the line."""

from typing import ClassVar

from textual.reactive import reactive

from consultant_tui.contract.appointments import BookingCheck
from consultant_tui.contract.moments import Span
from consultant_tui.contract.refusals import Code, Field, Refusal
from consultant_tui.widgets.sheet import Facts, Sheet
from consultant_tui.wording import phrases


class Clocks(Sheet):
    """Three facts that follow what is entered."""

    STYLE: ClassVar[str] = "bold"

    check: reactive[BookingCheck | None] = reactive(None)
    """The backend's answer to what is entered; None while there is none."""

    def __init__(self, term: str, *, vouches: bool = True, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """Make the picture.

        Args:
            term: What the provider calls a client.
            vouches: Whether a time that nothing stands against fits the line; what an appointment has it may keep.
            id: The widget's id.
        """
        self._term, self._vouches = term, vouches
        super().__init__(self._facts(None), id=id)

    def watch_check(self, check: BookingCheck | None) -> None:
        """Follow the answer."""
        self.facts = self._facts(check)

    def _facts(self, check: BookingCheck | None) -> Facts:
        if check is None or check.line is None:
            line = ("Line", "…")
        elif any(_is_about_line(refusal) for refusal in check.refusals):
            line = ("Does not fit", f"{phrases.line(check.line)}  ✗")
        elif check.refusals or not self._vouches:
            line = ("Line", phrases.line(check.line))
        else:
            line = ("Fits", f"{phrases.line(check.line)}  ✓")
        client, consultant = (check.client, check.consultant) if check else (None, None)
        return (*both_clocks(self._term, client, consultant), line)


def _is_about_line(refusal: Refusal) -> bool:
    return refusal.field is Field.SCHEDULE or refusal.code is Code.OUTSIDE_SCHEDULE


def both_clocks(term: str, client: Span | None, consultant: Span | None) -> Facts:
    """Tell one time on both clocks, column under column, with the days by which their dates differ."""
    later = (consultant.start.wall.date() - client.start.wall.date()).days if client and consultant else 0
    return ((f"For the {term}", _told(client, 0)), ("For you", _told(consultant, later)))


def _told(span: Span | None, later: int) -> str:
    if span is None:
        return "…"
    start = span.start
    told = f"{phrases.day_words(start.wall.date()):<15}  {phrases.hours(span)}  {phrases.place(start.zone):<10}"
    return f"{told} {phrases.offset(start.offset)}" + (f" {phrases.shift(later)}" if later else "")
