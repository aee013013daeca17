"""Owns reading a practice from its folder: files to rows, with every cell that cannot be taken named."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from server_stub.practice.faults import Faults
from server_stub.practice.kinds import Kind, WrongCellError
from server_stub.practice.record import Record
from server_stub.practice.records import RECORDS, columns

BIGGEST_FILE = 256 * 1024 * 1024
"""Bytes; a larger file is refused before it is read."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """One row and the line it stands on."""

    line: int
    """0 for a row that was stored before."""
    row: R


@dataclass
class Paper:
    """A practice as it was read: the rows of each file, and the names of rows that could not be taken whole."""

    entries: dict[type[Record], list[Entry[Any]]] = field(default_factory=dict)
    spoiled: dict[type[Record], set[str]] = field(default_factory=dict)
    """Known by name though something in the row is wrong, so that what points to them is not blamed."""
    unread: set[type[Record]] = field(default_factory=set)
    """Files that could not be taken at all."""

    def rows(self, record: type[R]) -> list[Entry[R]]:
        """Tell the rows of one file."""
        return self.entries[record]


def read_practice(folder: Path, faults: Faults) -> Paper:
    """Read every file of a practice; what cannot be taken goes to the faults."""
    paper = Paper()
    known = {record.FILE for record in RECORDS}
    for other in sorted(folder.glob("*.csv")):
        if other.name not in known:
            faults.add(other.name, 0, "", "is no file of a practice; the files are " + ", ".join(sorted(known)))
    for record in RECORDS:
        paper.entries[record] = []
        paper.spoiled[record] = set()
        text = _text(folder / record.FILE, faults)
        if text is None or not _read_file(record, text, paper, faults):
            paper.unread.add(record)
    return paper


def _text(path: Path, faults: Faults) -> str | None:
    try:
        if path.stat().st_size > BIGGEST_FILE:
            faults.add(path.name, 0, "", f"is larger than {BIGGEST_FILE // 1024 // 1024} MB")
            return None
        content = path.read_bytes()
    except FileNotFoundError:
        faults.add(path.name, 0, "", "is missing; without rows it still needs its header")
        return None
    except OSError as error:
        faults.add(path.name, 0, "", f"cannot be read: {error.strerror}")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(path.name, line, "", f"is not UTF-8 (byte 0x{content[error.start]:02X})")
        return None


class _NotCsvError(Exception):
    """The rest of the file cannot be told apart into rows."""


def _records(record: type[Record], text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            faults.add(record.FILE, line, "", f"is not CSV: {error}")
            raise _NotCsvError from error
        if cells is None:
            return
        if cells:
            yield line, cells


def _read_file(record: type[Record], text: str, paper: Paper, faults: Faults) -> bool:
    records = _records(record, text, faults)
    try:
        line, header = next(records, (0, []))
        if not _header_fits(record, line, header, faults):
            return False
        _read_rows(record, header, records, paper, faults)
    except _NotCsvError:
        return False
    return True


def _read_rows(
    record: type[Record], header: list[str], records: Iterator[tuple[int, list[str]]], paper: Paper, faults: Faults
) -> None:
    kinds = [(name, columns(record)[name]) for name in header]
    key = header.index(record.KEY)
    seen: dict[str, int] = {}
    for line, cells in records:
        if len(cells) != len(header):
            faults.add(record.FILE, line, "", f"has {len(cells)} cells, the header has {len(header)}")
            paper.spoiled[record].update(cells[key : key + 1])
            continue
        if (earlier := seen.setdefault(cells[key].casefold(), line)) != line:
            faults.add(record.FILE, line, record.KEY, f"{cells[key]!r} stands on line {earlier} already")
            continue
        values = _values(record, line, kinds, cells, faults)
        if values is None:
            paper.spoiled[record].add(cells[key])
        else:
            paper.entries[record].append(Entry(line, record(**values)))


def _header_fits(record: type[Record], line: int, header: list[str], faults: Faults) -> bool:
    wanted = columns(record)
    before = faults.count
    for name in wanted:
        if name not in header:
            faults.add(record.FILE, line, name, "the column is missing")
    for position, name in enumerate(header):
        if name not in wanted:
            faults.add(record.FILE, line, name, "is no column of this file")
        elif name in header[:position]:
            faults.add(record.FILE, line, name, "the column stands there twice")
    return faults.count == before


def _values(
    record: type[Record], line: int, kinds: list[tuple[str, Kind[Any]]], cells: list[str], faults: Faults
) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    for (name, kind), cell in zip(kinds, cells, strict=True):
        try:
            values[name] = kind.read(cell)
        except WrongCellError as wrong:
            faults.add(record.FILE, line, name, str(wrong))
    return values if len(values) == len(cells) else None
