"""Owns the question before something half entered is left."""

from consultant_tui.desk import Desk
from consultant_tui.screens.decision import Decision


def leave(
    desk: Desk,
    title: str = "Leave without booking?",
    said: str = "Nothing is booked yet. What you entered here is thrown away.",
) -> Decision:
    """Ask whether to leave."""
    return Decision(desk, title, said, yes="Leave", no="Stay", careful=True)
