"""Owns the reminding: each client once for each time that was set, of appointments that stand."""

from datetime import datetime, timedelta

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.domain.settings import Settings
from server_stub.services.messages import remind
from server_stub.storage import chores, turns
from server_stub.storage.chores import Coming
from server_stub.storage.engines import Engines
from server_stub.storage.faults import persistent, reading, writing
from server_stub.storage.outbox import REMINDERS


def make_reminders(engines: Engines, now: datetime, settings: Settings) -> int:
    """Put every reminder in the outbox whose time has come; returns how many that were.

    There is none for whoever is told of the appointment after the reminder's time, nor an early one when the next
    is due.
    """
    made = 0
    hours = settings.reminders
    for kind, ahead, following in zip(REMINDERS, hours, (*hours[1:], timedelta()), strict=False):
        with reading(engines) as transaction:
            found = chores.coming(transaction, kind, now + following, now + ahead)
        for appointment in found:
            if appointment.told <= appointment.starts - ahead:
                made += _remind(engines, now, kind, appointment, ahead)
    return made


@persistent
def _remind(engines: Engines, now: datetime, kind: MessageKind, appointment: Coming, ahead: timedelta) -> bool:
    """Remind of an appointment, unless another process just did, or it was changed meanwhile."""
    with writing(engines) as transaction:
        turns.hold_appointment(transaction, appointment.id)
        again = chores.coming(transaction, kind, appointment.starts - _BEFORE, appointment.starts)
        still = any(other.id == appointment.id and other.told <= other.starts - ahead for other in again)
        if still:
            remind(transaction, now, appointment.id, kind)
        return still


_BEFORE = timedelta(microseconds=1)
"""Just long enough to ask about a single start."""
