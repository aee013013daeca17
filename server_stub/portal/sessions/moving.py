"""Owns the pages on which a client chooses another time for a session: what it costs first, then a day, then a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain import clocks
from server_stub.domain.day_parts import DayPart, part_of
from server_stub.domain.online import OnlineBooking
from server_stub.portal import times
from server_stub.portal.booking import wording as booking_words
from server_stub.portal.booking.hours import LOST, OTHER_TIME, instant_from, written
from server_stub.portal.booking.months import Day, last_of, month_of
from server_stub.portal.forms import ThePosted
from server_stub.portal.frame import go, page
from server_stub.portal.guests import HOME, Holder, TheHolder
from server_stub.portal.sessions import wording
from server_stub.portal.sessions.looking import HERE, address_of
from server_stub.services import holds, online_changes
from server_stub.services.booking_steps import begin
from server_stub.services.online_changes import ChangeOffer
from server_stub.services.online_times import MOST_DAYS, FreeDays, FreeTime, Wish, free_days, free_times, nearest_times
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
    shown, found = _search(change)
    month = month_of(shown, found.free, found.first, found.last)
    return page(
        holder,
        "sessions/days.html",
        "Which day suits you better?",
        back=HOME + address_of(change.offer.reference),
        consequence=wording.of_moving(change.offer),
        present=_present(change),
        month=month,
        name=times.month(month.first),
        link=lambda day: change.link("/time", day=day.day.isoformat()),
        label=_label,
        turning=[(times.month(day), change.link(month=f"{day:%Y-%m}")) for day in (month.before, month.after) if day],
        last=times.long_day(found.last) if found.last >= found.first else "",
        **_NOT_SAID,
    )


@get(HERE + "/{reference:str}/move/time", sync_to_thread=True)
def get_hours(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Ask for the time of a day; a time that was lost is answered by those nearest to it."""
    change = change_of(holder, reference)
    day, gone = _day(holder.query.get("day", "")), instant_from(holder.query.get(LOST, ""))
    if day is None:
        return go(holder, address_of(change.offer.reference, "/move"))
    part = DayPart(holder.query.get("part", "") or DayPart.WHOLE)
    found = free_times(holder.office, holder.account.id, change.wish, day)
    near = nearest_times(holder.office, holder.account.id, change.wish, gone or _noon(day, change.zone))
    return page(
        holder,
        "sessions/hours.html",
        "Which time suits you better?",
        back=change.link(),
        troubles={"": Refusal(code=Code.TIME_GONE)} if gone else {},
        status=409 if gone else 200,
        action=address_of(change.offer.reference, "/move/hold"),
        answers={},
        again=[],
        day=times.long_day(day),
        clock=times.clock_name(found[0].starts if found else _noon(day, change.zone), change.zone),
        day_parts=_parts(change, day, part, found),
        hours=_hours(change, [time for time in found if _is_in(change, time, part)]),
        nearest=_by_day(change, near) if gone or not found else [],
        whole=part is DayPart.WHOLE or not part.known,
        days=change.link(),
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


@dataclass(frozen=True, slots=True)
class _Hour:
    """A time as it is shown."""

    at: str
    shown: str
    elsewhere: str


def _present(change: Change) -> str:
    start = change.offer.client.start
    return f"{times.long_day(start.wall.date())}, {start.wall:%H:%M}, {times.clock_name(start.utc, start.zone)}"


def _search(change: Change) -> tuple[date, FreeDays]:
    """Return the month to be shown, and its free days; unless one is asked for, it is one that has some."""
    office, account_id = change.guest.office, change.guest.account.id
    wanted = _day(change.guest.query.get("month", "") + "-01")
    if wanted is not None:
        return wanted, free_days(office, account_id, change.wish, wanted, last_of(wanted))
    today = clocks.day_of(change.guest.now, change.zone)
    found = free_days(office, account_id, change.wish, today, today + timedelta(days=MOST_DAYS))
    return min(found.free, default=found.first), found


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if clocks.in_range(found) else None


def _noon(day: date, zone: str) -> datetime:
    return clocks.midnight(day, zone) + timedelta(hours=12)


def _label(day: Day) -> str:
    return f"{times.long_day(day.day)}, {'1 free time' if day.free == 1 else f'{day.free} free times'}"


def _parts(change: Change, day: date, chosen: DayPart, found: Sequence[FreeTime]) -> list[tuple[str, int, bool, str]]:
    counted = Counter(part_of(time.client.start.wall.time(), change.online) for time in found)
    counted[DayPart.WHOLE] = len(found)
    return [
        (booking_words.PARTS[one], counted[one], one is chosen, change.link("/time", day=day.isoformat(), part=one))
        for one in DayPart
    ]


def _is_in(change: Change, time: FreeTime, part: DayPart) -> bool:
    whole = part is DayPart.WHOLE or not part.known
    return whole or part_of(time.client.start.wall.time(), change.online) is part


def _hours(change: Change, found: Sequence[FreeTime]) -> list[_Hour]:
    return [
        _Hour(
            at=written(time.starts),
            shown=f"{time.client.start.wall:%H:%M}",
            elsewhere=times.elsewhere(time.starts, change.zone, time.consultant.start.zone) if time.consultant else "",
        )
        for time in found
    ]


def _by_day(change: Change, near: Sequence[FreeTime]) -> list[tuple[str, list[_Hour]]]:
    days = dict.fromkeys(time.client.start.wall.date() for time in near)
    return [
        (times.long_day(day), _hours(change, [time for time in near if time.client.start.wall.date() == day]))
        for day in days
    ]


ROUTES = [get_days, get_hours, post_hold]
