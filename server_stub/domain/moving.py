"""Owns the rules against another time for an appointment: on the same day by an edit, on any day by a move."""

from dataclasses import dataclass, replace
from datetime import date

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.endings import Edit, Move
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Approach, Modality, Platform
from server_stub.domain import booking
from server_stub.domain.booking import Facts
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span


def as_moved(asked: Move, modality: Modality, platform: Platform | None, *, notify: bool) -> BookingRequest:
    """Write a move as the booking of its new time."""
    return BookingRequest(
        previous="",
        approach=Approach.MANUAL,
        schedule=asked.schedule,
        modality=modality,
        platform=platform,
        day=asked.day,
        start=asked.start,
        occurrence=asked.occurrence,
        notify=notify,
        approval=asked.approval,
    )


def as_edited(asked: Edit, day: date, schedule: str) -> BookingRequest:
    """Write an edit as the booking of what it leads to."""
    return BookingRequest(
        previous="",
        approach=Approach.MANUAL,
        schedule=schedule,
        modality=asked.modality,
        platform=asked.platform,
        day=day,
        start=asked.start,
        occurrence=asked.occurrence,
        notify=asked.notify,
        attendance=asked.attendance,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """Where an appointment is before it is moved."""

    span: Span
    line: str | None
    late: bool
    """Whether its start is so near that the client's wish to move it costs a session."""


def objections_to_move(
    asked: Move, request: BookingRequest, when: Span | Objection, old: Old, facts: Facts, *, online: bool = False
) -> tuple[Objection, ...]:
    """Say everything that stands against a move.

    Args:
        asked: The move.
        request: The same as a booking.
        when: What its time was found to be.
        old: Where it is.
        facts: Without the appointment itself; the session it holds counts as available.
        online: Whether its client moves it, to a time that the grid of online booking allows on the line's clock.
    """
    found = [one for one in booking.objections(request, when, facts) if not (online and one.code is Code.OFF_THE_GRID)]
    if when == old.span and asked.schedule == old.line:
        found.append(Objection(Code.SAME_TIME, Field.DATE))
    if old.late and asked.by is None:
        found.append(Objection(Code.WISH_NEEDED, Field.BY))
    if asked.by is not None and not asked.by.known:
        found.append(Objection(Code.WORD_NOT_KNOWN, Field.BY, name=asked.by))
    return tuple(found)


def objections_to_edit(
    request: BookingRequest, when: Span | Objection, old: Span, facts: Facts
) -> tuple[Objection, ...]:
    """Say everything that stands against an edit; a time that stays as it is needs no defence.

    Args:
        request: What the appointment is to be, as a booking.
        when: What its time was found to be.
        old: The time it has.
        facts: Without the appointment itself.
    """
    means = (*booking.against_words(request), *booking.against_means(request))
    if isinstance(when, Objection):
        return (*means, when)
    if when.starts == old.starts:
        return means
    line = facts.line(request.schedule)
    against = booking.against_time(request, when, facts)
    if line is not None:
        against += booking.against_place(request, when, line, facts)
    # The line stays as it was approved, and a session whose time has come may be put right to when it really was.
    excused = {Code.APPROVAL_NEEDED} | ({Code.IN_THE_PAST} if old.starts < facts.now else set())
    return (*means, *(one for one in against if one is not None and one.code not in excused))


def without_itself(facts: Facts, *, charged: bool) -> Facts:
    """Count the session that an appointment holds as available, less what its move costs."""
    return replace(facts, available=facts.available + (0 if charged else 1))
