"""Owns what a consultant is told of what clients do online: by reference, because mail is no place for names."""

from datetime import datetime
from functools import partial

import msgspec

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AccountState, MessageKind, Modality, Platform
from server_stub.letters import words
from server_stub.letters.plain import Plain

_CLOSING = "This message was written by a program. Quick View shows whose session it is."

_SUBJECTS = {
    MessageKind.PORTAL_BOOKED: "Booked online: a session on {day}",
    MessageKind.PORTAL_MOVED: "Moved online: a session, now on {day}",
    MessageKind.PORTAL_CANCELLED: "Cancelled online: a session on {day}",
}

_NEWS = {
    MessageKind.PORTAL_BOOKED: "A session with you was booked online.",
    MessageKind.PORTAL_MOVED: "A session with you was moved online. This is how it stands now.",
    MessageKind.PORTAL_CANCELLED: "A session with you was cancelled online.",
}

_TO_DO = {
    AccountState.UNVERIFIED: "Unverified: the e-mail address is not confirmed yet. Look at Prospects.",
    AccountState.NOT_ASSOCIATED: "Not associated: nobody's client yet. Look at Prospects.",
}


class ArrivalFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the text needs; instants are in UTC."""

    name: str
    """Whom it is to."""
    reference: str
    zone: str
    """The zone of the consultant's clock."""
    starts: datetime
    ends: datetime
    was: datetime | None = None
    """When it started before, if it was moved."""
    modality: Modality
    platform: Platform | None = None
    reason: str = ""
    """What it was booked for, in the words of the settings of online booking."""
    account: AccountState


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(ArrivalFacts)


def pack(facts: ArrivalFacts) -> str:
    """Write facts as they are kept."""
    return _encoder.encode(facts).decode()


def unpack(kept: str) -> ArrivalFacts:
    """Read facts that were kept.

    Raises:
        ValueError: If they are no facts.
    """
    try:
        return _decoder.decode(kept)
    except msgspec.MsgspecError as error:
        raise ValueError("these are no facts") from error


def told(kind: MessageKind, kept: str) -> Plain:
    """Say what a client did."""
    facts = unpack(kept)
    lines = [("When", words.span(facts.starts, facts.ends, facts.zone))]
    if facts.was:
        lines.append(("Before", words.short(facts.was, facts.zone)))
    lines.append(("How", words.met(facts.modality, facts.platform)))
    if facts.reason:
        lines.append(("Reason", clean(facts.reason)))
    if to_do := _TO_DO.get(facts.account):
        lines.append(("Account", to_do))
    return Plain(
        subject=_SUBJECTS[kind].format(day=words.short(facts.starts, facts.zone)),
        name=facts.name,
        news=_NEWS[kind],
        lines=(*lines, ("Reference", facts.reference)),
        closing=_CLOSING,
    )


KINDS = {kind: partial(told, kind) for kind in _SUBJECTS}
"""What makes each message of this kind."""
