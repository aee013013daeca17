"""Owns what is in force for online booking, on the wire: settings, a preview of the client's way, one's own lines."""

from datetime import time

import msgspec

from consultant_tui.contract.schedules import Line
from consultant_tui.contract.vocabulary import Modality, OnlineQuestion


class OnlineLocation(msgspec.Struct, frozen=True, kw_only=True):
    """Where sessions are held, or from where they are given."""

    name: str
    address: str
    modalities: tuple[Modality, ...]
    kinds: tuple[str, ...]
    """What those are called who may attend in the holder's place."""


class OnlineReason(msgspec.Struct, frozen=True, kw_only=True):
    """What a session is booked for."""

    name: str
    minutes: int
    new: bool
    """Whether clients are offered it who are not associated yet."""
    existing: bool
    """Whether those are who are."""
    instructions: str
    placeholder: str
    modalities: tuple[Modality, ...]
    """Those it is limited to; empty for all that a location offers."""


class OnlineGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Reasons that belong together."""

    name: str
    reasons: tuple[OnlineReason, ...]


class OnlineChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that a client may give."""

    key: str
    name: str
    """Empty where the key is a word of the vocabulary, or *me*."""
    hint: str
    """What is said below it."""
    minutes: int | None = None
    """How long the session is; None where that is hidden or nothing is chosen by it."""


class OnlineAsked(msgspec.Struct, frozen=True, kw_only=True):
    """One question that a client is asked."""

    question: OnlineQuestion
    choices: tuple[OnlineChoice, ...]
    """The way goes on with the first of them."""


class OnlineWay(msgspec.Struct, frozen=True, kw_only=True):
    """The questions that a client meets who takes the first answer each time; those with one answer are skipped."""

    existing: bool
    """Whether the client is associated."""
    asked: tuple[OnlineAsked, ...]
    placeholder: str
    """What stands in the empty field for wishes at the end."""


class OnlineLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the caller's hours, and whether clients find its times."""

    line: Line
    location: str
    """What the location is called; empty when there is none of that key."""
    found: bool


class OnlineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is in force for online booking."""

    enabled: bool
    client_term: str
    address: str
    information: str
    notice_minutes: int
    furthest_days: int
    grid_minutes: int
    gap_minutes: int | None
    """The pause between sessions; None when they start on the grid."""
    hold_minutes: int
    show_length: bool
    show_consultant: bool
    most_open: int
    free_cancel_hours: int
    """Up to how many hours before the start a client cancels or moves without charge."""
    morning_until: time
    afternoon_until: time
    copies: tuple[str, ...]
    tell_consultant: bool
    locations: tuple[OnlineLocation, ...]
    groups: tuple[OnlineGroup, ...]
    ways: tuple[OnlineWay, ...]
    lines: tuple[OnlineLine, ...]
    """Those that are in force now."""
