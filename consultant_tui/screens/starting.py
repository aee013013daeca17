"""Owns the question before a session of a later date is started."""

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.moments import Moment
from consultant_tui.desk import Desk
from consultant_tui.screens.decision import Decision
from consultant_tui.wording import phrases


def start_early(desk: Desk, client: str, meeting: Meeting, now: Moment) -> Decision:
    """Ask whether a session that lies ahead is started now.

    Args:
        desk: What the consultant works with.
        client: Whose session it is.
        meeting: The appointment.
        now: The present on the consultant's clock.
    """
    return Decision(
        desk,
        "Start a session that lies ahead?",
        f"{client} · {phrases.meeting(meeting, now)}",
        "Started now, it is in progress and counts as used. That cannot be taken back.",
        yes="Start it now",
        no="Leave it booked",
        careful=True,
    )
