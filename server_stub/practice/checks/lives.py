"""Checks each appointment by itself: its times, its state, and the rows it points to."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Row

from consultant_tui.contract.vocabulary import AppointmentState, Modality
from server_stub.domain import clocks
from server_stub.domain.appointments import FINAL, HELD
from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t
from server_stub.storage.columns import CELL_SECONDS


def broken(contents: Contents) -> Iterator[str]:
    """Name every appointment and every leave that contradicts itself or what it points to."""
    cases, profiles = contents.by_id(t.cases), contents.by_id(t.profiles)
    schedules = contents.by_id(t.schedules)
    for row in contents.rows(t.appointments):
        case, profile, schedule = cases.get(row.case_id), profiles.get(row.profile_id), schedules.get(row.schedule_id)
        reasons = [*_time(row), *_state(row)]
        if case and case.client_id != row.client_id:
            reasons.append("its client is not the client of its case")
        if profile and profile.person_id != row.person_id:
            reasons.append("its person is not the person of its profile")
        if schedule and schedule.profile_id != row.profile_id:
            reasons.append("its schedule is a line of another profile")
        yield from (f"appointments {row.reference}: {reason}" for reason in reasons)
    for row in contents.rows(t.leave):
        for side, wall, instant in (("start", row.wall_start, row.starts), ("end", row.wall_end, row.ends)):
            if row.zone in clocks.canonical_names() and clocks.edge(wall, row.zone) != instant:
                yield f"leave {row.reference}: its {side} in {row.zone} and in UTC are different instants"


def _time(row: Row[Any]) -> Iterator[str]:
    if row.starts >= row.ends:
        yield "it ends before it starts"
    if row.starts.timestamp() % CELL_SECONDS or row.ends.timestamp() % CELL_SECONDS:
        yield "its times are not on the five-minute grid"
    if row.zone not in clocks.canonical_names():
        return
    match clocks.place(row.wall_start, row.zone):
        case clocks.Never():
            yield f"its wall time {row.wall_start} does not exist in {row.zone}"
        case clocks.Once(instant):
            if instant != row.starts:
                yield f"its wall time {row.wall_start} in {row.zone} is not its start in UTC"
        case clocks.Twice(first, second):
            if row.starts not in (first.utc, second.utc):
                yield f"its wall time {row.wall_start} in {row.zone} is not its start in UTC"
    if clocks.read(row.starts, row.zone).offset != row.offset:
        yield f"its offset {row.offset} is not the offset of {row.zone} at its start"


_STATES: tuple[tuple[Callable[[Row[Any]], bool], str], ...] = (
    (lambda row: (row.state in HELD) != (row.commenced_at is not None), "its state and commenced_at contradict"),
    (lambda row: (row.state in FINAL) != (row.ended_at is not None), "its state and ended_at contradict"),
    (lambda row: bool(row.commenced_at and row.commenced_at < row.booked_at), "it was commenced before it was booked"),
    (
        lambda row: bool(row.ended_at and row.ended_at < (row.commenced_at or row.booked_at)),
        "it ended before it was booked or commenced",
    ),
    (
        lambda row: row.charged and row.state != AppointmentState.CANCELLED,
        "it is charged as a cancellation and was not cancelled",
    ),
    (
        lambda row: (row.modality == Modality.VIDEO_CALL) != (row.platform is not None),
        "its modality and its platform contradict",
    ),
    (
        lambda row: row.cancelled_by is not None and (row.state != AppointmentState.CANCELLED or row.withdrawn),
        "it names who cancelled it and was not cancelled",
    ),
    (
        lambda row: bool(row.end_reason) and row.state not in (AppointmentState.CANCELLED, AppointmentState.NO_SHOW),
        "it has a reason for an end that it did not come to",
    ),
    (
        lambda row: bool(row.attempts) and row.state != AppointmentState.NO_SHOW,
        "its client was looked for and is no no show",
    ),
    (
        lambda row: row.withdrawn and (row.state != AppointmentState.CANCELLED or row.charged or row.late_moves > 0),
        "it was withdrawn and yet is live or cost a session",
    ),
    (lambda row: row.late_moves < 0 or row.sequence < 0, "it counts moves or messages below nought"),
    (lambda row: row.version < 1, "its version is below 1"),
)


def _state(row: Row[Any]) -> Iterator[str]:
    return (reason for wrong, reason in _STATES if wrong(row))
