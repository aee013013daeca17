"""Owns what is told of an answered request for extra sessions: the client in general words, the consultant in full."""

import msgspec

from consultant_tui.contract.text import clean
from server_stub.letters.plain import Plain

_encoder = msgspec.json.Encoder()


class AnswerFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the text about an answer needs."""

    name: str
    """Whom it is to."""
    reference: str
    case: str
    asked: int
    granted: int
    reason: str = ""
    """The approver's words; for the consultant only."""
    to_consultant: bool = False


_decoder = msgspec.json.Decoder(AnswerFacts)


def pack(facts: AnswerFacts) -> str:
    """Write facts as they are kept."""
    return _encoder.encode(facts).decode()


def unpack(kept: str) -> AnswerFacts:
    """Read facts that were kept.

    Raises:
        ValueError: If they are no facts.
    """
    try:
        return _decoder.decode(kept)
    except msgspec.MsgspecError as error:
        raise ValueError("these are no facts") from error


def answered(kept: str) -> Plain:
    """Say what became of a request."""
    facts = unpack(kept)
    return Plain(
        subject=_subject(facts),
        name=facts.name,
        news=_news(facts),
        lines=tuple(_lines(facts)),
        closing=_closing(facts),
    )


def _subject(facts: AnswerFacts) -> str:
    return f"Your request {facts.reference} is answered" if facts.to_consultant else "News about your appointments"


def _news(facts: AnswerFacts) -> str:
    if facts.to_consultant:
        return "Your request for extra sessions is answered."
    if facts.granted:
        return "Your consultant asked for further appointments for you, and they were granted."
    return "Your consultant asked for further appointments for you. They were not granted this time."


def _lines(facts: AnswerFacts) -> list[tuple[str, str]]:
    numbers = [("Asked for", str(facts.asked)), ("Granted", str(facts.granted))]
    if not facts.to_consultant:
        return numbers if facts.granted else []
    return [("Case", facts.case), *numbers, *([("Reason", clean(facts.reason))] if facts.reason else [])]


def _closing(facts: AnswerFacts) -> str:
    if facts.to_consultant:
        return "This message was written by a program."
    return "This message was written by a program. Your consultant will tell you more."
