"""Owns how free days and times are shown, to whoever books a session or gives one another time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain import clocks
from server_stub.domain.day_parts import DayPart, part_of
from server_stub.domain.online import OnlineBooking
from server_stub.letters.words import offset
from server_stub.portal import times
from server_stub.portal.guests import Holder
from server_stub.portal.months import last_of, month_of
from server_stub.services.online_times import MOST_DAYS, FreeDays, FreeTime, Wish, free_days, free_times, nearest_times

MONTH = "month"
"""The field of the address that names the month to be shown."""

LOST = "lost"
"""The field of the address that tells which time could not be had."""

OTHER_TIME = frozenset({Code.TIME_GONE, Code.TOO_SOON, Code.TOO_FAR_AHEAD, Code.IN_THE_PAST, Code.CLIENT_BUSY})
"""What another time would mend."""

PARTS = {
    DayPart.WHOLE: "Whole day",
    DayPart.MORNING: "Morning",
    DayPart.AFTERNOON: "Afternoon",
    DayPart.EVENING: "Evening",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """A client who looks for a time."""

    guest: Holder
    wish: Wish
    zone: str
    """The client's clock."""
    online: OnlineBooking
    month_at: Callable[[str], str]
    """Gives the address of a month, as in 2026-11."""
    day_at: Callable[[str], str]
    """Gives the address of a day's times."""
    part_at: Callable[[DayPart], str]
    """Gives the address of the times in a part of the day that is shown."""

    def free_days(self, first: date, last: date) -> FreeDays:
        """Return the days with free times between two dates."""
        return free_days(self.guest.office, self.guest.account.id, self.wish, first, last)

    def free_times(self, day: date) -> tuple[FreeTime, ...]:
        """Return the free times of a day."""
        return free_times(self.guest.office, self.guest.account.id, self.wish, day)

    def nearest(self, at: datetime) -> tuple[FreeTime, ...]:
        """Return the free times nearest to an instant."""
        return nearest_times(self.guest.office, self.guest.account.id, self.wish, at)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time as it is shown."""

    at: str
    """What the form sends."""
    shown: str
    elsewhere: str
    """The same on the consultant's clock, where that shows something else."""


def days_told(looking: Looking, wanted: date | None) -> dict[str, Any]:
    """Return what the template of days shows: a month, the first with a free time unless one is wanted."""
    shown, found = _month(looking, wanted)
    month = month_of(shown, found.free, found.first, found.last)
    return {
        "month": month,
        "name": times.month(month.first),
        "addresses": {day: looking.day_at(day.isoformat()) for day in found.free},
        "labels": {day: _label(day, free) for day, free in found.free.items()},
        "turning": [(times.month(day), looking.month_at(f"{day:%Y-%m}")) for day in (month.before, month.after) if day],
        "last": times.long_day(found.last) if found.last >= found.first else "",
    }


def hours_told(looking: Looking, day: date, part: DayPart, gone: datetime | None) -> dict[str, Any]:
    """Return what the template of times shows: those of a day, and the nearest when one could not be had.

    Args:
        looking: Who looks for a time.
        day: The day.
        part: The part of it.
        gone: The time that could not be had, or not any longer, if any.
    """
    found = looking.free_times(day)
    again = _hours(looking, [time for time in found if time.starts == gone])
    is_lost = gone is not None and not again
    noon = clocks.midnight(day, looking.zone) + timedelta(hours=12)
    return {
        "troubles": {"": Refusal(code=Code.TIME_GONE)} if is_lost else {},
        "status": 409 if is_lost else 200,
        "again": again,
        "nearest": _by_day(looking, looking.nearest(gone or noon)) if is_lost or not found else [],
        "day": times.long_day(day),
        "clock": times.clock_name(found[0].starts if found else noon, looking.zone),
        "day_parts": _parts(looking, part, found),
        "hours": _hours(looking, [time for time in found if _is_in(looking, time, part)]),
        "whole": part is DayPart.WHOLE,
    }


def day_from(text: str) -> date | None:
    """Read a day from an address; None when it is none that can be searched."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if clocks.in_range(found) else None


def part_from(text: str) -> DayPart:
    """Read a part of the day from an address; the whole of it when it is none."""
    found = DayPart(text)
    return found if found.known else DayPart.WHOLE


def instant_from(text: str) -> datetime | None:
    """Read an instant from a form or an address; None when it is none."""
    try:
        found = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if clocks.in_range(found.date()) else None


def written(at: datetime) -> str:
    """Write an instant for a form or an address."""
    return f"{at:%Y-%m-%dT%H:%M}Z"


def _month(looking: Looking, wanted: date | None) -> tuple[date, FreeDays]:
    asked = day_from(f"{looking.guest.query.get(MONTH, '')}-01") or wanted
    if asked is not None:
        return asked, looking.free_days(asked.replace(day=1), last_of(asked))
    today = clocks.day_of(looking.guest.now, looking.zone)
    found = looking.free_days(today, today + timedelta(days=MOST_DAYS))
    return min(found.free, default=found.first), found


@lru_cache(maxsize=4096)
def _label(day: date, free: int) -> str:
    return f"{times.long_day(day)}, {'1 time' if free == 1 else f'{free} times'}"


def _by_day(looking: Looking, found: Sequence[FreeTime]) -> list[tuple[str, list[Hour]]]:
    days = dict.fromkeys(time.client.start.wall.date() for time in found)
    return [
        (times.long_day(day), _hours(looking, [time for time in found if time.client.start.wall.date() == day]))
        for day in days
    ]


def _hours(looking: Looking, found: Sequence[FreeTime]) -> list[Hour]:
    shown = Counter(time.client.start.wall for time in found)
    return [
        Hour(
            at=written(time.starts),
            shown=_shown(time.client.start, twice=shown[time.client.start.wall] > 1),
            elsewhere=times.elsewhere(time.starts, looking.zone, time.consultant.start.zone) if time.consultant else "",
        )
        for time in found
    ]


def _shown(start: Moment, *, twice: bool) -> str:
    """Write a time; one that the clocks show twice on that day says which of the two it is."""
    return f"{start.wall:%H:%M}" + (f" ({offset(start.offset)})" if twice else "")


def _parts(looking: Looking, chosen: DayPart, found: Sequence[FreeTime]) -> list[tuple[str, int, bool, str]]:
    counted = Counter(part_of(time.client.start.wall.time(), looking.online) for time in found)
    counted[DayPart.WHOLE] = len(found)
    return [(PARTS[part], counted[part], part is chosen, looking.part_at(part)) for part in DayPart]


def _is_in(looking: Looking, time: FreeTime, part: DayPart) -> bool:
    return part is DayPart.WHOLE or part_of(time.client.start.wall.time(), looking.online) is part
