"""Owns what a practice is on paper: the files, their columns in order, and the kind of each column's values."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Annotated, Any, get_type_hints

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    CancelledBy,
    EngagementType,
    Modality,
    Occurrence,
    Origin,
    Platform,
    RequestState,
    ScheduleKind,
    Standing,
)
from server_stub.domain.settings import CELL_MINUTES
from server_stub.practice.kinds import (
    ClockTime,
    Day,
    Email,
    Flag,
    Instant,
    Kind,
    Number,
    OneOf,
    Reference,
    Text,
    Wall,
    Weekdays,
    Zone,
    number_of,
)
from server_stub.practice.portal_records import ACCOUNT, ATTENDEE, Account, Attendee, OrganisationCode
from server_stub.practice.record import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting(Record):
    """One of the provider's settings."""

    FILE = "settings.csv"
    KEY = "name"

    name: Annotated[str, Text(64)]
    value: Annotated[str, Text(400)]

    @property
    def order(self) -> tuple[int, str]:
        """By name."""
        return 0, self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation(Record):
    """An employer that pays for sessions."""

    FILE = "organisations.csv"

    reference: Annotated[str, Reference("ORG")]
    name: Annotated[str, Text(200)]
    sessions_per_case: Annotated[int, Number(0, 999)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Consultant(Record):
    """One profile of a consultant; a person may have several."""

    FILE = "consultants.csv"
    KEY = "email"

    person: Annotated[str, Reference("CON")]
    name: Annotated[str, Text(200)]
    email: Annotated[str, Email()]
    engagement: Annotated[str, OneOf(EngagementType)]
    zone: Annotated[str, Zone()]

    @property
    def order(self) -> tuple[int, str]:
        """By person, then by address."""
        return number_of(self.person), self.email


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule(Record):
    """One line of a consultant's recurring hours."""

    FILE = "schedules.csv"

    reference: Annotated[str, Reference("SCH")]
    consultant: Annotated[str, Email()]
    kind: Annotated[str, OneOf(ScheduleKind)]
    days: Annotated[str, Weekdays()]
    opens: Annotated[time, ClockTime()]
    closes: Annotated[time, ClockTime()]
    zone: Annotated[str, Zone()]
    rate: Annotated[str, Text(40)]
    location: Annotated[str, Text(64, may_be_empty=True)]
    valid_from: Annotated[date | None, Day()]
    valid_until: Annotated[date | None, Day()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Leave(Record):
    """A stretch of time in which a person cannot be booked."""

    FILE = "leave.csv"

    reference: Annotated[str, Reference("LV")]
    person: Annotated[str, Reference("CON")]
    start: Annotated[datetime, Wall()]
    end: Annotated[datetime, Wall()]
    zone: Annotated[str, Zone()]
    reason: Annotated[str, Text(200, may_be_empty=True)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Client(Record):
    """The one who is helped."""

    FILE = "clients.csv"

    reference: Annotated[str, Reference("CLI")]
    name: Annotated[str, Text(200)]
    zone: Annotated[str, Zone()]
    email: Annotated[str, Email(may_be_empty=True)]
    phone: Annotated[str, Text(40, may_be_empty=True)]
    first_name: Annotated[str, Text(100, may_be_empty=True)]
    last_name: Annotated[str, Text(100, may_be_empty=True)]
    address: Annotated[str, Text(400, may_be_empty=True)]
    standing: Annotated[str, OneOf(Standing)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case(Record):
    """One issue of one client, with the sessions it was given."""

    FILE = "cases.csv"

    reference: Annotated[str, Reference("ASST")]
    client: Annotated[str, Reference("CLI")]
    organisation: Annotated[str, Reference("ORG")]
    issue: Annotated[str, Text(200, may_be_empty=True)]
    opened: Annotated[datetime, Instant()]
    entitled: Annotated[int, Number(0, 999)]
    extra: Annotated[int, Number(0, 999)]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtraRequest(Record):
    """Sessions that a consultant asked for beyond the entitlement."""

    FILE = "extra_requests.csv"

    reference: Annotated[str, Reference("EXT")]
    case: Annotated[str, Reference("ASST")]
    consultant: Annotated[str, Email()]
    sessions: Annotated[int, Number(1, 99)]
    reason: Annotated[str, Text(1000)]
    asked: Annotated[datetime, Instant()]
    answer_due: Annotated[datetime, Instant()]
    answered: Annotated[datetime | None, Instant(may_be_empty=True)]
    state: Annotated[str, OneOf(RequestState)]
    granted: Annotated[int, Number(0, 99)]
    answered_by: Annotated[str, Text(64, may_be_empty=True)]
    answer_reason: Annotated[str, Text(1000, may_be_empty=True)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Appointment(Record):
    """One meeting under one case."""

    FILE = "appointments.csv"

    reference: Annotated[str, Reference("APP")]
    case: Annotated[str, Reference("ASST")]
    consultant: Annotated[str, Email()]
    schedule: Annotated[str, Reference("SCH", may_be_empty=True)]
    state: Annotated[str, OneOf(AppointmentState)]
    start: Annotated[datetime, Wall(step=CELL_MINUTES)]
    zone: Annotated[str, Zone()]
    occurrence: Annotated[str, OneOf(Occurrence, may_be_empty=True)]
    minutes: Annotated[int, Number(5, 1440, step=CELL_MINUTES)]
    approach: Annotated[str, OneOf(Approach)]
    modality: Annotated[str, OneOf(Modality)]
    platform: Annotated[str, OneOf(Platform, may_be_empty=True)]
    attendance: Annotated[str, OneOf(Attendance)]
    confirmed: Annotated[bool, Flag()]
    notify: Annotated[bool, Flag()]
    approval: Annotated[str, Text(64, may_be_empty=True)]
    booked_at: Annotated[datetime, Instant()]
    commenced_at: Annotated[datetime | None, Instant(may_be_empty=True)]
    ended_at: Annotated[datetime | None, Instant(may_be_empty=True)]
    charged: Annotated[bool, Flag()]
    cancelled_by: Annotated[str, OneOf(CancelledBy, may_be_empty=True)]
    end_reason: Annotated[str, Text(1000, may_be_empty=True)]
    attempts: Annotated[str, Text(200, may_be_empty=True)]
    late_moves: Annotated[int, Number(0, 99)]
    withdrawn: Annotated[bool, Flag()]
    sequence: Annotated[int, Number(0, 9999)]
    series: Annotated[str, Reference("SER", may_be_empty=True)]
    origin: Annotated[str, OneOf(Origin)]
    account: Annotated[str, Reference(ACCOUNT, may_be_empty=True)]
    attendee: Annotated[str, Reference(ATTENDEE, may_be_empty=True)]
    location: Annotated[str, Text(64, may_be_empty=True)]
    reason: Annotated[str, Text(64, may_be_empty=True)]
    reason_name: Annotated[str, Text(120, may_be_empty=True)]
    wishes: Annotated[str, Text(1000, may_be_empty=True)]


RECORDS: tuple[type[Record], ...] = (
    Setting, Organisation, OrganisationCode, Consultant, Schedule, Leave, Client, Account, Attendee, Case, ExtraRequest,
    Appointment,
)  # fmt: skip
"""Every file of a practice; none points to a later one."""


def _columns(record: type[Record]) -> dict[str, Kind[Any]]:
    hints = get_type_hints(record, include_extras=True)
    return {field.name: hints[field.name].__metadata__[0] for field in fields(record)}


_COLUMNS = {record.FILE: _columns(record) for record in RECORDS}


def columns(record: type[Record]) -> dict[str, Kind[Any]]:
    """Tell the columns of a file in their order, each with its kind."""
    return _COLUMNS[record.FILE]


def differing(one: Record, other: Record) -> Iterator[str]:
    """Name the columns in which two rows of the same file differ."""
    return (name for name in columns(type(one)) if getattr(one, name) != getattr(other, name))


def cells(row: Record) -> list[Any]:
    """Write the cells of a row."""
    return [kind.write(getattr(row, name)) for name, kind in columns(type(row)).items()]
