"""Owns the times that are kept for clients who fill in the form: claimed like appointments, for a while only.

The claims of a hold are rows of ``person_claims`` as any other, so that nobody else can book over it, on any engine.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from server_stub.domain.spans import Span
from server_stub.storage import books
from server_stub.storage.expired import release_expired
from server_stub.storage.portal_tables import holds
from server_stub.storage.prepared import Question
from server_stub.storage.tables import person_claims, persons, schedules

_ADD = insert(holds).returning(holds.c.id)

_FIND = Question(
    select(
        holds,
        schedules.c.reference.label("schedule"),
        schedules.c.zone,
        schedules.c.location,
        schedules.c.profile_id,
        persons.c.name,
    )
    .join_from(holds, schedules, holds.c.schedule_id == schedules.c.id)
    .join(persons, holds.c.person_id == persons.c.id)
    .where(holds.c.id == bindparam("hold"), holds.c.account_id == bindparam("account"))
)

_OF_ACCOUNT = select(holds.c.id, holds.c.person_id).where(
    holds.c.account_id == bindparam("account"),
    holds.c.appointment_id.is_(None),
    holds.c.expires > bindparam("now"),
)

_CELLS_OF = select(person_claims.c.cell).where(person_claims.c.appointment_id == bindparam("appointment"))

_LIVE = select(holds.c.starts, holds.c.ends, holds.c.expires).where(
    holds.c.person_id == bindparam("person"),
    holds.c.starts < bindparam("until"),
    holds.c.ends > bindparam("since"),
    holds.c.appointment_id.is_(None),
    holds.c.expires > bindparam("now"),
)

_LET_GO = update(holds).where(holds.c.id.in_(bindparam("ids", expanding=True))).values(expires=bindparam("now"))

_FREE = delete(person_claims).where(person_claims.c.hold_id.in_(bindparam("ids", expanding=True)))

_BECOME = (
    update(holds)
    .where(holds.c.id == bindparam("hold"), holds.c.appointment_id.is_(None))
    .values(appointment_id=bindparam("appointment"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A time that is, or was, kept for an account."""

    id: int
    account_id: int
    schedule_id: int
    schedule: str
    location: str
    profile_id: int
    person_id: int
    consultant: str
    zone: str
    """The line's clock."""
    span: Span
    made: datetime
    expires: datetime
    appointment_id: int | None
    """What it became."""

    def is_live(self, now: datetime) -> bool:
        """Whether the time is kept still."""
        return self.appointment_id is None and now < self.expires


def add(
    connection: Connection,
    *,
    account_id: int,
    schedule_id: int,
    person_id: int,
    span: Span,
    made: datetime,
    expires: datetime,
    moved: int = 0,
) -> int:
    """Keep a time; returns the hold's id.

    Args:
        connection: The transaction.
        account_id: For whom.
        schedule_id: The line.
        person_id: Whose time it is.
        span: The time.
        made: The present.
        expires: Until when.
        moved: An appointment that is to be moved there; what it has of that time is kept by itself.

    Raises:
        IntegrityError: If somebody else has any of its cells.
    """
    hold_id: int = connection.execute(
        _ADD,
        {
            "account_id": account_id,
            "schedule_id": schedule_id,
            "person_id": person_id,
            "starts": span.starts,
            "ends": span.ends,
            "made": made,
            "expires": expires,
        },
    ).scalar_one()
    cells = books.cells(span)
    release_expired(connection, person_id, cells, made)
    own = set(connection.execute(_CELLS_OF, {"appointment": moved}).scalars()) if moved else set()
    claimed = [{"person_id": person_id, "cell": cell, "hold_id": hold_id} for cell in cells if cell not in own]
    if claimed:
        connection.execute(insert(person_claims), claimed)
    return hold_id


def find(connection: Connection, account_id: int, hold_id: int) -> Hold | None:
    """Return a hold of an account; another account's is not found."""
    return next(map(_found, _FIND.ask(connection, hold=hold_id, account=account_id)), None)


def _found(row: Any) -> Hold:  # noqa: ANN401  (its names are those of the question)
    return Hold(
        id=row.id,
        account_id=row.account_id,
        schedule_id=row.schedule_id,
        schedule=row.schedule,
        location=row.location,
        profile_id=row.profile_id,
        person_id=row.person_id,
        consultant=row.name,
        zone=row.zone,
        span=Span(row.starts, row.ends),
        made=row.made,
        expires=row.expires,
        appointment_id=row.appointment_id,
    )


def live_of(connection: Connection, person_id: int, within: Span, now: datetime) -> list[tuple[Span, datetime]]:
    """Return what is kept of a person's time in a stretch, each with the instant until which it is."""
    asked = {"person": person_id, "since": within.starts, "until": within.ends, "now": now}
    return [(Span(starts, ends), expires) for starts, ends, expires in connection.execute(_LIVE, asked)]


def persons_of(connection: Connection, account_id: int, now: datetime) -> set[int]:
    """Return whose time is kept for an account."""
    return {row.person_id for row in connection.execute(_OF_ACCOUNT, {"account": account_id, "now": now})}


def let_go(connection: Connection, account_id: int, now: datetime) -> None:
    """Give free whatever is kept for an account."""
    ids = list(connection.execute(_OF_ACCOUNT, {"account": account_id, "now": now}).scalars())
    if ids:
        connection.execute(_FREE, {"ids": ids})
        connection.execute(_LET_GO, {"ids": ids, "now": now})


def free(connection: Connection, hold_id: int) -> None:
    """Give free the cells of a hold, so that its appointment can claim them."""
    connection.execute(_FREE, {"ids": [hold_id]})


def become(connection: Connection, hold_id: int, appointment_id: int) -> bool:
    """Keep what a hold became; False when it has become something already."""
    return connection.execute(_BECOME, {"hold": hold_id, "appointment": appointment_id}).rowcount == 1
