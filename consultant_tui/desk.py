"""Owns what every screen is handed: the way to the backend, the clock and the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consultant_tui.api.client import BookingApi
from consultant_tui.settings import Settings

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC."""


@dataclass(frozen=True)
class Desk:
    """What a consultant works with."""

    api: BookingApi
    clock: Clock
    settings: Settings
    drafts: Path | None = None
    """The folder in which unfinished work is kept; None keeps nothing."""
    hopeless: Callable[[], bool] = lambda: False
    """Whether the bundled backend has ended by itself, so that trying again cannot help."""
