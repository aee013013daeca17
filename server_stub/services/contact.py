"""Owns the changing of contact details by the holder of an account."""

from dataclasses import asdict, dataclass

from server_stub.services.office import Office
from server_stub.storage import accounts, books
from server_stub.storage.accounts import Account
from server_stub.storage.faults import persistent, writing
from server_stub.storage.turns import hold_account


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How somebody is called and reached."""

    first_name: str
    last_name: str
    phone: str
    address: str
    zone: str


@persistent
def change(office: Office, account: Account, version: int, wanted: Contact) -> None:
    """Keep other contact details, also where sessions are booked for the holder.

    The name is the holder's to change until the first booking; from then on it is on the books.

    Raises:
        StaleError: If the account was changed since the holder saw it.
    """
    now, values = office.clock(), asdict(wanted)
    with writing(office.engines) as transaction:
        hold_account(transaction, account.id)
        account = accounts.by_id(transaction, account.id)
        if account.books_for is not None:
            del values["first_name"], values["last_name"]
        accounts.change(transaction, account.id, version, **values)
        if account.books_for is not None:
            accounts.put_contact(transaction, account.books_for, wanted.phone, wanted.address, wanted.zone)
        books.write_audit(
            transaction,
            at=now,
            act="contact_changed",
            profile_id=None,
            account_id=account.id,
            client_id=account.books_for,
        )
