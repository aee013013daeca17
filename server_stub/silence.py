"""Owns what the log is told of an error: its kinds and its places, never its words, which may hold anybody's data.

A database names the values of a row that it refuses, a library the addresses that it was asked for.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

OURS = "server_stub"
"""The logger whose messages are our own, and known to hold no data."""


def places(error: BaseException) -> str:
    """Tell where an error was raised, from the outermost place to the innermost."""
    return " ".join(f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__))


def told(error: BaseException) -> str:
    """Tell an error and all that led to it, on one line."""
    return ", after ".join(f"{type(one).__name__} at {places(one)}" for one in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


class Silent(logging.Formatter):
    """Writes our own messages as they are, of everybody else's only where they came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        ours = record.name.partition(".")[0] == OURS
        said = record.getMessage() if ours else f"{record.name} at {Path(record.pathname).name}:{record.lineno}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{record.levelname} {said}" + (f": {told(error)}" if error else "")


def begin() -> None:
    """Let nothing be written to the error output by anybody that holds more than that."""
    if logging.lastResort is not None:  # what writes warnings and worse to the error output, as nothing else is set
        logging.lastResort.setFormatter(Silent())
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.stderr.write(f"booking-server: something is broken: {told(error)}\n")


def _uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value is not None:
        logging.getLogger(OURS).error("%s in a thread", told(uncaught.exc_value))
