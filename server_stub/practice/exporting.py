"""Owns exporting a practice: the same files that an import reads."""

from pathlib import Path

from server_stub.practice import online_booking
from server_stub.practice.stored import read_stored
from server_stub.practice.writing import write_practice
from server_stub.storage.engines import Engines


def export_practice(engines: Engines, folder: Path) -> int:
    """Write everything that is stored into a folder, and tell how many rows that were.

    Raises:
        FileExistsError: If the folder holds a practice already.
    """
    with engines.reading() as connection:
        rows, online = read_stored(connection), online_booking.stored(connection)
    write_practice(folder, rows)
    if online is not None:
        online_booking.write(folder, online)
    return sum(map(len, rows.values()))
