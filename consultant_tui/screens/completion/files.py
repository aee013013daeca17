"""Owns the reading of a file of notes from the consultant's disk."""

import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from consultant_tui.contract.completion import CompletionFile
from consultant_tui.contract.text import clean

MEGABYTE = 1024 * 1024
_LONGEST_NAME = 200


class UnusableError(Exception):
    """A file that cannot be taken; the message says why and what to do."""


def read_file(typed: str, most_mb: int) -> CompletionFile:
    """Read the file that was named; what it is, the backend tells by its content.

    Args:
        typed: The path, as it was typed, or as a terminal writes one that is dropped on it.
        most_mb: How many megabytes it may have.

    Raises:
        UnusableError: If there is no such file, or it is too large or empty.
    """
    path = next((path for path in _meant(typed) if _is_there(path)), None)
    if path is None:
        raise UnusableError("There is no such file. Check the path.")
    if path.is_dir():
        raise UnusableError("This is a folder. Name a file in it.")
    if not path.is_file():
        raise UnusableError("This is no ordinary file. Choose another one.")
    try:
        with path.open("rb") as opened:
            content = opened.read(most_mb * MEGABYTE + 1)
    except OSError as error:
        raise UnusableError(f"This file cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error
    if len(content) > most_mb * MEGABYTE:
        raise UnusableError(f"This file is too large: at most {most_mb} MB are taken.")
    if not content.strip():
        raise UnusableError("There is nothing in this file. Choose another one.")
    name = clean(path.name)
    return CompletionFile(name=name[-_LONGEST_NAME:], content=content)


def _meant(typed: str) -> Iterator[Path]:
    """Give the paths that may be meant, the most literal first."""
    typed = typed.strip()
    readings = [typed, typed.strip("'\"")]
    with suppress(ValueError):
        readings += shlex.split(typed)[:1]
    for reading in readings:
        if reading and "\0" not in reading:
            try:
                yield Path(reading).expanduser()
            except RuntimeError:
                continue


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
