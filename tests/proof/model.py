"""Owns a plain model of a practice: which bookings are granted, what they cost, and nothing about how.

Written from the design's words with the almanac for the time; it shares no code with the backend.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.proof.almanac import wall, zone_data

HOUR = timedelta(hours=1)
RETROSPECTIVE_DAYS = 30
FURTHEST_DAYS = 366


@dataclass(frozen=True)
class ModelLine:
    """Daily hours of one consultant."""

    reference: str
    owner: str
    kind: str
    zone: str
    weekdays: tuple[int, ...]
    opens: time
    closes: time


@dataclass
class ModelCase:
    """A case and its figures."""

    reference: str
    client: str
    zone: str
    entitled: int
    extra: int
    used: int = 0
    booked: int = 0
    expires: datetime | None = None
    """On the client's wall."""

    @property
    def figures(self) -> dict[str, int]:
        """Give the five figures."""
        given = {"entitled": self.entitled, "extra": self.extra, "used": self.used, "booked": self.booked}
        return {**given, "available": self.entitled + self.extra - self.used - self.booked}


@dataclass
class ModelAppointment:
    """A meeting that holds the time of two people."""

    reference: str
    profile: str
    person: str
    case: ModelCase
    starts: datetime
    state: str
    version: int


@dataclass(frozen=True)
class Wish:
    """What a consultant asks to be booked."""

    previous: str
    approach: str
    schedule: str
    day: date
    start: time
    occurrence: str | None = None
    modality: str = "phone"
    platform: str | None = None
    approval: str = ""

    def body(self) -> dict[str, object]:
        """Write it as the wire wants it."""
        written: dict[str, object] = {name: value for name, value in vars(self).items() if value is not None}
        return {**written, "day": self.day.isoformat(), "start": self.start.isoformat()}


@dataclass
class Model:
    """A practice as simple as it can be said."""

    persons: dict[str, str] = field(default_factory=dict)
    """Which person each profile belongs to."""
    engagements: dict[str, str] = field(default_factory=dict)
    lines: dict[str, ModelLine] = field(default_factory=dict)
    appointments: dict[str, ModelAppointment] = field(default_factory=dict)
    leave: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    """Person, start and end."""
    keys: dict[tuple[str, str], tuple[Wish, str] | None] = field(default_factory=dict)
    """Per profile and key: what was booked under it, or None when it was voided."""

    def broken(self, profile: str, wish: Wish, now: datetime) -> set[str]:
        """Name every rule that stands against a wish; none means that it is granted."""
        case, line = self.appointments[wish.previous].case, self.lines.get(wish.schedule)
        said = set()
        if (wish.modality == "video_call") != (wish.platform is not None):
            said.add("platform_not_needed" if wish.platform else "platform_needed")
        if wish.approach == "rebook_with_me" and self.engagements[profile] == "ad_hoc_only":
            said.add("approach_not_offered")
        if case.figures["available"] < 1:
            said.add("no_sessions_left")
        if line is None or line.owner != profile:
            said.add("schedule_not_found")
            line = None
        else:
            said |= self._against_line(profile, wish, line)
        starts = instants(datetime.combine(wish.day, wish.start), case.zone)
        if not starts:
            return said | {"time_does_not_exist"}
        if len(starts) == 2 and wish.occurrence is None:
            return said | {"time_exists_twice"}
        start = starts[-1] if wish.occurrence == "second" else starts[0]
        said |= self._against_time(profile, wish, case, start, now)
        if line is not None and not _within(line, start):
            said.add("outside_schedule")
        return said

    def start_of(self, wish: Wish) -> datetime:
        """Give the instant of a wish that is granted."""
        starts = instants(datetime.combine(wish.day, wish.start), self.appointments[wish.previous].case.zone)
        return starts[-1] if wish.occurrence == "second" else starts[0]

    def _against_line(self, profile: str, wish: Wish, line: ModelLine) -> set[str]:
        if line.kind == "rapid_response":
            return {"rapid_response"}
        if line.kind == "open":
            return set()
        if wish.approach == "rebook_with_me":
            return {"schedule_kind_not_offered"}
        has_open = any(other.kind == "open" for other in self.lines.values() if other.owner == profile)
        return {"approval_needed"} if has_open and not wish.approval else set()

    def _against_time(self, profile: str, wish: Wish, case: ModelCase, start: datetime, now: datetime) -> set[str]:
        said = {"off_the_grid"} if wish.start.minute % 5 else set()
        said |= _against_approach(wish, start, now, wall(now, case.zone).date())
        if case.expires and datetime.combine(wish.day, wish.start) >= case.expires:
            said.add("case_expired")
        person = self.persons[profile]
        if any(who == person and begin < start + HOUR and start < end for who, begin, end in self.leave):
            said.add("on_leave")
        others = [a for a in self.appointments.values() if a.state != "cancelled" and abs(a.starts - start) < HOUR]
        if any(other.person == person for other in others):
            said.add("consultant_busy")
        if any(other.case.client == case.client for other in others):
            said.add("client_busy")
        return said


def _against_approach(wish: Wish, start: datetime, now: datetime, today: date) -> set[str]:
    if wish.approach == "retrospective":
        if start >= now:
            return {"in_the_future"}
        return {"too_long_ago"} if wish.day < today - timedelta(days=RETROSPECTIVE_DAYS) else set()
    if start < now:
        return {"in_the_past"}
    return {"too_far_ahead"} if wish.day > today + timedelta(days=FURTHEST_DAYS) else set()


@cache
def instants(shown: datetime, zone: str) -> tuple[datetime, ...]:
    """Try every quarter of an hour near a wall time for those at which the clocks show it."""
    clock = zone_data(zone)
    guess = shown.replace(tzinfo=clock, fold=0).astimezone(zone_data("Etc/UTC"))
    tried = (guess + timedelta(minutes=15) * step for step in range(-8, 9))
    return tuple(instant for instant in tried if wall(instant, zone) == shown)


def _within(line: ModelLine, start: datetime) -> bool:
    begins, ends = wall(start, line.zone), wall(start + HOUR, line.zone)
    if begins.date() != ends.date() or begins.isoweekday() not in line.weekdays:
        return False
    return line.opens <= begins.time() and ends.time() <= line.closes
