"""Owns how tests change an appointment and look at what that left behind."""

from typing import Any

import httpx
from sqlalchemy import func, select

from server_stub.practice.checking import check_practice
from server_stub.storage.engines import Engines
from server_stub.storage.tables import appointments, audit, client_claims, ledger, outbox, person_claims


async def change(
    consultant: httpx.AsyncClient, reference: str, what: str, body: dict[str, Any] | None = None, version: int = 1
) -> httpx.Response:
    """Send a change of an appointment that was seen in a version."""
    headers = {"If-Match": f'"{version}"'}
    return await consultant.post(f"/v1/appointments/{reference}/{what}", json=body, headers=headers)


def appointment(engines: Engines, reference: str) -> dict[str, Any]:
    """Return every column of an appointment."""
    with engines.reading() as connection:
        found = connection.execute(select(appointments).where(appointments.c.reference == reference)).one()
    return dict(found._mapping)


def claimed(engines: Engines, reference: str) -> tuple[list[int], list[int]]:
    """Return the cells that an appointment holds of both sides' time."""
    own = appointment(engines, reference)["id"]
    with engines.reading() as connection:
        person, client = (
            list(connection.execute(select(table.c.cell).where(table.c.appointment_id == own)).scalars())
            for table in (person_claims, client_claims)
        )
    return person, client


def causes(engines: Engines, reference: str) -> list[str]:
    """Return what the ledger says of an appointment, in order."""
    own = appointment(engines, reference)["id"]
    with engines.reading() as connection:
        asked = select(ledger.c.cause).where(ledger.c.appointment_id == own).order_by(ledger.c.id)
        return list(connection.execute(asked).scalars())


def last_act(engines: Engines, reference: str) -> tuple[str, int, str]:
    """Return the last change of an appointment that was audited: what, which version, and the detail."""
    own = appointment(engines, reference)["id"]
    with engines.reading() as connection:
        asked = (
            select(audit)
            .where(audit.c.appointment_id == own, audit.c.version.is_not(None))
            .order_by(audit.c.id.desc())
            .limit(1)
        )
        row = connection.execute(asked).one()
    return row.act, row.version, row.detail


def messages(engines: Engines, reference: str) -> list[tuple[str, str]]:
    """Return the messages about an appointment, each with what became of it."""
    own = appointment(engines, reference)["id"]
    with engines.reading() as connection:
        asked = select(outbox.c.kind, outbox.c.state).where(outbox.c.appointment_id == own).order_by(outbox.c.id)
        return [tuple(row) for row in connection.execute(asked)]


def sizes(engines: Engines) -> dict[str, int]:
    """Count what a change could leave behind."""
    tables = (appointments, person_claims, client_claims, ledger, outbox)
    with engines.reading() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) for table in tables}


def faults(engines: Engines, reference: str) -> list[str]:
    """Return what a check of the database says of an appointment, of the ledger or of the sums."""
    told = check_practice(engines).broken
    mine = (f"appointments {reference}:", "ledger", "balances", "acts", "person_claims", "client_claims", "outbox")
    return [line for line in told if line.startswith(mine) and "audit rows of" not in line and "never had" not in line]
