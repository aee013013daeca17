"""Checks that nobody is in two places: live appointments by their spans, and the claims that forbid it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Row, Table, select

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.domain.spans import Span
from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t
from server_stub.storage.books import cells


def broken(contents: Contents) -> Iterator[str]:
    """Name every overlap, and every claim that is missing or stands for nothing."""
    live = [row for row in contents.rows(t.appointments) if row.state != AppointmentState.CANCELLED]
    yield from _overlaps("person", t.persons, live, contents)
    yield from _overlaps("client", t.clients, live, contents)
    yield from _claims(t.person_claims, t.person_claims.c.person_id, live, contents)
    yield from _claims(t.client_claims, t.client_claims.c.client_id, live, contents)


def _overlaps(side: str, table: Table, live: list[Row[Any]], contents: Contents) -> Iterator[str]:
    held: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in live:
        held[getattr(row, f"{side}_id")].append(row)
    names = {row.id: row.reference for row in contents.rows(table)}
    for holder, appointments in held.items():
        appointments.sort(key=lambda row: (row.starts, row.id))
        furthest: Row[Any] | None = None
        for row in appointments:
            if furthest and row.starts < furthest.ends:
                yield (
                    f"appointments {row.reference}: overlaps {furthest.reference},"
                    f" of the same {side} {names.get(holder, holder)}"
                )
            if not furthest or row.ends > furthest.ends:
                furthest = row


def _claims(table: Table, holder: Column[int], live: list[Row[Any]], contents: Contents) -> Iterator[str]:
    expected = {row.id: row for row in live}
    references = {row.id: row.reference for row in contents.rows(t.appointments)}
    found: dict[int, set[int]] = {}
    query = select(holder, table.c.cell, table.c.appointment_id).where(table.c.appointment_id.is_not(None))
    query = query.order_by(table.c.appointment_id)
    for holder_id, cell, appointment_id in contents.connection.execute(query.execution_options(yield_per=10_000)):
        row = expected.get(appointment_id)
        if row is None:
            name = references.get(appointment_id, f"row {appointment_id}")
            yield f"{table.name} {holder_id}/{cell}: claims time for {name}, which is not live"
        elif holder_id != getattr(row, holder.name):
            yield f"{table.name} {holder_id}/{cell}: {row.reference} is somebody else's"
        else:
            found.setdefault(appointment_id, set()).add(cell)
    for row in live:
        wanted, there = set(cells(Span(row.starts, row.ends))), found.get(row.id, set())
        for cell in sorted(wanted - there):
            yield f"appointments {row.reference}: claims no cell {cell} in {table.name}"
        for cell in sorted(there - wanted):
            yield f"appointments {row.reference}: claims cell {cell} in {table.name}, outside its time"
