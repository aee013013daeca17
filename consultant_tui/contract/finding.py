"""Owns finding on the wire: what a search answers, a client's page, and the history of an appointment."""

from typing import Annotated

import msgspec

from consultant_tui.contract.cases import Figures, Meeting, OnlineBooked, PendingRequest
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import AccountState, ContactMeans, Origin, Standing, Word


class FoundKind(Word):
    """What was found."""

    CLIENT = "client"
    CASE = "case"
    APPOINTMENT = "appointment"


class SearchQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is looked for; in the body, because names have no business in addresses."""

    query: Annotated[str, msgspec.Meta(max_length=200)]
    after: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    """What the page before gave as ``after``."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One client, case or appointment that matches."""

    kind: FoundKind
    reference: str
    """Its own reference."""
    client: str
    """The reference of the client whose it is."""
    name: str
    """The client's name."""
    case: str
    """The case of an appointment, or the newest one of a client in which the caller has an appointment."""
    issue: str
    meeting: Meeting | None
    """The appointment that was found, or the caller's newest with that client or in that case."""
    account: AccountState | None = None
    """How far the account of a prospect has come; None for a client."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what matches."""

    query: str
    """What was looked for, so that an answer that comes late can be told from the one that is wanted."""
    now: Moment
    found: tuple[Found, ...]
    after: str | None
    """What to send as ``after`` for the next page; None at the end."""


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One case of a client, as its page shows it."""

    reference: str
    issue: str
    organisation: str
    opened: Moment
    expires: Moment | None
    """When the case ends; None before its first session."""
    figures: Figures
    pending: PendingRequest | None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One try to reach a client who did not come."""

    appointment: str
    at: Moment
    means: ContactMeans


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of the caller with a client."""

    meeting: Meeting
    case: str
    version: int
    charged: bool
    withdrawn: bool
    """Whether the booking was taken back at once."""
    origin: Origin = Origin.CONSULTANT


class PastPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the caller's appointments with a client, the newest first."""

    appointments: tuple[Past, ...]
    after: str | None


class ClientPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one client that the caller may see; times are on the consultant's clock."""

    reference: str
    name: str
    zone: str
    """The client's."""
    email: str
    phone: str
    organisations: tuple[str, ...]
    now: Moment
    client_term: str
    cases: tuple[CaseLine, ...]
    """Those in which the caller has an appointment, the newest first."""
    next: tuple[Meeting, ...]
    """The caller's next booked appointments with the client, a few."""
    contacts: tuple[Contact, ...]
    """The newest first."""
    past: PastPage
    """The first page of all appointments."""
    account: AccountState | None = None
    """How far the account for online booking has come; None when there is none."""
    standing: Standing = Standing.CLIENT
    """Whether it is a client, or a prospect who booked online."""
    online: tuple[OnlineBooked, ...] = ()
    """What was said with coming sessions that were booked online, the newest first."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Who did or read what, and when."""

    at: Moment
    by: str
    """The name of the person; empty when the backend did it by itself or took it over from paper."""
    act: str
    """What was done, in the past tense, or what was read."""
    detail: str
    version: int | None
    """The appointment's version after a change; None for a reading."""
    online: bool = False
    """Whether the client did it, online."""


class AppointmentHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was done with an appointment, oldest first."""

    appointment: Meeting
    case: str
    client: str
    now: Moment
    online: OnlineBooked | None = None
    """What the client said when booking it online."""
    deeds: tuple[Deed, ...]
