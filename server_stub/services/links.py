"""Owns what becomes of the links that were sent by mail: looking at one changes nothing, using one does it once."""

from dataclasses import dataclass

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import LinkKind
from server_stub.domain.passwords import UNUSABLE
from server_stub.services import accounts as services
from server_stub.services import passwords, signing_in, throttling
from server_stub.services.office import Office
from server_stub.services.refused import because
from server_stub.services.throttling import Guess
from server_stub.storage import accounts, books, portal_access
from server_stub.storage.accounts import Account
from server_stub.storage.faults import Transaction, persistent, writing
from server_stub.storage.portal_access import SentLink
from server_stub.storage.turns import hold_account


@dataclass(frozen=True, slots=True)
class Seen:
    """A link that belongs to an account."""

    account: Account
    good: bool
    """Whether it can still be used."""


def look(office: Office, kind: LinkKind, secret: str, address: str) -> Seen:
    """Return what a link stands for, without using it: programs that scan mail open every link.

    Raises:
        RefusedError: If there never was such a link, or too many were tried.
    """
    guess = Guess(kind="link", address=address)
    throttling.begin(office, guess)
    return _look(office, kind, secret, guess)


@persistent
def _look(office: Office, kind: LinkKind, secret: str, guess: Guess) -> Seen:
    with writing(office.engines) as transaction:
        link, account = _found(transaction, kind, secret)
        throttling.forgive(office, transaction, guess)
    return Seen(account, link.used is None and link.expires > office.clock())


@persistent
def verify(office: Office, secret: str) -> Account:
    """Confirm an account's address.

    Raises:
        RefusedError: If the link is not good.
    """
    now = office.clock()
    with writing(office.engines) as transaction:
        account = _used(transaction, office, LinkKind.VERIFY, secret)
        if account.verified is None:
            accounts.change(transaction, account.id, account.version, verified=now)
            books.write_audit(transaction, at=now, act="verified", profile_id=None, account_id=account.id)
    return account


@persistent
def disown(office: Office, secret: str) -> None:
    """Shut an account whose address belongs to somebody who did not make it, until they choose a password for it.

    Raises:
        RefusedError: If the link is not good.
    """
    now = office.clock()
    with writing(office.engines) as transaction:
        account = _used(transaction, office, LinkKind.VERIFY, secret)
        accounts.set_password(transaction, account.id, UNUSABLE)
        portal_access.close_sessions(transaction, account.id)
        books.write_audit(transaction, at=now, act="account_disowned", profile_id=None, account_id=account.id)


def reset(office: Office, secret: str, password: str, address: str, device: str) -> str:
    """Give an account a new password and return the secret of a new session; all others end.

    Whoever reads the mail of the address owns the account, so this confirms the address as well, and nothing that was
    guessed at from here before is held against them.

    Args:
        office: What every service works with.
        secret: The link's.
        password: The new one, which may be chosen.
        address: Where it is typed.
        device: The secret of the device it is typed on.

    Raises:
        RefusedError: If the link is not good.
    """
    return _reset(office, secret, passwords.hashed(password), address, device)


@persistent
def _reset(office: Office, secret: str, hashed: str, address: str, device: str) -> str:
    now = office.clock()
    with writing(office.engines) as transaction:
        account = _used(transaction, office, LinkKind.RESET, secret)
        guess = Guess(kind="password", target=account.email, address=address, device=device)
        throttling.forgive(office, transaction, guess)
        if account.verified is None:
            accounts.change(transaction, account.id, account.version, verified=now)
        services.put_password(transaction, account, hashed, now)
        return signing_in.begin_session(transaction, account.id, now)


def send_again(office: Office, kind: LinkKind, secret: str, address: str) -> None:
    """Send a new link to the owner of one that is good no more.

    Raises:
        RefusedError: If there never was such a link, or this was asked for too often.
    """
    account = look(office, kind, secret, address).account
    if kind is LinkKind.VERIFY:
        services.resend(office, account, address)
    else:
        services.forgot(office, account.email, address)


def _found(transaction: Transaction, kind: LinkKind, secret: str) -> tuple[SentLink, Account]:
    link = portal_access.link(transaction, kind, secret)
    if link is None:
        raise because(Code.LINK_NOT_VALID)
    return link, accounts.by_id(transaction, link.account_id)


def _used(transaction: Transaction, office: Office, kind: LinkKind, secret: str) -> Account:
    link, account = _found(transaction, kind, secret)
    hold_account(transaction, account.id)
    if not portal_access.use_link(transaction, link, office.clock()):
        raise because(Code.LINK_NOT_VALID)
    return accounts.by_id(transaction, account.id)
