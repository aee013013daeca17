"""Owns the counts of tries, each under a hash that names nobody."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from server_stub.domain.attempts import Tries
from server_stub.storage.faults import GaveWayError
from server_stub.storage.portal_tables import attempts


def load(connection: Connection, subject: str) -> Tries | None:
    """Return the tries of a subject; whoever writes them next waits for this transaction."""
    row = connection.execute(
        select(attempts.c.failures, attempts.c.since, attempts.c.until)
        .where(attempts.c.subject == subject)
        .with_for_update()
    ).one_or_none()
    return Tries(row.failures, row.since, row.until) if row else None


def keep(connection: Connection, subject: str, was: Tries | None, tries: Tries) -> None:
    """Keep a count in the place of the one that was loaded.

    Raises:
        GaveWayError: If somebody else counted in the meantime; counted again, so that no try goes uncounted.
    """
    values = {"failures": tries.failures, "since": tries.since, "until": tries.until}
    if was is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(attempts), {"subject": subject, **values})
        except IntegrityError as error:
            raise GaveWayError from error
        return
    guarded = update(attempts).where(attempts.c.subject == subject, attempts.c.failures == was.failures)
    if connection.execute(guarded.values(**values)).rowcount != 1:
        raise GaveWayError


def forget(connection: Connection, subject: str) -> None:
    """Drop the count of a subject."""
    connection.execute(delete(attempts).where(attempts.c.subject == subject))


def _old(tries_before: datetime, devices_before: datetime) -> ColumnElement[bool]:
    tried = and_(attempts.c.failures > 0, attempts.c.since < tries_before)
    return or_(tried, and_(attempts.c.failures == 0, attempts.c.since < devices_before))


def has_old(connection: Connection, tries_before: datetime, devices_before: datetime) -> bool:
    """Whether there are counts that began before an instant, or marks of known devices from before another."""
    return bool(connection.execute(select(exists().where(_old(tries_before, devices_before)))).scalar())


def forget_old(connection: Connection, tries_before: datetime, devices_before: datetime) -> None:
    """Drop them."""
    connection.execute(delete(attempts).where(_old(tries_before, devices_before)))
