"""Owns the measurement of the search for free times online: many consultants and a fortnight, against its bare SQL."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from datetime import time as dt_time
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert

from benchmarks import large
from benchmarks.measure import Finding, Samples, at_most, by_turns
from benchmarks.servers import url_of
from consultant_tui.contract.vocabulary import Modality
from server_stub.services import online_times
from server_stub.services.office import Office
from server_stub.services.online_times import Wish
from server_stub.storage import tables as t
from server_stub.storage.documents import ONLINE_BOOKING
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.portal_tables import accounts, documents

CONSULTANTS = 50
FORTNIGHT = 14
HOURS = (0, 2, 4, 6, 9)
"""Hours of each day, in UTC, at which every consultant has a session; one more is made with the practice."""
ROUNDS = 15

_SETTINGS = """
enabled = true
address = "https://booking.example.org/portal"
furthest_days = 60
grid_minutes = 15

[[location]]
key = "rooms"
name = "Rooms"
address = ""
modalities = ["phone"]

[[group]]
key = "talks"
name = "Talks"

[[group.reason]]
key = "talk"
name = "Talk"
minutes = 50
"""

_WISH = Wish(location="rooms", reason="talk", modality=Modality.PHONE)


def free_times(home: Path) -> Iterable[Finding]:
    """Look at the days of a fortnight and the times of one of them, as a client does who looks for a session."""
    now, database = large.present(), home / "online.db"
    large.make(database, consultants=CONSULTANTS, clients=20, appointments=600, now=now)
    engines = open_engines(url_of(database))
    _busy(engines, now)
    office, first = Office(engines, lambda: now), (now + timedelta(days=1)).date()
    needed = _needed(engines, lambda: _looked(office, first))
    with closing(sqlite3.connect(database)) as connection:
        samples = by_turns(
            lambda: _timed(lambda: _looked(office, first)),
            lambda: _timed(lambda: _selected(connection, needed)),
            ROUNDS,
        )
    engines.dispose()
    in_ms = Samples(tuple(s * 1000 for s in samples.ours), tuple(s * 1000 for s in samples.floor))
    what = f"free times, {CONSULTANTS} consultants and a fortnight, against its bare SQL"
    yield at_most(what, in_ms, target=5, unit="ms")


def _busy(engines: Engines, now: datetime) -> None:
    """Give everybody two lines and a busy fortnight, and a client an account."""
    with engines.writing() as connection:
        connection.execute(insert(t.schedules), list(_lines()))
        connection.execute(insert(t.appointments), list(_meetings(now)))
        connection.execute(insert(documents), {"name": ONLINE_BOOKING, "body": _SETTINGS, "changed": now})
        account = {"id": 1, "reference": "ACC-1", "organisation_id": 1, "email": "client@example.org"}
        row = {**account, "password": "-", "zone": "Australia/Melbourne", "made": now, "verified": now}
        connection.execute(insert(accounts), row)
        connection.exec_driver_sql("ANALYZE")


def _lines() -> Iterator[dict[str, Any]]:
    for number in range(1, CONSULTANTS + 1):
        for part, (opens, closes) in enumerate(((8, 12), (13, 18))):
            yield {
                "reference": f"SCH-{2 * number + part}", "profile_id": number, "kind": "open", "days": "1,2,3,4,5,6,7",
                "opens": dt_time(opens), "closes": dt_time(closes),
                "zone": large.ZONE, "rate": "A", "location": "",
            }  # fmt: skip


def _meetings(now: datetime) -> Iterator[dict[str, Any]]:
    number = 1_000_000
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for consultant in range(1, CONSULTANTS + 1):
        for after in range(1, FORTNIGHT + 2):
            for hour in HOURS:
                number += 1
                starts = midnight + timedelta(days=after, hours=hour)
                client = (consultant - 1) * 20 + 1
                yield {
                    "id": number, "reference": f"APP-{number}", "case_id": client, "client_id": client,
                    "person_id": consultant, "profile_id": consultant, "state": "booked", "approach": "manual",
                    "modality": "phone", "attendance": "individual", "confirmed": True, "notify": False,
                    "approval": "", "wall_start": starts.replace(tzinfo=None), "zone": large.ZONE, "offset": 480,
                    "starts": starts, "ends": starts + timedelta(hours=1), "booked_at": now, "charged": False,
                    "version": 1,
                }  # fmt: skip


def _looked(office: Office, first: date) -> None:
    days = online_times.free_days(office, 1, _WISH, first, first + timedelta(days=FORTNIGHT - 1))
    if len(days.free) < FORTNIGHT - 2 or not online_times.free_times(office, 1, _WISH, max(days.free)):
        raise RuntimeError("nothing is free")


def _needed(engines: Engines, look: Callable[[], None]) -> list[str]:
    """Listen to the SQL of a search, at the driver itself, with its values in it."""
    heard: list[str] = []

    def listen(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(heard.append)

    engines.reader.dispose()
    event.listen(engines.reader, "checkout", listen)
    look()
    event.remove(engines.reader, "checkout", listen)
    engines.reader.dispose()
    return [statement for statement in heard if statement.startswith("SELECT")]


def _selected(connection: sqlite3.Connection, needed: list[str]) -> None:
    for statement in needed:
        connection.execute(statement).fetchall()


def _timed(work: Callable[[], None]) -> Iterable[float]:
    started = time.perf_counter()
    work()
    yield time.perf_counter() - started


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {"free-times": free_times}
