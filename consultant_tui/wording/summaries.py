"""Owns what a client session summary says: its facts, and the sentences below the session count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from consultant_tui.contract.refusals import Code
from consultant_tui.wording import phrases
from consultant_tui.wording.prospects import booked_facts
from consultant_tui.wording.refusals import why_refused

if TYPE_CHECKING:
    from consultant_tui.contract.cases import SessionSummary
    from consultant_tui.contract.moments import Moment

LOOKING_ONLY = "The program was started to look only: nothing can be changed here."
"""Why what changes something cannot be pressed."""


def facts(summary: SessionSummary, now: Moment, term: str, *, whole_name: bool) -> list[tuple[str, str]]:
    """Give what is known of a client's case.

    Args:
        summary: What the backend answered.
        now: The present on the consultant's clock.
        term: What the provider calls a client.
        whole_name: Whether to tell whose case it is, because the title cannot.
    """
    told = [(term.capitalize(), summary.client), ("Case", summary.case)] if whole_name else []
    told += [
        ("This session", phrases.meeting(summary.appointment, now)),
        ("Issue", summary.issue),
        ("Organisation", summary.organisation),
        ("Time zone", phrases.place(summary.client_zone)),
        ("Last", phrases.meeting(summary.last, now)),
        ("Next", phrases.meeting(summary.next, now) if summary.next else "none booked"),
    ]
    if summary.expires is not None:
        told.append(("Case ends", phrases.day_words(summary.expires.wall.date())))
    if summary.online is not None:
        told += booked_facts(summary.online, now)
    return told


def sentences(summary: SessionSummary, now: Moment, term: str, *, read_only: bool) -> Iterator[str]:
    """Say what became of extra sessions, and why something cannot be done.

    Args:
        summary: What the backend answered.
        now: The present on the consultant's clock.
        term: What the provider calls a client.
        read_only: Whether the program was started to look only.
    """
    refused = summary.rebook.refusal
    if summary.pending is not None:
        yield phrases.pending(summary.pending, now)
        if refused is not None and refused.code is Code.NO_SESSIONS_LEFT:
            refused = replace(refused, end=None)  # by when there is an answer has just been said
    elif summary.answered is not None:
        yield phrases.answered(summary.answered, now)
    if refused is not None:
        yield why_refused(refused, term)
    if read_only:
        yield LOOKING_ONLY
