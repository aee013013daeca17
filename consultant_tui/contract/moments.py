"""Owns how an instant travels: UTC beside the wall time, zone and offset it was agreed in."""

from datetime import datetime
from typing import Annotated

import msgspec

Utc = Annotated[datetime, msgspec.Meta(tz=True)]
Wall = Annotated[datetime, msgspec.Meta(tz=False)]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One instant as the clocks of one zone show it."""

    utc: Utc
    """The instant, in UTC."""
    wall: Wall
    """What the clocks of the zone show, without an offset."""
    zone: str
    """The canonical IANA name of the zone."""
    offset: int
    """Minutes east of UTC at this instant."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time as the clocks of one zone show it; the end is not part of it."""

    start: Moment
    end: Moment
