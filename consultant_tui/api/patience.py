"""Owns when a question that got no answer is asked again: how often, how much later, and when it is left at that."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LATER = frozenset({429, 503})
"""The statuses by which a backend asks to be asked later."""


def _jitter() -> float:
    return random.uniform(0.5, 1.5)  # noqa: S311 - no secret


@dataclass(frozen=True)
class Patience:
    """How a question is repeated."""

    steps: tuple[float, ...] = (0.1, 0.4)
    """Seconds before each further try."""
    longest: float = 3
    """Seconds that a backend may ask to be left alone for; a longer wait is the consultant's to decide."""
    jitter: Callable[[], float] = _jitter
    """A factor for each pause, so that terminals that failed together do not come back together."""

    def pauses(self) -> tuple[float, ...]:
        """Give the seconds before each further try of one question."""
        return tuple(step * self.jitter() for step in self.steps)

    def bears(self, seconds: float, until: float) -> bool:
        """Whether a pause is worth it.

        Args:
            seconds: How long it would be.
            until: When the question must be answered, on the event loop's clock.
        """
        return seconds <= self.longest and asyncio.get_running_loop().time() + seconds < until


def retry_after(status: int, headers: Mapping[str, str]) -> float | None:
    """Read in how many seconds to ask again; None where an answer does not say so in seconds."""
    said = headers.get("Retry-After", "").strip()
    return float(said) if status in _LATER and said.isascii() and said.isdigit() and len(said) < 9 else None
