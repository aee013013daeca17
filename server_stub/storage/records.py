"""Owns the frozen records that rows become at the edge of storage."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.vocabulary import (
    AccountState,
    Act,
    AppointmentState,
    Approach,
    Attendance,
    EngagementType,
    LedgerCause,
    Modality,
    Origin,
    Platform,
    Role,
)
from server_stub.domain.cases import Figures
from server_stub.domain.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is signed in: a person through one of their profiles."""

    profile_id: int
    person_id: int
    name: str
    email: str
    engagement: EngagementType
    zone: str
    until: datetime
    """When the token expires."""
    sign_in: int | None = None
    """The sign-in that the token came from; None for one that was given out by command."""
    role: Role = Role.CONSULTANT
    """A consultant, or a trainer who practises as one."""
    staff: str = ""
    """Who of customer service acts for them; empty when they act themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Who answers an organisation's requests for extra sessions."""

    organisation: str
    """The organisation's reference."""
    name: str
    """What the organisation is called."""
    until: datetime
    """When the token expires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One of the provider's own people."""

    role: Role
    name: str
    until: datetime
    """When the token expires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The one who is helped."""

    id: int
    name: str
    zone: str
    recipient: str
    """The address of mail about them; empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One issue of one client."""

    id: int
    reference: str
    issue: str
    organisation: str
    client: Client
    figures: Figures
    first_session: datetime | None
    """The start of the earliest session that took place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One meeting under a case."""

    id: int
    reference: str
    version: int
    case: Case
    schedule: str | None
    state: AppointmentState
    approach: Approach
    modality: Modality
    platform: Platform | None
    attendance: Attendance
    notify: bool
    span: Span
    recipient: str
    """The address of news about it; empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An appointment as lists show it."""

    reference: str
    version: int
    case: str
    client: str
    client_reference: str
    span: Span
    modality: Modality
    state: AppointmentState
    commenced: datetime | None
    charged: bool
    available: int
    act: Act | None = None
    """What was done to it last, when that may still be taken back."""
    acted: datetime | None = None
    origin: Origin = Origin.CONSULTANT
    account: AccountState | None = None
    """How far the account of a prospect has come; None for a client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One entry of a case's ledger."""

    at: datetime
    cause: LedgerCause
    change: Figures
    appointment: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    """What a booking key stands for."""

    fingerprint: str
    answer: str | None
    """The receipt that was answered; None when the key was voided."""
    series: str | None = None
    """The reference of the series, when the key booked one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is taken of a consultant's and a client's time."""

    person: tuple[Span, ...] = ()
    client: tuple[Span, ...] = ()
    leave: tuple[Span, ...] = ()
    held: tuple[Span, ...] = ()
    """What is kept of the consultant's time for clients who book online at this moment."""
