"""Owns what a provider may set: names, defaults and limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from server_stub.domain import clocks

CELL_MINUTES = 5
"""Starts and lengths are whole cells, because double booking is prevented cell by cell."""


class SettingWrongError(ValueError):
    """A setting has no such name, or a value outside its limits."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One provider's settings."""

    client_term: str = "client"
    """What screens call a client."""
    session_minutes: int = 60
    """How long an appointment holds the time of both sides."""
    grid_minutes: int = 5
    """Starts are multiples of it."""
    retrospective_days: int = 30
    """How many days back a session may be recorded."""
    furthest_days: int = 366
    """How many days ahead a session may be booked."""
    recent_days: int = 60
    """How long Quick View shows what is final."""
    overdue_days: int = 7
    """From which day on a session that was not started is late."""
    case_months: int = 12
    """How long a case lasts from its first session."""
    teams_base: str = "https://meet.example.org/"
    """Where the links of video calls begin."""
    openings_days: int = 14
    """How many days one page of *Rebook with me* looks at."""
    undo_seconds: int = 180
    """How long an act can be taken back, and so how long its messages wait."""
    free_cancel_hours: int = 24
    """Up to how many hours before the start a client cancels or moves without charge."""
    no_show_minutes: int = 30
    """How long after the start a client is waited for."""
    mail_domain: str = "booking.example.org"
    """What makes a reference unique in the calendars of the world."""
    mail_from: str = ""
    """The address that messages come from; no-reply at ``mail_domain`` when empty."""
    smtp_host: str = ""
    """The mail server; without one, messages are kept as files."""
    smtp_port: int = 587
    """Its port."""
    smtp_tls: str = "starttls"
    """How the way there is kept secret: starttls, tls from the beginning, or none, on this machine only."""
    reminder_hours: str = "48,2"
    """How long before the start a client is reminded: once, twice, or never (0)."""
    auto_commence_days: int = 31
    """How many days after its start a session that nobody started counts as commenced."""
    max_extra: int = 4
    """How many extra sessions may be asked for at once."""
    review_at: int = 12
    """From how many sessions on, given within a year, a request goes to clinical review first."""
    answer_days: int = 7
    """Within how many business days a request for extra sessions is to be answered."""
    provider_zone: str = "Australia/Melbourne"
    """The clock by which the provider's days are counted."""
    holiday_region: str = "AU-VIC"
    """Whose public holidays the provider keeps."""
    series_most: int = 12
    """How many sessions may be booked in one go."""

    max_file_mb: int = 5
    """How many megabytes a file of notes may have."""

    longest_leave_days: int = 366
    """How many days leave may last."""

    @property
    def sender(self) -> str:
        """The address that messages come from."""
        return self.mail_from or f"no-reply@{self.mail_domain}"

    @property
    def reminders(self) -> tuple[timedelta, ...]:
        """How long before the start a client is reminded, the longest first."""
        hours = sorted({int(number) for number in self.reminder_hours.split(",")} - {0}, reverse=True)
        return tuple(timedelta(hours=number) for number in hours)


DEFAULTS = Settings()

_LIMITS = {
    "session_minutes": (5, 480),
    "grid_minutes": (5, 60),
    "retrospective_days": (0, 366),
    "furthest_days": (1, 1100),
    "recent_days": (1, 1100),
    "overdue_days": (1, 366),
    "case_months": (1, 120),
    "openings_days": (1, 31),
    "max_file_mb": (1, 10),
    "undo_seconds": (0, 3600),
    "smtp_port": (1, 65535),
    "auto_commence_days": (1, 366),
    "free_cancel_hours": (0, 336),
    "no_show_minutes": (0, 240),
    "max_extra": (1, 99),
    "review_at": (1, 999),
    "answer_days": (1, 60),
    "series_most": (2, 12),
    "longest_leave_days": (1, 1100),
}

_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9][A-Za-z0-9 ]{0,30})?", re.ASCII)


_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"

_SHAPES = {
    "mail_domain": (_DOMAIN, "must be a domain, such as booking.example.org"),
    "mail_from": (rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_DOMAIN}", "must be an address of mail"),
    "smtp_host": (rf"{_DOMAIN}|::1", "must be the name of a host"),
    "smtp_tls": ("starttls|tls|none", "must be starttls, tls or none"),
    "reminder_hours": ("0|[1-9][0-9]{0,2}(,[1-9][0-9]{0,2})?", "must be hours, such as 48,2 or 24, or 0 for never"),
}
"""Settings that must look like something."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts to which nothing leaves this machine."""


def parse_settings(pairs: Mapping[str, str]) -> Settings:
    """Read settings from names and values; what is not named keeps its default.

    Raises:
        SettingWrongError: If a name is not known or a value is outside its limits.
    """
    known = {field.name for field in fields(Settings)}
    values: dict[str, Any] = {}
    for name, value in pairs.items():
        if name not in known:
            raise SettingWrongError(name, "there is no such setting")
        values[name] = _number(name, value) if name in _LIMITS else _words(name, value)
    settings = Settings(**values)
    if settings.grid_minutes % CELL_MINUTES:
        raise SettingWrongError("grid_minutes", f"must be a multiple of {CELL_MINUTES}")
    if settings.session_minutes % settings.grid_minutes:
        raise SettingWrongError("session_minutes", f"must be a multiple of grid_minutes, {settings.grid_minutes}")
    if settings.smtp_tls == "none" and settings.smtp_host and settings.smtp_host not in LOOPBACK:
        raise SettingWrongError("smtp_tls", "can be none on this machine only")
    return settings


def _number(name: str, value: str) -> int:
    lowest, highest = _LIMITS[name]
    if not (value.isascii() and value.isdigit()) or not lowest <= int(value) <= highest:
        raise SettingWrongError(name, f"must be a whole number from {lowest} to {highest}")
    return int(value)


def _words(name: str, value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise SettingWrongError(name, "must be text")
    shape, reason = _SHAPES.get(name, (r"[\s\S]+", ""))
    if not re.fullmatch(shape, value, re.ASCII):
        raise SettingWrongError(name, reason)
    if name == "teams_base" and not value.startswith("https://"):
        raise SettingWrongError(name, "must begin with https://")
    if name == "provider_zone" and value not in clocks.canonical_names():
        raise SettingWrongError(name, "is no canonical IANA time zone, such as Australia/Melbourne")
    if name == "holiday_region" and not _REGION.fullmatch(value):
        raise SettingWrongError(name, "must be a country and a part of it, such as AU-VIC")
    return value
