"""Checks what every change must leave behind: audit rows, messages, booking keys and counters."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Row

from consultant_tui.contract.appointments import Receipt, SeriesReceipt
from consultant_tui.contract.vocabulary import KeyState, MessageKind
from server_stub.practice.checks.contents import Contents, named
from server_stub.practice.kinds import Reference, WrongCellError, number_of
from server_stub.storage import tables as t
from server_stub.storage import trail
from server_stub.storage.books import SERIES
from server_stub.storage.changes import before_of

_PREFIXES = {
    t.organisations: "ORG",
    t.persons: "CON",
    t.schedules: "SCH",
    t.leave: "LV",
    t.clients: "CLI",
    t.cases: "ASST",
    t.extra_requests: "EXT",
    t.appointments: "APP",
}


def broken(contents: Contents) -> Iterator[str]:
    """Name every change that left no trace, and every trace of nothing."""
    yield from _audit(contents)
    yield from _keys(contents)
    yield from _counters(contents)
    yield from _acts(contents)


def _acts(contents: Contents) -> Iterator[str]:
    appointments = contents.by_id(t.appointments)
    for row in contents.rows(t.acts):
        name, appointment = named(t.acts, row), appointments.get(row.appointment_id)
        if appointment is not None and row.version > appointment.version:
            yield f"{name}: belongs to a version that {appointment.reference} never had"
        try:
            before_of(row.before)
        except msgspec.MsgspecError:
            yield f"{name}: does not tell what it replaced"


def _audit(contents: Contents) -> Iterator[str]:
    for number, why in trail.broken(contents.rows(t.audit)):
        yield f"audit {number}: {why}"
    versions: dict[int, list[int]] = defaultdict(list)
    for row in contents.rows(t.audit):
        if row.version is not None:
            versions[row.appointment_id].append(row.version)
    for row in contents.rows(t.appointments):
        if sorted(versions[row.id]) != list(range(1, row.version + 1)):
            there = ", ".join(map(str, sorted(versions[row.id]))) or "none"
            yield f"appointments {row.reference}: has version {row.version}, and audit rows of {there}"


def _keys(contents: Contents) -> Iterator[str]:
    appointments = contents.by_id(t.appointments)
    told: dict[int, set[str]] = defaultdict(set)
    for row in contents.rows(t.outbox):
        if row.kind == MessageKind.CONFIRMATION:
            told[row.appointment_id].add(row.recipient)
    booked_by: dict[int, str] = {}
    for row in contents.rows(t.booking_keys):
        name, appointment = named(t.booking_keys, row), appointments.get(row.appointment_id)
        if row.state == KeyState.BOOKED and appointment is None:
            yield f"{name}: has booked an appointment that is not there"
        elif appointment is not None:
            other = booked_by.setdefault(row.appointment_id, name)
            if other != name:
                yield f"{name}: has booked {appointment.reference}, and so has {other}"
            booked = [row for row in appointments.values() if row.series == series] if (series := row.series) else []
            for reason in _answers(row.answer, booked or [appointment], told, series):
                yield f"{name}: {reason}"


def _answers(
    answer: str | None, booked: list[Row[Any]], told: dict[int, set[str]], series: str | None
) -> Iterator[str]:
    try:
        if series is None:
            receipts: tuple[Receipt, ...] = (msgspec.json.decode(answer or "", type=Receipt),)
        else:
            receipts = msgspec.json.decode(answer or "", type=SeriesReceipt).receipts
    except msgspec.MsgspecError:
        yield "its answer is no receipt"
        return
    if len(receipts) != len(booked):
        yield f"its answer tells of {len(receipts)} appointments, {series} has {len(booked)}"
        return
    for receipt, appointment in zip(receipts, booked, strict=True):
        yield from _answer(receipt, appointment, told[appointment.id])


def _answer(receipt: Receipt, appointment: Row[Any], told: set[str]) -> Iterator[str]:
    if receipt.reference != appointment.reference:
        yield f"its answer is the receipt of {receipt.reference}, it booked {appointment.reference}"
    if receipt.notice.to and not appointment.notify and appointment.version == 1:
        yield f"its answer promises a message, and {appointment.reference} is not to be notified"
    if set(receipt.notice.to) - told:
        yield f"its answer promises a message about {appointment.reference} that is not in the outbox"


def _counters(contents: Contents) -> Iterator[str]:
    reached = {row.kind: row.last for row in contents.rows(t.counters)}
    for table, prefix in _PREFIXES.items():
        for row in contents.rows(table):
            yield from (f"{named(table, row)}: {reason}" for reason in _counted(row.reference, prefix, reached))
    for row in contents.rows(t.appointments):
        if row.series:
            reasons = _counted(row.series, SERIES, reached)
            yield from (f"{named(t.appointments, row)}: of {row.series}: {reason}" for reason in reasons)


def _counted(reference: str, prefix: str, reached: dict[str, int]) -> Iterator[str]:
    try:
        Reference(prefix).read(reference)
    except WrongCellError as wrong:
        yield f"its reference {wrong}"
        return
    if number_of(reference) > reached.get(prefix, 0):
        yield f"is beyond the counter of {prefix}, {reached.get(prefix, 0)}"
