"""Owns the starting of sessions that nobody started: after a while they count as held, so that figures stay right."""

from datetime import datetime, timedelta

from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain.settings import Settings
from server_stub.storage import books, chores
from server_stub.storage.chores import Left
from server_stub.storage.engines import Engines
from server_stub.storage.faults import StaleError, persistent, reading, writing

MOST = 100
"""How many sessions one round starts."""


def start_left(engines: Engines, now: datetime, settings: Settings) -> int:
    """Commence what was booked long ago; returns how many sessions that were."""
    with reading(engines) as transaction:
        found = list(chores.left(transaction, now - timedelta(days=settings.auto_commence_days), MOST))
    return sum(_start(engines, now, settings, appointment) for appointment in found)


@persistent
def _start(engines: Engines, now: datetime, settings: Settings, appointment: Left) -> bool:
    try:
        with writing(engines) as transaction:
            version = books.commence(transaction, appointment.id, appointment.version, now)
            books.post(
                transaction,
                case_id=appointment.case_id,
                cause=LedgerCause.COMMENCED,
                at=now,
                appointment_id=appointment.id,
                version=version,
            )
            books.write_audit(
                transaction,
                at=now,
                act="commenced",
                profile_id=None,
                client_id=appointment.client_id,
                appointment_id=appointment.id,
                version=version,
                detail=f"by itself after {settings.auto_commence_days} days",
            )
    except StaleError:
        return False
    return True
