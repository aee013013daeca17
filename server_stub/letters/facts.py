"""Owns what a message is made of: a snapshot, taken with the change it tells, so that later changes do not reach it."""

from datetime import datetime

import msgspec

from consultant_tui.contract.vocabulary import Link, Modality, Platform


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the text about an appointment needs; instants are in UTC."""

    reference: str
    sequence: int = 0
    client: str
    consultant: str
    zone: str
    """The zone of the client's clock."""
    starts: datetime
    ends: datetime
    was: datetime | None = None
    """When it started before, if that was told and is no longer so."""
    modality: Modality
    platform: Platform | None = None
    link: Link = Link.NONE
    join: str = ""
    """The address of the video call, when the backend gives it."""
    domain: str
    """What makes the reference unique in the world."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Facts)


def pack(facts: Facts) -> str:
    """Write facts as they are kept."""
    return _encoder.encode(facts).decode()


def unpack(kept: str) -> Facts:
    """Read facts that were kept.

    Raises:
        ValueError: If they are no facts.
    """
    try:
        return _decoder.decode(kept)
    except msgspec.MsgspecError as error:
        raise ValueError("these are no facts") from error
