"""Owns the giving free of times that were kept for clients online and are not kept any more."""

from datetime import datetime, timedelta

from server_stub.storage import expired
from server_stub.storage.engines import Engines
from server_stub.storage.faults import persistent, reading, writing

KEPT = timedelta(days=1)
"""How long a hold that came to nothing is remembered, so that its client is told that the time is gone."""


def release_expired(engines: Engines, now: datetime) -> int:
    """Give free what has expired, and forget what did so long ago; returns how many holds that were.

    Nobody waits for this: who needs such a time takes it. It only keeps the database small.
    """
    with reading(engines) as transaction:
        left = expired.left(transaction, now)
        forgotten = expired.forgettable(transaction, now - KEPT)
    if not left and not forgotten:
        return 0
    for person_id, hold_ids in left.items():
        _release(engines, person_id, hold_ids)
    _forget(engines, forgotten)
    return sum(map(len, left.values())) + len(forgotten)


@persistent
def _release(engines: Engines, person_id: int, hold_ids: list[int]) -> None:
    with writing(engines, person_id) as transaction:
        expired.release(transaction, hold_ids)


@persistent
def _forget(engines: Engines, hold_ids: list[int]) -> None:
    with writing(engines) as transaction:
        expired.forget(transaction, hold_ids)
