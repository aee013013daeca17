"""Owns how accounts that wait, clients who match and sessions that were booked online look in lists."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from consultant_tui.contract.cases import OnlineBooked
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.prospects import Candidate, Joined, Prospect
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look
from consultant_tui.wording import phrases, prospects

_EDGE = 3
_STATE = 15
_WHEN = 17
_MATCHES = 12
_REFERENCE = 10
_LEAST = 12


def heading(width: int) -> str:
    """Write the line above the accounts."""
    texts = ("Name", "State", "Booked", "Matches")
    return " " * _EDGE + "".join(filled(text, cells) for text, cells in zip(texts, _widths(width), strict=True))


def draw_prospect(of: Prospect, now: Moment, width: int, look: Look) -> Strip:
    """Draw an account that waits."""
    booked = phrases.when(of.next.span.start, now) if of.next else "none"
    texts = (prospects.holder(of), phrases.word(of.state), booked, prospects.matches(of.candidates))
    return _drawn(texts, _widths(width), (look.base, look.base, look.quiet, look.quiet), width, look)


def draw_joined(of: Joined, now: Moment, width: int, look: Look) -> Strip:
    """Draw an account that was associated lately."""
    name = max((width - _EDGE) // 3, _LEAST)
    texts = (of.name, of.client, prospects.joined(of, now))
    widths = (name, _REFERENCE, max(width - _EDGE - name - _REFERENCE, 1))
    return _drawn(texts, widths, (look.base, look.quiet, look.quiet), width, look)


def draw_candidate(of: Candidate, width: int, look: Look) -> Strip:
    """Draw a client who matches."""
    name = max((width - _EDGE - _REFERENCE) // 3, _LEAST)
    texts = (of.name, of.client, prospects.compared(of))
    widths = (name, _REFERENCE, max(width - _EDGE - name - _REFERENCE, 1))
    return _drawn(texts, widths, (look.base, look.quiet, look.quiet), width, look)


def draw_booked(of: OnlineBooked, now: Moment, width: int, look: Look) -> Strip:
    """Draw a session that was booked online."""
    texts = (phrases.when(of.meeting.span.start, now), prospects.said(of))
    return _drawn(texts, (_WHEN + 1, max(width - _EDGE - _WHEN - 1, 1)), (look.base, look.quiet), width, look)


def _widths(width: int) -> tuple[int, int, int, int]:
    name = max(width - _EDGE - _STATE - _WHEN - _MATCHES, _LEAST)
    return (name, _STATE, _WHEN, max(width - _EDGE - name - _STATE - _WHEN, 0))


def _drawn(texts: tuple[str, ...], widths: tuple[int, ...], looks: tuple[Style, ...], width: int, look: Look) -> Strip:
    segments = [Segment(f" {look.mark} ", look.base)]
    for text, cells, style in zip(texts, widths, looks, strict=True):
        if cells:
            segments.append(Segment(filled(text, cells - 1) + " ", style))
    return Strip(segments).adjust_cell_length(width, look.base)
