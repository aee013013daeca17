"""Owns what a client changes online: what cancelling or another time would cost, said first, and the doing of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from consultant_tui.contract.cases import Figures as WireFigures
from consultant_tui.contract.cases import Verdict
from consultant_tui.contract.endings import Cancellation, Changed, Move
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.moments import Span as WireSpan
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import CancelledBy, LedgerCause, MessageKind, Occurrence
from server_stub.domain import clocks, endings, online_rules
from server_stub.domain import online_times as times
from server_stub.domain.cases import effect
from server_stub.services import arrivals, moving, wire
from server_stub.services.changes import open_for_change
from server_stub.services.diaries import Dossier, open_dossier
from server_stub.services.endings import cancel_opened
from server_stub.services.office import Office, Visit
from server_stub.services.online_orders import kept_for, objection_to_time
from server_stub.services.online_times import Wish, open_search
from server_stub.services.refused import because, unless_allowed
from server_stub.storage import holds, online_profiles
from server_stub.storage import online as stored
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing
from server_stub.storage.holds import Hold
from server_stub.storage.own_appointments import own
from server_stub.storage.turns import hold_account, take_turns

REASON = "cancelled online"
"""What stands as the reason when the client gives none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOffer:
    """What a client is told before cancelling or moving."""

    reference: str
    version: int
    client: WireSpan
    may: Verdict
    """Whether it can be changed online at all."""
    free_until: Moment
    """The last moment at which a change costs nothing, on the client's clock."""
    charged: bool
    """Whether a change costs a session now."""
    free_hours: int
    """How long before the start that moment is."""
    figures: WireFigures
    figures_cancelled: WireFigures
    figures_moved: WireFigures


def offer(office: Office, account_id: int, reference: str) -> ChangeOffer:
    """Return what changing a session would cost, before anything happens.

    Raises:
        RefusedError: If the holder has no such session.
    """
    with reading(office.engines) as transaction:
        visit = _visit(transaction, office.clock(), account_id, reference)
        dossier = open_dossier(transaction, visit, reference)
    opened, settings = dossier.opened, dossier.settings
    starts, figures = opened.span.starts, opened.case.figures
    charged = endings.is_charged(CancelledBy.CLIENT, starts, visit.now, settings)
    moved = figures.plus(effect(LedgerCause.LATE_MOVE)) if charged else figures
    return ChangeOffer(
        reference=reference,
        version=opened.version,
        client=wire.span(opened.span, visit.zone),
        may=wire.verdict(online_rules.objection_to_change(opened.state, starts, visit.now, visit.zone)),
        free_until=wire.moment(endings.free_until(starts, settings), visit.zone),
        charged=charged,
        free_hours=settings.free_cancel_hours,
        figures=wire.figures(figures),
        figures_cancelled=wire.figures(figures.plus(effect(endings.cause_of(charged=charged)))),
        figures_moved=wire.figures(moved),
    )


@persistent
def cancel(
    office: Office, account_id: int, reference: str, version: int, reason: str = "", *, charged: bool
) -> Changed:
    """Call a session off at its client's wish; it costs what the client was told, or nothing happens.

    Args:
        office: What all services share.
        account_id: Whose.
        reference: The session.
        version: Its version when it was shown.
        reason: Why, in the client's words.
        charged: What the client was told of the cost; the deadline may have passed since.

    Raises:
        RefusedError: If it cannot be changed any more, was changed meanwhile, or costs something else by now.
    """
    with writing(office.engines) as transaction:
        hold_account(transaction, account_id)
        visit, dossier = _opened(transaction, office.clock(), account_id, reference, version)
        _unless_other_cost(visit, dossier, charged=charged)
        asked = Cancellation(by=CancelledBy.CLIENT, reason=endings.written(reason) or REASON, charged=charged)
        changed = cancel_opened(transaction, visit, dossier, asked)
        arrivals.tell_consultant(transaction, dossier.opened.id, MessageKind.PORTAL_CANCELLED, visit.now)
        return changed


