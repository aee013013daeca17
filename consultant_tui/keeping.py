"""Owns the places where a sign-in is kept: the system's keyring, or a file when that is asked for."""

import os
from pathlib import Path

import msgspec

from consultant_tui.credentials import Way

_SERVICE = "consultant-tui"
_LARGEST = 8192


class KeyringKeeper:
    """Keeps one way in the system's keyring, under the address of its backend."""

    def __init__(self, address: str) -> None:
        self.problem = ""
        self._address = address

    def load(self) -> Way | None:
        """Return what the keyring holds; a keyring that cannot be used holds nothing."""
        import keyring
        import keyring.errors

        try:
            return _read(keyring.get_password(_SERVICE, self._address))
        except keyring.errors.KeyringError as error:
            self._cannot(error)
            return None

    def keep(self, way: Way) -> None:
        """Put it into the keyring, where there is one."""
        import keyring
        import keyring.errors

        if self.problem:
            return
        try:
            keyring.set_password(_SERVICE, self._address, _written(way))
        except keyring.errors.KeyringError as error:
            self._cannot(error)

    def _cannot(self, error: Exception) -> None:
        self.problem = f"This system has no keyring that can be used ({type(error).__name__})."


class FileKeeper:
    """Keeps one way in a file that only its owner may read."""

    def __init__(self, file: Path) -> None:
        self.problem = ""
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
