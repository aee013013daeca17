"""Owns what every file of a practice has in common: rows that are named, and have a place in their file."""

from dataclasses import dataclass
from typing import ClassVar

from server_stub.practice.kinds import number_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One row of a practice file; its fields are the columns."""

    FILE: ClassVar[str]
    KEY: ClassVar[str] = "reference"
    """The column that tells one row from another."""

    @property
    def key(self) -> str:
        """What the row is called; no two rows of a file are called the same."""
        return str(getattr(self, self.KEY))

    @property
    def order(self) -> tuple[int, str]:
        """Where the row belongs in its file."""
        return number_of(self.key), ""
