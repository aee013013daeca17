"""Owns the demo practice: a template whose dates count business days, made into plain practice files for one day."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update

from server_stub.domain import clocks
from server_stub.practice import online_booking
from server_stub.practice.kinds import Day, Instant, Kind, Wall
from server_stub.practice.record import Record
from server_stub.practice.records import RECORDS, Appointment, columns
from server_stub.practice.times import occurrence
from server_stub.practice.writing import write_practice
from server_stub.storage.portal_tables import accounts

ZONE = "Australia/Melbourne"
"""The clock on which the template's days and times are written, whatever zone their row is in."""

MAIN_PROFILE = "mira.okafor@example.org"
"""Whose demo it is unless another profile is asked for."""

ACCOUNT = "client.demo@example.org"
"""Who books online in the demo."""

PASSWORD = "quiet-harbour-42"  # noqa: S105  (of a made-up account, on this machine only)
"""What that account signs in with."""

CODE = "TRYT-HEDE-M234"
"""The code of an organisation of the demo, with which others can sign up."""

_HASH = "$argon2id$v=19$m=19456,t=2,p=1$6zmDIncJFA9dHfkM7pu8Vw$5ciLiLWg47BVKHzAbljuTqcThPooj2Ka+K8nKCMZLBs"
_HOME = "http://127.0.0.1:8377/portal"

_RELATIVE = re.compile(r"(?P<days>-?[0-9]+) (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})")
_FROM_HOUR = re.compile(r"hour(?P<minutes>[+-][0-9]+)")
_DAYS = re.compile(r"-?[0-9]+")


def write_demo(folder: Path, at: datetime) -> None:
    """Write the demo practice as it stands at one instant.

    Raises:
        FileExistsError: If the folder holds a practice already.
    """
    write_practice(folder, {record: list(_rows(record, at)) for record in RECORDS})
    online_booking.write(folder, _template(online_booking.FILE))


def open_portal(connection: Connection, address: str) -> None:
    """Let the demo's client sign in online, and links in messages lead to where the demo is served.

    Args:
        connection: A transaction that may write; the demo was imported before.
        address: Where the server listens, as in ``http://127.0.0.1:8377``.
    """
    connection.execute(update(accounts).where(accounts.c.email == ACCOUNT).values(password=_HASH))
    text = online_booking.stored(connection)
    if text is not None:
        online_booking.store(connection, text.replace(_HOME, f"{address}/portal"))


def business_day(at: datetime, days: int) -> date:
    """Count business days from the day of an instant; a weekend counts as the Monday after it."""
    today = clocks.day_of(at, ZONE)
    if today.weekday() >= 5:
        today += timedelta(days=7 - today.weekday())
    weeks, weekday = divmod(today.weekday() + days, 5)
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=weekday)


def _rows(record: type[Record], at: datetime) -> Iterator[Record]:
    for cells in csv.DictReader(io.StringIO(_template(record.FILE), newline="")):
        values: dict[str, Any] = {
            name: _value(kind, cells[name], cells.get("zone", ""), at) for name, kind in columns(record).items()
        }
        if record is Appointment and (starts := _instant(cells["start"], at)):
            values["occurrence"] = occurrence(values["start"], values["zone"], starts)
        yield record(**values)


def _template(file: str) -> str:
    return files("server_stub.practice").joinpath("demo", file).read_text(encoding="utf-8")


def _value(kind: Kind[Any], cell: str, zone: str, at: datetime) -> object:
    if isinstance(kind, Day) and _DAYS.fullmatch(cell):
        return business_day(at, int(cell))
    if isinstance(kind, Wall | Instant) and (instant := _instant(cell, at)):
        return clocks.read(instant, zone).wall if isinstance(kind, Wall) else instant
    return kind.read(cell)


def _instant(cell: str, at: datetime) -> datetime | None:
    """Read ``-6 14:00``, six business days ago at two, or ``hour+60``, an hour after the last full hour."""
    if counted := _RELATIVE.fullmatch(cell):
        day = business_day(at, int(counted["days"]))
        return clocks.edge(datetime.combine(day, time(int(counted["hour"]), int(counted["minute"]))), ZONE)
    if near := _FROM_HOUR.fullmatch(cell):
        past = timedelta(minutes=clocks.read(at, ZONE).wall.minute, seconds=at.second, microseconds=at.microsecond)
        return at.astimezone(UTC) - past + timedelta(minutes=int(near["minutes"]))
    return None
