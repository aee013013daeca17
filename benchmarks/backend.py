"""Owns the measurement of the backend: bookings per second over HTTP, on a file with full durability."""

import asyncio
import itertools
import json
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.load import request, send_all
from benchmarks.measure import Finding, at_least, by_turns
from benchmarks.practices import Practice
from benchmarks.terminals import PROGRAMS, clean_environment, until

SERVER = str(PROGRAMS / "booking-server")
BARE_ASGI = str(Path(__file__).parent / "floors" / "bare_asgi.py")
CONSULTANTS = 8
CONNECTIONS = 8
PER_ROUND = 200
ROUNDS = 9


def bookings(home: Path) -> Iterable[Finding]:
    """Bookings per second, against a bare ASGI program that writes the same rows."""
    env = clean_environment(home)
    zone, practice = "Australia/Perth", Practice()
    previous: dict[str, str] = {}
    lines: dict[str, str] = {}
    for _ in range(CONSULTANTS):
        consultant = practice.consultant(zone)
        lines[consultant] = practice.line(consultant, zone)
        case = practice.case(practice.client(zone), entitled=999)
        previous[consultant] = practice.appointment(case, consultant, lines[consultant], start="2025-12-02 09:00")
    ours, floor = home / "ours.db", home / "floor.db"
    _run("import", str(practice.write(home / "practice")), "--database", f"sqlite:///{ours}", env=env)
    tokens = {
        consultant: _run("token", "--profile", consultant, "--database", f"sqlite:///{ours}", env=env).split()[-1]
        for consultant in previous
    }
    shutil.copy(ours, floor)
    to_ours, to_floor = (_requests(previous, lines, tokens) for _ in range(2))
    with (
        _serving(lambda port: [SERVER, "serve", "--port", port, "--database", f"sqlite:///{ours}"], env) as our_port,
        _serving(lambda port: [sys.executable, BARE_ASGI, str(floor), port], env) as floor_port,
    ):
        samples = by_turns(lambda: _batch(our_port, to_ours), lambda: _batch(floor_port, to_floor), ROUNDS)
    yield at_least("bookings per second over HTTP, full durability", samples, target=0.25, unit="/s")


def _batch(port: int, requests: Iterator[bytes]) -> Iterable[float]:
    yield asyncio.run(send_all(port, list(itertools.islice(requests, PER_ROUND)), CONNECTIONS))


def _requests(previous: dict[str, str], lines: dict[str, str], tokens: dict[str, str]) -> Iterator[bytes]:
    """Give requests that can all be granted: another hour for each."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)  # noqa: TID251 - the server under load reads the clock too
    for day, hour in itertools.product(range(300), range(22)):
        for consultant, appointment in previous.items():
            body = {"previous": appointment, "approach": "manual", "schedule": lines[consultant], "modality": "phone"}
            body |= {"day": (tomorrow + timedelta(days=day)).isoformat(), "start": f"{hour:02}:00:00"}
            headers = {"Authorization": f"Bearer {tokens[consultant]}", "Idempotency-Key": str(uuid.uuid4())}
            yield request("/v1/bookings", headers, json.dumps(body).encode())


def _run(*arguments: str, env: dict[str, str]) -> str:
    done = subprocess.run([SERVER, *arguments], env=env, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise RuntimeError(f"booking-server {arguments[0]}: {done.stderr or done.stdout}")
    return done.stdout


@contextmanager
def _serving(argv: Callable[[str], list[str]], env: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = subprocess.Popen(argv(str(port)), env=env, stdout=subprocess.DEVNULL)
    try:
        until(lambda: server.poll() is not None or _answers(port), seconds=20, what="the server answers")
        if server.poll() is not None:
            raise RuntimeError(f"{argv('N')} ended at once")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {"bookings": bookings}
