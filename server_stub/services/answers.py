"""Owns the telling of an answered request: the consultant who asked and the client each get a message."""

from datetime import datetime

from server_stub.storage.extras import Request
from server_stub.storage.faults import Transaction


def announce_answer(transaction: Transaction, request: Request, now: datetime) -> None:
    """Tell both of an answer that this transaction has recorded."""
