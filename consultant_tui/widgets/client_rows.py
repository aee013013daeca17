"""Owns how a client's details, cases and appointments look on the client page."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from consultant_tui.contract.finding import CaseLine, ClientPage, Past
from consultant_tui.contract.messages import MessageLine
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.text import clean
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look
from consultant_tui.widgets.sheet import Facts
from consultant_tui.wording import deeds, phrases, prospects

_CONTACTS = 3
"""Contact attempts that are shown."""
_WIDE = 76
"""Cells from which on there is room for everything."""
_REFERENCE = 13
_WHEN = 18
_HOW = 12
_FIGURES = 23
_END = 17
_STATE = 20
_SENT = 40


def facts(page: ClientPage) -> Facts:
    """Write what there is to know about a client."""
    booked = " · ".join(
        f"{phrases.when(met.span.start, page.now)}, {phrases.word(met.modality).lower()}" for met in page.next
    )
    tried = " · ".join(deeds.contact(one, page.now) for one in page.contacts[:_CONTACTS])
    told = [
        ("E-mail", page.email or "none"),
        ("Phone", page.phone or "none"),
        ("Time zone", phrases.place(page.zone)),
        ("Organisation", ", ".join(page.organisations)),
        ("Next", booked or "none booked"),
    ]
    if page.account is not None:
        told.append(("Online booking", prospects.account(page)))
    if page.online:
        told.append(("Said online", prospects.said_online(page.online, page.now)))
    if tried:
        told.append(("Tried to reach", tried))
    return tuple((label, clean(text)) for label, text in told)


def draw_case(case: CaseLine, width: int, look: Look) -> Strip:
    """Draw one case; where there is little room, without its end."""
    pending = ", extra requested" if case.pending is not None else ""
    end = _END if width >= _WIDE else 0
    issue = max(width - 3 - _REFERENCE - _FIGURES - end - len(pending), 8)
    texts = (case.reference, case.issue, deeds.figures(case.figures) + pending, deeds.case_end(case))
    widths = (_REFERENCE, issue, _FIGURES + len(pending), end)
    return _drawn(texts, widths, (look.base, look.base, look.base, look.quiet), width, look)


def draw_past(one: Past, now: Moment, width: int, look: Look) -> Strip:
    """Draw one appointment; where there is little room, without how and in which case it was."""
    met = one.meeting
    portal = ", portal" if phrases.portal_mark(one.origin, None) else ""
    texts = (
        phrases.when(met.span.start, now),
        deeds.past_state(one, now) + portal,
        phrases.word(met.modality),
        one.case,
        met.reference,
    )
    base = look.quiet if one.withdrawn else look.base
    how, case = (_HOW, _REFERENCE) if width >= _WIDE else (0, 0)
    widths = (_WHEN, _STATE, how, case, _REFERENCE)
    return _drawn(texts, widths, (base, base, *(look.quiet,) * 3), width, look)


def draw_message(line: MessageLine, page: ClientPage, width: int, look: Look) -> Strip:
    """Draw one message, and to whom it went where that is not the client's address of now."""
    kind = max(min(width - 3 - _WHEN - _SENT, 40), 15)
    other = f" · to {clean(line.to)}" if line.to != page.email else ""
    texts = (phrases.when(line.made, page.now), phrases.word(line.kind), deeds.message_state(line, page.now) + other)
    state = max(width - 3 - _WHEN - kind, 1)
    return _drawn(texts, (_WHEN, kind, state), (look.base, look.base, look.quiet), width, look)


def _drawn(texts: tuple[str, ...], widths: tuple[int, ...], looks: tuple[Style, ...], width: int, look: Look) -> Strip:
    segments = [Segment(f" {look.mark} ", look.base)]
    for text, cells, style in zip(texts, widths, looks, strict=True):
        if cells:
            segments.append(Segment(filled(text, cells - 1) + " ", style))
    return Strip(segments).adjust_cell_length(width, look.base)
