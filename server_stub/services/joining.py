"""Owns what becomes of a prospect: verified by hand, made a client, associated, parted again (seed 003)."""

from consultant_tui.contract.prospects import AccountChanged, Association, Person
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import AssociationKind, LinkKind, Standing
from server_stub.domain import clocks
from server_stub.domain.objections import Objection
from server_stub.domain.prospects import Details, objection_to_joining, objection_to_name, state_of
from server_stub.domain.tickets import is_address, one_line
from server_stub.services import throttling
from server_stub.services.accounts import mailing, send_link
from server_stub.services.clerks import Clerk, write_audit
from server_stub.services.office import Office
from server_stub.services.prospects import may_be, seen
from server_stub.services.refused import because, unless_allowed, unless_none
from server_stub.storage import accounts, joining
from server_stub.storage.accounts import Account
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing
from server_stub.storage.joining import Before, Moved
from server_stub.storage.turns import hold_account


@persistent
def verify(office: Office, by: Clerk, reference: str, version: int) -> AccountChanged:
    """Take an account's e-mail address as confirmed, for a client who cannot confirm it (seed 003)."""
    with writing(office.engines) as transaction:
        account = _unverified(_held(transaction, by, reference), version)
        accounts.change(transaction, account.id, version, verified=by.now, verified_by=by.profile_id)
        write_audit(transaction, by, "verified_by_hand", account_id=account.id, client_id=account.prospect_id)
    return AccountChanged(account=reference, version=version + 1, state=state_of(by.now, account.client_id))


def resend(office: Office, by: Clerk, reference: str, version: int) -> AccountChanged:
    """Send the mail again with which a client confirms the address; the link before is good no more.

    Raises:
        RefusedError: If there is no such account, its address is confirmed, or it was sent too often.
    """
    with reading(office.engines) as transaction:
        account = _unverified(seen(transaction, by, reference).account, version)
    throttling.begin(office, mailing(account.email, by.staff or f"profile {by.profile_id}"))
    _resend(office, by, reference, version)
    return AccountChanged(account=reference, version=version, state=account.state)


@persistent
def _resend(office: Office, by: Clerk, reference: str, version: int) -> None:
    with writing(office.engines) as transaction:
        account = _unverified(_held(transaction, by, reference), version)
        send_link(transaction, account, LinkKind.VERIFY, by.now)
        write_audit(transaction, by, "verification_sent", account_id=account.id, client_id=account.prospect_id)


@persistent
def create_client(office: Office, by: Clerk, reference: str, version: int, person: Person) -> AccountChanged:
    """Make an account's holder a client, with the fields as they were looked through.

    Raises:
        RefusedError: If there is no such account, it cannot become a client's, or a field is wrong.
    """
    details = _checked(person)
    with writing(office.engines) as transaction:
        account = _held(transaction, by, reference)
        unless_allowed(objection_to_joining(account.state))
        if account.prospect_id is None:
            client_id, before = joining.add_client(transaction, details), Before()
        else:
            client_id = account.prospect_id
            name, known = joining.known(transaction, client_id)
            before = Before(prospect_id=client_id, details=known, name=name)
            joining.write_details(transaction, client_id, details.name, details, Standing.CLIENT)
        accounts.change(transaction, account.id, version, client_id=client_id, prospect_id=None)
        _remember(transaction, by, account.id, client_id, AssociationKind.CREATED, before)
        return AccountChanged(
            account=reference,
            version=version + 1,
            state=state_of(account.verified, client_id),
            client=joining.reference_of(transaction, client_id),
            name=details.name,
        )


@persistent
def associate(office: Office, by: Clerk, reference: str, version: int, wish: Association) -> AccountChanged:
    """Make an account, with all that it has booked, a client's who was there already; nothing of them is overwritten.

    Raises:
        RefusedError: If there is no such account or client, one of them is another's already, or the client is
            elsewhere at the time of a session.
    """
    try:
        with writing(office.engines) as transaction:
            account = _held(transaction, by, reference)
            unless_allowed(objection_to_joining(account.state))
            client_id, name, _ = may_be(transaction, by, wish.client)
            accounts.change(transaction, account.id, version, client_id=client_id)
            moved = _hand_over(transaction, by, account.id, account.prospect_id, client_id)
    except TakenError as taken:
        raise because(taken.code) from taken
    return AccountChanged(
        account=reference,
        version=version + 1,
        state=state_of(account.verified, client_id),
        client=wish.client,
        name=name,
        appointments=tuple(one.reference for one in moved),
    )


