"""Owns another time for an appointment: an edit on its day, or a move, judged and recorded in one transaction."""

from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from consultant_tui.contract.appointments import BookingCheck, BookingRequest
from consultant_tui.contract.endings import Changed, Edit, Move, MoveCheck
from consultant_tui.contract.vocabulary import Act, AppointmentState, LedgerCause, MessageKind
from server_stub.domain import clocks, endings, moving
from server_stub.domain.booking import is_told, time_of
from server_stub.domain.cases import effect
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span
from server_stub.services import wire
from server_stub.services.changes import changed, open_for_change, record
from server_stub.services.checks import facts_for, nearest_to
from server_stub.services.diaries import Dossier, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.services.online import location_of
from server_stub.services.refused import RefusedError, because, unless_none
from server_stub.storage import books, changes
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing

_CONCERNS_CLIENT = frozenset({"modality", "platform", "notify", "time"})
"""What the client is told of when it is edited."""


class _StandsAgainstError(Exception):
    """Rules stand against the wish; they are told when its transaction is over."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is made of a wish for another time."""

    request: BookingRequest
    when: Span | Objection
    against: tuple[Objection, ...]
    charged: bool = False

    def place(self) -> Span:
        """Return the session's new place in time.

        Raises:
            _StandsAgainstError: If any rule stands against it.
        """
        if self.against or isinstance(self.when, Objection):
            raise _StandsAgainstError
        return self.when


def check_edit(office: Office, visit: Visit, reference: str, asked: Edit) -> BookingCheck:
    """Return what would become of an edit, without changing anything."""
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        check = _check(transaction, visit, dossier, _judge_edit(transaction, visit, dossier, asked))
    day = clocks.day_of(dossier.opened.span.starts, dossier.client_zone)
    return replace(check, nearest=tuple(one for one in check.nearest if one.client.start.wall.date() == day))


@persistent
def edit(office: Office, visit: Visit, reference: str, version: int, asked: Edit) -> Changed:
    """Change how an appointment is held, or when on its day; it stays on its line, for its client.

    What is as it was already is no change: it keeps its version, and what was done last can still be taken back.

    Raises:
        RefusedError: If any rule stands against it, or somebody changed it meanwhile.
    """
    try:
        with writing(office.engines, visit.caller.person_id) as transaction:
            dossier = open_for_change(transaction, visit, reference, version)
            judged = _judge_edit(transaction, visit, dossier, asked)
            return _edit(transaction, visit, dossier, asked, judged.place())
    except (TakenError, _StandsAgainstError) as error:
        raise _refused(office, visit, reference, asked, error) from error


def check_move(office: Office, visit: Visit, reference: str, asked: Move) -> MoveCheck:
    """Return what would become of a move, without changing anything."""
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        judged = _judge_move(transaction, visit, dossier, asked)
        check = _check(transaction, visit, dossier, judged)
    return MoveCheck(
        check=check,
        late=endings.is_late(dossier.opened.span.starts, visit.now, dossier.settings),
        charged=judged.charged,
        figures=check.figures,
    )


@persistent
def move(office: Office, visit: Visit, reference: str, version: int, asked: Move) -> Changed:
    """Give an appointment another time; the old one is released in the transaction that holds the new one.

    Raises:
        RefusedError: If any rule stands against it, or somebody changed it meanwhile; nothing has changed then.
    """
    try:
        with writing(office.engines, visit.caller.person_id) as transaction:
            dossier = open_for_change(transaction, visit, reference, version)
            judged = _judge_move(transaction, visit, dossier, asked)
            return _move(transaction, visit, dossier, asked, judged.place(), charged=judged.charged)
    except (TakenError, _StandsAgainstError) as error:
        raise _refused(office, visit, reference, asked, error) from error


def move_online(transaction: Transaction, visit: Visit, dossier: Dossier, asked: Move) -> Changed:
    """Give an appointment another time at its client's wish, in a transaction that found it to be offered online.

    Raises:
        RefusedError: If any rule stands against it.
    """
    judged = _judge_move(transaction, visit, dossier, asked, online=True)
    unless_none(judged.against)
    return _move(transaction, visit, dossier, asked, judged.place(), charged=judged.charged)


def _edit(transaction: Transaction, visit: Visit, dossier: Dossier, asked: Edit, when: Span) -> Changed:
    opened = dossier.opened
    values: dict[str, Any] = {
        "modality": asked.modality,
        "platform": asked.platform,
        "notify": asked.notify,
        "attendance": asked.attendance,
    }
    was = (opened.modality, opened.platform, opened.notify, opened.attendance)
    told = [name for (name, new), old in zip(values.items(), was, strict=True) if new != old]
    if when != opened.span:
        values |= _placed(transaction, visit, dossier, when)
        told.append("time")
    if not told:
        return changed(transaction, visit, dossier, opened.version, opened.case.figures)
    tells = MessageKind.CHANGED if _CONCERNS_CLIENT & set(told) else None
    return record(transaction, visit, dossier, values, act="edited", tells=tells, detail=", ".join(told))


