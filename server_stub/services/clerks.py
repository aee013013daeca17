"""Owns who looks after prospects: a consultant, who sees some of them, or customer service, which sees all."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Role
from server_stub.domain import clocks
from server_stub.services.office import Anybody, Office, duty, visit
from server_stub.services.refused import because
from server_stub.storage import books, people
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.records import Caller


@dataclass(frozen=True, slots=True)
class Clerk:
    """One request about prospects: who asks, when, and on which clock times are wanted."""

    profile_id: int | None
    """The consultant's profile; None for customer service."""
    staff: str
    """Who of customer service it is; empty for a consultant."""
    now: datetime
    zone: str


def clerk(office: Office, caller: Anybody, zone: str | None) -> Clerk:
    """Begin a request about prospects.

    Raises:
        RefusedError: If neither a consultant nor customer service asks.
    """
    if isinstance(caller, Caller):
        visited = visit(office, caller, zone)
        return Clerk(caller.profile_id, "", visited.now, visited.zone)
    on_duty = duty(office, caller, Role.CUSTOMER_SERVICE)
    return Clerk(None, on_duty.staff.name, on_duty.now, _zone(office, zone))


def _zone(office: Office, zone: str | None) -> str:
    try:
        if zone:
            return clocks.check_zone(zone)
    except clocks.ZoneNotKnownError as error:
        raise because(Code.MALFORMED, name="Time-Zone") from error
    with reading(office.engines) as transaction:
        return people.load_settings(transaction).provider_zone


def write_audit(
    transaction: Transaction,
    by: Clerk,
    act: str,
    *,
    account_id: int | None = None,
    client_id: int | None = None,
    appointment_id: int | None = None,
    version: int | None = None,
    detail: str = "",
) -> None:
    """Write what was done or read."""
    books.write_audit(
        transaction,
        at=by.now,
        act=act,
        profile_id=by.profile_id,
        staff=by.staff,
        account_id=account_id,
        client_id=client_id,
        appointment_id=appointment_id,
        version=version,
        detail=detail,
    )
