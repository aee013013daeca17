"""Owns writing a practice into its folder, always the same way for the same rows."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from server_stub.practice import online_booking
from server_stub.practice.record import Record
from server_stub.practice.records import RECORDS, cells, columns


def write_practice(folder: Path, rows: Mapping[type[Record], Iterable[Record]]) -> None:
    """Write every file of a practice; cells hold the stored text to the letter.

    Args:
        folder: Is made when it is not there; files in it that are no part of a practice are left alone.
        rows: The rows of each file, in any order.

    Raises:
        FileExistsError: If the folder holds a practice already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*(record.FILE for record in RECORDS), online_booking.FILE):
        if (folder / file).exists():
            raise FileExistsError(f"{folder / file} is there already; choose an empty folder")
    for record in RECORDS:
        with (folder / record.FILE).open("x", encoding="utf-8", newline="") as paper:
            writer = csv.writer(paper)
            writer.writerow(columns(record))
            writer.writerows(cells(row) for row in sorted(rows.get(record, ()), key=lambda row: row.order))
