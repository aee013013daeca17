"""Owns spoiling a practice: every text from outside in every table becomes one of the corpus, past every check."""

import json
import sqlite3
from itertools import count, cycle
from typing import Any

from sqlalchemy import String

from consultant_tui.contract.text import clean
from server_stub.storage.catalogue import metadata
from tests.hostile.corpus import SENT

SEEN = {"Zoë [he/him] O’Brien": "Zoë [he/him]", "Tomás Ferreira": "Owes [$100]"}
"""Two clients of the demo whose names show that brackets survive."""

_OWN = frozenset(
    [
        "reference",
        "kind",
        "zone",
        "state",
        "approach",
        "modality",
        "platform",
        "attendance",
        "cancelled_by",
        "series",
        "origin",
        "engagement",
        "days",
        "act",
        "role",
        "hash",
        "link",
        "cause",
        "location",
        "reason_key",
        "key",
        "fingerprint",
        "file_type",
        "file_sha256",
        "ticks",
        "issues",
        "outcomes",
        "attempts",
        "standing",
        "password",
        "retires",
        "name_key",
        "hint",
        "device",
        "address_hash",
        "answer",
    ]
)
"""Columns that hold words of our own; of those only what is listed here is left alone."""

_LEFT = frozenset(
    [
        "settings",
        "counters",
        "alembic_version",
        "tokens",
        "search_words",
        "documents",
        "organisation_codes",
        "booking_keys",
        "acts",
    ]
)
"""Tables that hold nothing that somebody typed, or what is held to a form."""

_PACKED = frozenset({("outbox", "facts")})
"""Columns whose text is JSON, in which the same is done."""

_FACTS = frozenset({"client", "consultant", "name", "reason", "answer", "organisation"})


def spoil(file: str, *, spared: str = "") -> int:
    """Put the corpus into a database file; equal texts stay equal, and one text stays as it is.

    Returns how many texts it put there.
    """
    spoiler = _Spoiler(spared)
    with sqlite3.connect(file) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for table in metadata.sorted_tables:
            if table.name in _LEFT:
                continue
            for column in table.columns:
                if isinstance(column.type, String) and column.name not in _OWN and not column.foreign_keys:
                    spoiler.column(connection, table.name, column.name, unique=bool(column.unique))
    connection.close()
    return next(spoiler.number)


class _Spoiler:
    def __init__(self, spared: str) -> None:
        self.number = count()
        self._spared = spared
        self._texts = cycle(one.text for one in SENT if "\n" not in clean(one.text))
        self._given: dict[str, str] = dict(SEEN)

    def column(self, connection: sqlite3.Connection, table: str, column: str, *, unique: bool) -> None:
        query = f'SELECT rowid, "{column}" FROM "{table}" ORDER BY rowid'  # noqa: S608  (names of our own)
        for row, value in connection.execute(query).fetchall():
            if value and value != self._spared:
                said = self._packed(value) if (table, column) in _PACKED else self._spoiled(value)
                said = f"{said} {row}" if unique else said
                change = f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?'  # noqa: S608  (names of our own)
                connection.execute(change, (said, row))
                next(self.number)

    def _spoiled(self, value: str) -> str:
        if value not in self._given:
            self._given[value] = next(self._texts)
        return self._given[value]

    def _packed(self, value: str) -> str:
        facts: dict[str, Any] = json.loads(value)
        return json.dumps({name: self._spoiled(one) if name in _FACTS and one else one for name, one in facts.items()})