@persistent
def part(office: Office, by: Clerk, reference: str, version: int) -> AccountChanged:
    """Undo the association of an account, exactly; what was booked since in its own cases goes along.

    Raises:
        RefusedError: If there is none that the caller may undo, or something was booked since in the client's cases.
    """
    with writing(office.engines) as transaction:
        account = _held(transaction, by, reference)
        found = joining.standing_one(transaction, account.id)
        if found is None or (by.profile_id is not None and found.by != by.profile_id):
            raise because(Code.UNDO_NOT_POSSIBLE)
        moved: list[Moved] = []
        if found.kind is AssociationKind.CREATED:
            _unmake(transaction, found.client_id, found.before)
            prospect_id: int | None = found.client_id
        else:
            prospect_id = found.before.prospect_id
            since = joining.booked_since(transaction, account.id, found.client_id, found.before.cases)
            if since is not None:
                raise because(Code.BOOKED_SINCE, name=since)
            joining.part_attendees(transaction, account.id, found.before)
            moved = _hand_back(transaction, by, found.client_id, found.before)
        accounts.change(transaction, account.id, version, client_id=None, prospect_id=prospect_id)
        joining.mark_undone(transaction, found.id, by.now, by.profile_id)
        write_audit(transaction, by, "association_undone", account_id=account.id, client_id=found.client_id)
    return AccountChanged(
        account=reference,
        version=version + 1,
        state=state_of(account.verified, None),
        appointments=tuple(one.reference for one in moved),
    )


def _held(transaction: Transaction, by: Clerk, reference: str) -> Account:
    """Return an account that is the caller's business, with which nothing else is done meanwhile."""
    hold_account(transaction, reference)
    return seen(transaction, by, reference).account


def _unverified(account: Account, version: int) -> Account:
    if account.verified is not None:
        raise because(Code.ACCOUNT_VERIFIED)
    if account.version != version:
        raise because(Code.STALE)
    return account


def _hand_over(
    transaction: Transaction, by: Clerk, account_id: int, prospect_id: int | None, client_id: int
) -> list[Moved]:
    merged, handed = joining.match_attendees(transaction, account_id, client_id)
    before, moved = Before(prospect_id=prospect_id, merged=merged, handed=handed), []
    if prospect_id is not None:
        cases, attending = joining.cases_of(transaction, prospect_id), {one.id: one.into for one in merged}
        moved = joining.hand_over(transaction, cases, prospect_id, client_id, attending)
        messages = joining.hand_over_messages(transaction, prospect_id, client_id)
        joining.set_standing(transaction, prospect_id, Standing.MERGED)
        before = Before(prospect_id=prospect_id, cases=cases, messages=messages, merged=merged, handed=handed)
        _write_moves(transaction, by, "associated", client_id, moved)
    joining.join_attendees(transaction, account_id, client_id, before)
    _remember(transaction, by, account_id, client_id, AssociationKind.ASSOCIATED, before)
    return moved


def _hand_back(transaction: Transaction, by: Clerk, client_id: int, before: Before) -> list[Moved]:
    if before.prospect_id is None:
        return []
    attending = {one.into: one.id for one in before.merged}
    moved = joining.hand_over(transaction, before.cases, client_id, before.prospect_id, attending)
    joining.take_messages_back(transaction, before.messages, moved, before.prospect_id)
    joining.set_standing(transaction, before.prospect_id, Standing.PROSPECT)
    _write_moves(transaction, by, "association_undone", before.prospect_id, moved)
    return moved


def _unmake(transaction: Transaction, client_id: int, before: Before) -> None:
    """Let a client who was made be a prospect again, with what was known before."""
    if before.details is None:
        joining.set_standing(transaction, client_id, Standing.PROSPECT)
    else:
        joining.write_details(transaction, client_id, before.name, before.details, Standing.PROSPECT)


def _remember(
    transaction: Transaction, by: Clerk, account_id: int, client_id: int, kind: AssociationKind, before: Before
) -> None:
    joining.remember(
        transaction,
        account_id=account_id,
        client_id=client_id,
        kind=kind,
        at=by.now,
        by=by.profile_id,
        staff=by.staff,
        before=before,
    )
    act = "client_created" if kind is AssociationKind.CREATED else "associated"
    write_audit(transaction, by, act, account_id=account_id, client_id=client_id)


def _write_moves(transaction: Transaction, by: Clerk, act: str, client_id: int, moved: list[Moved]) -> None:
    for one in moved:
        write_audit(transaction, by, act, client_id=client_id, appointment_id=one.id, version=one.version)


def _checked(person: Person) -> Details:
    """Return the fields of a new client, with single blanks.

    Raises:
        RefusedError: If some are missing, or cannot be.
    """
    given = {name: one_line(getattr(person, name)) for name in person.__struct_fields__}
    against = [Objection(Code.NAME_NEEDED, field) for field in (Field.FIRST_NAME, Field.LAST_NAME) if not given[field]]
    too_long = objection_to_name(given["first_name"], given["last_name"])
    if too_long:
        against.append(too_long)
    if given["email"] and not is_address(given["email"]):
        against.append(Objection(Code.EMAIL_NOT_VALID, Field.EMAIL))
    if given["zone"] not in clocks.canonical_names():
        against.append(Objection(Code.ZONE_NOT_KNOWN, Field.ZONE))
    unless_none(tuple(against))
    return Details(**given)
