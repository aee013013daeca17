"""Owns what is told of an account: links that are good for one use, and what was done with it.

The link is the way in, so it stands in the kept facts only until the message was sent.
"""

from functools import partial

import msgspec

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import MessageKind
from server_stub.letters.plain import Plain

STRANGER = "there"
"""Whom a message greets whose name is not known."""

_CLOSING = "This message was written by a program. If it was not you, you need not do anything."

_SUBJECTS = {
    MessageKind.VERIFY_EMAIL: "Confirm your e-mail address",
    MessageKind.ACCOUNT_KNOWN: "You have an account already",
    MessageKind.RESET_PASSWORD: "Choose a new password",
    MessageKind.PASSWORD_CHANGED: "Your password was changed",
}

_NEWS = {
    MessageKind.VERIFY_EMAIL: "Please confirm that this is your e-mail address: open the link and press the button.",
    MessageKind.ACCOUNT_KNOWN: (
        "Somebody, probably you, wanted to make an account for online booking with this e-mail address. "
        "There is one already: sign in to it, or choose a new password there."
    ),
    MessageKind.RESET_PASSWORD: "Somebody, probably you, asked for a new password. Open the link to choose one.",
    MessageKind.PASSWORD_CHANGED: "The password of your account for online booking was changed.",
}

_CLOSINGS = {
    MessageKind.PASSWORD_CHANGED: (
        "This message was written by a program. If it was not you, choose a new password at once with the link."
    )
}


class AccessFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the text about an account needs."""

    name: str = ""
    organisation: str = ""
    """What the organisation is called, for what begins there."""
    link: str = ""
    hours: int = 0
    """How long the link is good; nothing for one that always is."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AccessFacts)


def pack(facts: AccessFacts) -> str:
    """Write facts as they are kept."""
    return _encoder.encode(facts).decode()


def unpack(kept: str) -> AccessFacts:
    """Read facts that were kept.

    Raises:
        ValueError: If they are no facts.
    """
    try:
        return _decoder.decode(kept)
    except msgspec.MsgspecError as error:
        raise ValueError("these are no facts") from error


def blanked(kept: str) -> str:
    """Return kept facts without what lets somebody in."""
    facts = unpack(kept)
    return pack(msgspec.structs.replace(facts, link="")) if facts.hours else kept


def told(kind: MessageKind, kept: str) -> Plain:
    """Say what is to be done with an account, or was."""
    facts = unpack(kept)
    lines = [("Link", facts.link or "(it was good for one use and is not kept)")]
    if facts.hours:
        lines.append(("Good for", f"{facts.hours} hours, once"))
    if facts.organisation:
        lines.insert(0, ("Through", clean(facts.organisation)))
    return Plain(
        subject=_SUBJECTS[kind],
        name=facts.name or STRANGER,
        news=_NEWS[kind],
        lines=tuple(lines),
        closing=_CLOSINGS.get(kind, _CLOSING),
    )


KINDS = {kind: partial(told, kind) for kind in _SUBJECTS}
"""What makes each message of this kind."""
