"""Owns the page on which a client checks everything, and the confirmation that books it (seed 004)."""

from datetime import timedelta

from litestar import Response, get, post

from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.vocabulary import Modality
from server_stub.domain.online_steps import ME, Step, named, read_answers
from server_stub.portal import times
from server_stub.portal.booking import wording
from server_stub.portal.booking.details import elsewhere, span_of, time_kept, typed_before, wanted
from server_stub.portal.booking.hours import lost
from server_stub.portal.booking.typed import Typed, lacking
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.forms import ThePosted, Troubles
from server_stub.portal.frame import go, page
from server_stub.portal.free_times import OTHER_TIME
from server_stub.portal.guests import TheHolder
from server_stub.services import drafts, online_booking
from server_stub.services.booking_steps import free_cancel_hours
from server_stub.services.holds import Held
from server_stub.services.online_booking import OrderCheck
from server_stub.services.online_orders import Newcomer, Order
from server_stub.services.refused import RefusedError
from server_stub.storage.newcomers import Contact


@get(BOOK + "/check", sync_to_thread=True)
def get_check(holder: TheHolder) -> Response[str]:
    """Show everything before it is booked."""
    walk = walk_of(holder)
    kept, typed = time_kept(walk), typed_before(walk)
    away = elsewhere(walk, kept)
    if away or typed is None or lacking(typed, wanted(walk)):
        return away or walk.to("details")
    verdict = online_booking.check(holder.office, holder.account.id, _order(walk, kept, typed))
    if any(refusal.code in OTHER_TIME for refusal in verdict.refusals):
        return lost(walk, kept.starts)
    return _check_page(walk, kept, typed, _troubles(verdict.refusals), _counted(verdict))


@post(BOOK + "/confirm", status_code=200, sync_to_thread=True)
def post_confirm(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Book it; what was typed since the check is shown for checking first, and a lost time leads to the nearest."""
    walk = walk_of(holder, read_answers(posted))
    kept, typed = time_kept(walk), typed_before(walk)
    if kept.booked:
        return go(holder, f"/booked/{kept.booked}")
    if typed is None or typed.seal != posted.get("seal") or not walk.reached(Step.TIME):
        return walk.to("check")
    return _confirm(walk, kept, typed)


def _confirm(walk: Walk, kept: Held, typed: Typed) -> Response[str]:
    guest = walk.guest
    try:
        booked = online_booking.confirm(guest.office, guest.account.id, _order(walk, kept, typed))
    except RefusedError as error:
        if error.refusals[0].code in OTHER_TIME:
            return lost(walk, kept.starts)
        return _check_page(walk, kept, typed, _troubles(error.refusals))
    drafts.discard(guest.office, guest.account.id)
    return go(guest, f"/booked/{booked.reference}")


def _order(walk: Walk, kept: Held, typed: Typed) -> Order:
    asked, answers = wanted(walk), walk.answers
    return Order(
        hold=kept.id,
        wish=walk.wish,
        contact=Contact(
            first_name=typed.first_name, last_name=typed.last_name, phone=typed.phone, address=typed.address
        )
        if asked.contact
        else None,
        attendee=answers.attendee,
        newcomer=Newcomer(name=typed.attendee_name, kind=answers.new_kind, details=typed.attendee_details)
        if asked.attendee
        else None,
        wishes=typed.wishes,
        remember=typed.remember,
        case=answers.case,
    )


def _troubles(refusals: tuple[Refusal, ...]) -> Troubles:
    """Return what stands against the booking; it is said on top, since no field of the page is wrong."""
    return {"": refusals[0]} if refusals else {}


def _counted(verdict: OrderCheck) -> str:
    """Say how many sessions are left, before one of them is taken."""
    if verdict.figures is None or verdict.figures.available < 1:
        return ""
    number = verdict.figures.available
    left = "the only session that you have" if number == 1 else f"one of the {number} sessions that you have"
    return f"It takes {left} left under {verdict.case}."


def _check_page(walk: Walk, kept: Held, typed: Typed, troubles: Troubles, counted: str = "") -> Response[str]:
    return page(
        walk.guest,
        "booking/check.html",
        "Check your booking",
        back=walk.link("details"),
        troubles=troubles,
        rows=[*_chosen(walk, kept, typed), *_typed(walk, typed)],
        reason=walk.reason,
        until=times.clock(kept.until.utc, walk.zone),
        answers=walk.answers.query(),
        seal=typed.seal,
        consequences=[told for told in (counted, _cancelling(walk, kept)) if told],
    )


def _cancelling(walk: Walk, kept: Held) -> str:
    """Say until when the session can be cancelled without a cost; the rule itself is judged when it is cancelled."""
    until = kept.starts - timedelta(hours=free_cancel_hours(walk.guest.office))
    if until <= walk.guest.now:
        return "It begins so soon that cancelling or changing it costs one of your sessions."
    told = f"{times.day_of(until, walk.zone)}, {times.clock(until, walk.zone)}"
    return f"You can cancel or change it until {told}. After that, it costs one of your sessions."


Row = tuple[str, str, str]
"""What it is, what was answered, and where it is changed."""


def _chosen(walk: Walk, kept: Held, typed: Typed) -> list[Row]:
    online, answers, reason = walk.asked.online, walk.answers, walk.reason
    told = f", {wording.length(reason.minutes)}" if online.show_length else ""
    when = wording.clocks(walk.when(span_of(kept)), kept.starts, walk.zone, kept.consultant_time.start.zone)
    rows = [
        ("When", when, walk.link("day", hold="")),
        ("With", kept.consultant, ""),
        ("What", f"{reason.name}{told}", walk.changing(Step.REASON) or walk.changing(Step.GROUP)),
        ("How", wording.way(Modality(answers.modality)), walk.changing(Step.MODALITY)),
        ("Where", "\n".join(filter(None, (walk.location.name, _address(walk)))), walk.changing(Step.LOCATION)),
        ("For", _who(walk, typed), walk.changing(Step.WHO)),
    ]
    return [row for row in rows if row[1]]


def _address(walk: Walk) -> str:
    return walk.location.address if walk.answers.modality == Modality.IN_PERSON else ""


def _who(walk: Walk, typed: Typed) -> str:
    chosen = named(Step.WHO, walk.asked.online, walk.asked.booker, walk.answers)
    if chosen is None or chosen.key == ME:
        return "You"
    return f"{typed.attendee_name} ({chosen.name})" if walk.answers.new_kind else chosen.name


def _typed(walk: Walk, typed: Typed) -> list[Row]:
    change = walk.link("details")
    rows = [
        ("Your name", f"{typed.first_name} {typed.last_name}".strip()),
        ("Your phone number", typed.phone),
        ("Your address", typed.address),
        ("About who attends", typed.attendee_details),
        ("What you would like to talk about", typed.wishes or "Nothing written"),
    ]
    hidden = () if wanted(walk).contact else ("Your name", "Your phone number", "Your address")
    return [(name, value, change) for name, value in rows if value and name not in hidden]


ROUTES = [get_check, post_confirm]
