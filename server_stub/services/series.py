"""Owns series: several appointments, judged one after the other and booked in one transaction or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consultant_tui.contract.appointments import BookingRequest, SeriesReceipt
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.series import DateCheck, SeriesCheck, SeriesRequest
from server_stub.domain import series as rules
from server_stub.domain.booking import is_told, objections, time_of
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span
from server_stub.services import bookings, keys, wire
from server_stub.services.checks import facts_for, nearest_to
from server_stub.services.diaries import Dossier, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.services.refused import RefusedError, because, unless_allowed
from server_stub.storage import books, extras
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing


@dataclass(frozen=True, slots=True)
class _Judged:
    """One date with what stands against it."""

    request: BookingRequest
    when: Span | Objection
    against: tuple[Objection, ...]
    left: int
    """Sessions left after it."""


def check(office: Office, visit: Visit, request: SeriesRequest) -> SeriesCheck:
    """Return what would become of each date of a series, without holding anything.

    Raises:
        RefusedError: If there are too many dates to look at.
    """
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, request.previous)
        unless_allowed(rules.objection_to_length(request, dossier.settings))
        judged = list(_judged(transaction, visit, dossier, request))
        dates = tuple(
            _date_check(transaction, visit, dossier, one, _held(judged[:number] + judged[number + 1 :]), _held(judged))
            for number, one in enumerate(judged)
        )
    line = dossier.line(request.schedule)
    news = any(is_told(one.request, one.when, visit.now) for one in judged)
    return SeriesCheck(
        dates=dates,
        line=wire.line(line) if line else None,
        refusals=_of_all(dates),
        notice=wire.notice(dossier.opened.case.client.recipient, request, news=news),
    )


@persistent
def book(office: Office, visit: Visit, key: str, request: SeriesRequest) -> SeriesReceipt:
    """Book every date of a series or none; the same request under the same key books once.

    Raises:
        RefusedError: If any rule stands against any date, or the key does.
    """
    with office.keys.held(visit.caller.profile_id, key):
        try:
            with writing(office.engines, visit.caller.person_id) as transaction:
                before = keys.series_answered(transaction, visit, key, request)
                return before or _book(transaction, visit, key, request)
        except TakenError as taken:
            raise because(taken.code) from taken


def _book(transaction: Transaction, visit: Visit, key: str, request: SeriesRequest) -> SeriesReceipt:
    dossier = open_dossier(transaction, visit, request.previous)
    unless_allowed(rules.objection_to_length(request, dossier.settings))
    line = dossier.line(request.schedule)
    judged = list(_judged(transaction, visit, dossier, request))
    if against := [wire.refusal(objection) for one in judged for objection in one.against]:
        raise RefusedError(dict.fromkeys(against))
    reference = books.next_reference(transaction, books.SERIES)
    recorded = [
        bookings.record(transaction, visit, dossier, one.request, one.when, line, reference)
        for one in judged
        if isinstance(one.when, Span) and line is not None
    ]
    receipt = SeriesReceipt(reference=reference, receipts=tuple(receipt for _, receipt in recorded))
    keys.keep(transaction, visit, key, request, recorded[0][0], receipt)
    return receipt


def _judged(transaction: Transaction, visit: Visit, dossier: Dossier, request: SeriesRequest) -> Iterator[_Judged]:
    """Judge each date as if those before it were booked."""
    case = dossier.opened.case
    available = case.figures.available
    asked = extras.open_of_case(transaction, case.id) if available < len(request.dates) else None
    earlier: list[Span] = []
    for number, date in enumerate(request.dates):
        one = rules.booking_of(request, date)
        when = time_of(one, dossier.client_zone, dossier.settings)
        facts = facts_for(transaction, visit, dossier, when)
        facts = replace(
            facts,
            available=available - number,
            answer_due=asked.answer_due if asked else None,
        )
        against = objections(one, when, facts)
        if isinstance(when, Span):
            overlap = rules.objection_to_overlap(when, earlier, visit.zone)
            if overlap is not None and all(objection.code is not overlap.code for objection in against):
                against = (*against, overlap)
            earlier.append(when)
        yield _Judged(one, when, against, available - number - 1)


def _held(judged: list[_Judged]) -> list[Span]:
    return [one.when for one in judged if isinstance(one.when, Span)]


def _date_check(
    transaction: Transaction, visit: Visit, dossier: Dossier, one: _Judged, others: list[Span], all_held: list[Span]
) -> DateCheck:
    span = one.when if isinstance(one.when, Span) else None
    return DateCheck(
        client=wire.span(span, dossier.client_zone) if span else None,
        consultant=wire.span(span, visit.zone) if span else None,
        shift=rules.shift(all_held[0], span, dossier.client_zone, visit.zone) if span else 0,
        left=one.left,
        refusals=tuple(wire.refusal(objection) for objection in one.against),
        nearest=_nearest(transaction, visit, dossier, one, others),
    )


def _nearest(
    transaction: Transaction, visit: Visit, dossier: Dossier, one: _Judged, others: list[Span]
) -> tuple[Opening, ...]:
    """Return free times that no other date of the series takes, one at the same time included."""
    found = nearest_to(transaction, visit, dossier, one.request, one.when, one.against)
    return tuple(
        opening
        for opening in found
        if not any(Span(opening.client.start.utc, opening.client.end.utc).overlaps(span) for span in others)
    )


def _of_all(dates: tuple[DateCheck, ...]) -> tuple[Refusal, ...]:
    """Return each reason that stands against any date, once."""
    return tuple(dict.fromkeys(refusal for date in dates for refusal in date.refusals))
