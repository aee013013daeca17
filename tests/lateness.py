"""Owns how late the backend's answers come to a screen: at once, or each by a time of its own.

A test passes with either; what takes for granted that an answer is there, in a test or in a screen, shows only with the
latter.
"""

import asyncio
import os
from random import Random

LATE = float(os.environ.get("BOOKING_LATE") or 0)
"""Seconds by which a question, and then its answer, is late at most."""


class Lateness:
    """Times that follow one another in the same way in every run."""

    def __init__(self) -> None:
        self._random = Random(0)  # noqa: S311 - nobody guesses it

    async def pass_by(self) -> None:
        """Let a question or an answer be on its way for a while."""
        if LATE:
            await asyncio.sleep(self._random.random() * LATE)  # is the lateness, waits for nothing
