"""Owns what a client sees online of the own cases, and the opening of another one for another issue (seed 000)."""

from dataclasses import dataclass

from consultant_tui.contract.cases import Figures
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import AccountState
from server_stub.domain.endings import written
from server_stub.domain.objections import Objection
from server_stub.domain.online_cases import objection_to_account, objection_to_new_case
from server_stub.services import wire
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.online_cases import Known, cases_of
from server_stub.services.refused import because, unless_allowed
from server_stub.storage import newcomers, people
from server_stub.storage import online as stored
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.online import Holder
from server_stub.storage.turns import hold_account

LONGEST_ISSUE = 120
"""Characters of what a case is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A case as its client sees it."""

    reference: str
    issue: str
    figures: Figures
    expires: Moment | None
    """When it ends; None before its first session."""
    is_open: bool


@dataclass(frozen=True, slots=True)
class OwnCases:
    """All of a client's cases."""

    cases: tuple[OwnCase, ...]
    """The newest first."""
    associated: bool
    """Whether the account is associated, so that another case can be opened at all."""
    entitled: int
    """How many sessions another case would have."""


def cases(office: Office, account_id: int) -> OwnCases:
    """Return the cases of an account's holder."""
    with reading(office.engines) as transaction:
        holder, known = _known(transaction, account_id)
        entitled = newcomers.sessions_per_case(transaction, holder.organisation_id)
    now = office.clock()
    return OwnCases(
        cases=tuple(
            OwnCase(
                reference=one.own.reference,
                issue=one.own.issue,
                figures=one.figures,
                expires=wire.moment(one.own.expires, holder.zone) if one.own.expires else None,
                is_open=one.own.is_open(now),
            )
            for one in reversed(known)
        ),
        associated=holder.state is AccountState.ASSOCIATED,
        entitled=entitled,
    )


@persistent
def open_case(office: Office, account_id: int, issue: str) -> str:
    """Open a case for another issue and return its reference; its sessions are those that the organisation pays for.

    Raises:
        RefusedError: If the account is not associated, the issue is missing or too long, or the holder is not
            eligible.
    """
    now, about = office.clock(), written(issue)
    with writing(office.engines) as transaction:
        hold_account(transaction, account_id)
        holder, known = _known(transaction, account_id)
        unless_allowed(_against(holder, about))
        unless_allowed(objection_to_new_case([one.own for one in known], about, now))
        if not settings_in_force(transaction).enabled or holder.client_id is None:
            raise because(Code.ONLINE_BOOKING_OFF)
        case = newcomers.open_case(
            transaction,
            account_id=account_id,
            client_id=holder.client_id,
            organisation_id=holder.organisation_id,
            issue=about,
            sessions=newcomers.sessions_per_case(transaction, holder.organisation_id),
            at=now,
        )
        return case.reference


def _known(transaction: Transaction, account_id: int) -> tuple[Holder, list[Known]]:
    holder = stored.holder(transaction, account_id)
    if holder is None:
        raise because(Code.NOT_FOUND)
    return holder, cases_of(transaction, holder, people.load_settings(transaction))


def _against(holder: Holder, issue: str) -> Objection | None:
    unknown = objection_to_account(holder.state)
    if unknown:
        return unknown
    if not issue:
        return Objection(Code.ISSUE_NEEDED, Field.ISSUE)
    return Objection(Code.TOO_LONG, Field.ISSUE, number=LONGEST_ISSUE) if len(issue) > LONGEST_ISSUE else None
