"""Owns importing a practice: everything in its folder, or nothing."""

from dataclasses import dataclass
from pathlib import Path

from server_stub.practice import online_booking
from server_stub.practice.clashes import check_clashes, check_sessions
from server_stub.practice.crosschecks import check_rows
from server_stub.practice.faults import Faults, PracticeRefusedError
from server_stub.practice.merging import Merged
from server_stub.practice.reading import read_practice
from server_stub.practice.records import RECORDS
from server_stub.practice.stored import read_stored
from server_stub.practice.storing import Store
from server_stub.storage.engines import Engines
from server_stub.storage.turns import hold_everything


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: int
    unchanged: int


def import_practice(engines: Engines, folder: Path) -> Imported:
    """Add the rows of a folder to a prepared database, in one transaction.

    Raises:
        PracticeRefusedError: If anything is wrong; it lists every fault, and nothing was stored.
    """
    faults = Faults()
    paper, online = read_practice(folder, faults), online_booking.read(folder, faults)
    with engines.writing() as connection:
        hold_everything(connection)
        merged = Merged(paper, read_stored(connection), faults)
        check_rows(merged, faults)
        check_clashes(merged, faults)
        check_sessions(merged, faults)
        new = online_booking.is_new(connection, online, faults)
        if faults:
            raise PracticeRefusedError(faults)
        Store(connection, merged).store()
        if online is not None and new:
            online_booking.store(connection, online)
    added = sum(len(merged.new(record)) for record in RECORDS)
    return Imported(added, sum(len(paper.rows(record)) for record in RECORDS) - added)
