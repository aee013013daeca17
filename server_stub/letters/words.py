"""Owns the words of messages: subjects that give nothing away, times on the client's clock, and how one meets."""

from datetime import datetime

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Link, MessageKind, Modality, Platform
from server_stub.domain import clocks
from server_stub.letters.facts import Facts

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
"""Our own, because those of the system follow its language."""

_SUBJECTS = {
    MessageKind.CONFIRMATION: "Your appointment on {day}",
    MessageKind.CHANGED: "Changed: your appointment on {day}",
    MessageKind.MOVED: "New time: your appointment on {day}",
    MessageKind.CANCELLED: "Cancelled: your appointment on {day}",
    MessageKind.REMINDER_48H: "Reminder: your appointment on {day}",
    MessageKind.REMINDER_2H: "Reminder: your appointment on {day}",
}

_NEWS = {
    MessageKind.CONFIRMATION: "Your appointment is booked.",
    MessageKind.CHANGED: "Your appointment has changed. This is how it stands now.",
    MessageKind.MOVED: "Your appointment has a new time.",
    MessageKind.CANCELLED: "Your appointment is cancelled.",
    MessageKind.REMINDER_48H: "Your appointment is coming up.",
    MessageKind.REMINDER_2H: "Your appointment begins soon.",
}

_MODALITIES = {
    Modality.IN_PERSON: "in person",
    Modality.VIDEO_CALL: "video call",
    Modality.PHONE: "phone",
    Modality.CHAT: "chat",
}

_PLATFORMS = {Platform.TEAMS: "Teams", Platform.ZOOM: "Zoom"}


def subject(kind: MessageKind, facts: Facts) -> str:
    """Say what a message is about to whoever sees only its first line."""
    return _SUBJECTS[kind].format(day=short(facts.starts, facts.zone))


def news(kind: MessageKind) -> str:
    """Say in a sentence what happened."""
    return _NEWS[kind]


def lines(kind: MessageKind, facts: Facts) -> list[tuple[str, str]]:
    """Say everything that the client needs, each with its name."""
    told = [("When", span(facts.starts, facts.ends, facts.zone))]
    if kind is MessageKind.MOVED and facts.was:
        told.append(("Before", _long(facts.was, facts.zone)))
    told.append(("With", clean(facts.consultant)))
    if kind is not MessageKind.CANCELLED:
        told.append(("How", how(facts)))
        told += _link(facts)
    return [*told, ("Reference", facts.reference)]


def how(facts: Facts) -> str:
    """Say how client and consultant meet."""
    return met(facts.modality, facts.platform)


def met(modality: Modality, platform: Platform | None) -> str:
    """Say how somebody is met: "video call (Teams)"."""
    told = _MODALITIES.get(modality, clean(modality.replace("_", " ")))
    return f"{told} ({_PLATFORMS.get(platform, clean(platform))})" if platform else told


def _link(facts: Facts) -> list[tuple[str, str]]:
    if facts.link is Link.IN_NOTICE:
        return [("Link", facts.join)]
    return [("Link", "your consultant sends it to you")] if facts.link is Link.FROM_CONSULTANT else []


def span(starts: datetime, ends: datetime, zone: str) -> str:
    """Say from when to when, with the zone and how far its clock is from UTC."""
    first, last = clocks.read(starts, zone), clocks.read(ends, zone)
    until = f"{last.wall:%H:%M}" if last.wall.date() == first.wall.date() else _long(ends, zone)
    return f"{_long(starts, zone)} to {until} ({zone}, {offset(first.offset)})"


def _long(instant: datetime, zone: str) -> str:
    wall = clocks.read(instant, zone).wall
    return f"{_WEEKDAYS[wall.weekday()]} {wall.day} {_MONTHS[wall.month - 1]} {wall.year}, {wall:%H:%M}"


def short(instant: datetime, zone: str) -> str:
    """Say when, briefly."""
    wall = clocks.read(instant, zone).wall
    return f"{_WEEKDAYS[wall.weekday()][:3]} {wall.day} {_MONTHS[wall.month - 1][:3]} {wall.year}, {wall:%H:%M}"


def offset(minutes: int) -> str:
    """Say how far a clock is from UTC."""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
