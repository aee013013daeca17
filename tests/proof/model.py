"""Owns a plain model of a practice: which bookings are granted, what they cost, and nothing about how.

Written from the design's words with the almanac for the time; it shares no code with the backend.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from tests.proof.almanac import wall, zone_data

HOUR = timedelta(hours=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
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
    given: list[tuple[datetime, int]] = field(default_factory=list)
    """When how many sessions were given."""
    request: "ModelRequest | None" = None
    """The last request for extra sessions."""

    @property
    def figures(self) -> dict[str, int]:
        """Give the five figures."""
        given = {"entitled": self.entitled, "extra": self.extra, "used": self.used, "booked": self.booked}
        return {**given, "available": self.entitled + self.extra - self.used - self.booked}


@dataclass
class ModelRequest:
    """A request for extra sessions of a case."""

    reference: str
    profile: str
    sessions: int
    reason: str
    state: str
    answer: tuple[int, str] | None = None
    """How many were granted, and why not more."""


@dataclass
class Deed:
    """Something done to an appointment that can be taken back for a while."""

    act: str
    version: int
    """The appointment's version after it."""
    at: datetime
    before: dict[str, object]
    """What the appointment was."""
    used: int
    booked: int
    """What it added to the figures."""


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
    line: str = ""
    modality: str = "phone"
    platform: str | None = None
    last: Deed | None = None
    """The last deed that could be taken back at all."""


@dataclass
class ModelHold:
    """A time that is kept for a client who books online."""

    number: str
    person: str
    starts: datetime
    until: datetime
    booked: str = ""
    """The appointment that it became."""


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
    holds: dict[str, ModelHold] = field(default_factory=dict)
    """The last one of each client."""
    now: Callable[[], datetime] = lambda: LONG_AGO
    """The clock."""

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
        said |= self.against_line(profile, wish)
        if line is not None and line.owner != profile:
            line = None
        starts = instants(datetime.combine(wish.day, wish.start), case.zone)
        if not starts:
            return said | {"time_does_not_exist"}
        if len(starts) == 2 and wish.occurrence is None:
            return said | {"time_exists_twice"}
        start = starts[-1] if wish.occurrence == "second" else starts[0]
        said |= self.against_time(profile, wish, case, start, now)
        if line is not None:
            said |= self.against_place(profile, wish, line, start)
        return said

    def start_of(self, wish: Wish) -> datetime:
        """Give the instant of a wish that is granted."""
        starts = instants(datetime.combine(wish.day, wish.start), self.appointments[wish.previous].case.zone)
        return starts[-1] if wish.occurrence == "second" else starts[0]

    def first_session(self, case: ModelCase) -> datetime | None:
        """Give when the earliest session of a case began that took place."""
        of_case = [one for one in self.appointments.values() if one.case is case]
        return min((one.starts for one in of_case if one.state in ("commenced", "completed")), default=None)

    def against_line(self, profile: str, wish: Wish) -> set[str]:
        """Name every rule against a line by itself."""
        line = self.lines.get(wish.schedule)
        return {"schedule_not_found"} if line is None or line.owner != profile else _against_kind(wish, line)

    def against_place(self, profile: str, wish: Wish, line: ModelLine, start: datetime) -> set[str]:
        """Name every rule against a time on a line."""
        said = set() if within(line, start) else {"outside_schedule"}
        has_open = any(other.kind == "open" for other in self.lines.values() if other.owner == profile)
        if line.kind == "ad_hoc" and wish.approach != "rebook_with_me" and has_open and not wish.approval:
            said.add("approval_needed")
        return said

    def against_time(
        self, profile: str, wish: Wish, case: ModelCase, start: datetime, now: datetime, *, without: str = ""
    ) -> set[str]:
        """Name every rule against a time by itself, one appointment left out of account."""
        said = {"off_the_grid"} if wish.start.minute % 5 else set()
        said |= _against_approach(wish, start, now, wall(now, case.zone).date())
        first = self.first_session(case)
        if first and start >= a_year_after(first, case.zone):
            said.add("case_expired")
        person = self.persons[profile]
        if any(who == person and begin < start + HOUR and start < end for who, begin, end in self.leave):
            said.add("on_leave")
        return said | self.taken(person, case.client, start, without=without)

    def is_kept(self, hold: ModelHold) -> bool:
        """Whether a time is kept still."""
        return not hold.booked and self.now() < hold.until

    def taken(self, person: str, client: str, start: datetime, *, without: str = "", kept_for: str = "") -> set[str]:
        """Name whose hour from an instant on is taken; what is kept for the one who asks counts as free."""
        live = [a for a in self.appointments.values() if a.state not in ("cancelled", "withdrawn")]
        others = [a for a in live if a.reference != without and abs(a.starts - start) < HOUR]
        said = {"consultant_busy"} if any(other.person == person for other in others) else set()
        kept = [hold for who, hold in self.holds.items() if who != kept_for and self.is_kept(hold)]
        if any(hold.person == person and abs(hold.starts - start) < HOUR for hold in kept):
            said.add("held")
        return said | ({"client_busy"} if any(other.case.client == client for other in others) else set())


def _against_kind(wish: Wish, line: ModelLine) -> set[str]:
    if line.kind == "rapid_response":
        return {"rapid_response"}
    return {"schedule_kind_not_offered"} if wish.approach == "rebook_with_me" and line.kind != "open" else set()


def a_year_after(first: datetime, zone: str) -> datetime:
    """Give when a case ends that began at an instant."""
    shown = wall(first, zone)
    return instants(shown.replace(year=shown.year + 1), zone)[0]


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


def within(line: ModelLine, start: datetime) -> bool:
    """Whether an hour from an instant on lies in the hours of a line."""
    begins, ends = wall(start, line.zone), wall(start + HOUR, line.zone)
    if begins.date() != ends.date() or begins.isoweekday() not in line.weekdays:
        return False
    return line.opens <= begins.time() and ends.time() <= line.closes
