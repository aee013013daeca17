"""Owns organisations' codes: whose one is, and making, rotating and retiring them; only hashes are kept (seed 000)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from consultant_tui.contract.refusals import Code
from server_stub.domain import organisation_codes as rules
from server_stub.services.refused import because
from server_stub.storage import books
from server_stub.storage import organisation_codes as rows
from server_stub.storage.engines import Engines
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.organisation_codes import CodeRow, Organisation
from server_stub.storage.turns import hold_organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An organisation with its codes."""

    organisation: Organisation
    codes: tuple[CodeRow, ...]


def organisation_of(transaction: Transaction, typed: str, now: datetime) -> Organisation | None:
    """Return the organisation whose code somebody typed; None when no code in force reads like that.

    It neither counts nor slows attempts: whoever lets strangers try does that.
    """
    code = rules.read(typed)
    return rows.organisation_by_code(transaction, hashed(code), now) if code else None


def hashed(code: str) -> str:
    """Return what is kept of a code."""
    return sha256(f"organisation code {code}".encode()).hexdigest()


def standings(engines: Engines) -> list[Standing]:
    """Return every organisation with its codes."""
    with reading(engines) as transaction:
        codes = rows.every_code(transaction)
        every = rows.every_organisation(transaction)
    return [
        Standing(organisation=each, codes=tuple(code for code in codes if code.organisation == each.reference))
        for each in every
    ]


@persistent
def make(engines: Engines, organisation: str, now: datetime) -> str:
    """Make one more code for an organisation and return it, as it is handed out; nobody can look it up later.

    Raises:
        RefusedError: If there is no such organisation.
    """
    with writing(engines) as transaction:
        return _make(transaction, _known(transaction, organisation), now)


@persistent
def rotate(engines: Engines, organisation: str, now: datetime, keep_until: datetime | None = None) -> str:
    """Make a new code for an organisation, and let its others end now or at the time they are kept until.

    Raises:
        RefusedError: If there is no such organisation.
    """
    with writing(engines) as transaction:
        found = _known(transaction, organisation)
        older = [row.hash for row in rows.every_code(transaction) if row.organisation == organisation]
        rows.retire(transaction, older, keep_until or now)
        return _make(transaction, found, now)


@persistent
def retire(engines: Engines, hint: str, now: datetime) -> CodeRow:
    """Let the one code in force that has a hint, or is the code itself, end now; returns it as it was.

    Raises:
        RefusedError: If no code in force reads like that, or several do.
    """
    whole = rules.read(hint)
    with writing(engines) as transaction:
        in_force = [row for row in rows.every_code(transaction) if row.retires is None or row.retires > now]
        meant = [row for row in in_force if (row.hash == hashed(whole) if whole else row.hint == hint.upper())]
        if len(meant) != 1:
            raise because(Code.NOT_FOUND if not meant else Code.MALFORMED, name=hint)
        rows.retire(transaction, [meant[0].hash], now)
        _audit(transaction, "code_retired", meant[0].organisation, meant[0].hint, now)
    return meant[0]


def _make(transaction: Transaction, organisation: Organisation, now: datetime) -> str:
    taken = {row.hint for row in rows.every_code(transaction)}
    code = rules.made(secrets.choice)
    while rules.hint(code) in taken and len(taken) < len(rules.ALPHABET) ** rules.HINT // 2:
        code = rules.made(secrets.choice)
    rows.add(transaction, organisation_id=organisation.id, hashed=hashed(code), hint=rules.hint(code), made=now)
    _audit(transaction, "code_made", organisation.reference, rules.hint(code), now)
    return rules.shown(code)


def _known(transaction: Transaction, reference: str) -> Organisation:
    hold_organisation(transaction, reference)
    found = rows.organisation_by_reference(transaction, reference)
    if found is None:
        raise because(Code.NOT_FOUND, name=reference)
    return found


def _audit(transaction: Transaction, act: str, organisation: str, hint: str, now: datetime) -> None:
    books.write_audit(transaction, at=now, act=act, profile_id=None, detail=f"{organisation} {hint}")
