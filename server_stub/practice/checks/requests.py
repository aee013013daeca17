"""Checks the requests for extra sessions: one open at a time, answered as their state says, granted in the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain import extras
from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t


def broken(contents: Contents) -> Iterator[str]:
    """Name every request that contradicts itself, another one or the ledger."""
    ledger: dict[int, int] = defaultdict(int)
    for row in contents.rows(t.ledger):
        if row.cause == LedgerCause.EXTRA_GRANTED:
            ledger[row.case_id] += row.extra
    granted: dict[int, int] = defaultdict(int)
    first: dict[int, str] = {}
    for row in contents.rows(t.extra_requests):
        granted[row.case_id] += row.granted
        reasons = [*_itself(row)]
        if row.answered is None and first.setdefault(row.case_id, row.reference) != row.reference:
            reasons.append(f"{first[row.case_id]} of the same case is still open")
        if granted[row.case_id] > ledger[row.case_id]:
            reasons.append("grants sessions that are not in the ledger")
        yield from (f"extra_requests {row.reference}: {reason}" for reason in reasons)


def _itself(row: Row[Any]) -> Iterator[str]:
    if (row.state in extras.OPEN) != (row.answered is None):
        yield "its state and answered contradict"
    if not 0 <= row.granted <= row.sessions or row.state != extras.state_of(row.state, row.sessions, row.granted):
        yield f"{row.granted} granted of {row.sessions} is not what {row.state} means"
    if row.answered and row.answered < row.asked:
        yield "it was answered before it was asked"
