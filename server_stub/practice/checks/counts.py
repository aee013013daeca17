"""Checks the session counts: ledger against appointments, and sums against the ledger."""

from collections import defaultdict
from collections.abc import Generator, Iterator
from typing import Any

from sqlalchemy import Row

from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain.cases import Figures, effect
from server_stub.practice.checks.contents import Contents
from server_stub.practice.counting import causes
from server_stub.storage import tables as t

_GIVEN = (LedgerCause.ENTITLED, LedgerCause.EXTRA_GRANTED)


def broken(contents: Contents) -> Iterator[str]:
    """Name every ledger entry, appointment and balance that does not add up."""
    yield from _entries(contents)
    yield from _appointments(contents)
    yield from _sums(contents)


def _figures(row: Row[Any]) -> Figures:
    return Figures(row.entitled, row.extra, row.used, row.booked)


def _entries(contents: Contents) -> Iterator[str]:
    appointments = contents.by_id(t.appointments)
    for row in contents.rows(t.ledger):
        given = row.cause in _GIVEN
        cause = LedgerCause(row.cause)
        if given != (row.appointment_id is None):
            yield f"ledger {row.id}: {row.cause} {'has' if given else 'lacks'} an appointment"
        if not cause.known:
            yield f"ledger {row.id}: its cause is not known"
        elif cause is not LedgerCause.UNDONE and _figures(row) != effect(
            cause, row.entitled + row.extra if given else 1
        ):
            yield f"ledger {row.id}: its figures are not what {row.cause} does"
        appointment = appointments.get(row.appointment_id)
        if appointment and appointment.case_id != row.case_id:
            yield f"ledger {row.id}: belongs to another case than {appointment.reference}"


def _appointments(contents: Contents) -> Iterator[str]:
    written: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in contents.rows(t.ledger):
        written[row.appointment_id].append(row)
    for row in contents.rows(t.appointments):
        entries = sorted(written[row.id], key=_version)
        standing = yield from _replayed(entries, row)
        expected = causes(row.state, charged=row.charged, late_moves=row.late_moves, withdrawn=row.withdrawn)
        if sorted(standing) != sorted(expected):
            has = ", ".join(entry.cause for entry in entries) or "nothing"
            yield f"appointments {row.reference}: has {has} in the ledger, its state needs {', '.join(expected)}"


def _replayed(entries: list[Row[Any]], appointment: Row[Any]) -> Generator[str, None, list[str]]:
    """Go through an appointment's entries in order, and return those that were not taken back."""
    standing: list[Row[Any]] = []
    for entry in entries:
        if _version(entry) > appointment.version:
            yield f"ledger {entry.id}: belongs to version {entry.version}, which {appointment.reference} never had"
        if entry.cause != LedgerCause.UNDONE:
            standing.append(entry)
            continue
        taken_back = standing.pop() if standing else None
        if taken_back is None or _version(taken_back) != _version(entry) - 1:
            yield f"ledger {entry.id}: takes back nothing that was done to {appointment.reference} just before"
        elif _figures(entry) != Figures(*(-number for number in _figures(taken_back))):
            yield f"ledger {entry.id}: is not the negative of the entry it takes back"
    return [entry.cause for entry in standing]


def _version(entry: Row[Any]) -> int:
    return entry.version or 0


def _sums(contents: Contents) -> Iterator[str]:
    sums: dict[int, Figures] = defaultdict(Figures)
    for row in contents.rows(t.ledger):
        sums[row.case_id] = sums[row.case_id].plus(_figures(row))
    balances = {row.case_id: row for row in contents.rows(t.balances)}
    for case in contents.rows(t.cases):
        balance = balances.get(case.id)
        if balance is None:
            yield f"cases {case.reference}: has no balance"
            continue
        figures = _figures(balance)
        if figures != sums[case.id]:
            yield f"balances of {case.reference}: {tuple(figures)} is not the sum of its ledger, {tuple(sums[case.id])}"
        if figures.available < 0:
            yield f"balances of {case.reference}: {figures.available} sessions are available"
