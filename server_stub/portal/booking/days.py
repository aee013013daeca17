"""Owns the page on which a client chooses a day: a month at a time, the days with free times marked in words too."""

from functools import partial

from litestar import Response, get

from server_stub.domain import clocks
from server_stub.domain.online_steps import Step
from server_stub.portal.booking import wording
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.frame import page
from server_stub.portal.free_times import days_told
from server_stub.portal.guests import Holder
from server_stub.portal.looks import look
from server_stub.services.booking_steps import consultant_again


@get(BOOK + "/day")
@partial(look, searches=True)
def get_days(holder: Holder) -> Response[str]:
    """Ask for the day."""
    walk = walk_of(holder)
    return days_page(walk) if walk.reached(Step.DAY) else walk.onward()


def days_page(walk: Walk) -> Response[str]:
    """Make the page of a month."""
    chosen = walk.answers.date
    told = days_told(walk.looking, chosen if chosen and clocks.in_range(chosen) else None)
    return page(
        walk.guest,
        "booking/days.html",
        wording.QUESTIONS[Step.DAY],
        back=walk.back(Step.DAY),
        instructions="" if walk.changing(Step.REASON) else walk.reason.instructions,
        same=_same(walk),
        everybody=walk.link("day", same="", hold="") if walk.answers.same else "",
        chosen=chosen,
        others=[] if told["month"].free else _others(walk),
        **told,
    )


def _same(walk: Walk) -> str:
    """Say whose times are shown, when one consultant is wanted."""
    if not walk.answers.same:
        return ""
    name = consultant_again(walk.guest.office, walk.guest.account.id, walk.answers.same)
    return f"These are the times of {name}." if name else "These are the times of the consultant you had before."


def _others(walk: Walk) -> list[tuple[str, str]]:
    """Return what could be chosen otherwise when no time is free."""
    words = {
        Step.MODALITY: "Meet in another way",
        Step.LOCATION: "Choose another place",
        Step.REASON: "Choose something else",
    }
    found = [(said, walk.changing(step)) for step, said in words.items()]
    return [(said, address) for said, address in found if address]


ROUTES = [get_days]
