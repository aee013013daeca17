"""Owns the booking itself: judged and recorded in one transaction, whole or not at all."""

from consultant_tui.contract.appointments import BookingRequest, Receipt
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import LedgerCause, MessageKind
from server_stub.domain import clocks
from server_stub.domain.booking import is_told
from server_stub.domain.lines import Line
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span
from server_stub.services import changes, keys, messages, wire
from server_stub.services.checks import judge, nearest_to
from server_stub.services.diaries import Dossier, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.services.refused import RefusedError
from server_stub.storage import books
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing


class _StandsAgainstError(Exception):
    """Rules stand against the request; they are told when its transaction is over."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        super().__init__()
        self.objections = objections


@persistent
def book(office: Office, visit: Visit, key: str, request: BookingRequest) -> Receipt:
    """Book a client's next appointment; the same request under the same key books once and is answered the same.

    Raises:
        RefusedError: If any rule stands against it, or the key does.
    """
    with office.keys.held(visit.caller.profile_id, key):
        try:
            with writing(office.engines, visit.caller.person_id) as transaction:
                before = keys.answered(transaction, visit, key, request)
                return before or _book(transaction, visit, key, request)
        except TakenError as taken:
            raise _refused(office, visit, request, (Objection(taken.code),)) from taken
        except _StandsAgainstError as stands:
            raise _refused(office, visit, request, stands.objections) from stands


def _book(transaction: Transaction, visit: Visit, key: str, request: BookingRequest) -> Receipt:
    dossier = open_dossier(transaction, visit, request.previous)
    when, against = judge(transaction, visit, dossier, request)
    line = dossier.line(request.schedule)
    if against or isinstance(when, Objection) or line is None:
        raise _StandsAgainstError(against)
    appointment_id, receipt = record(transaction, visit, dossier, request, when, line)
    keys.keep(transaction, visit, key, request, appointment_id, receipt)
    return receipt


def record(
    transaction: Transaction,
    visit: Visit,
    dossier: Dossier,
    request: BookingRequest,
    when: Span,
    line: Line,
    series: str | None = None,
) -> tuple[int, Receipt]:
    """Record a booking that nothing stands against: claims, count, messages and audit; returns its id and receipt.

    Args:
        transaction: The transaction, in which it was judged.
        visit: Who books.
        dossier: The appointment that is repeated.
        request: What is booked.
        when: Its place in time.
        line: The line it is on.
        series: The reference of the series it belongs to, if any.
    """
    reference, appointment_id = _record(transaction, visit, dossier, request, when, line, series)
    case = dossier.opened.case
    sums = books.post(
        transaction, case_id=case.id, cause=LedgerCause.BOOKED, at=visit.now, appointment_id=appointment_id, version=1
    )
    receipt = Receipt(
        reference=reference,
        case=case.reference,
        client_name=case.client.name,
        client=wire.span(when, case.client.zone),
        consultant=wire.span(when, visit.zone),
        line=wire.line(line),
        modality=request.modality,
        platform=request.platform,
        attendance=request.attendance,
        confirmed=request.confirmed,
        notice=wire.notice(case.client.recipient, request, news=is_told(request, when, visit.now)),
        figures=wire.figures(sums),
    )
    told = _tell(transaction, visit, dossier, appointment_id)
    changes.keep_booking(transaction, visit, appointment_id, told=told)
    return appointment_id, receipt


def _record(
    transaction: Transaction,
    visit: Visit,
    dossier: Dossier,
    request: BookingRequest,
    when: Span,
    line: Line,
    series: str | None,
) -> tuple[str, int]:
    case = dossier.opened.case
    reference = books.next_reference(transaction, books.APPOINTMENT)
    appointment = books.NewAppointment(
        reference=reference,
        case_id=case.id,
        client_id=case.client.id,
        person_id=visit.caller.person_id,
        profile_id=visit.caller.profile_id,
        schedule_id=line.id,
        approach=request.approach,
        modality=request.modality,
        platform=request.platform,
        attendance=request.attendance,
        confirmed=request.confirmed,
        notify=request.notify,
        approval=request.approval.strip(),
        agreed=clocks.read(when.starts, case.client.zone),
        ends=when.ends,
        booked_at=visit.now,
        series=series,
    )
    return reference, books.record_appointment(transaction, appointment)


def _tell(transaction: Transaction, visit: Visit, dossier: Dossier, appointment_id: int) -> bool:
    told = messages.announce(transaction, visit, appointment_id, MessageKind.CONFIRMATION, dossier.settings)
    books.write_audit(
        transaction,
        at=visit.now,
        act="booked",
        profile_id=visit.caller.profile_id,
        staff=visit.caller.staff,
        client_id=dossier.opened.case.client.id,
        appointment_id=appointment_id,
        version=1,
    )
    return told


def _refused(office: Office, visit: Visit, request: BookingRequest, found: tuple[Objection, ...]) -> RefusedError:
    """Judge again, outside the transaction that failed, for every reason and the nearest free times.

    What was found inside it is told in any case: by now it may be gone.
    """
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, request.previous)
        when, against = judge(transaction, visit, dossier, request)
        codes = {objection.code for objection in against}
        if Code.HELD in codes:
            codes.add(Code.CONSULTANT_BUSY)
        against = (*against, *(objection for objection in found if objection.code not in codes))
        nearest = nearest_to(transaction, visit, dossier, request, when, against)
    return RefusedError((wire.refusal(objection) for objection in against), nearest)
