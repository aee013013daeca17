"""Owns the dropping of what online booking needs for a while only: tries, ended sessions, old links, drafts."""

from datetime import datetime, timedelta

from server_stub.storage import attempts, drafts, portal_access
from server_stub.storage.engines import Engines
from server_stub.storage.faults import persistent, reading, writing

TRIES_KEPT = timedelta(days=2)
"""Longer than any count of tries lasts."""
DEVICES_KEPT = timedelta(days=400)
"""How long a device is known on which nobody signs in; browsers keep the cookie no longer."""
LINKS_KEPT = timedelta(days=30)
"""How long after its end a link still tells its owner that it is too old."""


def tidy(engines: Engines, now: datetime) -> bool:
    """Drop what is too old to matter; returns whether there was anything, and writes only then."""
    tries, devices, links = now - TRIES_KEPT, now - DEVICES_KEPT, now - LINKS_KEPT
    with reading(engines) as transaction:
        old = (
            attempts.has_old(transaction, tries, devices)
            or portal_access.has_old(transaction, now, links)
            or drafts.has_expired(transaction, now)
        )
    if old:
        _drop(engines, now, tries, devices, links)
    return old


@persistent
def _drop(engines: Engines, now: datetime, tries: datetime, devices: datetime, links: datetime) -> None:
    with writing(engines) as transaction:
        attempts.forget_old(transaction, tries, devices)
        portal_access.drop_old(transaction, now, links)
        drafts.discard_expired(transaction, now)
