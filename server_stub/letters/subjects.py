"""Owns the first line of every message, which lists show without making the message."""

from collections.abc import Callable, Mapping

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.letters import access, answers, arrivals, facts, tickets, words
from server_stub.letters.plain import Plain

PLAIN: Mapping[MessageKind, Callable[[str], Plain]] = {
    MessageKind.REQUEST_ANSWERED: answers.answered,
    MessageKind.TICKET_RECEIVED: tickets.received,
    MessageKind.TICKET_ANSWERED: tickets.answered,
    **arrivals.KINDS,
    **access.KINDS,
}
"""What makes each message that is about no appointment, from its kept facts."""


def subject(kind: MessageKind, kept: str) -> str:
    """Say what a message is about, from its kept facts.

    Raises:
        ValueError: If they are no facts.
    """
    if kind in PLAIN:
        return PLAIN[kind](kept).subject
    return words.subject(kind, facts.unpack(kept))
