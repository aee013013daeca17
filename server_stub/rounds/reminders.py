"""Owns the reminding: each client once for each time that was set, of appointments that stand."""

from datetime import datetime, timedelta

from server_stub.domain.settings import Settings
from server_stub.services.messages import remind
from server_stub.storage import chores
from server_stub.storage.engines import Engines
from server_stub.storage.faults import reading, writing
from server_stub.storage.outbox import REMINDERS


def make_reminders(engines: Engines, now: datetime, settings: Settings) -> int:
    """Put every reminder in the outbox whose time has come; returns how many that were.

    There is none for whoever was told of the appointment after the reminder's time, nor an early one when the next
    is due.
    """
    made = 0
    hours = settings.reminders
    for kind, ahead, following in zip(REMINDERS, hours, (*hours[1:], timedelta()), strict=False):
        with reading(engines) as transaction:
            found = chores.coming(transaction, kind, now + following, now + ahead)
        for appointment in found:
            if appointment.told > appointment.starts - ahead:
                continue
            with writing(engines) as transaction:
                again = chores.coming(transaction, kind, appointment.starts - _BEFORE, appointment.starts)
                if appointment.id in {other.id for other in again}:
                    remind(transaction, now, appointment.id, kind)
                    made += 1
    return made


_BEFORE = timedelta(microseconds=1)
"""Just long enough to ask about a single start."""
