"""Owns what every change of an appointment has in common: the version it is based on, and the traces it leaves."""

from collections.abc import Mapping
from typing import Any

from consultant_tui.contract.endings import Changed
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.vocabulary import Act, AppointmentState, LedgerCause, MessageKind
from server_stub.domain import undoing
from server_stub.domain.cases import Figures
from server_stub.domain.spans import Span
from server_stub.domain.undoing import Done
from server_stub.services import messages, wire
from server_stub.services.diaries import Dossier, open_dossier
from server_stub.services.office import Visit
from server_stub.services.refused import RefusedError
from server_stub.storage import books, changes
from server_stub.storage.changes import Before, Standing
from server_stub.storage.faults import Transaction
from server_stub.storage.records import Appointment


def open_for_change(transaction: Transaction, visit: Visit, reference: str, version: int) -> Dossier:
    """Load an appointment that still has the version the caller saw.

    Raises:
        RefusedError: If it is not the caller's, or somebody changed it meanwhile; that says who, what and when.
    """
    dossier = open_dossier(transaction, visit, reference)
    unless_stale(transaction, visit, dossier.opened, version)
    return dossier


def unless_stale(transaction: Transaction, visit: Visit, opened: Appointment, version: int) -> None:
    """Pass when an appointment still has the version the caller saw.

    Raises:
        RefusedError: When somebody changed it meanwhile; it says who, what and when.
    """
    if opened.version == version:
        return
    author = changes.author(transaction, opened.id, opened.version)
    if author is None:
        raise RefusedError([Refusal(code=Code.STALE)])
    name, at = author.name[: wire.LONGEST_NAME], wire.moment(author.at, visit.zone)
    raise RefusedError([Refusal(code=Code.STALE, name=name, act=author.act, start=at)])


def record(
    transaction: Transaction,
    visit: Visit,
    dossier: Dossier,
    values: Mapping[str, Any],
    *,
    act: str,
    undoable: Act | None = None,
    cause: LedgerCause | None = None,
    tells: MessageKind | None = None,
    detail: str = "",
    note: str = "",
) -> Changed:
    """Change an appointment and leave every trace of it: count, audit, message, and what undoing needs.

    Args:
        transaction: The transaction.
        visit: Who does it.
        dossier: The appointment, as it was until now.
        values: The columns that change.
        act: What is done, in the past tense.
        undoable: The same, if it can be taken back; what a client does online cannot.
        cause: What it does to the count, if anything.
        tells: What the client is told, if it is sent at all.
        detail: What the audit adds.
        note: What the ledger adds.
    """
    opened = dossier.opened
    before = changes.standing(transaction, opened.id)
    sequence = before.sequence + 1 if tells else before.sequence
    version = changes.change(transaction, opened.id, opened.version, {**values, "sequence": sequence})
    figures = opened.case.figures
    if cause is not None:
        figures = books.post(
            transaction,
            case_id=opened.case.id,
            cause=cause,
            at=visit.now,
            appointment_id=opened.id,
            version=version,
            note=note,
        )
    write_audit(transaction, visit, opened, act, version, detail)
    told = tells is not None and messages.announce(transaction, visit, opened.id, tells, dossier.settings)
    if visit.account_id is not None:
        undoable = None
    if undoable is not None:
        done = Done(act=undoable, version=version, at=visit.now, profile_id=visit.caller.profile_id)
        changes.keep_act(transaction, opened.id, done, Before(standing=before, told=told))
    return changed(transaction, visit, dossier, version, figures, undoable=undoable is not None)


def keep_booking(transaction: Transaction, visit: Visit, appointment_id: int, *, told: bool) -> None:
    """Keep that an appointment was booked, so that this can be taken back."""
    done = Done(act=Act.BOOKED, version=1, at=visit.now, profile_id=visit.caller.profile_id)
    before = Before(standing=changes.standing(transaction, appointment_id), told=told)
    changes.keep_act(transaction, appointment_id, done, before)


def write_audit(
    transaction: Transaction, visit: Visit, opened: Appointment, act: str, version: int, detail: str = ""
) -> None:
    """Write who changed an appointment."""
    books.write_audit(
        transaction,
        at=visit.now,
        act=act,
        profile_id=visit.profile_id,
        staff=visit.caller.staff,
        account_id=visit.account_id,
        client_id=opened.case.client.id,
        appointment_id=opened.id,
        version=version,
        detail=detail,
    )


def changed(
    transaction: Transaction,
    visit: Visit,
    dossier: Dossier,
    version: int,
    figures: Figures,
    *,
    undoable: bool = False,
    undone: Act | None = None,
) -> Changed:
    """Answer how an appointment stands after a change."""
    now: Standing = changes.standing(transaction, dossier.opened.id)
    deadline = undoing.until(visit.now, dossier.settings)
    return Changed(
        reference=dossier.opened.reference,
        version=version,
        state=AppointmentState(now.state),
        span=wire.span(Span(now.starts, now.ends), visit.zone),
        figures=wire.figures(figures),
        undone=undone,
        undo_until=wire.moment(deadline, visit.zone) if undoable and deadline > visit.now else None,
    )
