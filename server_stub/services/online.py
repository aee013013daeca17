"""Owns the settings of online booking that are in force, and the setting of others."""

from datetime import datetime
from functools import lru_cache

from server_stub.domain.lines import Line
from server_stub.domain.online import OFF, OnlineBooking
from server_stub.domain.online_file import read_online
from server_stub.services.office import Office
from server_stub.storage import books, documents
from server_stub.storage.engines import Engines
from server_stub.storage.faults import Transaction, persistent, reading, writing


def settings_in_force(transaction: Transaction) -> OnlineBooking:
    """Return what the provider has set for online booking; where nothing is set, it is off."""
    text = documents.body(transaction, documents.ONLINE_BOOKING)
    return OFF if text is None else _read(text)


def in_force(office: Office) -> OnlineBooking:
    """Return the same for whoever has no transaction yet."""
    with reading(office.engines) as transaction:
        return settings_in_force(transaction)


def file_in_force(engines: Engines) -> str | None:
    """Return the file of settings to the letter; None when there is none."""
    with reading(engines) as transaction:
        return documents.body(transaction, documents.ONLINE_BOOKING)


@persistent
def put_in_force(engines: Engines, text: str, now: datetime) -> OnlineBooking:
    """Let a file of settings be in force from now on, and return what it says.

    Raises:
        OnlineFileWrongError: If anything is wrong with it; then nothing changes.
    """
    online = _read(text)
    with writing(engines) as transaction:
        documents.put(transaction, documents.ONLINE_BOOKING, text, now)
        books.write_audit(transaction, at=now, act="online_booking_set", profile_id=None)
    return online


def location_of(transaction: Transaction, profile_id: int, line: Line) -> str:
    """Return the key of the location at which a line of a profile is; a line that names none is at the first."""
    named = documents.places_of(transaction, profile_id)[line.id]
    found = settings_in_force(transaction).location(named)
    return found.key if found else named


def strays(engines: Engines, online: OnlineBooking) -> list[tuple[str, str]]:
    """Return the open lines whose location is none of the settings, so that their times are never offered."""
    keys = {location.key for location in online.locations}
    with reading(engines) as transaction:
        placed = documents.places_of_lines(transaction)
    return [(reference, location) for reference, location in placed if location not in keys]


@lru_cache(maxsize=8)
def _read(text: str) -> OnlineBooking:
    return read_online(text)
