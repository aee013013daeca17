"""Owns the question before leave is removed."""

from consultant_tui.contract.calendar import Leave
from consultant_tui.desk import Desk
from consultant_tui.screens.decision import Decision
from consultant_tui.wording import phrases


def remove_leave(desk: Desk, leave: Leave) -> Decision:
    """Ask whether leave is to go."""
    reason = f": {leave.reason}" if leave.reason else ""
    span = f"{phrases.instant(leave.span.start)} to {phrases.instant(leave.span.end)}"
    return Decision(
        desk,
        "Remove leave",
        f"{leave.reference}{reason}",
        span,
        "Your hours in it can be booked again.",
        yes="Remove it",
        no="Keep it",
        careful=True,
    )
