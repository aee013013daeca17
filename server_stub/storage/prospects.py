"""Owns the questions about accounts that wait for staff, and about the clients whom their holders may be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, exists, func, or_, select

from consultant_tui.contract.vocabulary import AssociationKind, Standing
from server_stub.domain.prospects import Details
from server_stub.storage.accounts import ACCOUNT, Account, account_of
from server_stub.storage.portal_tables import accounts, associations, attendees
from server_stub.storage.tables import appointments, clients, persons, profiles

_ROW = clients.alias("prospect")
"""The row that stands for an account's holder."""

_DETAILS = ("first_name", "last_name", "email", "phone", "address", "zone")

_HELD = tuple(
    func.coalesce(func.nullif(accounts.c[name], ""), _ROW.c[name], "").label(f"held_{name}") for name in _DETAILS
)
"""What the holder has told last: on the account's page, else with a booking."""

_PROSPECT = ACCOUNT.add_columns(*_HELD).join(_ROW, accounts.c.prospect_id == _ROW.c.id, isouter=True)

_met = appointments.alias("met")
_OWN = select(_met.c.client_id).where(_met.c.profile_id == bindparam("profile_id"))
"""The clients whom a profile has an appointment with."""

_CLIENT = (
    clients.c.id.label("client_id"),
    clients.c.reference.label("client_reference"),
    clients.c.name.label("client_name"),
    *(clients.c[name].label(f"client_{name}") for name in _DETAILS),
)

_held = {column.name: column.element for column in _HELD}
_WHOLE = func.trim(_held["held_first_name"] + " " + _held["held_last_name"])

_NAMED_ALIKE = and_(
    clients.c.standing == Standing.CLIENT,
    or_(
        and_(
            clients.c.last_name == _held["held_last_name"],
            clients.c.first_name == _held["held_first_name"],
            clients.c.last_name != "",
        ),
        and_(clients.c.last_name == "", clients.c.first_name == "", clients.c.name == _WHOLE),
    ),
)
"""Clients of an account's holder's name; which other details are the same is the domain's to say."""

_PAIRS = (
    select(accounts.c.id.label("account_id"), *_HELD, *_CLIENT)
    .select_from(accounts)
    .join(_ROW, accounts.c.prospect_id == _ROW.c.id, isouter=True)
    .join(clients, _NAMED_ALIKE)
    .where(accounts.c.client_id.is_(None))
    .order_by(clients.c.id)
)

_OWN_PAIRS = _PAIRS.where(clients.c.id.in_(_OWN))
_PAIRS_OF_ONE = _PAIRS.where(accounts.c.id == bindparam("of_account"))

_booked = appointments.alias("booked")
_BOOKED_WITH = exists().where(_booked.c.account_id == accounts.c.id, _booked.c.profile_id == bindparam("profile_id"))

_OF_PROFILE = or_(
    _BOOKED_WITH, accounts.c.made_by == bindparam("profile_id"), accounts.c.id.in_(bindparam("alike", expanding=True))
)

_WAITING = _PROSPECT.where(accounts.c.client_id.is_(None)).order_by(accounts.c.id.desc()).limit(bindparam("most"))

_ONE = _PROSPECT.where(accounts.c.reference == bindparam("reference"))

