"""Owns under which case a session is booked online, and when a client may open another one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import AccountState
from server_stub.domain import clocks
from server_stub.domain.objections import Objection


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A case of whoever books."""

    reference: str
    issue: str
    available: int
    expires: datetime | None
    begun: bool = True
    """Whether a session of it was ever booked."""

    def is_open(self, at: datetime) -> bool:
        """Whether the case has not ended at an instant."""
        return self.expires is None or at < self.expires

    def is_about(self, issue: str) -> bool:
        """Whether the case is about an issue."""
        return _plain(self.issue) == _plain(issue)


def case_for(cases: Iterable[OwnCase], issue: str, at: datetime) -> OwnCase | None:
    """Choose the case under which a session is booked: about the same issue if there is one, and the newest of those.

    A case without sessions is chosen when there is no other, so that it can be said what is lacking.

    Args:
        cases: The client's cases, the oldest first.
        issue: What the session is booked for.
        at: When it starts.
    """
    ranked = sorted(
        enumerate(cases),
        key=lambda one: (one[1].is_open(at), one[1].available > 0, one[1].is_about(issue), one[0]),
    )
    return ranked[-1][1] if ranked else None


def objection_to_account(state: AccountState) -> Objection | None:
    """Say why an account may open no case beyond its first: the organisation is to be asked for somebody known."""
    return None if state is AccountState.ASSOCIATED else Objection(Code.ACCOUNT_NOT_ASSOCIATED)


def objection_to_new_case(cases: Iterable[OwnCase], issue: str, now: datetime) -> Objection | None:
    """Say why a client may not open a case for an issue (seed 000: if eligible).

    Another case is for another issue: while one for the same is open, its sessions are used first, and more of them are
    the organisation's to grant. One case is begun before the next is opened.
    """
    still_open = [case for case in cases if case.is_open(now)]
    same = [case for case in still_open if case.is_about(issue)]
    for case in same:
        if case.available > 0:
            return Objection(Code.CASE_IS_OPEN, Field.ISSUE, number=case.available, name=case.reference)
    if same:
        return Objection(Code.NO_SESSIONS_LEFT, Field.ISSUE, name=same[-1].reference)
    fresh = next((case for case in still_open if not case.begun), None)
    return Objection(Code.CASE_NOT_BEGUN, Field.ISSUE, name=fresh.reference) if fresh else None


def objection_to_case(case: OwnCase, at: datetime, zone: str) -> Objection | None:
    """Say why a session that starts at an instant cannot be booked under a case."""
    if case.expires is not None and not case.is_open(at):
        return Objection(Code.CASE_EXPIRED, start=clocks.read(case.expires, zone))
    return Objection(Code.NO_SESSIONS_LEFT, number=case.available) if case.available < 1 else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
