"""Owns how an appointment ends or changes on the wire: cancelled, not attended, edited, moved, taken back."""

from datetime import date, time

import msgspec

from consultant_tui.contract.appointments import BookingCheck
from consultant_tui.contract.cases import Figures, Verdict
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.vocabulary import (
    Act,
    AppointmentState,
    Attendance,
    CancelledBy,
    ContactMeans,
    Modality,
    Occurrence,
    Platform,
)


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """What a cancellation by one side costs, as computed by the backend's clock."""

    by: CancelledBy
    charged: bool


class EndingOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown before an appointment is cancelled or marked as a no show."""

    reference: str
    version: int
    case: str
    client: str
    client_term: str
    span: Span
    """On the consultant's clock."""
    now: Moment
    cancel: Verdict
    no_show: Verdict
    free_until: Moment
    """Up to and including this instant the client cancels without charge."""
    charges: tuple[Charge, ...]
    figures: Figures
    figures_free: Figures
    """The figures after a cancellation without charge."""
    figures_charged: Figures
    """The figures after one that is charged, or after a no show."""
    notified: bool
    """Whether the client is told of a cancellation."""


class Cancellation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An appointment that is called off."""

    by: CancelledBy
    reason: str
    charged: bool
    """As it was shown, or as the consultant decides otherwise."""
    override: str = ""
    """Why the charge is not the computed one."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One try to reach a client who did not come."""

    at: time
    """On the consultant's clock, at or after the start of the session."""
    means: ContactMeans


class NoShow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session that the client did not come to."""

    attempts: tuple[Attempt, ...]
    reason: str


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an appointment is to be; its date, client and case stay as they are."""

    modality: Modality
    platform: Platform | None = None
    start: time
    """On the client's clock, on the same day."""
    occurrence: Occurrence | None = None
    notify: bool
    attendance: Attendance


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another time or line for an appointment."""

    schedule: str
    day: date
    """On the client's calendar."""
    start: time
    """On the client's clock."""
    occurrence: Occurrence | None = None
    approval: str = ""
    by: CancelledBy | None = None
    """At whose wish; needed when the old start is near, because the client's wish then costs a session."""


class MoveCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The backend's verdict on a move that is not sent yet."""

    check: BookingCheck
    late: bool
    """Whether the old start is so near that it must be said at whose wish it is moved."""
    charged: bool
    """Whether the move costs a session."""
    figures: Figures
    """The figures after the move."""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment after a change."""

    reference: str
    version: int
    state: AppointmentState
    span: Span
    """On the consultant's clock."""
    figures: Figures
    undone: Act | None = None
    """What was taken back, when this was that."""
    undo_until: Moment | None = None
    """Until when the change can be taken back; None when it cannot."""
