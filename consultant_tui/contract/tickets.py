"""Owns support tickets on the wire: what clients wrote, and what user support answers."""

import msgspec

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import AccountState, TicketState


class TicketLine(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket in one line; times are on the provider's clock."""

    reference: str
    version: int
    state: TicketState
    made: Moment
    code: str
    """The error that it is about; empty when it is about none."""
    page: str
    """Where in the portal that was."""
    email: str
    name: str
    account: str = ""
    """The reference of the account, if its holder was signed in; then the address is the account's own."""
    account_state: AccountState | None = None


class Tickets(msgspec.Struct, frozen=True, kw_only=True):
    """Tickets that stand somewhere, the longest waiting first."""

    now: Moment
    tickets: tuple[TicketLine, ...]
    more: bool
    """Whether there are others after these."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of user support."""

    at: Moment
    by: str
    text: tuple[str, ...]
    """Line by line."""


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket with everything that was written."""

    line: TicketLine
    message: tuple[str, ...]
    """Line by line."""
    answers: tuple[Answered, ...]


class TicketReply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What user support answers."""

    text: tuple[str, ...]
    """Line by line."""
    close: bool = False
    """Whether nothing more is to be done."""
