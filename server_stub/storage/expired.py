"""Owns the giving free of what holds still claim that have expired: by whoever needs the time, and by a round."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from server_stub.storage.portal_tables import holds
from server_stub.storage.prepared import Prepared
from server_stub.storage.tables import person_claims

_CELLS = Prepared(
    delete(person_claims).where(
        person_claims.c.person_id == bindparam("of_person"),
        person_claims.c.cell >= bindparam("first"),
        person_claims.c.cell <= bindparam("last"),
        person_claims.c.hold_id.in_(
            select(holds.c.id).where(
                holds.c.person_id == bindparam("of_person"),
                holds.c.expires <= bindparam("now"),
            )
        ),
    )
)

_LEFT = (
    select(person_claims.c.person_id, person_claims.c.hold_id)
    .join_from(person_claims, holds, person_claims.c.hold_id == holds.c.id)
    .where(holds.c.expires <= bindparam("now"))
    .distinct()
)

_FORGETTABLE = select(holds.c.id).where(holds.c.appointment_id.is_(None), holds.c.expires <= bindparam("before"))

_MOST = 500
"""How many holds are looked at in one round."""


def release_expired(connection: Connection, person_id: int, cells: range, now: datetime) -> None:
    """Give free what expired holds still claim of a person's time, for whoever claims it now."""
    _CELLS.run(connection, {"of_person": person_id, "first": cells[0], "last": cells[-1], "now": now})


def left(connection: Connection, now: datetime) -> dict[int, list[int]]:
    """Return the holds that claim something still although they have expired, by whose time it is."""
    found: dict[int, list[int]] = {}
    for person_id, hold_id in connection.execute(_LEFT.limit(_MOST), {"now": now}):
        found.setdefault(person_id, []).append(hold_id)
    return found


def forgettable(connection: Connection, before: datetime) -> list[int]:
    """Return the holds that came to nothing and expired before an instant."""
    return list(connection.execute(_FORGETTABLE.limit(_MOST), {"before": before}).scalars())


def release(connection: Connection, hold_ids: Sequence[int]) -> None:
    """Give free what some holds claim."""
    connection.execute(delete(person_claims).where(person_claims.c.hold_id.in_(hold_ids)))


def forget(connection: Connection, hold_ids: Sequence[int]) -> None:
    """Forget some holds that came to nothing."""
    release(connection, hold_ids)
    connection.execute(delete(holds).where(holds.c.id.in_(hold_ids), holds.c.appointment_id.is_(None)))
