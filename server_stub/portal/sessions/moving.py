"""Owns the pages on which a client chooses another time for a session: what it costs first, then a day, then a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath

from server_stub.domain import clocks
from server_stub.domain.online import OnlineBooking
from server_stub.portal import times
from server_stub.portal.forms import ThePosted
from server_stub.portal.frame import go, page
from server_stub.portal.free_times import (
    LOST,
    OTHER_TIME,
    Looking,
    day_from,
    days_told,
    hours_told,
    instant_from,
    part_from,
    written,
)
from server_stub.portal.guests import HOME, Holder, TheHolder
from server_stub.portal.sessions import wording
from server_stub.portal.sessions.looking import HERE, address_of
from server_stub.services import holds, online_changes
from server_stub.services.booking_steps import begin
from server_stub.services.online_changes import ChangeOffer
from server_stub.services.online_times import Wish
from server_stub.services.refused import RefusedError

_NOT_SAID: dict[str, Any] = {"instructions": "", "same": "", "everybody": "", "others": [], "chosen": None}
"""What the page of days tells only somebody who books."""


@dataclass(frozen=True, slots=True)
class Change:
    """A session that is to get another time."""

    guest: Holder
    offer: ChangeOffer
    online: OnlineBooking

    @property
    def wish(self) -> Wish:
        """What is searched for."""
        return Wish(moving=self.offer.reference)

    @property
    def zone(self) -> str:
        """The client's clock."""
        return self.offer.client.start.zone

    def link(self, below: str = "", **query: str) -> str:
        """Return the address of one of these pages."""
        asked = f"?{urlencode(query)}" if query else ""
        return f"{HOME}{address_of(self.offer.reference, '/move' + below)}{asked}"

    def looking(self, day: str = "") -> Looking:
        """Return how free days and times are looked for, and where they lead from the page of a day."""
        return Looking(
            self.guest,
            self.wish,
            self.zone,
            self.online,
            month_at=lambda month: self.link(month=month),
            day_at=lambda chosen: self.link("/time", day=chosen),
            part_at=lambda part: self.link("/time", day=day, part=part),
        )


def change_of(guest: Holder, reference: str) -> Change:
    """Return what is to be changed.

    Raises:
        RefusedError: If it is not the holder's, or cannot be changed online any more.
    """
    offer = online_changes.offer(guest.office, guest.account.id, reference)
    if offer.may.refusal is not None:
        raise RefusedError([offer.may.refusal])
    return Change(guest, offer, begin(guest.office, guest.account.id).online)


@get(HERE + "/{reference:str}/move", sync_to_thread=True)
def get_days(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Say what another time costs, and ask for the day."""
    change = change_of(holder, reference)
    return page(
        holder,
        "sessions/days.html",
        "Which day suits you better?",
        back=HOME + address_of(change.offer.reference),
        consequence=wording.of_moving(change.offer),
        present=_present(change),
        **days_told(change.looking(), None),
        **_NOT_SAID,
    )


@get(HERE + "/{reference:str}/move/time", sync_to_thread=True)
def get_hours(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Ask for the time of a day; a time that was lost is answered by those nearest to it."""
    change = change_of(holder, reference)
    day, gone = day_from(holder.query.get("day", "")), instant_from(holder.query.get(LOST, ""))
    if day is None:
        return go(holder, address_of(change.offer.reference, "/move"))
    return page(
        holder,
        "sessions/hours.html",
        "Which time suits you better?",
        back=change.link(),
        action=address_of(change.offer.reference, "/move/hold"),
        answers={},
        days=change.link(),
        **hours_told(change.looking(day.isoformat()), day, part_from(holder.query.get("part", "")), gone),
    )


@post(HERE + "/{reference:str}/move/hold", status_code=200, sync_to_thread=True)
def post_hold(holder: TheHolder, posted: ThePosted, reference: FromPath[str]) -> Response[str]:
    """Keep the time that was chosen, and go on to the check; a time that is gone leads to those nearest to it."""
    change, at = change_of(holder, reference), instant_from(posted.get("at", ""))
    if at is None:
        return go(holder, address_of(change.offer.reference, "/move"))
    try:
        kept = holds.hold(holder.office, holder.account.id, change.wish, at)
    except RefusedError as error:
        if error.refusals[0].code not in OTHER_TIME:
            raise
        return lost(change, at)
    return go(holder, address_of(change.offer.reference, "/move/check"), hold=str(kept.id))


def lost(change: Change, at: datetime) -> Response[str]:
    """Send the browser to the times nearest to one that could not be had."""
    day = clocks.day_of(at, change.zone).isoformat()
    return go(change.guest, address_of(change.offer.reference, "/move/time"), day=day, lost=written(at))


def _present(change: Change) -> str:
    start = change.offer.client.start
    return f"{times.long_day(start.wall.date())}, {start.wall:%H:%M}, {times.clock_name(start.utc, start.zone)}"


ROUTES = [get_days, get_hours, post_hold]
