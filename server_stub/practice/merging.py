"""Owns putting rows on paper beside rows in the database: what is new, what is there already, what is contradicted."""

from collections.abc import Iterable
from typing import Any, TypeVar

from server_stub.practice.faults import Faults
from server_stub.practice.reading import Entry, Paper
from server_stub.practice.record import Record
from server_stub.practice.records import RECORDS, differing
from server_stub.practice.stored import Rows

R = TypeVar("R", bound=Record)


class Merged:
    """The rows of a practice as they will be: the stored ones and the new ones."""

    def __init__(self, paper: Paper, stored: Rows, faults: Faults) -> None:
        self._paper = paper
        self._new: dict[type[Record], list[Entry[Any]]] = {}
        self._by_key: dict[type[Record], dict[str, Entry[Any]]] = {}
        for record in RECORDS:
            by_key = {row.key.casefold(): Entry(0, row) for row in stored[record]}
            self._new[record] = [entry for entry in paper.rows(record) if _is_new(entry, by_key, faults)]
            by_key.update((entry.row.key.casefold(), entry) for entry in self._new[record])
            self._by_key[record] = by_key

    def new(self, record: type[R]) -> list[Entry[R]]:
        """Tell the rows of a file that are not stored yet."""
        return self._new[record]

    def all(self, record: type[R]) -> Iterable[Entry[R]]:
        """Tell the stored rows and the new ones."""
        return self._by_key[record].values()

    def get(self, record: type[R], key: str) -> R | None:
        """Find a row by what it is called."""
        entry = self._by_key[record].get(key.casefold())
        return entry.row if entry else None

    def knows(self, record: type[Record], key: str) -> bool:
        """Whether something is called so, were it only a row with a fault in it."""
        entry = self._by_key[record].get(key.casefold())
        there = entry is not None and entry.row.key == key
        return there or key in self._paper.spoiled[record] or record in self._paper.unread

    def is_whole(self, record: type[Record]) -> bool:
        """Whether every row of a file could be taken."""
        return not self._paper.spoiled[record] and record not in self._paper.unread


def _is_new(entry: Entry[Any], stored: dict[str, Entry[Any]], faults: Faults) -> bool:
    there = stored.get(entry.row.key.casefold())
    if there is None:
        return True
    if columns := list(differing(entry.row, there.row)):
        reason = "the database has something else under this name, and an import changes nothing that is stored"
        for column in columns:
            faults.add(entry.row.FILE, entry.line, column, f"{entry.row.key}: {reason}")
    return False
