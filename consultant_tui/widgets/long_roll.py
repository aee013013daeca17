"""Owns lists that are asked for page by page."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from consultant_tui.widgets.roll import Roll

R = TypeVar("R")


class LongRoll(Roll[R]):
    """A list that says in time that its end comes into sight."""

    AHEAD: ClassVar[int] = 20
    """How many rows before the end it says so."""

    class EndNear(Roll.Moved):
        """There are few rows left below."""

    def watch_cursor(self, before: int, now: int) -> None:
        """Follow the cursor."""
        super().watch_cursor(before, now)
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the mouse wheel."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    @property
    def end_is_near(self) -> bool:
        """Whether there are few rows left below."""
        return max(self.cursor, int(self.scroll_y) + self.size.height) >= len(self.rows) - self.AHEAD

    def show(self, rows: Sequence[R]) -> None:
        """Show other rows, or more of them."""
        super().show(rows)
        self._tell()

    def _tell(self) -> None:
        if self.end_is_near:
            self.post_message(self.EndNear(self))
