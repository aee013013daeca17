"""Owns the reading and writing of clients' accounts for online booking."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from consultant_tui.contract.vocabulary import AccountState
from server_stub.storage.books import next_reference
from server_stub.storage.faults import StaleError
from server_stub.storage.portal_tables import accounts
from server_stub.storage.prepared import Question
from server_stub.storage.tables import clients, organisations

REFERENCE = "ACC"
"""The kind of reference that accounts have."""

ACCOUNT = select(
    accounts.c.id,
    accounts.c.reference,
    accounts.c.organisation_id,
    organisations.c.reference.label("organisation"),
    organisations.c.name.label("organisation_name"),
    accounts.c.email,
    accounts.c.first_name,
    accounts.c.last_name,
    accounts.c.phone,
    accounts.c.address,
    accounts.c.zone,
    accounts.c.made,
    accounts.c.made_by,
    accounts.c.verified,
    accounts.c.client_id,
    accounts.c.prospect_id,
    accounts.c.version,
).join_from(accounts, organisations)
"""The question for all that is known of an account but its password."""

_BY_ID = ACCOUNT.where(accounts.c.id == bindparam("of_id"))
_BY_EMAIL = ACCOUNT.where(accounts.c.email == bindparam("of_email"))
_ON_BOOKS = Question(
    select(clients.c.name, clients.c.phone, clients.c.address, clients.c.zone).where(clients.c.id == bindparam("of_id"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A client's way in online."""

    id: int
    reference: str
    organisation_id: int
    organisation: str
    """The organisation's reference."""
    organisation_name: str
    email: str
    first_name: str
    last_name: str
    phone: str
    address: str
    zone: str
    made: datetime
    made_by: int | None
    """The profile that made it; None when its holder signed up."""
    verified: datetime | None
    client_id: int | None
    """The client it is associated with."""
    prospect_id: int | None
    """The row that stands for its holder until it is associated."""
    version: int

    @property
    def name(self) -> str:
        """What its holder is called; empty until that is known."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def state(self) -> AccountState:
        """How far it has come (seed 003)."""
        if self.verified is None:
            return AccountState.UNVERIFIED
        return AccountState.NOT_ASSOCIATED if self.client_id is None else AccountState.ASSOCIATED

    @property
    def books_for(self) -> int | None:
        """The client's row that its bookings are under; None before the first one."""
        return self.client_id or self.prospect_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBooks:
    """How a client or prospect is called and reached."""

    name: str
    phone: str
    address: str
    zone: str


_NAMES = tuple(field.name for field in fields(Account))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What an account begins with."""

    organisation_id: int
    email: str
    """In lower case."""
    password: str
    """The hash."""
    zone: str
    made: datetime
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    address: str = ""
    made_by: int | None = None
    client_id: int | None = None
    verified: datetime | None = None
    verified_by: int | None = None


_GIVEN = tuple(field.name for field in fields(NewAccount))


def account_of(row: Row[*tuple[Any, ...]]) -> Account:
    """Make an account from a row of the question ``ACCOUNT``."""
    return Account(**{name: getattr(row, name) for name in _NAMES})


def by_id(connection: Connection, account_id: int) -> Account:
    """Return an account that is known to be there."""
    return account_of(connection.execute(_BY_ID, {"of_id": account_id}).one())


def by_email(connection: Connection, email: str) -> Account | None:
    """Return the account with an address in lower case."""
    row = connection.execute(_BY_EMAIL, {"of_email": email}).one_or_none()
    return account_of(row) if row else None


def password_of(connection: Connection, account_id: int) -> str:
    """Return what is kept of an account's password."""
    return str(connection.execute(select(accounts.c.password).where(accounts.c.id == account_id)).scalar_one())


def add(connection: Connection, new: NewAccount) -> Account:
    """Add an account.

    Raises:
        IntegrityError: If its address has one already; told apart where the transaction ends.
    """
    row = {name: getattr(new, name) for name in _GIVEN}
    row["reference"] = next_reference(connection, REFERENCE)
    made = connection.execute(insert(accounts).returning(accounts.c.id), row).scalar_one()
    return by_id(connection, made)


def change(connection: Connection, account_id: int, version: int, **values: object) -> None:
    """Change columns of an account that still has a version.

    Raises:
        StaleError: If it has another one by now.
    """
    guarded = update(accounts).where(accounts.c.id == account_id, accounts.c.version == version)
    if connection.execute(guarded.values(**values, version=version + 1)).rowcount != 1:
        raise StaleError


def set_password(connection: Connection, account_id: int, hashed: str) -> None:
    """Give an account another password."""
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(password=hashed))


def on_the_books(connection: Connection, client_id: int) -> OnBooks:
    """Return how the one is called and reached whom an account books for."""
    (row,) = _ON_BOOKS.ask(connection, of_id=client_id)
    return OnBooks(name=row.name, phone=row.phone, address=row.address, zone=row.zone)


def put_contact(connection: Connection, client_id: int, **values: str) -> None:
    """Keep how the one is reached whom an account books for."""
    connection.execute(update(clients).where(clients.c.id == client_id).values(**values))
