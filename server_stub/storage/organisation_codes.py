"""Owns the rows of organisations' codes; only hashes of codes come here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from server_stub.storage.portal_tables import organisation_codes
from server_stub.storage.tables import organisations


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation whose people may sign up."""

    id: int
    reference: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One code of an organisation, as far as it may be known."""

    hash: str
    organisation: str
    hint: str
    made: datetime
    retires: datetime | None


_VALID = or_(organisation_codes.c.retires.is_(None), organisation_codes.c.retires > bindparam("now"))

_BY_HASH = (
    select(organisations.c.id, organisations.c.reference, organisations.c.name)
    .join_from(organisation_codes, organisations)
    .where(organisation_codes.c.hash == bindparam("of_hash"), _VALID)
)

_CODES = (
    select(
        organisation_codes.c.hash,
        organisations.c.reference.label("organisation"),
        organisation_codes.c.hint,
        organisation_codes.c.made,
        organisation_codes.c.retires,
    )
    .join_from(organisation_codes, organisations)
    .order_by(organisations.c.id, organisation_codes.c.made, organisation_codes.c.hash)
)


def organisation_by_code(connection: Connection, hashed: str, now: datetime) -> Organisation | None:
    """Return the organisation that a code in force belongs to."""
    row = connection.execute(_BY_HASH, {"of_hash": hashed, "now": now}).one_or_none()
    return Organisation(id=row.id, reference=row.reference, name=row.name) if row else None


def every_organisation(connection: Connection) -> list[Organisation]:
    """Return all organisations, in the order in which they came."""
    rows = connection.execute(
        select(organisations.c.id, organisations.c.reference, organisations.c.name).order_by(organisations.c.id)
    )
    return [Organisation(id=row.id, reference=row.reference, name=row.name) for row in rows]


def organisation_by_reference(connection: Connection, reference: str) -> Organisation | None:
    """Return an organisation by its reference."""
    return next((each for each in every_organisation(connection) if each.reference == reference), None)


def every_code(connection: Connection) -> list[CodeRow]:
    """Return the codes of all organisations, those that have retired among them."""
    return [CodeRow(**row) for row in connection.execute(_CODES).mappings()]


def add(connection: Connection, *, organisation_id: int, hashed: str, hint: str, made: datetime) -> None:
    """Let a code belong to an organisation from now on."""
    connection.execute(
        insert(organisation_codes),
        {"hash": hashed, "organisation_id": organisation_id, "hint": hint, "made": made},
    )


def retire(connection: Connection, hashes: Sequence[str], at: datetime) -> int:
    """Let codes end at a time, unless they end earlier anyway; returns how many that changed."""
    ends = organisation_codes.c.retires
    done = connection.execute(
        update(organisation_codes)
        .where(organisation_codes.c.hash.in_(hashes), or_(ends.is_(None), ends > at))
        .values(retires=at)
    )
    return done.rowcount
