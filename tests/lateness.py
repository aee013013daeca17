"""Owns how late answers come to a screen, keys to the program, and what it does: at once, or each by a time of its own.

A test passes with either; what takes for granted that an answer is there, in a test or in a screen, shows only with
late answers, what takes for granted that a field is typed in one go only with late keys, and what takes for granted
that a screen is ready once it is painted only in a program that stalls.
"""

import asyncio
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from textual.app import App

from benchmarks.terminals import Terminal

LATE = float(os.environ.get("BOOKING_LATE") or 0)
"""Seconds by which a question, and then its answer, is late at most."""
UNHURRIED = float(os.environ.get("BOOKING_UNHURRIED") or 0)
"""Seconds that a consultant takes at most before each key."""
STALLS = float(os.environ.get("BOOKING_STALLS") or 0)
"""Seconds that a program in a pseudo-terminal stands still at most, again and again."""
_STALLING = Path(__file__).parent / "stalling"


class Lateness:
    """Times that follow one another in the same way in every run."""

    def __init__(self, most: float = LATE) -> None:
        """Begin anew.

        Args:
            most: Seconds that each lasts at most.
        """
        self._most = most
        self._random = Random(0)  # noqa: S311 - nobody guesses it

    async def pass_by(self) -> None:
        """Let what is late be on its way for a while."""
        if self._most:
            await asyncio.sleep(self._random.random() * self._most)  # is the lateness, waits for nothing


def begin() -> None:
    """Let keys come one by one, and programs stall, for as long as this process lives, if that is asked for."""
    if UNHURRIED:
        _take_time()
    if STALLS:
        _let_programs_stall()


def _take_time() -> None:
    press, typing = App._press_keys, Lateness(UNHURRIED)

    async def pressed(app: App[Any], keys: Iterable[str]) -> None:
        for key in keys:
            await typing.pass_by()
            await press(app, [key])

    App._press_keys = pressed  # type: ignore[method-assign]  # the same, later


def _let_programs_stall() -> None:
    started = Terminal.__init__

    def start(terminal: Terminal, *given: Any, env: Mapping[str, str] | None = None, **more: Any) -> None:
        started(terminal, *given, env={**(env or {}), "PYTHONPATH": str(_STALLING)}, **more)

    Terminal.__init__ = start  # type: ignore[method-assign]  # the same, now and then
