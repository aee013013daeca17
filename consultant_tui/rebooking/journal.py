"""Owns the unfinished booking on disk, so that a killed terminal loses nothing and books nothing twice."""

import fcntl
import os
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path

import msgspec

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.series import SeriesRequest
from consultant_tui.rebooking.draft import BookingDraft

_NAME = "unfinished-booking.json"
_LOCK = "unfinished-booking.lock"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One request to book and the key it goes under; sending it again under that key books once."""

    key: str
    request: BookingRequest | None = None
    series: SeriesRequest | None = None
    """The request when it is for a series."""


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a booking that has no receipt; references and choices, nobody's name."""

    draft: BookingDraft
    attempt: Attempt | None = None
    """The attempt whose outcome is not known."""


def attempt_for(request: BookingRequest | SeriesRequest, earlier: Attempt | None) -> Attempt:
    """The attempt under which a request is sent: the earlier key for the same request, a new one for another."""
    if earlier is not None and request in (earlier.request, earlier.series):
        return earlier
    key = str(uuid.uuid4())
    return Attempt(key=key, series=request) if isinstance(request, SeriesRequest) else Attempt(key=key, request=request)


class Journal:
    """One file in the state folder, written whole or not at all, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._lock: int | None = None

    def claim(self) -> bool:
        """Take it for this program alone; whether it could be had.

        The system lets go of it when the program ends, however that happens. Where nothing can be locked, everybody
        has it.
        """
        if self._lock is not None:
            return True
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._path.with_name(_LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        except OSError:
            os.close(lock)
            return True
        self._lock = lock
        return True

    def release(self) -> None:
        """Let another program have it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def write(self, unfinished: Unfinished) -> None:
        """Keep it, replacing what was kept before.

        Raises:
            OSError: If the folder cannot be written; what was kept before is then still whole.
        """
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=_NAME)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(unfinished))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def read(self) -> Unfinished | None:
        """What is kept; None when there is nothing, or nothing that this version can read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Unfinished)
        except (OSError, msgspec.DecodeError):
            return None

    def discard(self) -> None:
        """Forget it."""
        with suppress(OSError):
            self._path.unlink()
