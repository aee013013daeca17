"""Owns what the log is told of an error: its kinds and its places, never its words, which may name a client.

Python itself would print the words of whatever nobody caught, and Textual every local variable.
"""

import io
import logging
import os
import sys
import threading
import traceback
from pathlib import Path
from typing import BinaryIO

_log = logging.getLogger("consultant_tui")

_LARGEST_LOG = 1_000_000


def open_log(file: Path) -> BinaryIO:
    """Open a log for this user's eyes only; one that has grown large begins anew."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    grown = file.exists() and file.stat().st_size > _LARGEST_LOG
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if grown else os.O_APPEND), 0o600), "ab")


def begin(file: Path) -> None:
    """Keep a log of our own; libraries, which may write down addresses and data, reach neither it nor the terminal."""
    if _log.handlers:
        return
    handler = logging.StreamHandler(io.TextIOWrapper(open_log(file), encoding="utf-8", line_buffering=True))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.propagate = False
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    logging.getLogger().addHandler(logging.NullHandler())
    threading.excepthook = lambda uncaught: write_down(uncaught.exc_value)
    sys.unraisablehook = lambda uncaught: write_down(uncaught.exc_value)


def write_down(error: BaseException | None) -> None:
    """Log where an error came from: kinds, files and lines, but no message."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        _log.error("%s at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        error = error.__cause__ or error.__context__


def last_line(log_file: Path | None) -> str:
    """Say that the program had to end, and where the details are."""
    where = f" Details: {log_file}" if log_file else ""
    return f"Something went wrong; the program had to end.{where}\n"
