"""Owns which booking approaches a profile is offered, and which starts each of them allows (seed 001, step 3)."""

from datetime import datetime, timedelta

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Approach, EngagementType
from server_stub.domain import clocks
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span

ORDER = (Approach.MANUAL, Approach.RETROSPECTIVE, Approach.REBOOK_WITH_ME)


def offered(engagement: EngagementType) -> tuple[Approach, ...]:
    """Return the approaches that a profile may take."""
    return ORDER[:2] if engagement is EngagementType.AD_HOC_ONLY else ORDER


def objection_to(approach: Approach, engagement: EngagementType) -> Objection | None:
    """Say why a profile may not take an approach, or None when it may."""
    if approach in offered(engagement):
        return None
    return Objection(Code.APPROACH_NOT_OFFERED, Field.APPROACH, name=engagement)


def starts_allowed(approach: Approach, now: datetime, client_zone: str, settings: Settings) -> Span:
    """Return the stretch in which a session may start; whole calendar days count, on the client's clock."""
    today = clocks.day_of(now, client_zone)
    if approach is Approach.RETROSPECTIVE:
        return Span(clocks.midnight(today - timedelta(days=settings.retrospective_days), client_zone), now)
    return Span(now, clocks.midnight(today + timedelta(days=settings.furthest_days + 1), client_zone))


def objection_to_start(
    starts: datetime, approach: Approach, now: datetime, client_zone: str, settings: Settings
) -> Objection | None:
    """Say why a session may not start at an instant under an approach, or None when it may."""
    allowed = starts_allowed(approach, now, client_zone, settings)
    if allowed.starts <= starts < allowed.ends:
        return None
    today = clocks.read(now, client_zone)
    field = Field.TIME if clocks.day_of(starts, client_zone) == today.wall.date() else Field.DATE
    if approach is Approach.RETROSPECTIVE:
        if starts >= now:
            return Objection(Code.IN_THE_FUTURE, field, start=today)
        return Objection(Code.TOO_LONG_AGO, Field.DATE, number=settings.retrospective_days)
    if starts < now:
        return Objection(Code.IN_THE_PAST, field, start=today)
    return Objection(Code.TOO_FAR_AHEAD, Field.DATE, number=settings.furthest_days)
