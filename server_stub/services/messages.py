"""Owns the telling of changes: what is put in the outbox with a change, and taken out again when it is undone."""

import secrets
from datetime import timedelta

from consultant_tui.contract.vocabulary import Link, MessageKind
from server_stub.domain.appointments import link_for
from server_stub.letters.facts import Facts, pack, unpack
from server_stub.services.office import Visit
from server_stub.storage import outbox, people
from server_stub.storage.faults import Transaction


def announce(transaction: Transaction, visit: Visit, appointment_id: int, kind: MessageKind) -> None:
    """Tell the client of a change that this transaction has made; nothing without their wish or an address.

    The message is due when the change can no longer be undone. Its number in the calendar is higher than that of
    any message before, those that were withdrawn included.
    """
    told = outbox.subject(transaction, appointment_id)
    if not (told.notify and told.email):
        return
    settings = people.load_settings(transaction)
    news = outbox.news(transaction, appointment_id)
    before = next((unpack(item.facts) for item in reversed(news) if not item.withdrawn), None)
    link = link_for(told.modality, told.platform, notified=True)
    join = before.join if before and before.join else settings.teams_base + secrets.token_urlsafe(16)
    sequence = max(told.sequence, news[-1].sequence + 1) if news else told.sequence
    facts = Facts(
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
    outbox.put(
        transaction,
        kind=kind,
        recipient=told.email,
        client_id=told.client_id,
        appointment_id=appointment_id,
        link=link,
        sequence=sequence,
        facts=pack(facts),
        made=visit.now,
        due=visit.now + timedelta(seconds=settings.undo_seconds),
    )


def withdraw(transaction: Transaction, appointment_id: int) -> int:
    """Take back what waits of an appointment's latest change; returns how many messages that were."""
    return outbox.withdraw_latest(transaction, appointment_id)
