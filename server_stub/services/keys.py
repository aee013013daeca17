"""Owns booking keys: a request that is sent again under its key is answered the same, and a key can be voided."""

import re
from hashlib import sha256

import msgspec

from consultant_tui.contract.appointments import BookingRequest, KeyAnswer, Receipt, SeriesReceipt
from consultant_tui.contract.paths import IDEMPOTENCY_KEY
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import SeriesRequest
from consultant_tui.contract.vocabulary import KeyState
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because
from server_stub.storage import books, turns
from server_stub.storage import keys as kept_keys
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.records import KeptKey

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
_encoder = msgspec.json.Encoder(order="deterministic")
_receipts = msgspec.json.Decoder(Receipt)
_series = msgspec.json.Decoder(SeriesReceipt)


def checked_key(key: str | None) -> str:
    """Return a booking key that may be used.

    Raises:
        RefusedError: If there is none, or it is too short, too long or of other characters.
    """
    if not key:
        raise because(Code.KEY_NEEDED)
    if not _KEY.fullmatch(key):
        raise because(Code.MALFORMED, name=IDEMPOTENCY_KEY)
    return key


def ask(office: Office, visit: Visit, key: str) -> KeyAnswer:
    """Return what became of the request that was sent under a key.

    A key is unknown only when nobody, in any process, is writing anything that is this person's.
    """
    if office.keys.holds(visit.caller.profile_id, key):
        return KeyAnswer(state=KeyState.IN_PROGRESS)
    with writing(office.engines) if office.engines.has_turns else reading(office.engines) as transaction:
        busy = turns.has_turn(transaction, visit.caller.person_id)
        kept = kept_keys.kept_key(transaction, visit.caller.profile_id, key)
    return KeyAnswer(state=KeyState.IN_PROGRESS) if busy and kept is None else _told(kept)


@persistent
def void(office: Office, visit: Visit, key: str) -> KeyAnswer:
    """Make sure that a key can book nothing any more, unless it has; waits for a request that is being worked on."""
    with writing(office.engines, visit.caller.person_id) as transaction:
        kept = kept_keys.kept_key(transaction, visit.caller.profile_id, key)
        if kept is None:
            kept_keys.keep_key(transaction, profile_id=visit.caller.profile_id, key=key, at=visit.now)
            books.write_audit(
                transaction,
                at=visit.now,
                act="key_voided",
                profile_id=visit.caller.profile_id,
                staff=visit.caller.staff,
            )
    return _told(kept) if kept else KeyAnswer(state=KeyState.VOIDED)


def answered(transaction: Transaction, visit: Visit, key: str, request: BookingRequest) -> Receipt | None:
    """Return the receipt that was answered before under a key, or None when the key is new."""
    answer = _answer(transaction, visit, key, request)
    return None if answer is None else _receipts.decode(answer)


def series_answered(transaction: Transaction, visit: Visit, key: str, request: SeriesRequest) -> SeriesReceipt | None:
    """Return the receipt of a series that was answered before under a key, or None when the key is new."""
    answer = _answer(transaction, visit, key, request)
    return None if answer is None else _series.decode(answer)


def _answer(transaction: Transaction, visit: Visit, key: str, request: BookingRequest | SeriesRequest) -> str | None:
    """Return what was answered before under a key.

    Raises:
        RefusedError: If the key was voided, or belongs to another request.
    """
    kept = kept_keys.kept_key(transaction, visit.caller.profile_id, key)
    if kept is None:
        return None
    if kept.answer is None:
        raise because(Code.KEY_VOIDED)
    if kept.fingerprint != _fingerprint(request):
        raise because(Code.KEY_REUSED)
    return kept.answer


def keep(
    transaction: Transaction,
    visit: Visit,
    key: str,
    request: BookingRequest | SeriesRequest,
    appointment_id: int,
    receipt: Receipt | SeriesReceipt,
) -> None:
    """Keep the receipt under its key, in the booking's own transaction; the first appointment stands for a series."""
    kept_keys.keep_key(
        transaction,
        profile_id=visit.caller.profile_id,
        key=key,
        at=visit.now,
        fingerprint=_fingerprint(request),
        appointment_id=appointment_id,
        series=receipt.reference if isinstance(receipt, SeriesReceipt) else None,
        answer=_encoder.encode(receipt).decode(),
    )


def _told(kept: KeptKey | None) -> KeyAnswer:
    if kept is None:
        return KeyAnswer(state=KeyState.UNKNOWN)
    if kept.answer is None:
        return KeyAnswer(state=KeyState.VOIDED)
    if kept.series is not None:
        return KeyAnswer(state=KeyState.BOOKED, series=_series.decode(kept.answer))
    return KeyAnswer(state=KeyState.BOOKED, receipt=_receipts.decode(kept.answer))


def _fingerprint(request: BookingRequest | SeriesRequest) -> str:
    return sha256(_encoder.encode(request)).hexdigest()
