"""Owns prospects on the wire: accounts that wait for staff, the clients they may be, and what becomes of them."""

from typing import Annotated

import msgspec

from consultant_tui.contract.cases import Attends, Meeting, OnlineBooked
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import AccountState, AssociationKind, Detail

Name = Annotated[str, msgspec.Meta(max_length=100)]
Email = Annotated[str, msgspec.Meta(max_length=254)]
Phone = Annotated[str, msgspec.Meta(max_length=40)]
Address = Annotated[str, msgspec.Meta(max_length=400)]
ZoneName = Annotated[str, msgspec.Meta(max_length=64)]
Password = Annotated[str, msgspec.Meta(max_length=1000)]


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of somebody; empty texts are not known."""

    first_name: Name
    last_name: Name
    email: Email
    phone: Phone
    address: Address
    zone: ZoneName


class Prospect(msgspec.Struct, frozen=True, kw_only=True):
    """An account that nobody is associated with yet, in one line."""

    account: str
    """Its reference."""
    version: int
    """To be sent with a change of it."""
    state: AccountState
    name: str
    """Empty while the holder has not told it."""
    email: str
    organisation: str
    made: Moment
    by_consultant: str
    """Who made it; empty when its holder signed up."""
    next: Meeting | None
    """The next session that it has booked, or the last one."""
    candidates: int | None
    """How many clients match whom the caller may see; None where that is only told of one account at a time."""


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """An account that was associated lately, and that may be parted again."""

    account: str
    version: int
    email: str
    client: str
    """The reference of the client."""
    name: str
    """The client's."""
    kind: AssociationKind
    at: Moment
    by: str
    """Who did it."""


class Prospects(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts that are the caller's business, the newest first."""

    now: Moment
    client_term: str
    waiting: tuple[Prospect, ...]
    lately: tuple[Joined, ...]


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A client whom the holder of an account may be."""

    client: str
    """The reference."""
    name: str
    """As the client is called on screens."""
    person: Person
    same: tuple[Detail, ...]
    """Which details are the same; both names and one other make a candidate (seed 004)."""
    has_account: bool
    """Whether the client has an account already, so that this one cannot be theirs as well."""
    same_attendees: tuple[Attends, ...]
    """Who attends under both, by name and kind."""


class ProspectPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one account that waits."""

    prospect: Prospect
    person: Person
    now: Moment
    client_term: str
    verified: Moment | None
    booked: tuple[OnlineBooked, ...]
    """What it has booked, the newest first; of a consultant's only those with them."""
    attendees: tuple[Attends, ...]
    candidates: tuple[Candidate, ...]
    elsewhere: bool
    """Whether clients match whom the caller may not see."""


class Association(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wish that an account be a client's."""

    client: Annotated[str, msgspec.Meta(max_length=32)]
    """The reference."""


class AccountChanged(msgspec.Struct, frozen=True, kw_only=True):
    """How an account stands after a change."""

    account: str
    version: int
    state: AccountState
    client: str = ""
    """The reference of the client that it belongs to now; empty when there is none."""
    name: str = ""
    """That client's name."""
    appointments: tuple[str, ...] = ()
    """The references of the sessions that came to that client, or went back."""


class AccessOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant begins with who gives a client access to online booking (seed 003)."""

    client: str
    name: str
    email: str
    """The address that is known; empty when none is."""
    address: str
    """Where online booking is."""
    enabled: bool
    """Whether online booking is switched on."""
    taken: str
    """The e-mail address of the account that the client has already; empty when there is none."""


class AccessWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The access that a consultant sets up for a client."""

    email: Email
    password: Password
    """The first one; the client changes it by "forgot password"."""


class AccessGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A client who can sign in from now on."""

    client: str
    account: str
    email: str
    address: str