def _move(
    transaction: Transaction, visit: Visit, dossier: Dossier, asked: Move, when: Span, *, charged: bool
) -> Changed:
    opened, line = dossier.opened, dossier.line(asked.schedule)
    assert line is not None  # noqa: S101  (without it there is an objection)
    was = clocks.read(opened.span.starts, dossier.client_zone)
    before = changes.standing(transaction, opened.id)
    values = _placed(transaction, visit, dossier, when) | {"schedule_id": line.id, "approval": asked.approval.strip()}
    if charged:
        values["late_moves"] = before.late_moves + 1
    if before.location:
        values["location"] = location_of(transaction, visit.caller.profile_id, line)
    wish = f", wished by the {asked.by}" if asked.by else ""
    return record(
        transaction,
        visit,
        dossier,
        values,
        act="moved",
        undoable=Act.MOVED,
        cause=LedgerCause.LATE_MOVE if charged else None,
        tells=MessageKind.MOVED,
        detail=f"from {was.wall:%Y-%m-%d %H:%M} {was.zone}{wish}{', charged' if charged else ''}",
    )


def _placed(transaction: Transaction, visit: Visit, dossier: Dossier, when: Span) -> dict[str, Any]:
    """Claim another time in place of the one so far; returns the columns that tell it."""
    opened, agreed = dossier.opened, clocks.read(when.starts, dossier.client_zone)
    changes.release(transaction, opened.id)
    books.claim(transaction, opened.id, visit.caller.person_id, opened.case.client.id, when, visit.now)
    return {
        "wall_start": agreed.wall,
        "zone": agreed.zone,
        "offset": agreed.offset,
        "starts": when.starts,
        "ends": when.ends,
    }


def _judge_edit(transaction: Transaction, visit: Visit, dossier: Dossier, asked: Edit) -> _Judged:
    opened = dossier.opened
    was = clocks.read(opened.span.starts, dossier.client_zone)
    request = moving.as_edited(asked, was.wall.date(), opened.schedule or "")
    stays = asked.start == was.wall.time() and asked.occurrence is None
    when = opened.span if stays else _time_of(request, dossier)
    facts = facts_for(transaction, visit, dossier, when, without=opened.id)
    against = _unless_booked(dossier) or moving.objections_to_edit(request, when, opened.span, facts)
    return _Judged(request, when, against)


def _judge_move(
    transaction: Transaction, visit: Visit, dossier: Dossier, asked: Move, *, online: bool = False
) -> _Judged:
    opened, settings = dossier.opened, dossier.settings
    request = moving.as_moved(asked, opened.modality, opened.platform, notify=opened.notify)
    when = _time_of(request, dossier)
    charged = endings.is_charged(asked.by, opened.span.starts, visit.now, settings)
    facts = facts_for(transaction, visit, dossier, when, without=opened.id)
    late = endings.is_late(opened.span.starts, visit.now, settings)
    old = moving.Old(span=opened.span, line=opened.schedule, late=late)
    without = moving.without_itself(facts, charged=charged)
    found = moving.objections_to_move(asked, request, when, old, without, online=online)
    return _Judged(request, when, _unless_booked(dossier) or found, charged)


def _unless_booked(dossier: Dossier) -> tuple[Objection, ...]:
    against = endings.objection_to_ending(dossier.opened.state, AppointmentState.CANCELLED)
    return (against,) if against else ()


def _time_of(request: BookingRequest, dossier: Dossier) -> Span | Objection:
    """Find the place in time of a session that stays as long as it is."""
    when = time_of(request, dossier.client_zone, dossier.settings)
    return when if isinstance(when, Objection) else Span(when.starts, when.starts + dossier.opened.span.length)


def _check(transaction: Transaction, visit: Visit, dossier: Dossier, judged: _Judged) -> BookingCheck:
    request, when, opened = judged.request, judged.when, dossier.opened
    line = dossier.line(request.schedule)
    span = when if isinstance(when, Span) else None
    figures = opened.case.figures
    return BookingCheck(
        client=wire.span(span, dossier.client_zone) if span else None,
        consultant=wire.span(span, visit.zone) if span else None,
        line=wire.line(line) if line else None,
        refusals=tuple(wire.refusal(objection) for objection in judged.against),
        nearest=nearest_to(transaction, visit, dossier, request, when, judged.against, without=opened.id),
        notice=wire.notice(opened.recipient, request, news=is_told(request, when, visit.now)),
        figures=wire.figures(figures.plus(effect(LedgerCause.LATE_MOVE)) if judged.charged else figures),
    )


def _refused(
    office: Office, visit: Visit, reference: str, asked: Edit | Move, error: TakenError | _StandsAgainstError
) -> RefusedError:
    """Judge again, outside the transaction that failed, so that every reason and the nearest free times are told."""
    check = (
        check_edit(office, visit, reference, asked)
        if isinstance(asked, Edit)
        else check_move(office, visit, reference, asked).check
    )
    if check.refusals or not isinstance(error, TakenError):
        return RefusedError(check.refusals, check.nearest)
    return because(error.code)
