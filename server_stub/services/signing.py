"""Owns signing in and out: passwords checked, tokens given and renewed, and a stolen renewal noticed."""

from datetime import datetime

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.signing import NewPassword, Renewal, SignedIn, SignedOut, SignIn
from server_stub.domain import passwords as rules
from server_stub.domain import signing
from server_stub.services import passwords, throttling, wire
from server_stub.services.office import Office, Visit
from server_stub.services.refused import RefusedError, because
from server_stub.services.throttling import Guess
from server_stub.storage import books, sign_ins, tokens
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.sign_ins import Kept
from server_stub.storage.turns import hold_profile


def sign_in(office: Office, asked: SignIn, address: str) -> SignedIn:
    """Give tokens for an address and its password; takes as long for an address that nobody has.

    Args:
        office: The office.
        asked: Who one says one is.
        address: The network address that it comes from.

    Raises:
        RefusedError: If they do not belong together, or a pause is to be waited for.
    """
    guess = Guess(kind="sign_in", target=asked.email.strip().lower(), address=address)
    throttling.begin(office, guess)
    with reading(office.engines) as transaction:
        known = sign_ins.kept(transaction, asked.email.strip())
    if not passwords.fits(known.password if known else None, asked.password) or known is None:
        raise because(Code.WRONG_CREDENTIALS)
    renewed = passwords.hashed(asked.password) if passwords.is_outdated(known.password) else ""
    return _let_in(office, known, renewed, guess)


@persistent
def _let_in(office: Office, known: Kept, renewed: str, guess: Guess) -> SignedIn:
    now = office.clock()
    with writing(office.engines) as transaction:
        _unless_changed(transaction, known)
        throttling.forgive(office, transaction, guess)
        if renewed:
            sign_ins.set_password(transaction, known.profile_id, renewed, now)
        return _begin(transaction, known.profile_id, known.email, known.name, now)


@persistent
def renew(office: Office, asked: Renewal) -> SignedIn:
    """Exchange a renewal for the next pair; one that two have used ends the whole sign-in.

    Raises:
        RefusedError: If it is over, or never was.
    """
    now = office.clock()
    with writing(office.engines) as transaction:
        found = sign_ins.find(transaction, asked.renewal)
        if found is not None and signing.is_theft(found.presented, now):
            _end(transaction, office, found.profile_id, now, "reused", sign_in=found.sign_in_id)
            found = None
        elif found is not None and not signing.is_over(found.presented, now):
            started = found.presented.started
            given = _pair(transaction, found.sign_in_id, found.profile_id, found.email, found.name, started, now)
            sign_ins.exchange(transaction, found, asked.renewal, given.renewal, now)
            return given
    raise because(Code.NOT_SIGNED_IN)


@persistent
def sign_out(office: Office, visit: Visit) -> SignedOut:
    """End the sign-in that a request came from; a token that was given out by command is not one."""
    with writing(office.engines) as transaction:
        mine = visit.caller.sign_in
        if mine is None:
            return SignedOut(ended=0)
        return SignedOut(
            ended=_end(transaction, office, visit.caller.profile_id, visit.now, "signed_out", sign_in=mine)
        )


def change_password(office: Office, visit: Visit, asked: NewPassword, address: str) -> SignedIn:
    """Change one's own password; every sign-in ends, and a new one begins.

    Raises:
        RefusedError: If the present one is wrong, or the new one too easy.
    """
    caller = visit.caller
    guess = Guess(kind="sign_in", target=caller.email.lower(), address=address)
    throttling.begin(office, guess)
    with reading(office.engines) as transaction:
        known = sign_ins.kept(transaction, caller.email)
    if not passwords.fits(known.password if known else None, asked.present) or known is None:
        raise because(Code.WRONG_CREDENTIALS)
    against = rules.objection(asked.new, caller.email, caller.name)
    if against:
        raise RefusedError([wire.refusal(against)])
    return _change(office, visit, known, passwords.hashed(asked.new), guess)


@persistent
def _change(office: Office, visit: Visit, known: Kept, kept: str, guess: Guess) -> SignedIn:
    caller = visit.caller
    with writing(office.engines) as transaction:
        _unless_changed(transaction, known)
        throttling.forgive(office, transaction, guess)
        sign_ins.set_password(transaction, caller.profile_id, kept, visit.now)
        _end(transaction, office, caller.profile_id, visit.now, "password_changed")
        return _begin(transaction, caller.profile_id, caller.email, caller.name, visit.now)


def set_password(office: Office, email: str, password: str) -> None:
    """Set a profile's password for them, as the provider does at the beginning or when it was forgotten.

    Raises:
        RefusedError: If there is no such profile, or the password is too easy.
    """
    now = office.clock()
    if against := rules.objection(password, email):
        raise RefusedError([wire.refusal(against)])
    _set(office, email, passwords.hashed(password), now)


@persistent
def _set(office: Office, email: str, kept: str, now: datetime) -> None:
    with writing(office.engines) as transaction:
        profile = tokens.profile_id(transaction, email)
        hold_profile(transaction, profile)
        sign_ins.set_password(transaction, profile, kept, now)
        _end(transaction, office, profile, now, "password_set")


def _unless_changed(transaction: Transaction, known: Kept) -> None:
    """Pass when a profile still has the password that was looked at; nobody changes it from then on.

    Raises:
        RefusedError: When it was changed meanwhile.
    """
    hold_profile(transaction, known.profile_id)
    present = sign_ins.kept(transaction, known.email)
    if present is None or present.password != known.password:
        raise because(Code.WRONG_CREDENTIALS)


def _begin(transaction: Transaction, profile: int, email: str, name: str, now: datetime) -> SignedIn:
    started = sign_ins.begin(transaction, profile, now)
    books.write_audit(transaction, at=now, act="signed_in", profile_id=profile)
    return _pair(transaction, started, profile, email, name, now, now)


def _pair(
    transaction: Transaction, sign_in: int, profile: int, email: str, name: str, started: datetime, now: datetime
) -> SignedIn:
    access, renewal, lasts = tokens.make_token(), tokens.make_token(), signing.lasts(started, now)
    sign_ins.give_access(transaction, sign_in, profile, access, now, now + min(signing.ACCESS, lasts))
    sign_ins.give_renewal(transaction, sign_in, renewal, now, now + lasts)
    return SignedIn(
        email=email,
        name=name,
        access=access,
        access_seconds=int(min(signing.ACCESS, lasts).total_seconds()),
        renewal=renewal,
        renewal_seconds=int(lasts.total_seconds()),
    )


def _end(
    transaction: Transaction, office: Office, profile: int, now: datetime, reason: str, *, sign_in: int | None = None
) -> int:
    ended = sign_ins.end(transaction, now, reason, sign_in=sign_in, profile=profile)
    books.write_audit(transaction, at=now, act="signed_out", profile_id=profile, detail=reason)
    office.recognised.forget()
    return ended
