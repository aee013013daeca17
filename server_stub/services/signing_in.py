"""Owns signing in to the portal and out of it, and telling who is signed in."""

from datetime import datetime, timedelta

from consultant_tui.contract.refusals import Code
from server_stub.services import passwords, throttling
from server_stub.services.office import Office
from server_stub.services.refused import because
from server_stub.services.throttling import Guess
from server_stub.storage import accounts, books, portal_access
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.portal_access import Session
from server_stub.storage.tokens import make_token
from server_stub.storage.turns import hold_account

IDLE = timedelta(hours=2)
"""How long somebody stays signed in without doing anything."""
REMEMBERED = timedelta(days=30)
"""The same for who asked to be kept signed in."""
FRESH = timedelta(minutes=5)
"""How exactly it is kept when somebody was seen last, so that not every page is written down."""


def recall(office: Office, secret: str, now: datetime) -> Session | None:
    """Return who is signed in by a session's secret."""
    with reading(office.engines) as transaction:
        return portal_access.session(transaction, secret, now)


def is_due(found: Session, now: datetime) -> bool:
    """Whether it is to be kept that somebody was seen."""
    return now - found.seen >= FRESH


def stay(office: Office, secret: str, found: Session, now: datetime) -> None:
    """Keep that somebody was seen, and that the session lasts longer."""
    with writing(office.engines) as transaction:
        portal_access.touch(transaction, secret, now, now + _lasts(remembered=found.remembered))


def sign_in(office: Office, email: str, password: str, guess: Guess, *, remembered: bool) -> str:
    """Return the secret of a new session for whoever knows an account's password.

    It takes as long, and says the same, whether there is no such account or the password is another.

    Args:
        office: What every service works with.
        email: In any case.
        password: As it was typed.
        guess: Where it is typed; its target is the address.
        remembered: Whether the session outlives the closing of the browser.

    Raises:
        RefusedError: If it is not right, or was tried too often.
    """
    throttling.begin(office, guess)
    with reading(office.engines) as transaction:
        account = accounts.by_email(transaction, email)
        kept = accounts.password_of(transaction, account.id) if account else None
    if not passwords.fits(kept, password) or account is None or kept is None:
        raise because(Code.WRONG_CREDENTIALS)
    renewed = passwords.hashed(password) if passwords.is_outdated(kept) else ""
    return _sign_in(office, account.id, kept, renewed, guess, remembered=remembered)


@persistent
def _sign_in(office: Office, account_id: int, kept: str, renewed: str, guess: Guess, *, remembered: bool) -> str:
    with writing(office.engines) as transaction:
        unless_changed(transaction, account_id, kept)
        throttling.forgive(office, transaction, guess)
        if renewed:
            accounts.set_password(transaction, account_id, renewed)
        return begin_session(transaction, account_id, office.clock(), remembered=remembered)


def unless_changed(transaction: Transaction, account_id: int, kept: str) -> None:
    """Pass when an account still has the password that was looked at; nobody changes it from then on.

    Raises:
        RefusedError: When it was changed meanwhile.
    """
    hold_account(transaction, account_id)
    if accounts.password_of(transaction, account_id) != kept:
        raise because(Code.WRONG_CREDENTIALS)


def begin_session(transaction: Transaction, account_id: int, now: datetime, *, remembered: bool = False) -> str:
    """Return the secret of a new session of an account."""
    secret = make_token()
    portal_access.open_session(
        transaction, account_id, secret, now, now + _lasts(remembered=remembered), remembered=remembered
    )
    books.write_audit(transaction, at=now, act="signed_in", profile_id=None, account_id=account_id)
    return secret


def sign_out(office: Office, secret: str, account_id: int | None) -> None:
    """End a session; that of an account is audited."""
    now = office.clock()
    with writing(office.engines) as transaction:
        portal_access.close_session(transaction, secret)
        if account_id is not None:
            books.write_audit(transaction, at=now, act="signed_out", profile_id=None, account_id=account_id)


def _lasts(*, remembered: bool) -> timedelta:
    return REMEMBERED if remembered else IDLE
