"""Owns what every screen is handed: the way to the backend, the clock and the settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from consultant_tui.credentials import Credentials
from consultant_tui.settings import Settings

if TYPE_CHECKING:
    from consultant_tui.api.client import BookingApi

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC."""


@dataclass
class Difference:
    """How far the backend's clock is ahead of this computer's; learned from its answers."""

    ahead: timedelta = timedelta()


@dataclass(frozen=True)
class Desk:
    """What a consultant works with."""

    connect: "Callable[[], BookingApi]"
    """Makes the way to the backend; it is loaded with the first question, which the first paint does not wait for."""
    clock: Clock
    settings: Settings
    drafts: Path | None = None
    """The folder in which unfinished work is kept; None keeps nothing."""
    hopeless: Callable[[], bool] = lambda: False
    """Whether the bundled backend has ended by itself, so that trying again cannot help."""

    credentials: Credentials = field(default_factory=Credentials)
    """Who asks."""

    difference: Difference = field(default_factory=Difference)
    """What is known of the backend's clock."""

    @property
    def present(self) -> datetime:
        """The present instant on the backend's clock, which all limits are measured by."""
        return self.clock() + self.difference.ahead

    def learn(self, now: datetime) -> None:
        """Be told what the backend's clock shows."""
        self.difference.ahead = now - self.clock()

    @cached_property
    def api(self) -> "BookingApi":
        """The way to the backend."""
        return self.connect()
