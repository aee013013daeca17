"""Owns the giving free of times that were kept for clients online and are not kept any more."""

from datetime import datetime, timedelta

from server_stub.storage import expired
from server_stub.storage.engines import Engines
from server_stub.storage.faults import reading, writing

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
    with writing(engines) as transaction:
        expired.release(transaction, left)
        expired.forget(transaction, forgotten)
    return len(left) + len(forgotten)
