"""Owns the file of the settings of online booking: how it is read, and everything that can be wrong with it."""

import re
import tomllib
from collections.abc import Sequence
from datetime import time
from urllib.parse import urlsplit

from consultant_tui.contract.vocabulary import Modality
from server_stub.domain.online import (
    OFF,
    AttendeeKind,
    Audience,
    Location,
    OnlineBooking,
    Reason,
    ReasonGroup,
)
from server_stub.domain.settings import LOOPBACK
from server_stub.domain.toml_tables import Fault, Table, twice

LONGEST = 128 * 1024
"""Characters of the file."""

LONG_TEXT = 2000
"""Characters of what a client reads in whole paragraphs."""

MOST_COPIES = 10

_GRIDS = (15, 30, 60)
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?", re.ASCII)


class OnlineFileWrongError(ValueError):
    """The file cannot be taken; it lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


def read_online(text: str) -> OnlineBooking:
    """Read the settings of online booking from TOML; what is not named keeps its default.

    Raises:
        OnlineFileWrongError: If anything is wrong.
    """
    if len(text) > LONGEST:
        raise OnlineFileWrongError([Fault("", f"the file is larger than {LONGEST // 1024} kB")])
    try:
        top = Table(tomllib.loads(text), [])
    except tomllib.TOMLDecodeError as error:
        raise OnlineFileWrongError([Fault("", f"is no TOML: {error}")]) from error
    except RecursionError as error:
        raise OnlineFileWrongError([Fault("", "is no TOML: it is nested too deeply")]) from error
    online = _read(top)
    top.nothing_else()
    if top.faults:
        raise OnlineFileWrongError(top.faults)
    return online


def _read(top: Table) -> OnlineBooking:
    kinds = _kinds(top)
    locations = _locations(top, [kind.key for kind in kinds])
    groups = _groups(top, locations)
    enabled = top.flag("enabled", OFF.enabled)
    if enabled:
        for key, found in (("location", locations), ("group", groups)):
            if not found:
                top.wrong(key, "online booking needs one at least")
    morning, afternoon = _parts(top)
    notice, furthest = _reach(top)
    return OnlineBooking(
        enabled=enabled,
        address=_address(top),
        information=top.text("information", LONG_TEXT, lines=True),
        notice_minutes=notice,
        furthest_days=furthest,
        grid_minutes=_grid(top),
        gap_minutes=_gap(top),
        hold_minutes=top.number("hold_minutes", OFF.hold_minutes, 1, 60),
        show_length=top.flag("show_length", OFF.show_length),
        show_consultant=top.flag("show_consultant", OFF.show_consultant),
        most_open=top.number("most_open", OFF.most_open, 1, 99),
        morning_until=morning,
        afternoon_until=afternoon,
        copies=_copies(top),
        tell_consultant=top.flag("tell_consultant", OFF.tell_consultant),
        locations=locations,
        kinds=kinds,
        groups=groups,
    )


def _gap(top: Table) -> int | None:
    top.asked.add("gap_minutes")
    return top.number("gap_minutes", 0, 0, 240, 5) if "gap_minutes" in top.values else None


def _address(top: Table) -> str:
    address = top.text("address", 200, OFF.address)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    plain = parts.scheme == "http" and host in LOOPBACK
    whole = host and port != 0 and not (parts.query or parts.fragment or parts.username or " " in address)
    if not whole or not (parts.scheme == "https" or plain):
        top.wrong("address", "must be where the portal is, as in https://booking.example.org/portal")
    elif address.endswith("/"):
        top.wrong("address", "must not end with a stroke")
    return address


def _reach(top: Table) -> tuple[int, int]:
    notice = top.number("notice_minutes", OFF.notice_minutes, 0, 30 * 24 * 60)
    furthest = top.number("furthest_days", OFF.furthest_days, 1, 366)
    if notice >= furthest * 24 * 60:
        top.wrong("notice_minutes", f"leaves nothing to book within furthest_days, {furthest}")
    return notice, furthest


def _grid(top: Table) -> int:
    grid = top.number("grid_minutes", OFF.grid_minutes, 1, 60)
    if grid not in _GRIDS:
        top.wrong("grid_minutes", "must be 60, 30 or 15")
    return grid


def _parts(top: Table) -> tuple[time, time]:
    morning = top.clock("morning_until", OFF.morning_until)
    afternoon = top.clock("afternoon_until", OFF.afternoon_until)
    if morning >= afternoon:
        top.wrong("afternoon_until", "must be later than morning_until")
    return morning, afternoon


def _copies(top: Table) -> tuple[str, ...]:
    copies = top.texts("copies")
    for address in copies:
        if not _EMAIL.fullmatch(address):
            top.wrong("copies", f"{address!r} is no e-mail address")
    if len(copies) > MOST_COPIES:
        top.wrong("copies", f"there are {len(copies)}, at most {MOST_COPIES} fit")
    return copies


def _kinds(top: Table) -> tuple[AttendeeKind, ...]:
    tables = top.tables("kind")
    kinds = tuple(AttendeeKind(key=table.key(), name=table.text("name", 80, None)) for table in tables)
    _finish(tables, [kind.key for kind in kinds])
    return kinds


def _locations(top: Table, kinds: Sequence[str]) -> tuple[Location, ...]:
    tables = top.tables("location")
    locations = tuple(_location(table, kinds) for table in tables)
    _finish(tables, [location.key for location in locations])
    return locations


def _location(table: Table, kinds: Sequence[str]) -> Location:
    location = Location(
        key=table.key(),
        name=table.text("name", 120, None),
        address=table.text("address", 400),
        modalities=table.words("modalities", Modality, needed=True),
        kinds=table.texts("kinds"),
    )
    for kind in location.kinds:
        if kind not in kinds:
            table.wrong("kinds", f"there is no [[kind]] with the key {kind!r}")
    if Modality.IN_PERSON in location.modalities and not location.address:
        table.wrong("address", "is needed where sessions are held in person")
    return location


def _groups(top: Table, locations: Sequence[Location]) -> tuple[ReasonGroup, ...]:
    tables = top.tables("group")
    reasons: list[Table] = []
    groups = tuple(_group(table, locations, reasons) for table in tables)
    _finish(tables, [group.key for group in groups])
    twice(reasons, [reason.key for group in groups for reason in group.reasons])
    return groups


def _group(table: Table, locations: Sequence[Location], seen: list[Table]) -> ReasonGroup:
    key, name, inner = table.key(), table.text("name", 120, None), table.tables("reason")
    if not inner:
        table.wrong("reason", "a group needs one at least, under [[group.reason]]")
    seen.extend(inner)
    return ReasonGroup(key=key, name=name, reasons=tuple(_reason(each, locations) for each in inner))


def _reason(table: Table, locations: Sequence[Location]) -> Reason:
    if "minutes" not in table.values:
        table.wrong("minutes", "is missing")
    reason = Reason(
        key=table.key(),
        name=table.text("name", 120, None),
        minutes=table.number("minutes", 60, 10, 480, 5),
        audience=table.word("audience", Audience.EVERYBODY),
        instructions=table.text("instructions", LONG_TEXT, lines=True),
        placeholder=table.text("placeholder", 200),
        modalities=table.words("modalities", Modality, needed=False),
    )
    offered = {modality for location in locations for modality in location.modalities}
    if locations and reason.modalities and not offered & set(reason.modalities):
        table.wrong("modalities", "no location offers any of them")
    table.nothing_else()
    return reason


def _finish(tables: Sequence[Table], keys: Sequence[str]) -> None:
    twice(tables, keys)
    for table in tables:
        table.nothing_else()
