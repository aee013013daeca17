"""Owns leave and breaks: what they would hit, adding and removing them; appointments stay as they are."""

from consultant_tui.contract.calendar import LeaveAdded, LeaveCheck, LeaveRemoved, LeaveWish
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.text import clean
from server_stub.domain import leave as rules
from server_stub.domain.appointments import LIVE
from server_stub.domain.leave import Absence
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span
from server_stub.services import wire
from server_stub.services.calendars import engaged_times, leave_time
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because, unless_none
from server_stub.storage import books, calendars, people
from server_stub.storage.calendars import EngagedTime, LeaveTime
from server_stub.storage.faults import Transaction, persistent, reading, writing


def check(office: Office, visit: Visit, wish: LeaveWish) -> LeaveCheck:
    """Return which appointments leave would hit, and what stands against it."""
    with reading(office.engines) as transaction:
        away, against = _judged(transaction, visit, wish)
        hits = _hits(transaction, visit, away.span) if away else []
        settings = people.load_settings(transaction)
    return LeaveCheck(
        span=wire.span(away.span, visit.zone) if away else None,
        refusals=tuple(wire.refusal(objection) for objection in against),
        hits=engaged_times(hits, visit, settings),
    )


@persistent
def add(office: Office, visit: Visit, wish: LeaveWish) -> LeaveAdded:
    """Add leave.

    Raises:
        RefusedError: If a rule stands against it, such as just this leave being there already.
    """
    with writing(office.engines, visit.caller.person_id) as transaction:
        away, against = _judged(transaction, visit, wish)
        unless_none(against)
        assert away is not None  # noqa: S101  (or there would be an objection)
        reference, reason = books.next_reference(transaction, calendars.LEAVE), _reason(wish)
        calendars.add_leave(transaction, visit.caller.person_id, reference, away, reason)
        _write_audit(transaction, visit, "leave_added", reference)
        hits = _hits(transaction, visit, away.span)
        settings = people.load_settings(transaction)
    made = LeaveTime(reference=reference, span=away.span, reason=reason)
    return LeaveAdded(leave=leave_time(made, visit.zone), hits=engaged_times(hits, visit, settings))


@persistent
def remove(office: Office, visit: Visit, reference: str) -> LeaveRemoved:
    """Remove leave of the caller, whichever profile it was added by.

    Raises:
        RefusedError: If the caller has no such leave.
    """
    with writing(office.engines, visit.caller.person_id) as transaction:
        if not calendars.remove_leave(transaction, visit.caller.person_id, reference):
            raise because(Code.NOT_FOUND)
        _write_audit(transaction, visit, "leave_removed", reference)
    return LeaveRemoved(reference=reference)


def _judged(transaction: Transaction, visit: Visit, wish: LeaveWish) -> tuple[Absence | None, tuple[Objection, ...]]:
    settings = people.load_settings(transaction)
    away = rules.absence(wish.first, wish.starts, wish.last, wish.ends, visit.zone, visit.now, settings)
    against = [one for one in (rules.objection_to_reason(_reason(wish)),) if one]
    if not isinstance(away, Absence):
        return None, (*away, *against)
    same = calendars.same_leave(transaction, visit.caller.person_id, away.span)
    if same is not None:
        against.append(Objection(Code.LEAVE_EXISTS, name=same))
    return away, tuple(against)


def _reason(wish: LeaveWish) -> str:
    """Return the reason on one line, without what no file or screen may hold."""
    return " ".join(clean(wish.reason).split())


def _hits(transaction: Transaction, visit: Visit, span: Span) -> list[EngagedTime]:
    """Return the appointments in a stretch that are still to be held."""
    found = calendars.engaged(transaction, visit.caller.person_id, span, visit.now)
    return [one for one in found if one.entry.state in LIVE]


def _write_audit(transaction: Transaction, visit: Visit, act: str, reference: str) -> None:
    books.write_audit(
        transaction,
        at=visit.now,
        act=act,
        profile_id=visit.caller.profile_id,
        staff=visit.caller.staff,
        detail=reference,
    )