def move(office: Office, account_id: int, reference: str, version: int, hold: int, *, charged: bool) -> Changed:
    """Give a session the time that is kept for its client; the old one is free again in the same moment.

    Args:
        office: What all services share.
        account_id: Whose.
        reference: The session.
        version: Its version when it was shown.
        hold: The time that is kept, found with ``Wish(moving=reference)``.
        charged: What the client was told of the cost.

    Raises:
        RefusedError: If it cannot be changed any more, was changed meanwhile, costs something else by now, or the
            time is not free.
    """
    try:
        return _moved(office, account_id, reference, version, hold, charged=charged)
    except TakenError as taken:
        code = Code.TIME_GONE if taken.code is Code.CONSULTANT_BUSY else taken.code
        raise because(code, Field.TIME) from taken


@persistent
def _moved(office: Office, account_id: int, reference: str, version: int, hold: int, *, charged: bool) -> Changed:
    with writing(office.engines) as transaction:
        return _move(transaction, office.clock(), account_id, reference, version, hold, charged=charged)


def _move(
    transaction: Transaction,
    now: datetime,
    account_id: int,
    reference: str,
    version: int,
    hold: int,
    *,
    charged: bool,
) -> Changed:
    hold_account(transaction, account_id)
    kept = kept_for(transaction, account_id, hold)
    visit, dossier = _opened(transaction, now, account_id, reference, version, kept.person_id)
    _unless_other_cost(visit, dossier, charged=charged)
    search = open_search(transaction, now, account_id, Wish(moving=reference))
    if kept.is_live(now):
        search = replace(search, allowed=times.allowed(kept.made, search.holder.zone, search.online, search.settings))
    unless_allowed(objection_to_time(transaction, search, kept))
    holds.let_go(transaction, account_id, now)
    changed = moving.move_online(transaction, visit, dossier, _as_move(kept, dossier))
    was = dossier.opened.span.starts
    arrivals.tell_consultant(transaction, dossier.opened.id, MessageKind.PORTAL_MOVED, now, was)
    return changed


def _as_move(kept: Hold, dossier: Dossier) -> Move:
    """Write the time that is kept as a wish on the client's clock."""
    at = clocks.read(kept.span.starts, dossier.client_zone)
    occurrence = None
    match clocks.place(at.wall, at.zone):
        case clocks.Twice(first=first):
            occurrence = Occurrence.FIRST if first.utc == at.utc else Occurrence.SECOND
    return Move(
        schedule=kept.schedule, day=at.wall.date(), start=at.wall.time(), occurrence=occurrence, by=CancelledBy.CLIENT
    )


def _visit(transaction: Transaction, now: datetime, account_id: int, reference: str) -> Visit:
    """Let a client act on an own session in the place of its consultant."""
    holder = stored.holder(transaction, account_id)
    found = own(transaction, holder.booked_for, reference) if holder else None
    if holder is None or found is None:
        raise because(Code.NOT_FOUND)
    return Visit(online_profiles.in_place_of(transaction, found.profile_id, now), now, holder.zone, account_id)


def _opened(
    transaction: Transaction, now: datetime, account_id: int, reference: str, version: int, *persons: int
) -> tuple[Visit, Dossier]:
    visit = _visit(transaction, now, account_id, reference)
    take_turns(transaction, (visit.caller.person_id, *persons))
    dossier = open_for_change(transaction, visit, reference, version)
    opened = dossier.opened
    unless_allowed(online_rules.objection_to_change(opened.state, opened.span.starts, now, visit.zone))
    return visit, dossier


def _unless_other_cost(visit: Visit, dossier: Dossier, *, charged: bool) -> None:
    """Pass when a change costs what the client was told.

    Raises:
        RefusedError: When it does not: the deadline has passed since the page was made.
    """
    starts, settings = dossier.opened.span.starts, dossier.settings
    if endings.is_charged(CancelledBy.CLIENT, starts, visit.now, settings) != charged:
        raise because(Code.COST_CHANGED)
