"""Owns how a booked appointment ends without taking place: cancelled, and at whose cost, or not attended."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from consultant_tui.contract.endings import Attempt, Cancellation, NoShow
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AppointmentState, CancelledBy, ContactMeans, LedgerCause
from server_stub.domain import clocks
from server_stub.domain.appointments import LEGAL
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span

LONGEST_REASON = 1000
"""Characters of a reason."""

LONGEST_OVERRIDE = 200
"""Characters of the reason for another charge; it stands in the ledger."""

ATTEMPTS = (2, 4)
"""How many tries to reach a client must, and may, be told."""

_DAY = timedelta(days=1)


def free_until(starts: datetime, settings: Settings) -> datetime:
    """Return the last instant at which the client cancels or moves without charge; elapsed time counts."""
    return starts - timedelta(hours=settings.free_cancel_hours)


def is_late(starts: datetime, now: datetime, settings: Settings) -> bool:
    """Whether the start is too near for the client to change anything without charge."""
    return now > free_until(starts, settings)


def is_charged(by: CancelledBy | None, starts: datetime, now: datetime, settings: Settings) -> bool:
    """Whether a change at somebody's wish costs a session: only the client's, and only a late one."""
    return by is CancelledBy.CLIENT and is_late(starts, now, settings)


def cause_of(*, charged: bool) -> LedgerCause:
    """Return what a cancellation does to the count."""
    return LedgerCause.LATE_CANCELLATION if charged else LedgerCause.RELEASED


def objection_to_ending(state: AppointmentState, ending: AppointmentState) -> Objection | None:
    """Say why an appointment may not come to an end, or None when it may."""
    return None if ending in LEGAL[state] else Objection(Code.NOT_BOOKED, name=state)


def objections_to_cancelling(asked: Cancellation, *, computed: bool) -> tuple[Objection, ...]:
    """Say what stands against a cancellation; another charge than the computed one needs a written reason."""
    found: list[Objection] = []
    if not asked.by.known:
        found.append(Objection(Code.WORD_NOT_KNOWN, Field.BY, name=asked.by))
    found += _against_reason(asked.reason)
    if asked.charged != computed and not written(asked.override):
        found.append(Objection(Code.OVERRIDE_REASON_NEEDED, Field.OVERRIDE))
    if len(asked.override) > LONGEST_OVERRIDE:
        found.append(Objection(Code.TOO_LONG, Field.OVERRIDE, number=LONGEST_OVERRIDE))
    return tuple(found)


def no_show_from(starts: datetime, settings: Settings) -> datetime:
    """Return from when on a client counts as not having come."""
    return starts + timedelta(minutes=settings.no_show_minutes)


def objection_to_no_show(
    state: AppointmentState, starts: datetime, now: datetime, zone: str, settings: Settings
) -> Objection | None:
    """Say why an appointment may not be marked as a no show yet, or at all."""
    against = objection_to_ending(state, AppointmentState.NO_SHOW)
    earliest = no_show_from(starts, settings)
    if against is None and now < earliest:
        return Objection(Code.NO_SHOW_TOO_EARLY, number=settings.no_show_minutes, start=clocks.read(earliest, zone))
    return against


def objections_to_no_show(
    asked: NoShow, session: Span, now: datetime, zone: str, settings: Settings
) -> tuple[Objection, ...]:
    """Say what stands against what is told of a no show, of each try by itself."""
    found = []
    least, most = ATTEMPTS
    if not least <= len(asked.attempts) <= most:
        found.append(Objection(Code.ATTEMPTS_NEEDED, Field.ATTEMPTS, number=least))
    found += [
        Objection(Code.WORD_NOT_KNOWN, Field.ATTEMPTS, name=attempt.means)
        for attempt in asked.attempts
        if not attempt.means.known
    ]
    begin, end = clocks.read(session.starts, zone), clocks.read(now, zone)
    found += [
        Objection(Code.ATTEMPT_OUTSIDE, Field.ATTEMPTS, number=number, start=begin, end=end)
        for number, attempt in enumerate(asked.attempts, start=1)
        if _is_outside(attempt, session, now, zone, settings)
    ]
    return (*found, *_against_reason(asked.reason))


def instant_of(attempt: Attempt, session: Span, zone: str, settings: Settings) -> datetime:
    """Return when a client was tried: on the date of the start, or after midnight if the session reaches into it.

    A session that ends shortly before midnight reaches into the next date by as long as a client is waited for.
    """
    day = clocks.read(session.starts, zone).wall.date()
    first = clocks.edge(datetime.combine(day, attempt.at), zone)
    reaches = clocks.read(no_show_from(session.ends, settings), zone).wall.date() > day
    return clocks.edge(datetime.combine(day + _DAY, attempt.at), zone) if first < session.starts and reaches else first


def attempts_written(attempts: Iterable[tuple[datetime, ContactMeans]]) -> str:
    """Write tries as they are stored: "2026-11-22T23:10Z phone; 2026-11-22T23:20Z email"."""
    return "; ".join(f"{at:%Y-%m-%dT%H:%M}Z {means}" for at, means in attempts)


def written(text: str) -> str:
    """Return what somebody wrote as it is stored: one line, without marks that upset a screen."""
    return " ".join(clean(text).split())


def _is_outside(attempt: Attempt, session: Span, now: datetime, zone: str, settings: Settings) -> bool:
    return attempt.at.tzinfo is not None or not session.starts <= instant_of(attempt, session, zone, settings) <= now


def _against_reason(reason: str) -> list[Objection]:
    if not written(reason):
        return [Objection(Code.REASON_NEEDED, Field.REASON)]
    return [Objection(Code.TOO_LONG, Field.REASON, number=LONGEST_REASON)] if len(reason) > LONGEST_REASON else []
