"""Owns the telling of changes: what is put in the outbox with a change, and taken out again when it is undone."""

import secrets
from datetime import datetime, timedelta

from consultant_tui.contract.vocabulary import Link, MessageKind
from server_stub.domain.appointments import is_news, link_for
from server_stub.domain.settings import Settings
from server_stub.letters.facts import Facts, pack, unpack
from server_stub.services.office import Visit
from server_stub.services.online import settings_in_force
from server_stub.storage import outbox, people
from server_stub.storage.faults import Transaction
from server_stub.storage.outbox import News, Subject


def announce(
    transaction: Transaction,
    visit: Visit,
    appointment_id: int,
    kind: MessageKind,
    settings: Settings | None = None,
) -> bool:
    """Tell the client of a change that this transaction has made; False when nothing is sent of it.

    Nothing is sent without their wish or an address, nor of a session whose start has passed.

    The message is due when the change can no longer be undone; of what a client did online, which cannot be, it is due
    at once, with copies to whom the provider set. Its number in the calendar is higher than that of
    any message before, those that were withdrawn included.

    Args:
        transaction: The transaction.
        visit: Who made the change.
        appointment_id: What was changed.
        kind: What is told; only a new appointment is confirmed, and nothing was told of it before.
        settings: What the provider has set, if that was loaded already.
    """
    told = outbox.subject(transaction, appointment_id)
    if not (told.notify and told.recipient and is_news(told.span.starts, visit.now)):
        return False
    settings = settings or people.load_settings(transaction)
    news = [] if kind is MessageKind.CONFIRMATION else outbox.news(transaction, appointment_id)
    sequence = max(told.sequence, news[-1].sequence + 1) if news else told.sequence
    facts = _facts(told, news, settings, sequence)
    online = visit.account_id is not None
    copies = settings_in_force(transaction).copies if online else ()
    for recipient in dict.fromkeys((told.recipient, *copies)):
        outbox.put(
            transaction,
            kind=kind,
            recipient=recipient,
            client_id=told.client_id,
            appointment_id=appointment_id,
            link=facts.link,
            sequence=sequence,
            facts=pack(facts),
            made=visit.now,
            due=visit.now + timedelta(seconds=0 if online else settings.undo_seconds),
        )
    return True


def remind(transaction: Transaction, now: datetime, appointment_id: int, kind: MessageKind) -> None:
    """Remind the client of an appointment as it stands; there is nothing to undo, so it is due at once."""
    told = outbox.subject(transaction, appointment_id)
    news = outbox.news(transaction, appointment_id)
    sequence = max([told.sequence, *(item.sequence for item in news if not item.withdrawn)])
    facts = _facts(told, news, people.load_settings(transaction), sequence)
    if outbox.put_back(
        transaction,
        kind=kind,
        recipient=told.recipient,
        appointment_id=appointment_id,
        sequence=sequence,
        facts=pack(facts),
        now=now,
    ):
        return
    outbox.put(
        transaction,
        kind=kind,
        recipient=told.recipient,
        client_id=told.client_id,
        appointment_id=appointment_id,
        link=facts.link,
        sequence=sequence,
        facts=pack(facts),
        made=now,
        due=now,
    )


def _facts(told: Subject, news: list[News], settings: Settings, sequence: int) -> Facts:
    before = next((unpack(item.facts) for item in reversed(news) if not item.withdrawn), None)
    link = link_for(told.modality, told.platform, notified=True)
    join = before.join if before and before.join else settings.teams_base + secrets.token_urlsafe(16)
    return Facts(
        reference=told.reference,
        sequence=sequence,
        client=told.client,
        consultant=told.consultant,
        zone=told.zone,
        starts=told.span.starts,
        ends=told.span.ends,
        was=before.starts if before and before.starts != told.span.starts else None,
        modality=told.modality,
        platform=told.platform,
        link=link,
        join=join if link is Link.IN_NOTICE else "",
        domain=settings.mail_domain,
    )


def withdraw(transaction: Transaction, appointment_id: int) -> bool:
    """Take back what waits of an appointment's latest change; False when its message has left."""
    return outbox.withdraw_latest(transaction, appointment_id)
