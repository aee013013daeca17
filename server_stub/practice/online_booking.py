"""Owns the file of a practice that holds the settings of online booking; a practice without it has none."""

from pathlib import Path

from sqlalchemy import Connection

from server_stub.domain.online_file import LONGEST, OnlineFileWrongError, read_online
from server_stub.practice.faults import Faults
from server_stub.storage import documents

FILE = "online-booking.toml"


def read(folder: Path, faults: Faults) -> str | None:
    """Return the file's text; what is wrong with it goes to the faults."""
    try:
        with (folder / FILE).open("rb") as file:
            text = file.read(4 * LONGEST + 1).decode("utf-8-sig")
        read_online(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        faults.add(FILE, 0, "", f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        faults.add(FILE, 0, "", "is not UTF-8")
    except OnlineFileWrongError as wrong:
        for fault in wrong.faults:
            faults.add(FILE, 0, fault.key, fault.reason)
    else:
        return text
    return None


def is_new(connection: Connection, text: str | None, faults: Faults) -> bool:
    """Whether the text is to be stored; an import changes nothing that is stored."""
    there = stored(connection)
    if text is None or text == there:
        return False
    if there is not None:
        faults.add(FILE, 0, "", "the database has other settings; `booking-server online-booking set` changes them")
        return False
    return True


def store(connection: Connection, text: str) -> None:
    """Store the settings."""
    documents.put(connection, documents.ONLINE_BOOKING, text, None)


def stored(connection: Connection) -> str | None:
    """Return the settings to the letter; None when there are none."""
    return documents.body(connection, documents.ONLINE_BOOKING)


def write(folder: Path, text: str) -> None:
    """Write the settings to the letter.

    Raises:
        FileExistsError: If the folder holds some already.
    """
    with (folder / FILE).open("x", encoding="utf-8", newline="") as file:
        file.write(text)
