"""Owns what comes in by address and header: its names, its forms and its limits."""

import re
from datetime import date, datetime, time
from typing import Annotated

from litestar.params import HeaderParameter, PathParameter, QueryParameter

from consultant_tui.contract import paths
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Approach
from server_stub.services.openings import Wish
from server_stub.services.refused import because

Reference = Annotated[str, PathParameter(max_length=32, description="A reference like APP-20017, ASST-100042, SCH-101")]
PathKey = Annotated[str, PathParameter(max_length=64, description="A booking key")]
Wanted = Annotated[Approach, QueryParameter(description="The booking approach")]
Key = Annotated[str | None, HeaderParameter(name=paths.IDEMPOTENCY_KEY, description="8 to 64 of A-Z a-z 0-9 _ -")]
Version = Annotated[str | None, HeaderParameter(name=paths.IF_MATCH, description='The version in quotes, like "3"')]
Follows = Annotated[
    str | None, HeaderParameter(name=paths.DRAFT_FOLLOWS, max_length=64, description="The draft that it may replace")
]
Weekdays = Annotated[str, QueryParameter(pattern="^[1-7](,[1-7]){0,6}$", description="ISO weekdays, like 1,2,5")]
Clock = Annotated[
    str, QueryParameter(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM, the client's clock")
]
Day = Annotated[date, QueryParameter(description="YYYY-MM-DD")]
Instant = Annotated[
    str | None,
    QueryParameter(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z$", description="An instant in UTC"
    ),
]

_VERSION = re.compile(r'"([0-9]{1,9})"', re.ASCII)


def route(path: str) -> str:
    """Return an address of the wire as the router writes it."""
    return path.replace("}", ":str}")


def version_from(header: str | None) -> int:
    """Read the version that a change was based on.

    Raises:
        RefusedError: If it is missing, or not a version.
    """
    if not header:
        raise because(Code.VERSION_NEEDED)
    match = _VERSION.fullmatch(header)
    if not match:
        raise because(Code.MALFORMED, name=paths.IF_MATCH)
    return int(match[1])


def instant_from(text: str | None) -> datetime | None:
    """Read an instant.

    Raises:
        RefusedError: If there is no such date or time.
    """
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise because(Code.MALFORMED, Field.DATE) from error


def wish_from(days: str, earliest: str, latest: str, first: date) -> Wish:
    """Read when the client could come."""
    return Wish(
        frozenset(int(day) for day in days.split(",")), time.fromisoformat(earliest), time.fromisoformat(latest), first
    )
