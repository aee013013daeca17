"""Owns extra sessions on the wire: what a consultant asks, and what an approver sees and answers."""

import msgspec

from consultant_tui.contract.moments import Moment


class ExtraAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request for extra sessions of one case."""

    sessions: int
    reason: str
    """The clinical reason; the approver reads it, so it must not name the client."""


class OpenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request as the organisation's approver sees it, on the provider's clock: never who the client is."""

    reference: str
    case: str
    sessions: int
    reason: str
    asked: Moment
    answer_due: Moment
    overdue: bool


class OpenRequests(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for an organisation's answer, the most urgent first."""

    organisation: str
    now: Moment
    requests: tuple[OpenRequest, ...]


class ExtraAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An approver's answer: all, some or none of the sessions."""

    granted: int
    """None granted means that the request is declined."""
    reason: str = ""
    """Why not all of them; needed when none is granted."""
