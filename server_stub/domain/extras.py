"""Owns the rules about extra sessions: what may be asked for, who looks at it first, until when, and what is given."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import RequestState
from server_stub.domain import clocks
from server_stub.domain.business_days import business_days_after
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings

OPEN = (RequestState.IN_REVIEW, RequestState.PENDING)
"""States of a request that has no answer."""

LONGEST_REASON = 1000
"""Characters that a reason may have."""

MONTHS = 12
"""Over how many months the sessions of a case are counted for the clinical review."""

_SHORTEST_NAME = 3
_END_OF_DAY = time(23, 59)


def objections(
    sessions: int, reason: str, client_name: str, pending: RequestState | None, settings: Settings
) -> tuple[Objection, ...]:
    """Say everything that stands against a request; nothing means that it may be recorded.

    Args:
        sessions: How many are asked for.
        reason: The clinical reason.
        client_name: What the approver must not read.
        pending: Where the open request of the case stands, if there is one.
        settings: The provider's.
    """
    found: list[Objection | None] = [objection_to_asking(pending)]
    if not 1 <= sessions <= settings.max_extra:
        found.append(Objection(Code.TOO_MANY_EXTRA, Field.SESSIONS, number=settings.max_extra))
    found.append(_against_reason(reason, Code.CLINICAL_REASON_NEEDED))
    if _names(client_name, reason):
        found.append(Objection(Code.CLIENT_NAMED, Field.REASON))
    return tuple(objection for objection in found if objection is not None)


def objection_to_asking(pending: RequestState | None) -> Objection | None:
    """Say why no extra sessions may be asked for at all, or None when they may."""
    return Objection(Code.REQUEST_OPEN, name=pending) if pending else None


def first_state(
    given: Iterable[tuple[datetime, int]], sessions: int, now: datetime, settings: Settings
) -> RequestState:
    """Return where a new request goes: to clinical review when a case reaches many sessions within a year.

    Args:
        given: When how many sessions were entitled or granted.
        sessions: How many are asked for.
        now: When it is asked.
        settings: The provider's.
    """
    since = clocks.months_after(now, settings.provider_zone, -MONTHS)
    counted = sum(number for at, number in given if at >= since)
    return RequestState.IN_REVIEW if counted + sessions >= settings.review_at else RequestState.PENDING


def note(reference: str, granted: int, sessions: int) -> str:
    """Say beside a ledger entry for which request it stands, and how much of it was granted."""
    return f"{reference}: {granted} of {sessions}"


def answer_due(asked: datetime, settings: Settings) -> datetime:
    """Return until when a request is to be answered: the end of a business day on the provider's clock."""
    day = clocks.day_of(asked, settings.provider_zone)
    last = business_days_after(day, settings.answer_days, settings.holiday_region)
    return clocks.edge(datetime.combine(last, _END_OF_DAY), settings.provider_zone)


def overdue(due: datetime, now: datetime) -> bool:
    """Whether an answer should have come; the last minute of the day still counts."""
    return now >= due + timedelta(minutes=1)


def state_of(state: str, sessions: int, granted: int) -> RequestState:
    """Return the state of a request by what was granted; one without an answer keeps its own."""
    if state in OPEN and not granted:
        return RequestState(state)
    if not granted:
        return RequestState.DECLINED
    return RequestState.APPROVED if granted == sessions else RequestState.PARTLY_APPROVED


def objections_to_answer(
    state: RequestState, sessions: int, granted: int, reason: str, *, reviewer: bool = False
) -> tuple[Objection, ...]:
    """Say everything that stands against an answer.

    Args:
        state: Where the request stands.
        sessions: How many were asked for.
        granted: How many are to be granted; none declines it.
        reason: What the consultant is told; needed to decline.
        reviewer: Whether the clinical reviewer answers, who may decline.
    """
    found: list[Objection | None] = []
    if state not in OPEN:
        found.append(Objection(Code.REQUEST_ANSWERED, name=state))
    elif state is RequestState.IN_REVIEW and not (reviewer and not granted):
        found.append(Objection(Code.IN_REVIEW))
    if not 0 <= granted <= sessions:
        found.append(Objection(Code.TOO_MANY_EXTRA, Field.SESSIONS, number=sessions))
    needed = Code.ANSWER_REASON_NEEDED if not granted else None
    found.append(_against_reason(reason, needed))
    return tuple(objection for objection in found if objection is not None)


def _against_reason(reason: str, needed: Code | None) -> Objection | None:
    if needed and not reason.strip():
        return Objection(needed, Field.REASON)
    if len(reason) > LONGEST_REASON:
        return Objection(Code.TOO_LONG, Field.REASON, number=LONGEST_REASON)
    if reason and not reason.isprintable():
        return Objection(Code.MALFORMED, Field.REASON)
    return None


def _names(client: str, reason: str) -> bool:
    """Whether a reason tells who the client is: by the whole name, or by a part of it as it is written."""
    if client.casefold() in reason.casefold():
        return True
    parts = {part for part in re.findall(r"\w+", client) if len(part) >= _SHORTEST_NAME}
    return bool(parts & set(re.findall(r"\w+", reason)))
