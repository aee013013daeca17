"""Owns an appointment's life: its states, which changes are legal, its place in Quick View and what may be done."""

from datetime import date, datetime, timedelta

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Action, AppointmentState, Link, Modality, Platform, Section, Silence
from server_stub.domain.objections import Objection

LEGAL = {
    AppointmentState.BOOKED: (AppointmentState.COMMENCED, AppointmentState.CANCELLED, AppointmentState.NO_SHOW),
    AppointmentState.COMMENCED: (AppointmentState.COMPLETED,),
    AppointmentState.COMPLETED: (),
    AppointmentState.CANCELLED: (),
    AppointmentState.NO_SHOW: (),
}
"""Which states may follow each; those that nothing follows are final."""

UNDONE = {
    AppointmentState.CANCELLED: AppointmentState.BOOKED,
    AppointmentState.NO_SHOW: AppointmentState.BOOKED,
}
"""Where undoing leads back to; nothing else ever goes back."""

LIVE = tuple(state for state, after in LEGAL.items() if after)
FINAL = tuple(state for state, after in LEGAL.items() if not after)
HELD = (AppointmentState.COMMENCED, AppointmentState.COMPLETED)
"""States of a session that took place or is taking place."""


def section_of(state: AppointmentState) -> Section:
    """Return the part of Quick View that shows an appointment (seed 001, step 1)."""
    if state is AppointmentState.BOOKED:
        return Section.NOT_STARTED
    return Section.RECENTLY_COMPLETED if state in FINAL else Section.IN_PROGRESS


def actions(state: AppointmentState, starts: datetime, now: datetime, no_show_minutes: int) -> tuple[Action, ...]:
    """Return what may be done with a row; *Commence* is the door to rebooking, even on a finished one (seed 001).

    Args:
        state: Where the appointment stands.
        starts: When it starts.
        now: The time now.
        no_show_minutes: How long after the start a client is waited for.
    """
    if state is AppointmentState.COMMENCED:
        return (Action.RESUME, Action.REBOOK)
    if state in FINAL:
        return (Action.COMMENCE, Action.REBOOK)
    changes = (Action.COMMENCE, Action.REBOOK, Action.EDIT, Action.MOVE, Action.CANCEL)
    return (*changes, Action.NO_SHOW) if now - starts >= timedelta(minutes=no_show_minutes) else changes


def late_days(state: AppointmentState, start: date, today: date, overdue_days: int) -> int | None:
    """Return how many days ago a session should have started, when it is overdue.

    Args:
        state: Where the appointment stands.
        start: The date of its start on the consultant's clock.
        today: The date now on the same clock.
        overdue_days: From which day on it counts as overdue.
    """
    days = (today - start).days
    return days if state is AppointmentState.BOOKED and days >= overdue_days else None


def objection_to_starting(state: AppointmentState) -> Objection | None:
    """Say why a session may not be commenced, or None when it may."""
    if AppointmentState.COMMENCED in LEGAL[state]:
        return None
    return Objection(Code.NOT_BOOKED, name=state)


def is_news(starts: datetime, now: datetime) -> bool:
    """Whether a client is told of what is done with a session: nothing is sent once its start has passed."""
    return starts >= now


def is_early(start: date, today: date) -> bool:
    """Whether a session belongs to a later date, so that starting it now is rather a slip.

    Args:
        start: The date of its start on the consultant's clock.
        today: The date now on the same clock.
    """
    return start > today


def why_silent(*, news: bool, notify: bool, address: str) -> Silence | None:
    """Return why a client is sent nothing, or None when something is sent.

    Args:
        news: Whether the client is told of it at all.
        notify: Whether the consultant wants it told.
        address: The client's; empty when there is none.
    """
    if not news:
        return Silence.PAST
    if not notify:
        return Silence.OFF
    return None if address else Silence.NO_ADDRESS


def link_for(modality: Modality, platform: Platform | None, *, notified: bool) -> Link:
    """Return who gives the client the link of a video call (seed 001, step 5)."""
    if modality is not Modality.VIDEO_CALL:
        return Link.NONE
    if platform is None:
        return Link.NONE
    if platform is Platform.ZOOM:
        return Link.FROM_CONSULTANT
    return Link.IN_NOTICE if notified else Link.NOT_SENT
