"""Owns the load that a provider makes at its worst: ``python -m benchmarks.pressure`` prints what was held."""

import argparse
import asyncio
import itertools
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.backend import BARE_ASGI
from benchmarks.clusters import Cluster
from benchmarks.load import Times, keep_time, take_turns
from benchmarks.servers import Database, Served, run, serve, serving, url_of
from benchmarks.traffic import Crowd, crowd

CONSULTANTS = 500
LOOKS, BOOKINGS = 50.0, 5.0
"""What 500 consultants ask a second at their worst."""

CLIENTS = 32
TURNS = 2000
"""Bookings that 32 clients make as fast as they are answered."""

WARM_SECONDS = 10
FLOOR_SECONDS = 20


@dataclass(frozen=True)
class Held:
    """What one server did under the load."""

    looks: Times
    bookings: Times
    memory: float
    """How much more memory it had at the end, as a share of what it had before."""


def main(arguments: list[str]) -> int:
    """Load each engine and print a table; returns 1 when anything was answered with 5xx or the books are wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pressure", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--consultants", type=int, default=CONSULTANTS)
    parser.add_argument("--servers", type=int, default=1, help="how many processes serve the database")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, {options.seconds} s\n")
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        for engine in options.engine or ("sqlite", "postgresql"):
            home = Path(folder) / engine
            home.mkdir()
            with _database(engine, home) as database:
                fine &= _press(engine, crowd(home, options.consultants, database), home, options)
    return 0 if fine else 1


@contextmanager
def _database(engine: str, home: Path) -> Iterator[Database]:
    if engine == "sqlite":
        yield home / "practice.db"
        return
    with Cluster(quick=False) as cluster:
        cluster.sql("CREATE DATABASE practice")
        yield cluster.url("practice")


def _press(engine: str, people: Crowd, home: Path, options: argparse.Namespace) -> bool:
    seconds = options.seconds
    with ExitStack() as stack:
        ours = [
            stack.enter_context(serving(lambda port: serve(port, people.database), home))
            for _ in range(options.servers)
        ]
        held = _hold(ours, people, seconds, first=2)
        turns = _take_turns(ours, people, first=40)
    checked = run("check", "--database", url_of(people.database), home=home).strip()
    floor = home / "floor.db"
    run("backup", str(floor), "--database", url_of(people.database), home=home)
    with serving(lambda port: [sys.executable, BARE_ASGI, str(floor), str(port)], home) as bare:
        bare_held = _hold([bare], people, min(seconds, FLOOR_SECONDS), first=80)
        bare_turns = _take_turns([bare], people, first=120)
    print(f"{engine}: {checked}")
    print(_table([*_lines("", held, turns), *_lines("floor, ", bare_held, bare_turns)]))
    print(
        f"memory {held.memory:+.1%} over {seconds} s; by turns {len(turns.seconds) / turns.lasted:.0f} bookings/s,"
        f" p99 / p50 = {turns.at(0.99) / turns.at(0.5):.2f}\n"
    )
    statuses = held.looks.statuses + held.bookings.statuses + turns.statuses
    return not [status for status in statuses if status >= 500]


def _lines(who: str, held: Held, turns: Times) -> list[tuple[str, Times]]:
    return [
        (f"{who}{LOOKS:g} looks/s", held.looks),
        (f"{who}{BOOKINGS:g} bookings/s", held.bookings),
        (f"{who}{CLIENTS} clients book by turns", turns),
    ]


def _table(lines: list[tuple[str, Times]]) -> str:
    rows = ["| What | Answers | p50 | p95 | p99 | Longest |", "|---|---|---|---|---|---|"]
    for what, times in lines:
        answers = ", ".join(f"{count} x {status}" for status, count in sorted(times.statuses.items()))
        figures = " | ".join(f"{times.at(share) * 1000:.1f} ms" for share in (0.5, 0.95, 0.99, 1.0))
        rows.append(f"| {what} | {answers} | {figures} |")
    return "\n".join(rows)


def _take_turns(servers: list[Served], people: Crowd, *, first: int) -> Times:
    ports = [server.port for server in servers]
    return asyncio.run(take_turns(ports, list(itertools.islice(people.bookings(first), TURNS)), CLIENTS))


def _hold(servers: list[Served], people: Crowd, seconds: int, *, first: int) -> Held:
    looks, bookings = people.looks(), people.bookings(first)
    kinds = {"looks": (LOOKS, looks), "bookings": (BOOKINGS, bookings)}
    ports = [server.port for server in servers]
    asyncio.run(keep_time(ports, kinds, min(WARM_SECONDS, seconds)))
    before = _resident(servers)
    found = asyncio.run(keep_time(ports, kinds, seconds))
    return Held(found["looks"], found["bookings"], _resident(servers) / before - 1)


def _resident(servers: list[Served]) -> int:
    """Tell how many kB the processes hold in memory."""
    told = (Path(f"/proc/{server.pid}/status").read_text(encoding="ascii") for server in servers)
    return sum(int(status.partition("VmRSS:")[2].split()[0]) for status in told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
