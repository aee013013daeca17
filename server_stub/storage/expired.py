"""Owns the giving free of what holds still claim that have expired: by whoever needs the time, and by a round."""

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

_SINCE = delete(person_claims).where(
    person_claims.c.hold_id.in_(
        select(holds.c.id).where(holds.c.expires <= bindparam("now"), holds.c.expires > bindparam("since"))
    )
)

_FORGET = delete(holds).where(
    holds.c.appointment_id.is_(None),
    holds.c.expires <= bindparam("before"),
    ~select(person_claims.c.cell).where(person_claims.c.hold_id == holds.c.id).exists(),
)


def release_expired(connection: Connection, person_id: int, cells: range, now: datetime) -> None:
    """Give free what expired holds still claim of a person's time, for whoever claims it now."""
    _CELLS.run(connection, {"of_person": person_id, "first": cells[0], "last": cells[-1], "now": now})


def release_all_expired(connection: Connection, now: datetime, since: datetime) -> int:
    """Give free what holds claim that expired since an instant; returns how many cells that were."""
    return connection.execute(_SINCE, {"now": now, "since": since}).rowcount


def forget(connection: Connection, before: datetime) -> int:
    """Forget holds that came to nothing and expired long ago; returns how many those were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
