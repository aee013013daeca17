"""Owns what a client typed for a booking until it is confirmed, so that a lost time or a step back loses no words."""

from datetime import timedelta

from server_stub.services.office import Office
from server_stub.storage import drafts
from server_stub.storage.faults import persistent, reading, writing

LASTS = timedelta(hours=1)
"""How long a draft is kept without a confirmation."""


def kept(office: Office, account_id: int) -> str:
    """Return what an account typed last; empty when there is nothing."""
    with reading(office.engines) as transaction:
        return drafts.typed(transaction, account_id, office.clock())


@persistent
def keep(office: Office, account_id: int, typed: str) -> None:
    """Keep what an account typed, in place of what it typed before."""
    with writing(office.engines) as transaction:
        drafts.keep(transaction, account_id, typed, office.clock() + LASTS)


@persistent
def discard(office: Office, account_id: int) -> None:
    """Forget what an account typed."""
    with writing(office.engines) as transaction:
        drafts.discard(transaction, account_id)
