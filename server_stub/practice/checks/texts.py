"""Checks every text and every zone in every table."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, String

from consultant_tui.contract.vocabulary import (
    Act,
    AppointmentState,
    Approach,
    Attendance,
    CancelledBy,
    EngagementType,
    LedgerCause,
    Link,
    MessageKind,
    MessageState,
    Modality,
    Platform,
    RequestState,
    ScheduleKind,
    Word,
)
from server_stub.domain import clocks
from server_stub.domain.settings import SettingWrongError, parse_settings
from server_stub.practice.checks.contents import Contents, named
from server_stub.practice.kinds import blemish
from server_stub.storage import tables as t

_WORDS: dict[Column[Any], type[Word]] = {
    t.profiles.c.engagement: EngagementType,
    t.schedules.c.kind: ScheduleKind,
    t.appointments.c.state: AppointmentState,
    t.appointments.c.approach: Approach,
    t.appointments.c.modality: Modality,
    t.appointments.c.platform: Platform,
    t.appointments.c.attendance: Attendance,
    t.appointments.c.cancelled_by: CancelledBy,
    t.acts.c.act: Act,
    t.ledger.c.cause: LedgerCause,
    t.outbox.c.kind: MessageKind,
    t.outbox.c.link: Link,
    t.outbox.c.state: MessageState,
    t.extra_requests.c.state: RequestState,
}


def broken(contents: Contents) -> Iterator[str]:
    """Name every text that may not be stored, every zone that is none, and settings outside their limits."""
    for table in contents.tables:
        columns = [column for column in table.columns if isinstance(column.type, String)]
        for row in contents.rows(table):
            for column in columns:
                value = row._mapping[column.name]  # noqa: SLF001  (the documented way to a row's columns)
                if value is not None:
                    yield from (f"{named(table, row)}: {column.name} {reason}" for reason in _wrong(column, value))
    try:
        parse_settings({row.name: row.value for row in contents.rows(t.settings)})
    except SettingWrongError as wrong:
        yield f"settings {wrong.name}: {wrong.reason}"


def _wrong(column: Column[Any], value: str) -> Iterator[str]:
    longest = getattr(column.type, "length", None)
    if reason := blemish(value):
        yield reason
    if longest and len(value) > longest:
        yield f"has {len(value)} characters, at most {longest} fit"
    if column.name == "zone" and value not in clocks.canonical_names():
        yield f"{value} is no canonical IANA time zone"
    if column in _WORDS and not _WORDS[column](value).known:
        yield f"{value} is not one of {', '.join(_WORDS[column])}"
