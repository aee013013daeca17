"""Owns every rule against booking online: what is offered to whom, how often, and how near or far ahead."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import AccountState, AppointmentState, Modality
from server_stub.domain import clocks
from server_stub.domain.objections import Objection
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_steps import modalities, open_to
from server_stub.domain.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a client chose before a time, as keys of the settings."""

    location: str
    reason: str
    modality: Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """How many sessions were booked already."""

    ever: int
    """With the account, cancelled ones included."""
    coming: int
    """Of the client, whoever booked them."""


def objections_to_choices(chosen: Choices, online: OnlineBooking, state: AccountState) -> tuple[Objection, ...]:
    """Say which choices are not, or no longer, offered to an account (seed 003: its state decides on the reasons)."""
    if not online.enabled:
        return (Objection(Code.ONLINE_BOOKING_OFF),)
    location, reason = online.location(chosen.location), online.reason(chosen.reason)
    found = []
    if location is None:
        found.append(Objection(Code.CHOICE_NOT_OFFERED, Field.LOCATION))
    if reason is None or not open_to(reason, state):
        found.append(Objection(Code.CHOICE_NOT_OFFERED, Field.REASON))
    if location and reason and chosen.modality not in modalities(reason, location):
        found.append(Objection(Code.CHOICE_NOT_OFFERED, Field.MODALITY, name=chosen.modality))
    return tuple(found)


def objection_to_kind(location: str, kind: str, online: OnlineBooking) -> Objection | None:
    """Say that somebody of that kind does not attend at a location (seed 004: the species)."""
    at = online.location(location)
    if at is not None and kind in at.kinds and online.kind(kind):
        return None
    return Objection(Code.CHOICE_NOT_OFFERED, Field.ATTENDEE)


def objection_to_same(state: AccountState) -> Objection | None:
    """Say that new clients cannot choose a consultant (seed 000), or None for those who are somebody's client."""
    return None if state is AccountState.ASSOCIATED else Objection(Code.CONSULTANT_NOT_OFFERED)


def objection_to_another(state: AccountState, bookings: Bookings, online: OnlineBooking) -> Objection | None:
    """Say why no further session can be booked online at all, or None when one can (seed 003).

    Until its address is verified, an account books once, ever; what was cancelled was booked.
    """
    if state is AccountState.UNVERIFIED and bookings.ever:
        return Objection(Code.VERIFY_FIRST)
    if bookings.coming >= online.most_open:
        return Objection(Code.TOO_MANY_OPEN, number=online.most_open)
    return None


def objection_to_change(state: AppointmentState, starts: datetime, now: datetime, zone: str) -> Objection | None:
    """Say why a client cannot cancel or move a session online any more: it is over, or has begun."""
    if state is not AppointmentState.BOOKED:
        return Objection(Code.NOT_BOOKED, name=state)
    return Objection(Code.IN_THE_PAST, start=clocks.read(starts, zone)) if starts <= now else None


def objection_to_start(starts: datetime, allowed: Span, now: datetime, zone: str) -> Objection | None:
    """Say why a session may not start then: the notice is too short, or it is too far ahead (seed 004)."""
    if starts < now:
        return Objection(Code.IN_THE_PAST, Field.TIME)
    if starts < allowed.starts:
        return Objection(Code.TOO_SOON, Field.TIME, start=clocks.read(allowed.starts, zone))
    if starts >= allowed.ends:
        days = (clocks.day_of(allowed.ends, zone) - clocks.day_of(now, zone)).days - 1
        return Objection(Code.TOO_FAR_AHEAD, Field.DATE, number=days)
    return None
