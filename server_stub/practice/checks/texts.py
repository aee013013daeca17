"""Checks every text and every zone in every table."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, String

from consultant_tui.contract.vocabulary import (
    Act,
    AppointmentState,
    Approach,
    AssociationKind,
    Attendance,
    CancelledBy,
    EngagementType,
    LedgerCause,
    Link,
    LinkKind,
    MessageKind,
    MessageState,
    Modality,
    Origin,
    Platform,
    RequestState,
    Role,
    ScheduleKind,
    Standing,
    TicketState,
    Word,
)
from server_stub.domain import clocks
from server_stub.domain.online_file import OnlineFileWrongError, read_online
from server_stub.domain.settings import SettingWrongError, parse_settings
from server_stub.practice.checks.contents import Contents, named
from server_stub.practice.kinds import blemish
from server_stub.storage import portal_tables as p
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
    t.appointments.c.origin: Origin,
    t.clients.c.standing: Standing,
    t.tokens.c.role: Role,
    p.account_links.c.kind: LinkKind,
    p.associations.c.kind: AssociationKind,
    p.tickets.c.state: TicketState,
}

_LONG = frozenset({p.documents.c.body, p.tickets.c.message, p.ticket_answers.c.text})
"""Texts of several lines."""


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
    yield from _online_booking(contents)


def _online_booking(contents: Contents) -> Iterator[str]:
    for row in contents.rows(p.documents):
        try:
            read_online(row.body)
        except OnlineFileWrongError as wrong:
            yield from (f"documents {row.name}: {fault}" for fault in wrong.faults)


def _wrong(column: Column[Any], value: str) -> Iterator[str]:
    longest = getattr(column.type, "length", None)
    if reason := blemish("".join(value.splitlines()) if column in _LONG else value):
        yield reason
    if longest and len(value) > longest:
        yield f"has {len(value)} characters, at most {longest} fit"
    if column.name == "zone" and value not in clocks.canonical_names():
        yield f"{value} is no canonical IANA time zone"
    if column in _WORDS and not _WORDS[column](value).known:
        yield f"{value} is not one of {', '.join(_WORDS[column])}"
