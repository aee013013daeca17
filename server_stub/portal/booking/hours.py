"""Owns the page on which a client chooses a time of a day, by whole day, morning, afternoon or evening (seed 004)."""

from datetime import datetime

from litestar import Response, get, post

from server_stub.domain import clocks
from server_stub.domain.online_steps import Step, read_answers
from server_stub.portal.booking import wording
from server_stub.portal.booking.days import days_page
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.forms import ThePosted
from server_stub.portal.frame import page
from server_stub.portal.free_times import LOST, OTHER_TIME, hours_told, instant_from, written
from server_stub.portal.guests import TheHolder
from server_stub.services import holds
from server_stub.services.refused import RefusedError


@get(BOOK + "/time", sync_to_thread=True)
def get_hours(holder: TheHolder) -> Response[str]:
    """Ask for the time."""
    walk = walk_of(holder)
    return hours_page(walk) if walk.reached(Step.TIME) else walk.onward()


@post(BOOK + "/hold", status_code=200, sync_to_thread=True)
def post_hold(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Keep the time that was chosen."""
    walk = walk_of(holder, read_answers(posted))
    at = instant_from(posted.get("at", ""))
    return walk.onward() if at is None or not walk.reached(Step.DAY) else keep_time(walk, at)


def keep_time(walk: Walk, at: datetime) -> Response[str]:
    """Keep a time and go on to the check, which asks for details first; one that is gone leads to the nearest."""
    try:
        kept = holds.hold(walk.guest.office, walk.guest.account.id, walk.wish, at)
    except RefusedError as error:
        if error.refusals[0].code in OTHER_TIME:
            return lost(walk, at)
        raise
    return walk.to("check", day=f"{clocks.day_of(at, walk.zone)}", hold=f"{kept.id}")


def lost(walk: Walk, at: datetime) -> Response[str]:
    """Send the browser to the times nearest to one that could not be had; every answer is kept."""
    return walk.to("time", day=f"{clocks.day_of(at, walk.zone)}", part="", hold="", lost=written(at))


def hours_page(walk: Walk) -> Response[str]:
    """Make the page with the times of a day."""
    day, gone = walk.answers.date, instant_from(walk.guest.query.get(LOST, ""))
    if day is None or not clocks.in_range(day):
        return days_page(walk)
    return page(
        walk.guest,
        "booking/hours.html",
        wording.QUESTIONS[Step.TIME],
        back=walk.link("day", part="", hold=""),
        action=f"{BOOK}/hold",
        answers={name: key for name, key in walk.answers.query().items() if name != "hold"},
        days=walk.link("day", part="", hold=""),
        **hours_told(walk.looking, day, walk.answers.day_part, gone),
    )


ROUTES = [get_hours, post_hold]
