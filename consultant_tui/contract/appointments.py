"""Owns appointments on the wire: Quick View, the offer to rebook, the booking and its receipt."""

from datetime import date, time

import msgspec

from consultant_tui.contract.cases import Figures, PendingRequest, Verdict
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.schedules import Line, Opening
from consultant_tui.contract.vocabulary import (
    AccountState,
    Act,
    Action,
    AppointmentState,
    Approach,
    Attendance,
    KeyState,
    Link,
    Modality,
    Occurrence,
    Origin,
    Platform,
    Section,
    Silence,
)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment as Quick View shows it; times are on the consultant's clock."""

    reference: str
    version: int
    case: str
    client: str
    span: Span
    modality: Modality
    state: AppointmentState
    actions: tuple[Action, ...]
    """What may be done with it now."""
    late_days: int | None
    """Whole days since the start when it is overdue, else None."""
    available: int
    """Sessions the case has left."""
    commenced: Moment | None
    charged: bool
    """Whether a cancellation cost a session."""
    undo: Act | None = None
    """What was done to it last, when that may still be taken back."""
    undo_until: Moment | None = None
    """Until when it may."""
    client_reference: str = ""
    """What tells the client from others of the same name."""
    origin: Origin = Origin.CONSULTANT
    account: AccountState | None = None
    """How far the account of a prospect has come; None for a client."""


class QuickViewSection(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three parts, in the order it is shown."""

    section: Section
    rows: tuple[Row, ...]


class Consultant(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in."""

    name: str
    email: str
    zone: str
    """The zone in which the consultant's times are given."""


class QuickView(msgspec.Struct, frozen=True, kw_only=True):
    """A consultant's appointments: not started, in progress, recently completed (seed 001, step 1)."""

    consultant: Consultant
    now: Moment
    """The backend's clock, in the consultant's zone."""
    client_term: str
    """What the provider calls a client on screens."""
    sections: tuple[QuickViewSection, ...]


class ApproachOffer(msgspec.Struct, frozen=True, kw_only=True):
    """One booking approach and whether it may be taken (seed 001, step 3)."""

    approach: Approach
    verdict: Verdict


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The provider's settings that entry fields show."""

    grid_minutes: int
    length_minutes: int
    retrospective_days: int
    furthest_days: int
    series_most: int = 1
    """How many may be booked in one go."""


class Prefill(msgspec.Struct, frozen=True, kw_only=True):
    """What the wizard starts from: the appointment that is repeated."""

    approach: Approach
    schedule: str | None
    """The line it was booked on, if that may still be chosen."""
    modality: Modality
    platform: Platform | None
    day: date
    """The date of the repeated appointment, on the client's clock."""
    start: time
    """Its starting time, on the client's clock."""
    notify: bool
    attendance: Attendance


class RebookingOffer(msgspec.Struct, frozen=True, kw_only=True):
    """All that the wizard needs to begin."""

    previous: str
    """The reference of the appointment that is repeated."""
    case: str
    client: str
    client_term: str = "client"
    """What the provider calls a client on screens."""
    client_zone: str
    consultant_zone: str
    now_client: Moment
    now_consultant: Moment
    approaches: tuple[ApproachOffer, ...]
    prefill: Prefill
    limits: Limits
    figures: Figures
    wished: Moment | None = None
    """The instant that was asked about, on the client's clock."""
    pending: PendingRequest | None = None
    """The request for extra sessions that has no answer yet."""


class LineOffer(msgspec.Struct, frozen=True, kw_only=True):
    """One line in the schedule picker (seed 001, step 4)."""

    line: Line
    verdict: Verdict
    needs_approval: bool
    """Whether a booking on it must name an approval reference (seed 000)."""
    places_left: int
    """Sessions that still fit in the week asked for."""


class LineOffers(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a consultant for one approach and one week."""

    week: date
    """The Monday of the week that the places are counted in."""
    lines: tuple[LineOffer, ...]


class BookingRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A next appointment for the client of an earlier one."""

    previous: str
    approach: Approach
    schedule: str
    modality: Modality
    platform: Platform | None = None
    day: date
    """On the client's calendar; the source calls it date of response."""
    start: time
    """On the client's clock."""
    occurrence: Occurrence | None = None
    """Which one, when the clocks show the time twice that day."""
    notify: bool = True
    attendance: Attendance = Attendance.INDIVIDUAL
    confirmed: bool = True
    approval: str = ""
    """The reference of the approval to use an ad hoc line."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What will be, or was, sent to whom."""

    to: tuple[str, ...]
    """The recipients as they may be shown; empty when nothing is sent."""
    link: Link
    silent: Silence | None = None
    """Why nothing is sent."""


class BookingCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The backend's verdict on a request that is not sent yet; nothing is held by it."""

    client: Span | None
    """None while the time cannot be told."""
    consultant: Span | None
    line: Line | None
    refusals: tuple[Refusal, ...]
    """Every rule against it; none means that it would be booked now."""
    nearest: tuple[Opening, ...]
    notice: Notice
    figures: Figures
    """The figures after it; available is below nought when it goes beyond them."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A booking that stands."""

    reference: str
    case: str
    client_name: str
    client: Span
    consultant: Span
    line: Line
    modality: Modality
    platform: Platform | None
    attendance: Attendance
    confirmed: bool
    notice: Notice
    figures: Figures


class SeriesReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A series that stands, whole."""

    reference: str
    """The reference that all its appointments share."""
    receipts: tuple[Receipt, ...]
    """One for each appointment, in the order of the request."""


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was commenced."""

    reference: str
    version: int
    commenced: Moment


class KeyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request, asked by its key."""

    state: KeyState
    receipt: Receipt | None = None
    series: SeriesReceipt | None = None
    """The receipt when a series was sent under the key."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the backend can serve, and what it runs on."""

    status: str
    version: str
    tzdata: str
    """The version of the time zone data in use."""
