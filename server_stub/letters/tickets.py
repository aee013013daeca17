"""Owns what is told of a support ticket: that it came, and what was answered.

Whoever writes a ticket may give anybody's address, so the first message says nothing that they typed.
"""

import msgspec

from consultant_tui.contract.text import clean
from server_stub.letters.plain import Plain

STRANGER = "there"
"""Whom a message greets that may go to somebody who knows nothing of it."""

_encoder = msgspec.json.Encoder()


class TicketFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the text about a ticket needs."""

    reference: str
    name: str = ""
    answer: str = ""
    help: str = ""
    """Where another ticket can be written."""


_decoder = msgspec.json.Decoder(TicketFacts)


def pack(facts: TicketFacts) -> str:
    """Write facts as they are kept."""
    return _encoder.encode(facts).decode()


def unpack(kept: str) -> TicketFacts:
    """Read facts that were kept.

    Raises:
        ValueError: If they are no facts.
    """
    try:
        return _decoder.decode(kept)
    except msgspec.MsgspecError as error:
        raise ValueError("these are no facts") from error


def received(kept: str) -> Plain:
    """Say that a ticket came."""
    facts = unpack(kept)
    return Plain(
        subject=f"We have your support ticket {facts.reference}",
        name=STRANGER,
        news="Your support ticket has arrived. User support will answer to this address.",
        lines=(("Ticket", facts.reference),),
        closing="This message was written by a program. If you wrote no ticket, nothing more will come of it.",
    )


def answered(kept: str) -> Plain:
    """Say what user support answers."""
    facts = unpack(kept)
    lines = (("Ticket", facts.reference), *((("Write", facts.help),) if facts.help else ()))
    return Plain(
        subject=f"Your support ticket {facts.reference} is answered",
        name=clean(facts.name) or STRANGER,
        news="User support has answered your ticket.",
        paragraphs=tuple(clean(line) for line in facts.answer.splitlines() if line.strip()),
        lines=lines,
        closing="Nobody reads answers to this message. If something is still open, please write another ticket.",
    )
