"""Owns what became of each idempotency key, kept in the transaction of its booking."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from consultant_tui.contract.vocabulary import KeyState
from server_stub.storage.prepared import Prepared
from server_stub.storage.records import KeptKey
from server_stub.storage.tables import booking_keys

_KEY = select(booking_keys.c.fingerprint, booking_keys.c.answer, booking_keys.c.series).where(
    booking_keys.c.profile_id == bindparam("profile_id"), booking_keys.c.key == bindparam("key")
)

_NEW_KEY = Prepared(insert(booking_keys))


def kept_key(connection: Connection, profile_id: int, key: str) -> KeptKey | None:
    """Return what a profile's booking key stands for, if it was ever kept."""
    row = connection.execute(_KEY, {"profile_id": profile_id, "key": key}).one_or_none()
    return KeptKey(fingerprint=row.fingerprint, answer=row.answer, series=row.series) if row else None


def keep_key(
    connection: Connection,
    *,
    profile_id: int,
    key: str,
    at: datetime,
    fingerprint: str = "",
    appointment_id: int | None = None,
    series: str | None = None,
    answer: str | None = None,
) -> None:
    """Keep a key with the answer to its booking, or voided when there is no booking."""
    _NEW_KEY.run(
        connection,
        {
            "profile_id": profile_id,
            "key": key,
            "state": KeyState.VOIDED if appointment_id is None else KeyState.BOOKED,
            "fingerprint": fingerprint,
            "appointment_id": appointment_id,
            "series": series,
            "answer": answer,
            "at": at,
        },
    )
