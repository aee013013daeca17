"""Owns *Rebook with me*: real free times on open lines, by days, time range and first date (seed 000)."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.schedules import Openings, OpeningsByDay
from consultant_tui.contract.vocabulary import Approach
from server_stub.domain import approaches, availability, clocks, lines
from server_stub.domain.objections import Objection
from server_stub.services import wire
from server_stub.services.diaries import around, open_diary, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because, unless_allowed
from server_stub.storage.faults import reading

_WITH_ME = Approach.REBOOK_WITH_ME


@dataclass(frozen=True, slots=True)
class Wish:
    """When the client could come, on the client's own clock."""

    days: frozenset[int]
    """ISO weekdays."""
    earliest: time
    """No session starts before."""
    latest: time
    """No session starts after."""
    first: date


def openings(office: Office, visit: Visit, reference: str, wish: Wish) -> Openings:
    """Return one page of free times, from the first date asked for and never before today."""
    unless_allowed(approaches.objection_to(_WITH_ME, visit.caller.engagement))
    if not clocks.in_range(wish.first) or wish.earliest > wish.latest:
        raise because(Code.MALFORMED, Field.DATE if wish.earliest <= wish.latest else Field.TIME)
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        today = clocks.day_of(visit.now, dossier.client_zone)
        furthest = today + timedelta(days=dossier.settings.furthest_days)
        if wish.first > furthest:
            unless_allowed(Objection(Code.TOO_FAR_AHEAD, Field.DATE, number=dossier.settings.furthest_days))
        first = max(wish.first, today)
        last = min(first + timedelta(days=dossier.settings.openings_days - 1), furthest)
        diary = open_diary(transaction, visit, dossier, _WITH_ME, around(first, last))
    may = [line for line in dossier.lines if lines.objection_to(line, _WITH_ME) is None]
    found = []
    for after in range((last - first).days + 1):
        day = first + timedelta(days=after)
        if day.isoweekday() in wish.days:
            on_day = availability.openings_on(day, wish.earliest, wish.latest, may, diary)
            found.append((day, [wire.opening(line, at, visit.zone, dossier.client_zone) for line, at in on_day]))
    return Openings(
        days=tuple(OpeningsByDay(day=day, openings=tuple(free)) for day, free in found if free),
        searched_until=last,
        more_from=last + timedelta(days=1) if last < furthest else None,
    )
