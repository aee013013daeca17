"""Owns what no two appointments of a practice may do: share a person's or a client's time, or a session."""

from collections import defaultdict
from itertools import accumulate
from typing import NamedTuple

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.practice.counting import costs
from server_stub.practice.faults import Faults
from server_stub.practice.kinds import number_of
from server_stub.practice.merging import Merged
from server_stub.practice.reading import Entry
from server_stub.practice.records import Appointment, Case, Consultant
from server_stub.practice.times import Agreed, WrongTimeError, agreed


class _Held(NamedTuple):
    time: Agreed
    number: int
    entry: Entry[Appointment]


def check_clashes(merged: Merged, faults: Faults) -> None:
    """Name every live appointment that overlaps another one, of the same person or of the same client."""
    held: dict[str, list[_Held]] = defaultdict(list)
    for entry in merged.all(Appointment):
        case, consultant = merged.get(Case, entry.row.case), merged.get(Consultant, entry.row.consultant)
        if entry.row.state == AppointmentState.CANCELLED:
            continue
        try:
            one = _Held(agreed(entry.row), number_of(entry.row.reference), entry)
        except WrongTimeError:
            continue
        for holder in (consultant and f"consultant {consultant.person}", case and f"client {case.client}"):
            if holder:
                held[holder].append(one)
    for holder, appointments in held.items():
        _overlaps(holder, appointments, faults)


def _overlaps(holder: str, appointments: list[_Held], faults: Faults) -> None:
    appointments.sort(key=lambda one: (one.time.starts, one.number))
    furthest: _Held | None = None
    for one in appointments:
        if furthest and one.time.starts < furthest.time.ends:
            blamed, other = (one, furthest) if one.entry.line else (furthest, one)
            if blamed.entry.line:
                faults.add(
                    Appointment.FILE,
                    blamed.entry.line,
                    "start",
                    f"{blamed.entry.row.reference} overlaps {_named(other)}, of the same {holder}",
                )
        if not furthest or one.time.ends > furthest.time.ends:
            furthest = one


def _named(one: _Held) -> str:
    where = f"on line {one.entry.line}" if one.entry.line else "in the database"
    return f"{one.entry.row.reference} {where}"


def check_sessions(merged: Merged, faults: Faults) -> None:
    """Name every new appointment for which its case has no session left."""
    taken: dict[str, list[Entry[Appointment]]] = defaultdict(list)
    for entry in merged.all(Appointment):
        if costs(entry.row):
            taken[entry.row.case].append(entry)
    for reference, entries in taken.items():
        case = merged.get(Case, reference)
        if not case or sum(costs(entry.row) for entry in entries) <= (given := case.entitled + case.extra):
            continue
        entries.sort(key=lambda entry: (entry.line > 0, entry.row.booked_at, number_of(entry.row.reference)))
        for entry, count in zip(entries, accumulate(costs(entry.row) for entry in entries), strict=True):
            if count > given and entry.line:
                reason = f"{reference} has {given} sessions, and {entry.row.reference} would be number {count}"
                faults.add(Appointment.FILE, entry.line, "case", reason)
