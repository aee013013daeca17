"""Owns the sending of what is due: each message once, again after a growing pause when it could not be sent."""

import logging
from datetime import datetime, timedelta

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import MessageState
from server_stub.carriers.carrier import Carrier, DeliveryError, OutOfReachError, RefusedForGoodError
from server_stub.domain.settings import Settings
from server_stub.letters import access
from server_stub.letters.facts import unpack
from server_stub.services.office import Clock
from server_stub.storage import deliveries, recipients
from server_stub.storage.deliveries import Due
from server_stub.storage.engines import Engines
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.outbox import REMINDERS

log = logging.getLogger("server_stub")

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after each attempt; a message that failed once more after the last is given up."""

MOST = 100
"""How many messages one round sends."""

OVERTAKEN = "something newer was told"
"""Why a message is withdrawn that waited too long."""

PARTED = "its address is another's since an association was undone"
"""Why a message is withdrawn that would tell somebody else."""


def deliver(engines: Engines, clock: Clock, settings: Settings, carrier: Carrier) -> int:
    """Send what is due; returns how many messages were sent.

    A process that ends while it sends has taken the message on: it is tried again after the pause, under the same id.
    """
    with reading(engines) as transaction:
        waiting = deliveries.due(transaction, clock(), MOST)
    sent = 0
    for message in waiting:
        if not _taken_on(engines, clock, message):
            continue
        try:
            _send(engines, clock, settings, carrier, message)
            sent += 1
        except OutOfReachError as error:
            _put_off(engines, message, str(error))
            break
        except RefusedForGoodError as error:
            _settle(engines, message, MessageState.FAILED, str(error))
        except DeliveryError as error:
            _put_off(engines, message, str(error))
    return sent


@persistent
def _taken_on(engines: Engines, clock: Clock, message: Due) -> bool:
    now = clock()
    with writing(engines) as transaction:
        pause = PAUSES[min(message.attempts, len(PAUSES) - 1)]
        if not deliveries.take_on(transaction, message, now, now + pause):
            return False
        if _is_anothers(transaction, message):
            problem = PARTED
        elif _is_worth_sending(transaction, now, message):
            return True
        else:
            problem = OVERTAKEN
        deliveries.settle(transaction, message.id, MessageState.WITHDRAWN, problem=problem)
        return False


def _is_anothers(transaction: Transaction, message: Due) -> bool:
    return message.client_id is not None and recipients.is_anothers(transaction, message.client_id, message.recipient)


def _is_worth_sending(transaction: Transaction, now: datetime, message: Due) -> bool:
    if message.appointment_id is None:
        return True
    if message.kind in REMINDERS:
        return deliveries.stands(transaction, message.appointment_id, unpack(message.facts).starts, now)
    return not deliveries.is_overtaken(transaction, message, now)


def _send(engines: Engines, clock: Clock, settings: Settings, carrier: Carrier, message: Due) -> None:
    from server_stub.letters.rendering import Letter, envelope

    now = clock()
    letter = Letter(
        id=message.id, kind=message.kind, recipient=message.recipient, facts=message.facts, made=message.made
    )
    try:
        mail = envelope(letter, settings.sender, now)
    except ValueError as error:
        raise RefusedForGoodError("its address cannot be written to") from error
    carrier.send(f"{message.made:%Y-%m-%d}-{message.id:06}-{message.kind}", mail)
    _record(engines, message, MessageState.SENT, carrier.remark, now)


def _put_off(engines: Engines, message: Due, problem: str) -> None:
    given_up = message.attempts >= len(PAUSES)
    _settle(engines, message, MessageState.FAILED if given_up else MessageState.WAITING, problem)


def _settle(engines: Engines, message: Due, became: MessageState, problem: str) -> None:
    _record(engines, message, became, clean(problem))
    log.warning("message %s is %s after %s attempts", message.id, became, message.attempts + 1)


@persistent
def _record(engines: Engines, message: Due, became: MessageState, problem: str, sent: datetime | None = None) -> None:
    with writing(engines) as transaction:
        deliveries.settle(transaction, message.id, became, sent=sent, problem=problem)
        if became in (MessageState.SENT, MessageState.FAILED) and message.kind in access.KINDS:
            # What lets somebody in is dropped from a message that is not sent again.
            deliveries.blank(transaction, message.id, access.blanked(message.facts))
