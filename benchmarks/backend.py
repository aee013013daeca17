"""Owns the measurement of the backend: bookings per second over HTTP, on a file with full durability."""

import asyncio
import itertools
import json
import shutil
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.load import request, send_all
from benchmarks.measure import Finding, at_least, by_turns
from benchmarks.practices import Practice
from benchmarks.servers import imported, serve, serving, token

BARE_ASGI = str(Path(__file__).parent / "floors" / "bare_asgi.py")
CONSULTANTS = 8
CONNECTIONS = 8
PER_ROUND = 200
ROUNDS = 9


def bookings(home: Path) -> Iterable[Finding]:
    """Bookings per second, against a bare ASGI program that writes the same rows."""
    zone, practice = "Australia/Perth", Practice()
    previous: dict[str, str] = {}
    lines: dict[str, str] = {}
    for _ in range(CONSULTANTS):
        consultant = practice.consultant(zone)
        lines[consultant] = practice.line(consultant, zone)
        case = practice.case(practice.client(zone), entitled=999)
        previous[consultant] = practice.appointment(
            case, consultant, lines[consultant], start=f"{_today() - timedelta(days=60)} 09:00"
        )
    ours, floor = imported(practice, home), home / "floor.db"
    tokens = {consultant: token(consultant, ours, home) for consultant in previous}
    shutil.copy(ours, floor)
    to_ours, to_floor = (_requests(previous, lines, tokens) for _ in range(2))
    with (
        serving(lambda port: serve(port, ours), home) as ours_at,
        serving(lambda port: [sys.executable, BARE_ASGI, str(floor), str(port)], home) as floor_at,
    ):
        samples = by_turns(lambda: _batch(ours_at.port, to_ours), lambda: _batch(floor_at.port, to_floor), ROUNDS)
    yield at_least("bookings per second over HTTP, full durability", samples, target=0.25, unit="/s")


def _batch(port: int, requests: Iterator[bytes]) -> Iterable[float]:
    yield asyncio.run(send_all(port, list(itertools.islice(requests, PER_ROUND)), CONNECTIONS))


def _requests(previous: dict[str, str], lines: dict[str, str], tokens: dict[str, str]) -> Iterator[bytes]:
    """Give requests that can all be granted: another hour for each."""
    first = _today() + timedelta(days=2)
    for day, hour in itertools.product(range(150), range(22)):
        for consultant, appointment in previous.items():
            body = {"previous": appointment, "approach": "manual", "schedule": lines[consultant], "modality": "phone"}
            body |= {"day": (first + timedelta(days=day)).isoformat(), "start": f"{hour:02}:00:00"}
            headers = {"Authorization": f"Bearer {tokens[consultant]}", "Idempotency-Key": str(uuid.uuid4())}
            yield request("/v1/bookings", headers, json.dumps(body).encode())


def _today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251  (the server under load reads the clock too)


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {"bookings": bookings}
