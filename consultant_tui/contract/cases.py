"""Owns cases on the wire: the five figures, the ledger that explains them, the session summary, words of clients."""

import msgspec

from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.vocabulary import AccountState, AppointmentState, LedgerCause, Modality, RequestState


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The session count of a case; available = entitled + extra - used - booked."""

    entitled: int
    extra: int
    used: int
    booked: int
    available: int


class PendingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request for extra sessions that has no answer yet."""

    sessions: int
    asked: Moment
    answer_due: Moment
    reference: str = ""
    state: RequestState = RequestState.PENDING
    """Whether it waits for the approver, or for the clinical review before."""
    overdue: bool = False
    """Whether the answer should have come."""


class AnsweredRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request with its answer."""

    reference: str
    case: str
    sessions: int
    granted: int
    state: RequestState
    reason: str
    """What the approver said."""
    answered: Moment


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the figures and its cause; the four numbers are what was added to each figure."""

    at: Moment
    cause: LedgerCause
    entitled: int
    extra: int
    used: int
    booked: int
    available: int
    """Sessions available after this entry."""
    appointment: str
    """The reference of the caller's appointment it belongs to; empty when there is none, or it is another's."""
    note: str


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that made the figures of a case, oldest first."""

    case: str
    client: str
    figures: Figures
    entries: tuple[LedgerEntry, ...]
    pending: PendingRequest | None = None


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment in one line, on the consultant's clock."""

    reference: str
    span: Span
    modality: Modality
    state: AppointmentState


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether something may be done now; without a refusal it may."""

    refusal: Refusal | None = None

    @property
    def allowed(self) -> bool:
        """Whether nothing stands against it."""
        return self.refusal is None


class Attends(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who attends in the holder's place."""

    name: str
    kind: str
    """What the settings of online booking call them: "Child"."""
    details: str = ""


class OnlineBooked(msgspec.Struct, frozen=True, kw_only=True):
    """What a client said when booking online."""

    meeting: Meeting
    consultant: str
    """With whom."""
    booked: Moment
    reason: str
    """What it is for, in the words of the settings."""
    wishes: str
    """The client's own words."""
    attendee: Attends | None
    """Who attends; None for the holder."""
    location: str
    account: AccountState


class SessionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant reviews before starting or rebooking (seed 001, step 2)."""

    appointment: Meeting
    """The appointment that was opened."""
    version: int
    """The version of that appointment, to be sent with a change of it."""
    case: str
    client: str
    client_zone: str
    issue: str
    organisation: str
    expires: Moment | None
    """When the case ends; None before its first session."""
    figures: Figures
    last: Meeting | None
    """The caller's latest appointment of the case that has begun or should have, cancelled ones left out."""
    next: Meeting | None
    """The caller's next booked appointment of the case."""
    pending: PendingRequest | None
    start: Verdict
    rebook: Verdict
    early: bool = False
    """Whether the session belongs to a later date, so that starting it now is to be asked about."""
    recorded: bool = False
    """Whether a record of the session was signed off here."""
    extra: Verdict = Verdict()
    """Whether extra sessions may be asked for."""
    max_extra: int = 4
    """How many may be asked for at once."""
    answered: AnsweredRequest | None = None
    """The newest answer to a request of the case, for a while."""
    online: OnlineBooked | None = None
    """What the client said when booking the appointment online."""
