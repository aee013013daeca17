"""Owns how late the backend's answers come to a screen, and keys to the program: at once, or each by a time of its own.

A test passes with either; what takes for granted that an answer is there, in a test or in a screen, shows only with
late answers, and what takes for granted that a field is typed in one go only with late keys.
"""

import asyncio
import os
from collections.abc import Iterable
from random import Random
from typing import Any

from textual.app import App

LATE = float(os.environ.get("BOOKING_LATE") or 0)
"""Seconds by which a question, and then its answer, is late at most."""
UNHURRIED = float(os.environ.get("BOOKING_UNHURRIED") or 0)
"""Seconds that a consultant takes at most before each key."""


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
    """Let keys come one by one, for as long as this process lives, if the consultant is to be unhurried."""
    if not UNHURRIED:
        return
    press, typing = App._press_keys, Lateness(UNHURRIED)

    async def pressed(app: App[Any], keys: Iterable[str]) -> None:
        for key in keys:
            await typing.pass_by()
            await press(app, [key])

    App._press_keys = pressed  # type: ignore[method-assign]  # the same, later
