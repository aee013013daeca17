"""Owns messages on the wire: what was sent to whom about a client, and what one of them said."""

import msgspec

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import MessageKind, MessageState


class MessageLine(msgspec.Struct, frozen=True, kw_only=True):
    """One message and what became of it; times are on the consultant's clock."""

    message: str
    """What to ask for, to read it."""
    kind: MessageKind
    to: str
    subject: str
    appointment: str
    """The reference of the appointment that it is about; empty when it is about none."""
    state: MessageState
    made: Moment
    due: Moment
    """When it is sent, or tried again."""
    sent: Moment | None
    attempts: int
    problem: str
    """Why it is not sent, or in what other way it was; in the backend's words."""


class Messages(msgspec.Struct, frozen=True, kw_only=True):
    """The messages about a client that are the caller's business, the newest first."""

    client: str
    name: str
    now: Moment
    messages: tuple[MessageLine, ...]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it is read."""

    line: MessageLine
    text: tuple[str, ...]
    """Line by line."""
    html: str
    calendar: str
    """The invitation; empty when there is none."""
