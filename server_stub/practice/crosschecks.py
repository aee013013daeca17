"""Owns what must hold between the rows of a practice, in one file and across files, before any of it is stored."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from consultant_tui.contract.vocabulary import AppointmentState, Modality
from server_stub.domain import extras
from server_stub.domain.business_days import knows_region
from server_stub.domain.settings import SettingWrongError, parse_settings
from server_stub.practice import portal_checks
from server_stub.practice.faults import Faults
from server_stub.practice.merging import Merged
from server_stub.practice.portal_records import Account, Attendee, OrganisationCode
from server_stub.practice.reading import Entry
from server_stub.practice.record import Record
from server_stub.practice.records import (
    Appointment,
    Case,
    Client,
    Consultant,
    ExtraRequest,
    Leave,
    Organisation,
    Schedule,
    Setting,
)
from server_stub.practice.times import WrongTimeError, agreed, away

_POINTERS: tuple[tuple[type[Record], str, type[Record]], ...] = (
    (Schedule, "consultant", Consultant),
    (Case, "client", Client),
    (Case, "organisation", Organisation),
    (ExtraRequest, "case", Case),
    (ExtraRequest, "consultant", Consultant),
    (Appointment, "case", Case),
    (Appointment, "consultant", Consultant),
    (Appointment, "schedule", Schedule),
    *portal_checks.POINTERS,
)

_FINAL = (AppointmentState.COMPLETED, AppointmentState.CANCELLED, AppointmentState.NO_SHOW)
_HAS_BEGUN = (AppointmentState.COMMENCED, AppointmentState.COMPLETED)

Wrong = tuple[str, str]
"""A column and what is wrong there."""


def check_rows(merged: Merged, faults: Faults) -> None:
    """Check every new row against its own columns and against the rows it points to."""
    _settings(merged, faults)
    _pointers(merged, faults)
    _names(merged, faults)
    checks: tuple[tuple[type[Record], Callable[[Any], Iterator[Wrong]]], ...] = (
        (OrganisationCode, portal_checks.code),
        (Account, portal_checks.account),
        (Attendee, portal_checks.attendee),
        (Schedule, _schedule),
        (Leave, _leave),
        (ExtraRequest, _request),
        (Appointment, _appointment),
    )
    for record, check in checks:
        for entry in merged.new(record):
            for column, reason in check(entry.row):
                faults.add(record.FILE, entry.line, column, reason)
    _open_requests(merged, faults)
    portal_checks.check_holders(merged, faults)
    for row in merged.new(Appointment):
        for column, reason in _relations(row.row, merged):
            faults.add(Appointment.FILE, row.line, column, reason)


def _settings(merged: Merged, faults: Faults) -> None:
    pairs = {entry.row.name: entry for entry in merged.all(Setting)}
    while pairs:
        try:
            parse_settings({name: entry.row.value for name, entry in pairs.items()})
        except SettingWrongError as wrong:
            entry = pairs.pop(wrong.name, None)
            if entry is None:
                return
            faults.add(Setting.FILE, entry.line, "value", f"{wrong.name}: {wrong.reason}")
        else:
            break
    region = pairs.get("holiday_region")
    if region is not None and not knows_region(region.row.value):
        faults.add(Setting.FILE, region.line, "value", "holiday_region: is none whose public holidays are known")


def _pointers(merged: Merged, faults: Faults) -> None:
    for record, column, target in _POINTERS:
        for entry in merged.new(record):
            name = getattr(entry.row, column)
            if name and not merged.knows(target, name):
                faults.add(record.FILE, entry.line, column, _nowhere(name, target))
    persons = {entry.row.person for entry in merged.all(Consultant)}
    for leave in merged.new(Leave):
        if leave.row.person not in persons and merged.is_whole(Consultant):
            faults.add(Leave.FILE, leave.line, "person", _nowhere(leave.row.person, Consultant))


def _nowhere(name: str, target: type[Record]) -> str:
    return f"{name} is neither in {target.FILE} nor in the database"


def _names(merged: Merged, faults: Faults) -> None:
    names: dict[str, Entry[Consultant]] = {}
    for entry in merged.all(Consultant):
        first = names.setdefault(entry.row.person, entry)
        if first.row.name != entry.row.name:
            faults.add(Consultant.FILE, entry.line, "name", f"{entry.row.person} is called otherwise in another row")


def _schedule(row: Schedule) -> Iterator[Wrong]:
    if row.opens >= row.closes:
        yield "closes", "must be after it opens"
    if row.valid_from and row.valid_until and row.valid_from > row.valid_until:
        yield "valid_until", "must not be before valid_from"


def _leave(row: Leave) -> Iterator[Wrong]:
    try:
        away(row)
    except WrongTimeError as wrong:
        yield wrong.column, str(wrong)


def _request(row: ExtraRequest) -> Iterator[Wrong]:
    if row.answer_due < row.asked:
        yield "answer_due", "must not be before it was asked"
    if row.answered and row.answered < row.asked:
        yield "answered", "must not be before it was asked"
    answered = row.state not in extras.OPEN
    if answered != (row.answered is not None):
        yield "answered", f"must {_be_given(answered)} when the state is {row.state}"
    if row.granted > row.sessions or row.state != extras.state_of(row.state, row.sessions, row.granted):
        yield "granted", f"{row.granted} of {row.sessions} is not what {row.state} means"


def _open_requests(merged: Merged, faults: Faults) -> None:
    """A case has one open request at most, and was granted what its answers say."""
    first: dict[str, str] = {}
    granted: dict[str, int] = defaultdict(int)
    for entry in merged.all(ExtraRequest):
        row = entry.row
        granted[row.case] += row.granted
        case = merged.get(Case, row.case)
        if case and granted[row.case] > case.extra:
            faults.add(
                ExtraRequest.FILE, entry.line, "granted", f"{row.case} was given {case.extra} extra sessions only"
            )
        if row.state in extras.OPEN and first.setdefault(row.case, row.reference) != row.reference:
            faults.add(ExtraRequest.FILE, entry.line, "state", f"{first[row.case]} of {row.case} is still open")


def _appointment(row: Appointment) -> Iterator[Wrong]:
    try:
        agreed(row)
    except WrongTimeError as wrong:
        yield wrong.column, str(wrong)
    if (row.modality == Modality.VIDEO_CALL) != bool(row.platform):
        yield "platform", "must name a platform for a video call, and only for one"
    if (row.state in _HAS_BEGUN) != (row.commenced_at is not None):
        yield "commenced_at", f"must {_be_given(row.state in _HAS_BEGUN)} when the state is {row.state}"
    if (row.state in _FINAL) != (row.ended_at is not None):
        yield "ended_at", f"must {_be_given(row.state in _FINAL)} when the state is {row.state}"
    if row.commenced_at and row.commenced_at < row.booked_at:
        yield "commenced_at", "must not be before it was booked"
    if row.ended_at and row.ended_at < (row.commenced_at or row.booked_at):
        yield "ended_at", "must not be before it was booked or commenced"
    if row.charged and row.state != AppointmentState.CANCELLED:
        yield "charged", f"must be no when the state is {row.state}"
    yield from _ending(row)
    yield from portal_checks.booked_online(row)


def _ending(row: Appointment) -> Iterator[Wrong]:
    cancelled = row.state == AppointmentState.CANCELLED
    if row.cancelled_by and not (cancelled and not row.withdrawn):
        yield "cancelled_by", "must be empty when it was not cancelled"
    if row.withdrawn and (not cancelled or row.charged or row.late_moves):
        yield "withdrawn", "must be no when it was not cancelled, or cost a session"
    if row.end_reason and not (cancelled or row.state == AppointmentState.NO_SHOW):
        yield "end_reason", f"must be empty when the state is {row.state}"
    if row.attempts and row.state != AppointmentState.NO_SHOW:
        yield "attempts", f"must be empty when the state is {row.state}"


def _be_given(needed: bool) -> str:
    return "be given" if needed else "be empty"


def _relations(row: Appointment, merged: Merged) -> Iterator[Wrong]:
    case, schedule = merged.get(Case, row.case), merged.get(Schedule, row.schedule)
    if schedule and schedule.consultant != row.consultant and merged.get(Consultant, row.consultant):
        yield "schedule", f"{row.schedule} is a line of another profile"
    if case and row.booked_at < case.opened:
        yield "booked_at", f"must not be before {row.case} was opened"
