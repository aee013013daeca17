"""Owns the contact details of the holder of an account: as they stand on the books, and the changing of them."""

from dataclasses import asdict, dataclass
from hashlib import sha256

from server_stub.domain.tickets import one_line
from server_stub.services.office import Office
from server_stub.storage import accounts, books
from server_stub.storage.accounts import Account
from server_stub.storage.faults import StaleError, Transaction, persistent, reading, writing
from server_stub.storage.turns import hold_account


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How somebody is called and reached."""

    first_name: str
    last_name: str
    phone: str
    address: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a holder at a moment."""

    contact: Contact
    name: str
    """The name on the books; that of the account before the first booking."""
    of_account: int
    """The version of the account."""

    @property
    def version(self) -> str:
        """Tell whether any of it was changed since."""
        seen = sha256("\n".join(asdict(self.contact).values()).encode()).hexdigest()[:16]
        return f"{self.of_account}-{seen}"


def known(office: Office, account: Account) -> Known:
    """Return what is known of the holder of an account: of a client or prospect, what stands on the books."""
    with reading(office.engines) as transaction:
        return _known(transaction, account)


@persistent
def change(office: Office, account: Account, version: str, wanted: Contact) -> None:
    """Keep what is different in the contact details, also where sessions are booked for the holder.

    The name is the holder's to change until the first booking; from then on it is on the books.

    Raises:
        StaleError: If any of it was changed since the holder saw it.
    """
    now = office.clock()
    with writing(office.engines) as transaction:
        hold_account(transaction, account.id)
        account = accounts.by_id(transaction, account.id)
        before = _known(transaction, account)
        if before.version != version:
            raise StaleError
        stands = asdict(before.contact)
        changed = {name: value for name, value in asdict(wanted).items() if value != stands[name]}
        if account.books_for is not None:
            changed = {name: changed[name] for name in ("phone", "address", "zone") if name in changed}
        if not changed:
            return
        accounts.change(transaction, account.id, account.version, **changed)
        if account.books_for is not None:
            accounts.put_contact(transaction, account.books_for, **changed)
        books.write_audit(
            transaction,
            at=now,
            act="contact_changed",
            profile_id=None,
            account_id=account.id,
            client_id=account.books_for,
        )


def _known(transaction: Transaction, account: Account) -> Known:
    on_books = accounts.on_the_books(transaction, account.books_for) if account.books_for is not None else None
    phone, address = (on_books.phone, on_books.address) if on_books else (account.phone, account.address)
    contact = Contact(
        first_name=account.first_name,
        last_name=account.last_name,
        phone=one_line(phone),
        address=one_line(address),
        zone=on_books.zone if on_books and account.client_id is not None else account.zone,
    )
    return Known(contact=contact, name=on_books.name if on_books else account.name, of_account=account.version)
