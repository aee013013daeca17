"""Owns the making of large practices: rows straight into the tables, as many as a measurement needs.

What is measured on them reads only, so they have no ledger, claims or audit rows.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from benchmarks.servers import url_of
from server_stub.storage import finding
from server_stub.storage import tables as t
from server_stub.storage.engines import open_engines
from server_stub.storage.schema import prepare

ZONE = "Australia/Perth"
_AT_ONCE = 20_000
_HEADS = (
    *("An", "Be", "Ca", "Da", "El", "Fe", "Gr", "Ha", "Is", "Jo", "Ka"),
    *("Li", "Ma", "No", "Ol", "Pa", "Ro", "Sa", "To", "Vi", "Wi", "Zo"),
)
_TAILS = ["a", "na", "ra", "lin", "bert", "rine", "ela", "mas", "sie", "nor"]
_FAMILIES = [
    a + b + c
    for a in ["Lind", "Mul", "Sch", "Pat", "Fer", "Oka", "Wat", "Tan", "Gar", "Nov", "Pet", "Hol"]
    for b in ["a", "e", "i", "o", "er", "en"]
    for c in ["qvist", "ler", "idt", "el", "reira", "for", "abe", "aka", "cia", "ak", "sen", "mes"]
]


def email(number: int) -> str:
    """Give the address of a consultant's profile."""
    return f"consultant{number}@example.org"


def make(database: Path, *, consultants: int, clients: int, appointments: int, now: datetime) -> Path:
    """Make a practice in which every consultant has as many clients and appointments as every other.

    Args:
        database: Where.
        consultants: How many.
        clients: Of each consultant.
        appointments: Of each consultant; one in fifty is ahead, the rest end day by day in the past.
        now: The time now.
    """
    engines = open_engines(url_of(database), durable=False)
    prepare(engines.writer)
    with engines.writing() as connection:
        _put(connection, t.organisations, iter([{"id": 1, "reference": "ORG-1", "name": "Northwind"}]))
        numbers = range(1, consultants + 1)
        _put(connection, t.persons, ({"id": n, "reference": f"CON-{n}", "name": f"Consultant {n}"} for n in numbers))
        _put(connection, t.profiles, (
            {"id": n, "person_id": n, "email": email(n), "engagement": "partner", "zone": ZONE} for n in numbers
        ))  # fmt: skip
        _people(connection, consultants * clients, now)
        _put(connection, t.appointments, _meetings(consultants, clients, appointments, now))
        finding.add_words(connection, sorted(finding.words_wanted(connection)))
    engines.dispose()
    return database


def complete_day(database: Path, first: datetime, appointments: int) -> None:
    """Add a day of completed appointments of the first consultant, each with another client.

    Args:
        database: A practice with as many clients.
        first: When the first one began; another one began every quarter of an hour.
        appointments: How many.
    """
    engines = open_engines(url_of(database), durable=False)
    starts = (first + timedelta(minutes=15 * number) for number in range(appointments))
    with engines.writing() as connection:
        _put(connection, t.appointments, (
            _meeting(number, 1, number, start, ahead=False) for number, start in enumerate(starts, start=1)
        ))  # fmt: skip
    engines.dispose()


def _people(connection: Connection, people: int, now: datetime) -> None:
    chance = random.Random(people)  # noqa: S311  (names, not secrets)
    _put(connection, t.clients, (
        {"id": n, "reference": f"CLI-{n}", "name": _name(chance, n), "zone": ZONE, "email": "", "phone": ""}
        for n in range(1, people + 1)
    ))  # fmt: skip
    _put(connection, t.cases, (
        {"id": n, "reference": f"ASST-{n}", "client_id": n, "organisation_id": 1, "issue": "Sleep", "opened": now}
        for n in range(1, people + 1)
    ))  # fmt: skip
    _put(connection, t.balances, (
        {"case_id": n, "entitled": 900, "extra": 0, "used": 0, "booked": 0} for n in range(1, people + 1)
    ))  # fmt: skip


def _name(chance: random.Random, number: int) -> str:
    """Give a name; the first thirty begin alike, so that a small practice fills a screen as a large one does."""
    head = "An" if number <= 30 else chance.choice(_HEADS)
    return f"{head}{chance.choice(_TAILS)} {chance.choice(_FAMILIES)}"


def _meetings(consultants: int, clients: int, appointments: int, now: datetime) -> Iterator[dict[str, Any]]:
    number = 0
    day = now.replace(hour=1, minute=0, second=0, microsecond=0)
    for consultant in range(1, consultants + 1):
        for count in range(appointments):
            number += 1
            ahead = count % 50 == 0
            starts = day + timedelta(days=1 + count // 50) if ahead else day - timedelta(days=1 + count)
            client = (consultant - 1) * clients + count % clients + 1
            yield _meeting(number, consultant, client, starts, ahead=ahead)


def _meeting(number: int, consultant: int, client: int, starts: datetime, *, ahead: bool) -> dict[str, Any]:
    return {
        "id": number, "reference": f"APP-{number}", "case_id": client, "client_id": client,
        "person_id": consultant, "profile_id": consultant, "state": "booked" if ahead else "completed",
        "approach": "manual", "modality": "phone", "attendance": "individual", "confirmed": True,
        "notify": False, "approval": "", "wall_start": starts.replace(tzinfo=None), "zone": ZONE,
        "offset": 480, "starts": starts, "ends": starts + timedelta(hours=1),
        "booked_at": starts - timedelta(days=7), "commenced_at": None if ahead else starts,
        "ended_at": None if ahead else starts + timedelta(hours=1), "charged": False, "version": 1,
    }  # fmt: skip


def _put(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE:
            connection.execute(insert(table), batch)
            batch.clear()
    if batch:
        connection.execute(insert(table), batch)


def present() -> datetime:
    """Give the time now, which the servers that are measured read as well."""
    return datetime.now(UTC)  # noqa: TID251  (a composition root of its own)
