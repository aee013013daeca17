"""Owns which five-minute cells an appointment claims, as the database must have them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.storage import tables as t


def cells(starts: datetime, ends: datetime) -> Iterator[int]:
    """Tell the cells between two instants."""
    return iter(range(int(starts.timestamp()) // t.CELL_SECONDS, -(-int(ends.timestamp()) // t.CELL_SECONDS)))


def claims(appointments: Iterable[Row[Any]]) -> dict[Table, list[dict[str, int]]]:
    """Tell the rows of both tables of claims; a cancelled appointment claims nothing.

    Args:
        appointments: Whole rows of the table.
    """
    persons: list[dict[str, int]] = []
    clients: list[dict[str, int]] = []
    for row in appointments:
        if row.state == AppointmentState.CANCELLED:
            continue
        for cell in cells(row.starts, row.ends):
            persons.append({"person_id": row.person_id, "cell": cell, "appointment_id": row.id})
            clients.append({"client_id": row.client_id, "cell": cell, "appointment_id": row.id})
    return {t.person_claims: persons, t.client_claims: clients}
