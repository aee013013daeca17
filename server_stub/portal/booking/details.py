"""Owns the page on which a client fills in what is not known yet, while the time is kept (seed 004)."""

import msgspec
from litestar import Response, get, post

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AccountState
from server_stub.domain.online_steps import Step, named, read_answers
from server_stub.domain.spans import Span
from server_stub.portal import times
from server_stub.portal.booking import wording
from server_stub.portal.booking.hours import keep_time, lost
from server_stub.portal.booking.typed import Typed, Wanted, lacking, pack, read_typed, unpack
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.forms import ThePosted, Troubles
from server_stub.portal.frame import go, page
from server_stub.portal.guests import Holder, TheHolder
from server_stub.portal.looks import look
from server_stub.services import drafts, holds
from server_stub.services.holds import Held
from server_stub.services.refused import because
from server_stub.storage.columns import id_from


@get(BOOK + "/details")
@look
def get_details(holder: Holder) -> Response[str]:
    """Ask for what is not known yet."""
    walk = walk_of(holder)
    kept = time_kept(walk)
    return elsewhere(walk, kept) or details_page(walk, kept, typed_before(walk) or _known(walk), {})


@post(BOOK + "/details", status_code=200, sync_to_thread=True)
def post_details(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Keep what was typed and go on to the check, or say what is missing; a question that is open again comes first."""
    walk, typed = walk_of(holder, read_answers(posted)), read_typed(posted)
    kept = time_kept(walk)
    if kept.booked:
        return go(holder, f"/booked/{kept.booked}")
    reached = walk.reached(Step.TIME)
    troubles = lacking(typed, wanted(walk)) if reached else {}
    if troubles:
        return details_page(walk, kept, typed, troubles)
    drafts.keep(holder.office, holder.account.id, pack(typed))
    if not reached:
        return walk.onward()
    return walk.to("check") if kept.live else keep_time(walk, kept.starts)


def time_kept(walk: Walk) -> Held:
    """Return the time that is kept for the client.

    Raises:
        RefusedError: If the address names none of the client's.
    """
    number = id_from(walk.answers.hold)
    if number is None:
        raise because(Code.NOT_FOUND)
    return holds.held(walk.guest.office, walk.guest.account.id, number)


def elsewhere(walk: Walk, kept: Held) -> Response[str] | None:
    """Lead to where a client belongs whose answers are open, or whose time is booked or no longer kept."""
    if kept.booked:
        return go(walk.guest, f"/booked/{kept.booked}")
    if not walk.reached(Step.TIME):
        return walk.onward()
    return None if kept.live else lost(walk, kept.starts)


def span_of(kept: Held) -> Span:
    """Return when the time is that is kept."""
    return Span(kept.starts, kept.client.end.utc)


def typed_before(walk: Walk) -> Typed | None:
    """Return what was typed before, if anything was."""
    return unpack(drafts.kept(walk.guest.office, walk.guest.account.id))


def wanted(walk: Walk) -> Wanted:
    """Return what is asked for: of a client, name and contact are known."""
    associated = walk.asked.holder.state is AccountState.ASSOCIATED
    return Wanted(contact=not associated, attendee=bool(walk.answers.new_kind))


def _known(walk: Walk) -> Typed:
    account = walk.asked.holder
    return Typed(
        first_name=account.first_name, last_name=account.last_name, phone=account.phone, address=account.address
    )


def details_page(walk: Walk, kept: Held, typed: Typed, troubles: Troubles) -> Response[str]:
    """Make the page of the form."""
    asks = wanted(walk)
    kind = named(Step.WHO, walk.asked.online, walk.asked.booker, walk.answers) if asks.attendee else None
    return page(
        walk.guest,
        "booking/details.html",
        "Your details",
        back=walk.link("time", hold=""),
        troubles=troubles,
        typed=_fields(typed),
        wanted=asks,
        kind=kind.name if kind else "",
        reason=walk.reason,
        when=walk.when(span_of(kept)),
        clocks=wording.clocks_named(kept.starts, walk.zone, kept.consultant_time.start.zone),
        until=times.clock(kept.until.utc, walk.zone),
        answers=walk.answers.query(),
    )


def _fields(typed: Typed) -> dict[str, str]:
    return {name: "yes" if value is True else str(value or "") for name, value in msgspec.structs.asdict(typed).items()}


ROUTES = [get_details, post_details]
