"""Owns booking servers as processes: run one of its commands, or serve until no longer needed."""

import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.practices import Practice
from benchmarks.terminals import PROGRAMS, clean_environment, until
from server_stub.storage.engines import open_engines
from server_stub.storage.tokens import give_token, make_token

SERVER = str(PROGRAMS / "booking-server")


Database = Path | str
"""A database file, or the URL of another database."""


def url_of(database: Database) -> str:
    """Give the URL by which the programs know a database."""
    return database if isinstance(database, str) else f"sqlite:///{database}"


def run(*arguments: str, home: Path, status: int = 0) -> str:
    """Run ``booking-server`` with some arguments and give what it prints.

    Raises:
        RuntimeError: If it ends with another status than the one expected.
    """
    done = subprocess.run(
        [SERVER, *arguments], env=clean_environment(home), capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode != status:
        raise RuntimeError(f"booking-server {arguments[0]} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


def imported(practice: Practice, home: Path, into: Database | None = None) -> Database:
    """Write a practice down, import it into a new database and give that."""
    database = home / "practice.db" if into is None else into
    run("import", str(practice.write(home / "practice")), "--database", url_of(database), home=home)
    return database


def token(profile: str, database: Database, home: Path) -> str:
    """Get a bearer token for a profile."""
    return run("token", "--profile", profile, "--database", url_of(database), home=home).split()[-1]


def tokens_for(database: Database, profiles: Sequence[str], lasts: timedelta = timedelta(hours=1)) -> dict[str, str]:
    """Give each profile a token, straight into the database."""
    given = {profile: make_token() for profile in profiles}
    now = datetime.now(UTC)  # noqa: TID251  (the servers read the clock too)
    engines = open_engines(url_of(database))
    with engines.writing() as connection:
        for profile, token in given.items():
            give_token(connection, token, profile, now, lasts)
    engines.dispose()
    return given


def serve(port: int, database: Database) -> list[str]:
    """Give the command that serves a database."""
    return [SERVER, "serve", "--port", str(port), "--database", url_of(database)]


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    port: int
    pid: int


@contextmanager
def serving(command: Callable[[int], Sequence[str]], home: Path) -> Iterator[Served]:
    """Run a server on a free port of loopback, given to it, until the end of the block.

    Raises:
        RuntimeError: If it ends before it answers.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = subprocess.Popen(command(port), env=clean_environment(home), stdout=subprocess.DEVNULL)
    try:
        until(lambda: server.poll() is not None or _answers(port), seconds=20, what="the server answers")
        if server.poll() is not None:
            raise RuntimeError(f"{command(port)[0]} ended at once")
        yield Served(port, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
