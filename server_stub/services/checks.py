"""Owns the verdict on a booking request: the facts it is judged by, and the free times nearest to it."""

from datetime import timedelta

from consultant_tui.contract.appointments import BookingCheck, BookingRequest
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain import availability
from server_stub.domain.booking import Facts, is_told, objections, time_of
from server_stub.domain.cases import effect
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span
from server_stub.services import wire
from server_stub.services.diaries import Dossier, open_diary, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.storage import extras, schedules
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.records import Taken

CLASHES = frozenset({Code.CONSULTANT_BUSY, Code.HELD, Code.CLIENT_BUSY, Code.ON_LEAVE, Code.OUTSIDE_SCHEDULE})
"""What another time on the same line would mend."""


def judge(
    transaction: Transaction, visit: Visit, dossier: Dossier, request: BookingRequest
) -> tuple[Span | Objection, tuple[Objection, ...]]:
    """Find a request's place in time and everything that stands against it."""
    when = time_of(request, dossier.client_zone, dossier.settings)
    return when, objections(request, when, facts_for(transaction, visit, dossier, when))


def facts_for(
    transaction: Transaction, visit: Visit, dossier: Dossier, when: Span | Objection, *, without: int = 0
) -> Facts:
    """Load what the rules look at besides a request.

    Args:
        transaction: The transaction.
        visit: Who asks.
        dossier: The appointment that is repeated or moved.
        when: The time in question; around an unknown one nothing is looked for.
        without: An appointment whose time does not count as taken, because it is to be moved.
    """
    taken = Taken()
    if isinstance(when, Span):
        client = dossier.opened.case.client.id
        taken = schedules.taken(transaction, visit.caller.person_id, client, when, visit.now, without=without)
    case = dossier.opened.case
    asked = extras.open_of_case(transaction, case.id) if case.figures.available < 1 else None
    return Facts(
        now=visit.now,
        zone=visit.zone,
        client_zone=dossier.client_zone,
        engagement=visit.caller.engagement,
        settings=dossier.settings,
        lines=dossier.lines,
        available=case.figures.available,
        answer_due=asked.answer_due if asked else None,
        expires=dossier.expires,
        busy=taken.person,
        client_busy=taken.client,
        leave=taken.leave,
        held=taken.held,
    )


def check(office: Office, visit: Visit, request: BookingRequest) -> BookingCheck:
    """Return what would become of a request, without holding anything."""
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, request.previous)
        when, against = judge(transaction, visit, dossier, request)
        nearest = nearest_to(transaction, visit, dossier, request, when, against)
    line = dossier.line(request.schedule)
    span = when if isinstance(when, Span) else None
    return BookingCheck(
        client=wire.span(span, dossier.client_zone) if span else None,
        consultant=wire.span(span, visit.zone) if span else None,
        line=wire.line(line) if line else None,
        refusals=tuple(wire.refusal(objection) for objection in against),
        nearest=nearest,
        notice=wire.notice(dossier.opened.case.client.recipient, request, news=is_told(request, when, visit.now)),
        figures=wire.figures(dossier.opened.case.figures.plus(effect(LedgerCause.BOOKED))),
    )


def nearest_to(
    transaction: Transaction,
    visit: Visit,
    dossier: Dossier,
    request: BookingRequest,
    when: Span | Objection,
    against: tuple[Objection, ...],
    *,
    without: int = 0,
) -> tuple[Opening, ...]:
    """Return the free times of the chosen line nearest to a request that clashes; none when it does not."""
    line = dossier.line(request.schedule)
    if line is None or isinstance(when, Objection) or not CLASHES & {objection.code for objection in against}:
        return ()
    reach = timedelta(days=availability.NEAREST_DAYS + 1)
    within = Span(when.starts - reach, when.ends + reach)
    diary = open_diary(transaction, visit, dossier, request.approach, within, without=without)
    return tuple(
        wire.opening(line, session, visit.zone, dossier.client_zone)
        for session in availability.nearest(when.starts, line, diary)
    )