_LATELY = (
    select(
        accounts.c.reference,
        accounts.c.version,
        accounts.c.email,
        clients.c.reference.label("client"),
        clients.c.name,
        associations.c.kind,
        associations.c.at,
        case((associations.c.staff != "", associations.c.staff), else_=persons.c.name).label("doer"),
    )
    .join_from(associations, accounts)
    .join(clients, associations.c.client_id == clients.c.id)
    .join(profiles, associations.c.by == profiles.c.id, isouter=True)
    .join(persons, profiles.c.person_id == persons.c.id, isouter=True)
    .where(associations.c.undone.is_(None), associations.c.at >= bindparam("since"))
    .order_by(associations.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An account, and what is known of its holder."""

    account: Account
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A client who has the name of an account's holder."""

    account_id: int
    id: int
    reference: str
    name: str
    held: Details
    """What is known of the holder."""
    details: Details
    """What is known of the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """An association that stands."""

    reference: str
    version: int
    email: str
    client: str
    name: str
    kind: AssociationKind
    at: datetime
    doer: str


def waiting(connection: Connection, profile_id: int | None, alike: list[int], most: int) -> list[Waiting]:
    """Return accounts that wait, the newest first.

    Args:
        connection: The transaction.
        profile_id: Whose business they are; None for everybody's.
        alike: Ids of accounts that are their business because a client of theirs matches.
        most: How many.
    """
    if profile_id is None:
        return [_waiting(row) for row in connection.execute(_WAITING, {"most": most})]
    asked = {"profile_id": profile_id, "alike": alike, "most": most}
    return [_waiting(row) for row in connection.execute(_WAITING.where(_OF_PROFILE), asked)]


def one(connection: Connection, reference: str) -> Waiting | None:
    """Return an account, whether it waits or not."""
    row = connection.execute(_ONE, {"reference": reference}).one_or_none()
    return _waiting(row) if row else None


def has_booked_with(connection: Connection, account_id: int, profile_id: int) -> bool:
    """Whether an account has booked with a profile."""
    asked = select(_booked.c.id).where(_booked.c.account_id == account_id, _booked.c.profile_id == profile_id).limit(1)
    return connection.execute(asked).scalar() is not None


def has_associated(connection: Connection, account_id: int, profile_id: int) -> bool:
    """Whether an account is associated by a profile."""
    asked = select(associations.c.id).where(
        associations.c.account_id == account_id, associations.c.by == profile_id, associations.c.undone.is_(None)
    )
    return connection.execute(asked.limit(1)).scalar() is not None


def makers(connection: Connection, account_ids: list[int]) -> dict[int, str]:
    """Return the names of the consultants who made some accounts; others made theirs themselves."""
    asked = (
        select(accounts.c.id, persons.c.name)
        .join_from(accounts, profiles, accounts.c.made_by == profiles.c.id)
        .join(persons, profiles.c.person_id == persons.c.id)
        .where(accounts.c.id.in_(account_ids))
    )
    return {row.id: row.name for row in connection.execute(asked)}


def own_pairs(connection: Connection, profile_id: int) -> list[Alike]:
    """Return the clients of a profile who have the name of an account that waits."""
    return [_alike(row) for row in connection.execute(_OWN_PAIRS, {"profile_id": profile_id})]


def pairs_of(connection: Connection, account_id: int) -> list[Alike]:
    """Return all clients who have the name of one account's holder."""
    return [_alike(row) for row in connection.execute(_PAIRS_OF_ONE, {"of_account": account_id})]


def own_clients(connection: Connection, profile_id: int, among: list[int]) -> set[int]:
    """Return which of some clients a profile has an appointment with."""
    return set(connection.execute(_OWN.where(_met.c.client_id.in_(among)), {"profile_id": profile_id}).scalars())


def with_account(connection: Connection, among: list[int]) -> set[int]:
    """Return which of some clients have an account."""
    return set(connection.execute(select(accounts.c.client_id).where(accounts.c.client_id.in_(among))).scalars())


def client(connection: Connection, reference: str) -> tuple[int, str, Details] | None:
    """Return the id, the name and the details of a client; a prospect is none."""
    asked = select(*_CLIENT).where(clients.c.reference == reference, clients.c.standing == Standing.CLIENT)
    row = connection.execute(asked).one_or_none()
    return (row.client_id, row.client_name, _details(row, "client_")) if row else None


def attending(connection: Connection, account_ids: list[int], client_ids: list[int]) -> list[Row[Any]]:
    """Return who attends in the place of holders and of clients."""
    of_account, of_client = attendees.c.account_id.in_(account_ids), attendees.c.client_id.in_(client_ids)
    return list(connection.execute(select(attendees).where(or_(of_account, of_client)).order_by(attendees.c.id)))


def lately(connection: Connection, profile_id: int | None, since: datetime, most: int) -> list[Lately]:
    """Return what a profile, or anybody, has associated since an instant, the newest first."""
    asked = _LATELY if profile_id is None else _LATELY.where(associations.c.by == profile_id)
    rows = connection.execute(asked, {"since": since, "most": most})
    return [Lately(**{**row._asdict(), "kind": AssociationKind(row.kind)}) for row in rows]


def _details(row: Row[*tuple[Any, ...]], prefix: str) -> Details:
    return Details(**{name: getattr(row, prefix + name) for name in _DETAILS})


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:
    return Waiting(account=account_of(row), details=_details(row, "held_"))


def _alike(row: Row[*tuple[Any, ...]]) -> Alike:
    return Alike(
        account_id=row.account_id,
        id=row.client_id,
        reference=row.client_reference,
        name=row.client_name,
        held=_details(row, "held_"),
        details=_details(row, "client_"),
    )
