"""Owns what is kept of completions: drafts while they are written, and what was signed off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from consultant_tui.contract.vocabulary import AppointmentState, FileType, ObservedIssue, SessionOutcome, Tick, Word
from server_stub.storage.faults import StaleError
from server_stub.storage.tables import appointments, completion_drafts, completions, persons, profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of notes."""

    name: str
    type: FileType
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The words that a session was given."""

    issues: tuple[ObservedIssue, ...] = ()
    outcomes: tuple[SessionOutcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOff:
    """What was signed off."""

    ticks: tuple[Tick, ...]
    notes: str
    observed: Observed
    file: KeptFile | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record as it is read again; the bytes of its file stay where they are."""

    ticks: tuple[Tick, ...]
    notes: str
    observed: Observed
    file_name: str | None
    file_type: FileType | None
    file_size: int
    file_sha256: str
    at: datetime
    by: str
    """The name of the consultant who signed."""


_COMPLETE = (
    update(appointments)
    .where(
        appointments.c.id == bindparam("of_id"),
        appointments.c.version == bindparam("of_version"),
        appointments.c.state == AppointmentState.COMMENCED,
    )
    .values(state=AppointmentState.COMPLETED, ended_at=bindparam("at"), version=appointments.c.version + 1)
)

_PREVIOUS = (
    select(completions.c.issues, completions.c.outcomes)
    .join_from(completions, appointments)
    .where(
        appointments.c.case_id == bindparam("case_id"),
        completions.c.profile_id == bindparam("profile_id"),
    )
    .order_by(appointments.c.starts.desc())
    .limit(1)
)

_RECORD = (
    select(
        completions.c.ticks,
        completions.c.notes,
        completions.c.issues,
        completions.c.outcomes,
        completions.c.file_name,
        completions.c.file_type,
        completions.c.file_sha256,
        func.length(completions.c.file).label("file_size"),
        completions.c.signed_off_at,
        persons.c.name.label("by"),
    )
    .join_from(completions, profiles)
    .join(persons)
    .where(completions.c.appointment_id == bindparam("of_id"))
)

_FILE = select(completions.c.file_name, completions.c.file_type, completions.c.file_sha256, completions.c.file).where(
    completions.c.appointment_id == bindparam("of_id"), completions.c.file.is_not(None)
)

_HAS_RECORD = select(completions.c.appointment_id).where(completions.c.appointment_id == bindparam("of_id"))

_DRAFT = select(completion_drafts.c.body, completion_drafts.c.saved).where(
    completion_drafts.c.appointment_id == bindparam("of_id")
)

_REWRITE = (
    update(completion_drafts)
    .where(completion_drafts.c.appointment_id == bindparam("of_id"))
    .values(body=bindparam("new_body"), saved=bindparam("at"))
)

_FORGET = delete(completion_drafts).where(completion_drafts.c.appointment_id == bindparam("of_id"))


def complete(
    connection: Connection, *, appointment_id: int, profile_id: int, version: int, signed_off: SignedOff
) -> int:
    """Close an appointment for good with what was signed off; returns its new version.

    Raises:
        StaleError: If the appointment no longer has that version.
    """
    at = signed_off.at
    changed = connection.execute(_COMPLETE, {"of_id": appointment_id, "of_version": version, "at": at})
    if changed.rowcount != 1:
        raise StaleError
    file = signed_off.file
    connection.execute(
        insert(completions),
        {
            "appointment_id": appointment_id,
            "profile_id": profile_id,
            "signed_off_at": at,
            "ticks": _joined(signed_off.ticks),
            "notes": signed_off.notes,
            "issues": _joined(signed_off.observed.issues),
            "outcomes": _joined(signed_off.observed.outcomes),
            "file_name": file.name if file else None,
            "file_type": file.type if file else None,
            "file_sha256": file.sha256 if file else None,
            "file": file.content if file else None,
        },
    )
    connection.execute(_FORGET, {"of_id": appointment_id})
    return version + 1


def previous(connection: Connection, case_id: int, profile_id: int) -> Observed:
    """Return the words of a profile's latest completed session of a case."""
    row = connection.execute(_PREVIOUS, {"case_id": case_id, "profile_id": profile_id}).one_or_none()
    return _observed(row.issues, row.outcomes) if row else Observed()


def record(connection: Connection, appointment_id: int) -> Kept | None:
    """Return what was signed off of an appointment, if anything was."""
    row = connection.execute(_RECORD, {"of_id": appointment_id}).one_or_none()
    if row is None:
        return None
    return Kept(
        ticks=tuple(map(Tick, _parted(row.ticks))),
        notes=row.notes,
        observed=_observed(row.issues, row.outcomes),
        file_name=row.file_name,
        file_type=FileType(row.file_type) if row.file_type else None,
        file_size=row.file_size or 0,
        file_sha256=row.file_sha256 or "",
        at=row.signed_off_at,
        by=row.by,
    )


def file(connection: Connection, appointment_id: int) -> KeptFile | None:
    """Return the file that was signed off with an appointment, if one was."""
    row = connection.execute(_FILE, {"of_id": appointment_id}).one_or_none()
    if row is None:
        return None
    return KeptFile(name=row.file_name, type=FileType(row.file_type), sha256=row.file_sha256, content=row.file)


def has_record(connection: Connection, appointment_id: int) -> bool:
    """Whether anything was signed off of an appointment."""
    return connection.execute(_HAS_RECORD, {"of_id": appointment_id}).scalar() is not None


def draft(connection: Connection, appointment_id: int) -> tuple[str, datetime] | None:
    """Return the draft of an appointment's completion and when it was kept, if one is."""
    row = connection.execute(_DRAFT, {"of_id": appointment_id}).one_or_none()
    return (row.body, row.saved) if row else None


def keep_draft(connection: Connection, appointment_id: int, body: str, at: datetime) -> None:
    """Keep a draft in place of an earlier one."""
    if connection.execute(_REWRITE, {"of_id": appointment_id, "new_body": body, "at": at}).rowcount == 0:
        connection.execute(insert(completion_drafts), {"appointment_id": appointment_id, "body": body, "saved": at})


def _joined(words: tuple[Word, ...]) -> str:
    return ",".join(words)


def _parted(words: str) -> list[str]:
    return words.split(",") if words else []


def _observed(issues: str, outcomes: str) -> Observed:
    return Observed(
        issues=tuple(map(ObservedIssue, _parted(issues))), outcomes=tuple(map(SessionOutcome, _parted(outcomes)))
    )
