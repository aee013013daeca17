"""Owns how a consultant gives a client access to online booking: an address, a first password, nothing to confirm."""

from msgspec.structs import replace

from consultant_tui.contract.prospects import AccessGiven, AccessOffer, AccessWish
from consultant_tui.contract.refusals import Code, Field
from server_stub.domain import passwords as rules
from server_stub.domain.tickets import is_address
from server_stub.services import passwords, wire
from server_stub.services.office import Office, Visit
from server_stub.services.online import settings_in_force
from server_stub.services.refused import RefusedError, because
from server_stub.storage import access, accounts, books
from server_stub.storage.access import AccessSubject
from server_stub.storage.faults import TakenError, Transaction, looking, persistent, writing


def offer(office: Office, visit: Visit, reference: str) -> AccessOffer:
    """Return what a consultant begins with."""
    with looking(office.engines) as transaction:
        subject = _subject(transaction, visit, reference)
        online = settings_in_force(transaction)
        _write_audit(transaction, visit, "read_access", subject.client_id)
    return AccessOffer(
        client=reference,
        name=subject.name,
        email=subject.details.email,
        address=online.address,
        enabled=online.enabled,
        taken=subject.taken,
    )


def give(office: Office, visit: Visit, reference: str, wish: AccessWish) -> AccessGiven:
    """Make an account for a client; the consultant vouches for the address.

    Raises:
        RefusedError: If there is no such client, they have an account, or address or password cannot be used.
    """
    email = wish.email.strip().lower()
    kept = passwords.hashed(_checked(email, wish.password))
    try:
        return _give(office, visit, reference, email, kept)
    except TakenError as taken:
        raise because(taken.code, Field.EMAIL if taken.code is Code.ACCOUNT_EXISTS else None) from taken


@persistent
def _give(office: Office, visit: Visit, reference: str, email: str, kept: str) -> AccessGiven:
    with writing(office.engines) as transaction:
        subject = _subject(transaction, visit, reference)
        if subject.taken:
            raise because(Code.CLIENT_HAS_ACCOUNT)
        account = accounts.add(transaction, _new(subject, visit, email, kept))
        address = settings_in_force(transaction).address
        _write_audit(transaction, visit, "access_given", subject.client_id, account.id)
    return AccessGiven(client=reference, account=account.reference, email=email, address=address)


def _new(subject: AccessSubject, visit: Visit, email: str, kept: str) -> accounts.NewAccount:
    details = subject.details
    return accounts.NewAccount(
        organisation_id=subject.organisation_id,
        email=email,
        password=kept,
        zone=details.zone,
        made=visit.now,
        first_name=details.first_name,
        last_name=details.last_name,
        phone=details.phone,
        address=details.address,
        made_by=visit.caller.profile_id,
        client_id=subject.client_id,
        verified=visit.now,
        verified_by=visit.caller.profile_id,
    )


def _checked(email: str, password: str) -> str:
    """Return a password that may be used with an address.

    Raises:
        RefusedError: If one of them may not be used.
    """
    if not is_address(email):
        raise because(Code.EMAIL_NOT_VALID, Field.EMAIL)
    objection = rules.objection(password, email)
    if objection is not None:
        raise RefusedError([replace(wire.refusal(objection), field=Field.PASSWORD)])
    return password


def _subject(transaction: Transaction, visit: Visit, reference: str) -> AccessSubject:
    subject = access.subject(transaction, visit.caller.profile_id, reference)
    if subject is None:
        raise because(Code.NOT_FOUND)
    return subject


def _write_audit(
    transaction: Transaction, visit: Visit, act: str, client_id: int, account_id: int | None = None
) -> None:
    books.write_audit(
        transaction,
        at=visit.now,
        act=act,
        profile_id=visit.caller.profile_id,
        staff=visit.caller.staff,
        client_id=client_id,
        account_id=account_id,
    )
