"""Owns the check of a whole database: every rule that it should hold, and every row that breaks one."""

from dataclasses import dataclass

from server_stub.practice.checks import (
    accounts,
    counts,
    feeds,
    finding,
    held,
    holdings,
    lives,
    messages,
    records,
    requests,
    sign_ins,
    structure,
    texts,
    traces,
)
from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t
from server_stub.storage import trail
from server_stub.storage.engines import Engines


@dataclass(frozen=True)
class Found:
    """What a check found."""

    broken: tuple[str, ...]
    """One line for each broken row and rule."""
    summary: str


def check_practice(engines: Engines, mark: str | None = None) -> Found:
    """Read everything, as it stands at one instant, and name what is wrong.

    Args:
        engines: The two ways into the database.
        mark: A mark that was taken of the audit before, if any; what it told of must still be there.
    """
    with engines.reading() as connection:
        if missing := tuple(structure.missing(connection)):
            return Found(missing, "")
        told = list(structure.broken(connection))
        contents = Contents(connection)
        told += contents.unreadable
        for part in (
            accounts,
            lives,
            holdings,
            held,
            counts,
            feeds,
            finding,
            traces,
            messages,
            records,
            requests,
            sign_ins,
            texts,
        ):
            told += part.broken(contents)
        told += trail.unmarked(contents.rows(t.audit), mark) if mark else ()
        counted = ((t.appointments, "appointments"), (t.cases, "cases"), (t.clients, "clients"))
        summary = ", ".join(f"{len(contents.rows(table))} {word}" for table, word in counted)
    return Found(tuple("".join(map(_printable, line)) for line in told), summary)


def _printable(sign: str) -> str:
    return sign if sign.isprintable() else ascii(sign)[1:-1]
