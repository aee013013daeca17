"""Owns the page on which a client chooses a time of a day, by whole day, morning, afternoon or evening (seed 004)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from litestar import Response, get, post

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain import clocks
from server_stub.domain.day_parts import DayPart, part_of
from server_stub.domain.online_steps import Step, read_answers
from server_stub.letters.words import offset
from server_stub.portal import times
from server_stub.portal.booking import wording
from server_stub.portal.booking.days import days_page
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.forms import ThePosted
from server_stub.portal.frame import page
from server_stub.portal.guests import TheHolder
from server_stub.services import holds
from server_stub.services.online_times import FreeTime, free_times, nearest_times
from server_stub.services.refused import RefusedError

LOST = "lost"
"""The field of the address that tells which time could not be had."""

OTHER_TIME = frozenset({Code.TIME_GONE, Code.TOO_SOON, Code.TOO_FAR_AHEAD, Code.IN_THE_PAST, Code.CLIENT_BUSY})
"""What another time would mend."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A time as it is shown."""

    at: str
    """What the form sends."""
    shown: str
    elsewhere: str
    """The same on the consultant's clock, where that shows something else."""


@get(BOOK + "/time", sync_to_thread=True)
def get_hours(holder: TheHolder) -> Response[str]:
    """Ask for the time."""
    walk = walk_of(holder)
    if not walk.reached(Step.TIME):
        return walk.onward()
    return hours_page(walk)


@post(BOOK + "/hold", status_code=200, sync_to_thread=True)
def post_hold(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Keep the time that was chosen, and go on to the details; a time that is gone leads to those nearest to it."""
    walk = walk_of(holder, read_answers(posted))
    at = instant_from(posted.get("at", ""))
    if at is None or not walk.reached(Step.DAY):
        return walk.onward()
    return keep_time(walk, at)


def keep_time(walk: Walk, at: datetime) -> Response[str]:
    """Keep a time and go on, to the check if the details are known by now."""
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
    day = walk.answers.date
    if day is None or not clocks.in_range(day):
        return days_page(walk)
    gone = instant_from(walk.guest.query.get(LOST, ""))
    found = free_times(walk.guest.office, walk.guest.account.id, walk.wish, day)
    part = walk.answers.day_part
    counts = _counts(walk, found)
    again = _hours(walk, [time for time in found if time.starts == gone])
    return page(
        walk.guest,
        "booking/hours.html",
        wording.QUESTIONS[Step.TIME],
        back=walk.link("day", part="", hold=""),
        troubles={"": Refusal(code=Code.TIME_GONE)} if gone and not again else {},
        status=409 if gone and not again else 200,
        again=again,
        day=times.long_day(day),
        clock=_clocks(walk, found),
        day_parts=[
            (wording.PARTS[one], counts[one], one is part, walk.link("time", part=one, hold="")) for one in DayPart
        ],
        hours=_hours(walk, [time for time in found if _is_in(walk, time, part)]),
        nearest=_nearest(walk, gone) if (gone and not again) or not found else [],
        whole=part is DayPart.WHOLE,
        answers={name: key for name, key in walk.answers.query().items() if name != "hold"},
        days=walk.link("day", part="", hold=""),
    )


def _of_part(walk: Walk, part: DayPart) -> str:
    return walk.link("time", part=part, hold="")


def _nearest(walk: Walk, gone: datetime | None) -> list[tuple[str, list[Hour]]]:
    """Return the nearest times, by day; without a time that is gone, those nearest to noon."""
    assert walk.answers.date is not None  # noqa: S101  (it was looked at before)
    noon = clocks.midnight(walk.answers.date, walk.zone) + timedelta(hours=12)
    found = nearest_times(walk.guest.office, walk.guest.account.id, walk.wish, gone or noon)
    days = dict.fromkeys(time.client.start.wall.date() for time in found)
    return [
        (times.long_day(day), _hours(walk, [time for time in found if time.client.start.wall.date() == day]))
        for day in days
    ]


def _hours(walk: Walk, found: Sequence[FreeTime]) -> list[Hour]:
    shown = Counter(time.client.start.wall for time in found)
    return [
        Hour(
            at=written(time.starts),
            shown=_shown(time.client.start, twice=shown[time.client.start.wall] > 1),
            elsewhere=times.elsewhere(time.starts, walk.zone, time.consultant.start.zone) if time.consultant else "",
        )
        for time in found
    ]


def _shown(start: Moment, *, twice: bool) -> str:
    """Write a time; one that the clocks show twice on that day says which of the two it is."""
    return f"{start.wall:%H:%M}" + (f" ({offset(start.offset)})" if twice else "")


def _counts(walk: Walk, found: Sequence[FreeTime]) -> dict[DayPart, int]:
    counted = Counter(part_of(time.client.start.wall.time(), walk.asked.online) for time in found)
    return {part: len(found) if part is DayPart.WHOLE else counted[part] for part in DayPart}


def _is_in(walk: Walk, time: FreeTime, part: DayPart) -> bool:
    return part is DayPart.WHOLE or part_of(time.client.start.wall.time(), walk.asked.online) is part


def _clocks(walk: Walk, found: Sequence[FreeTime]) -> str:
    day = walk.answers.date
    assert day is not None  # noqa: S101  (it was looked at before)
    return times.clock_name(found[0].starts if found else clocks.midnight(day, walk.zone), walk.zone)


def written(at: datetime) -> str:
    """Write an instant for a form or an address."""
    return f"{at:%Y-%m-%dT%H:%M}Z"


def instant_from(text: str) -> datetime | None:
    """Read an instant from a form or an address; None when it is none."""
    try:
        found = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if clocks.in_range(found.date()) else None


ROUTES = [get_hours, post_hold]
