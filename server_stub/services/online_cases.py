"""Owns the cases of whoever books online: which one a session is booked under, and whether another may be opened."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.cases import Figures as WireFigures
from consultant_tui.contract.refusals import Code
from server_stub.domain import online_cases as rules
from server_stub.domain.cases import expiry
from server_stub.domain.objections import Objection
from server_stub.domain.online_cases import OwnCase
from server_stub.domain.settings import Settings
from server_stub.services import wire
from server_stub.services.refused import because
from server_stub.storage import newcomers
from server_stub.storage.faults import Transaction
from server_stub.storage.online import Holder
from server_stub.storage.records import Case

NEW = "new"
"""What is asked for in place of a case's reference when another case is to be opened."""


@dataclass(frozen=True, slots=True)
class Known:
    """A case, and what the rules look at of it."""

    case: Case
    own: OwnCase

    @property
    def figures(self) -> WireFigures:
        """The five figures."""
        return wire.figures(self.case.figures)


def cases_of(transaction: Transaction, holder: Holder, settings: Settings) -> list[Known]:
    """Return the cases of whoever books, the oldest first."""
    return [Known(case, _own(case, settings)) for case in newcomers.cases_of(transaction, holder.booked_for)]


def choose(known: list[Known], wanted: str, issue: str, at: datetime) -> Known | None:
    """Return the case under which a session is booked; None when one has to be opened.

    Args:
        known: The cases there are.
        wanted: The reference of the one that is wanted, ``NEW``, or nothing.
        issue: What the session is booked for.
        at: When it starts.

    Raises:
        RefusedError: If there is no such case.
    """
    if wanted == NEW:
        return None
    if wanted:
        found = next((one for one in known if one.own.reference == wanted), None)
        if found is None:
            raise because(Code.NOT_FOUND)
        return found
    chosen = rules.case_for([one.own for one in known], issue, at)
    return next((one for one in known if one.own is chosen), None)


def objection(
    known: list[Known], chosen: Known | None, holder: Holder, wanted: str, issue: str, at: datetime, now: datetime
) -> Objection | None:
    """Say why a session cannot be booked under what was chosen; the first case of all is opened for anybody."""
    if chosen is not None:
        return rules.objection_to_case(chosen.own, at, holder.zone)
    if wanted == NEW and known:
        own = [one.own for one in known]
        return rules.objection_to_account(holder.state) or rules.objection_to_new_case(own, issue, now)
    return None


def _own(case: Case, settings: Settings) -> OwnCase:
    return OwnCase(
        reference=case.reference,
        issue=case.issue,
        available=case.figures.available,
        expires=expiry(case.first_session, case.client.zone, settings.case_months),
        begun=case.figures.used + case.figures.booked > 0,
    )
