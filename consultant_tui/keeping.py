"""Owns the places where a sign-in is kept: the system's keyring, or a file when that is asked for."""

import fcntl
import os
from pathlib import Path

import msgspec

from consultant_tui.credentials import Way

_SERVICE = "consultant-tui"
_LARGEST = 8192


class _Turns:
    """The turn among the programs that keep one way; the system lets go of it when a program ends."""

    def __init__(self, file: Path) -> None:
        self.problem = ""
        self._turns = file
        self._turn: int | None = None

    def claim(self) -> bool:
        """Take the turn; where nothing can be locked, everybody has it."""
        try:
            self._turns.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._turns, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            return not isinstance(error, BlockingIOError)
        self._turn = lock
        return True

    def release(self) -> None:
        """Let another program have it."""
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None


class KeyringKeeper(_Turns):
    """Keeps one way in the system's keyring, under the address of its backend."""

    def __init__(self, address: str, turns: Path) -> None:
        """Look nothing up yet.

        Args:
            address: The backend's.
            turns: The file by which programs that use the same way take turns.
        """
        super().__init__(turns)
        self._address = address

    def load(self) -> Way | None:
        """Return what the keyring holds; a keyring that cannot be used holds nothing."""
        import keyring

        try:
            return _read(keyring.get_password(_SERVICE, self._address))
        except Exception as error:  # noqa: BLE001 - a keyring is a program of others, and fails in its own ways
            self._cannot(error)
            return None

    def keep(self, way: Way) -> None:
        """Put it into the keyring, where there is one."""
        import keyring

        if self.problem:
            return
        try:
            keyring.set_password(_SERVICE, self._address, _written(way))
        except Exception as error:  # noqa: BLE001 - as above
            self._cannot(error)

    def _cannot(self, error: Exception) -> None:
        self.problem = f"This system has no keyring that can be used ({type(error).__name__})."


class FileKeeper(_Turns):
    """Keeps one way in a file that only its owner may read."""

    def __init__(self, file: Path) -> None:
        super().__init__(file.with_name(f".{file.name}.lock"))
        self._file = file

    def load(self) -> Way | None:
        """Return what the file holds; a file that others may read is not believed."""
        try:
            if self._file.stat().st_mode & 0o077:
                self.problem = f"{self._file} can be read by others; it must be yours alone (chmod 600)."
                return None
            with self._file.open(encoding="utf-8") as opened:
                return _read(opened.read(_LARGEST))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            self._cannot(error)
            return None

    def keep(self, way: Way) -> None:
        """Write it beside the file first, so that a full disk loses nothing."""
        if self.problem:
            return
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as new:
                new.write(_written(way))
                new.flush()
                os.fsync(new.fileno())
            beside.replace(self._file)
        except OSError as error:
            self._cannot(error)

    def _cannot(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no text"
        self.problem = f"{self._file} cannot be used: {reason}."


def _written(way: Way) -> str:
    return msgspec.json.encode(way).decode()


def _read(text: str | None) -> Way | None:
    try:
        return msgspec.json.decode(text, type=Way) if text else None
    except msgspec.MsgspecError:
        return None
