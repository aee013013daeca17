"""Owns the telling of an answered request: the consultant who asked and the client each get a message."""

from datetime import datetime

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.letters.answers import AnswerFacts, pack
from server_stub.storage import outbox
from server_stub.storage.extras import Request
from server_stub.storage.faults import Transaction


def announce_answer(transaction: Transaction, request: Request, now: datetime) -> None:
    """Tell both of an answer that this transaction has recorded; it cannot be undone, so they are told at once."""
    parties = outbox.parties(transaction, request.client_id, request.profile_id)
    for recipient, name, to_consultant in (
        (parties.consultant_email, parties.consultant, True),
        (parties.client_email, parties.client, False),
    ):
        if recipient:
            outbox.put(
                transaction,
                kind=MessageKind.REQUEST_ANSWERED,
                recipient=recipient,
                client_id=request.client_id,
                facts=pack(_facts(request, name, to_consultant=to_consultant)),
                made=now,
                due=now,
            )


def _facts(request: Request, name: str, *, to_consultant: bool) -> AnswerFacts:
    return AnswerFacts(
        name=name,
        reference=request.reference,
        case=request.case,
        asked=request.sessions,
        granted=request.granted,
        reason=request.answer_reason if to_consultant else "",
        to_consultant=to_consultant,
    )
