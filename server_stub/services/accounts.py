"""Owns clients' accounts: how one is made, confirmed, entered again and changed (seed 003, client-led sign-up).

Nothing here tells whether an address has an account: the answers are the same, and the work that is done for them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AccountState, LinkKind, MessageKind
from server_stub.domain.accounts import LINK_LASTS
from server_stub.domain.attempts import Pace
from server_stub.letters.access import AccessFacts, pack
from server_stub.services import organisation_codes, passwords, signing_in, throttling
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because
from server_stub.services.throttling import Guess
from server_stub.storage import accounts, books, outbox, portal_access
from server_stub.storage.accounts import Account, NewAccount
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing
from server_stub.storage.organisation_codes import Organisation
from server_stub.storage.tokens import make_token
from server_stub.storage.turns import hold_account

_MAILS_HERE = Pace(free=3, first=timedelta(minutes=1), longest=timedelta(minutes=30), forgets=timedelta(days=1))
_MAILS = Pace(free=10, first=timedelta(minutes=10), longest=timedelta(hours=1), forgets=timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What somebody gives who makes an account; each is as it may be."""

    code: str
    email: str
    password: str
    zone: str


def organisation_behind(office: Office, code: str, address: str) -> Organisation:
    """Return the organisation whose code somebody typed.

    Raises:
        RefusedError: If there is none, or too many were tried.
    """
    guess = Guess(kind="code", address=address)
    throttling.begin(office, guess)
    return _organisation_behind(office, code, guess)


@persistent
def _organisation_behind(office: Office, code: str, guess: Guess) -> Organisation:
    with writing(office.engines) as transaction:
        found = organisation_codes.organisation_of(transaction, code, office.clock())
        if found is None:
            raise because(Code.CODE_NOT_KNOWN)
        throttling.forgive(office, transaction, guess)
    return found


def sign_up(office: Office, wanted: SignUp, address: str) -> str:
    """Make an account and send the link that confirms its address; return the secret of a session.

    Where the address has an account already nothing changes: its owner is told by mail, and the secret that is
    returned stands for nobody.

    Raises:
        RefusedError: If the code is none, or this was tried too often.
    """
    organisation = organisation_behind(office, wanted.code, address)
    throttling.begin(office, mailing(wanted.email, address))
    hashed = passwords.hashed(wanted.password)
    new = NewAccount(
        organisation_id=organisation.id, email=wanted.email, password=hashed, zone=wanted.zone, made=office.clock()
    )
    try:
        return _sign_up(office, new)
    except TakenError as taken:
        if taken.code is not Code.ACCOUNT_EXISTS:
            raise
    return _sign_up(office, new)


@persistent
def _sign_up(office: Office, new: NewAccount) -> str:
    with writing(office.engines) as transaction:
        known = accounts.by_email(transaction, new.email)
        return _tell_owner(transaction, known, new.made) if known else _made(transaction, new)


def forgot(office: Office, email: str, address: str) -> None:
    """Send a link for a new password, if the address has an account; nobody is told whether it has.

    Raises:
        RefusedError: If this was asked for too often.
    """
    throttling.begin(office, mailing(email, address))
    _forgot(office, email)


@persistent
def _forgot(office: Office, email: str) -> None:
    now = office.clock()
    with writing(office.engines) as transaction:
        account = accounts.by_email(transaction, email)
        if account:
            send_link(transaction, account, LinkKind.RESET, now)
        _audit(transaction, account, "password_forgotten", now)


def resend(office: Office, account: Account, address: str) -> None:
    """Send another link that confirms an account's address; nothing where it is confirmed.

    Raises:
        RefusedError: If this was asked for too often.
    """
    throttling.begin(office, mailing(account.email, address))
    _resend(office, account)


@persistent
def _resend(office: Office, account: Account) -> None:
    now = office.clock()
    with writing(office.engines) as transaction:
        hold_account(transaction, account.id)
        if accounts.by_id(transaction, account.id).verified is None:
            send_link(transaction, account, LinkKind.VERIFY, now)
            _audit(transaction, account, "verification_sent", now)


def change_password(office: Office, account: Account, present: str, wanted: str, guess: Guess, session: str) -> None:
    """Give an account another password, for whoever knows the present one; ends its other sessions.

    Raises:
        RefusedError: If the present one is not right, or was tried too often.
    """
    throttling.begin(office, guess)
    with reading(office.engines) as transaction:
        kept = accounts.password_of(transaction, account.id)
    if not passwords.fits(kept, present):
        raise because(Code.WRONG_CREDENTIALS)
    _change_password(office, account, kept, passwords.hashed(wanted), guess, session)


@persistent
def _change_password(office: Office, account: Account, kept: str, hashed: str, guess: Guess, session: str) -> None:
    with writing(office.engines) as transaction:
        signing_in.unless_changed(transaction, account.id, kept)
        throttling.forgive(office, transaction, guess)
        put_password(transaction, account, hashed, office.clock(), session)


def put_password(transaction: Transaction, account: Account, hashed: str, now: datetime, session: str = "") -> None:
    """Give an account another password, tell its owner, and end every session but one."""
    accounts.set_password(transaction, account.id, hashed)
    portal_access.close_sessions(transaction, account.id, session)
    _tell(transaction, account, MessageKind.PASSWORD_CHANGED, "/forgot", now)
    _audit(transaction, account, "password_changed", now)


def send_link(transaction: Transaction, account: Account, kind: LinkKind, now: datetime) -> None:
    """Send a link that is good for one use; the one before is good no more."""
    secret = make_token()
    hold_account(transaction, account.id)
    portal_access.add_link(transaction, account.id, kind, secret, now, now + LINK_LASTS)
    path, message = {
        LinkKind.VERIFY: (f"/verify/{secret}", MessageKind.VERIFY_EMAIL),
        LinkKind.RESET: (f"/reset/{secret}", MessageKind.RESET_PASSWORD),
    }[kind]
    _tell(transaction, account, message, path, now, hours=int(LINK_LASTS / timedelta(hours=1)))


def mailing(email: str, address: str) -> Guess:
    """Return what counts the messages that somebody has sent to an address."""
    return Guess(kind="mail", target=email, address=address, strict=_MAILS_HERE, slow=_MAILS)


def _made(transaction: Transaction, new: NewAccount) -> str:
    account = accounts.add(transaction, new)
    send_link(transaction, account, LinkKind.VERIFY, new.made)
    _audit(transaction, account, "account_made", new.made)
    return signing_in.begin_session(transaction, account.id, new.made)


def _tell_owner(transaction: Transaction, account: Account, now: datetime) -> str:
    _tell(transaction, account, MessageKind.ACCOUNT_KNOWN, "/sign-in", now)
    _audit(transaction, account, "sign_up_repeated", now)
    return make_token()


def _tell(
    transaction: Transaction, account: Account, kind: MessageKind, path: str, now: datetime, hours: int = 0
) -> None:
    known = account.state is not AccountState.UNVERIFIED
    facts = AccessFacts(
        name=account.name if known else "",
        organisation=account.organisation_name if kind is MessageKind.VERIFY_EMAIL else "",
        link=settings_in_force(transaction).address.rstrip("/") + path,
        hours=hours,
    )
    outbox.put(
        transaction,
        kind=kind,
        recipient=account.email,
        client_id=None,
        account_id=account.id,
        facts=pack(facts),
        made=now,
        due=now,
    )


def _audit(transaction: Transaction, account: Account | None, act: str, now: datetime) -> None:
    books.write_audit(transaction, at=now, act=act, profile_id=None, account_id=account.id if account else None)
