"""Owns the first line of every message, which lists show without making the message."""

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.letters import answers, facts, words


def subject(kind: MessageKind, kept: str) -> str:
    """Say what a message is about, from its kept facts.

    Raises:
        ValueError: If they are no facts.
    """
    if kind is MessageKind.REQUEST_ANSWERED:
        return answers.subject(answers.unpack(kept))
    return words.subject(kind, facts.unpack(kept))
