"""Owns what a provider sets for online booking: what is offered, to whom, when, and what is told of it."""

from dataclasses import dataclass
from datetime import time, timedelta

from consultant_tui.contract.vocabulary import Modality, Word


class Audience(Word):
    """For whose first or further sessions a reason is (seed 003)."""

    NEW = "new"
    EXISTING = "existing"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeKind:
    """Who may attend in the holder's place at a location, such as a child or a partner (seed 004: the species)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where sessions are held, or from where they are given."""

    key: str
    name: str
    address: str
    modalities: tuple[Modality, ...]
    kinds: tuple[str, ...] = ()
    """Keys of the kinds of attendees; none when only holders attend there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a session is booked for (seed 004)."""

    key: str
    name: str
    minutes: int
    """How long the session is; a multiple of five."""
    audience: Audience = Audience.EVERYBODY
    instructions: str = ""
    """Shown below the reason: how to prepare."""
    placeholder: str = ""
    """Shown in the empty field for wishes."""
    modalities: tuple[Modality, ...] = ()
    """Those it can be held in; all of the location's when none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGroup:
    """Reasons that belong together."""

    key: str
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineBooking:
    """Everything that a provider sets for online booking."""

    enabled: bool = False
    address: str = "https://booking.example.org/portal"
    """Where the portal is, as links in messages need it."""
    information: str = ""
    """Shown below the title of the first page."""
    notice_minutes: int = 24 * 60
    """The least time between booking and the start."""
    furthest_days: int = 60
    """How many days ahead may be booked."""
    grid_minutes: int = 30
    """Starts are full hours (60), halves (30) or quarters (15), on the line's clock; not used when a gap is set."""
    gap_minutes: int | None = None
    """The pause between sessions; when set, starts follow each other by length and pause from the line's opening on."""
    hold_minutes: int = 10
    """How long a time is kept for a client who fills in the form."""
    show_length: bool = True
    show_consultant: bool = True
    most_open: int = 4
    """How many coming sessions an associated account may have."""
    morning_until: time = time(12)
    afternoon_until: time = time(17)
    copies: tuple[str, ...] = ()
    """Addresses that get a copy of what a client is told of a booking."""
    tell_consultant: bool = True
    """Whether the consultant is told of each booking by message."""
    locations: tuple[Location, ...] = ()
    kinds: tuple[AttendeeKind, ...] = ()
    groups: tuple[ReasonGroup, ...] = ()

    @property
    def notice(self) -> timedelta:
        """The least time between booking and the start."""
        return timedelta(minutes=self.notice_minutes)

    @property
    def hold(self) -> timedelta:
        """How long a time is kept for a client."""
        return timedelta(minutes=self.hold_minutes)

    def location(self, key: str) -> Location | None:
        """Return a location by its key; the first one for an empty key."""
        if not key:
            return self.locations[0] if self.locations else None
        return next((location for location in self.locations if location.key == key), None)

    def reason(self, key: str) -> Reason | None:
        """Return a reason by its key, in whichever group it is."""
        return next((reason for group in self.groups for reason in group.reasons if reason.key == key), None)

    def kind(self, key: str) -> AttendeeKind | None:
        """Return a kind of attendee by its key."""
        return next((kind for kind in self.kinds if kind.key == key), None)


OFF = OnlineBooking()
"""No online booking."""
