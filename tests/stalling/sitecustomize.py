"""Owns what a program starts with if it is to stall (`tests/lateness.py`); Python loads a module of this name first."""

import ctypes
import os
import threading
import time
from random import Random

LONGEST = float(os.environ.get("BOOKING_STALLS") or 0)
"""Seconds that it stands still at most, again and again."""


def _stall() -> None:
    moments = Random(0)  # noqa: S311 - nobody guesses it
    stand_still = ctypes.PyDLL(None).usleep  # keeps the lock, so that no other thread of the program goes on
    while True:
        time.sleep(moments.random() * LONGEST)  # goes on for a while, waits for nothing
        stand_still(int(moments.random() * LONGEST * 1_000_000))


if LONGEST:
    threading.Thread(target=_stall, daemon=True).start()
