"""Checks what was signed off: every completed session has its record, whole and as it was."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Row, select

from consultant_tui.contract.completion import CompletionDraft
from consultant_tui.contract.vocabulary import AppointmentState, ObservedIssue, SessionOutcome, Tick, Word
from server_stub.domain.completion import type_of
from server_stub.practice.checks.contents import Contents
from server_stub.practice.kinds import blemish
from server_stub.storage import tables as t

SIGNED = "completed"
"""The act of signing off, in the audit."""

_WORDS: dict[str, type[Word]] = {"ticks": Tick, "issues": ObservedIssue, "outcomes": SessionOutcome}


def broken(contents: Contents) -> Iterator[str]:
    """Name every record that is missing, stands for nothing or was tampered with, and every draft that cannot be read.

    A session that was imported as completed has no record: nobody completed it here.
    """
    appointments = contents.by_id(t.appointments)
    signed = {
        row.appointment_id: (row.profile_id, row.at)
        for row in contents.rows(t.audit)
        if row.act == SIGNED and row.profile_id is not None
    }
    recorded = set()
    for row in contents.connection.execute(select(t.completions).execution_options(yield_per=10)):
        recorded.add(row.appointment_id)
        appointment = appointments.get(row.appointment_id)
        name = f"completions {appointment.reference if appointment else row.appointment_id}"
        by = signed.get(row.appointment_id)
        yield from (f"{name}: {reason}" for reason in (*_bond(row, appointment, by), *_words(row), *_file(row)))
    for appointment in appointments.values():
        completed = appointment.state == AppointmentState.COMPLETED
        if completed and appointment.id in signed and appointment.id not in recorded:
            yield f"appointments {appointment.reference}: was signed off and has no record"
    for row in contents.rows(t.completion_drafts):
        yield from _draft(row, appointments.get(row.appointment_id))


def _bond(row: Row[Any], appointment: Row[Any] | None, by: tuple[Any, ...] | None) -> Iterator[str]:
    if appointment is None or appointment.state != AppointmentState.COMPLETED:
        yield "its appointment is not completed"
    elif (row.profile_id, row.signed_off_at) != (appointment.profile_id, appointment.ended_at):
        yield "its appointment is another's, or ended at another time"
    elif by != (row.profile_id, row.signed_off_at):
        yield "its signing left no trace"


def _words(row: Row[Any]) -> Iterator[str]:
    for column, words in _WORDS.items():
        for word in filter(None, getattr(row, column).split(",")):
            if not words(word).known:
                yield f"its {column} hold {word}, which is not one of {', '.join(words)}"
    for line in row.notes.split("\n"):
        if reason := blemish(line):
            yield f"a line of its notes {reason}"


def _file(row: Row[Any]) -> Iterator[str]:
    if row.file is None:
        if not row.notes.strip():
            yield "it has neither notes nor a file"
        return
    if sha256(row.file).hexdigest() != row.file_sha256:
        yield "the hash of its file is not the one that was kept"
    if type_of(row.file) != row.file_type:
        yield f"its file is no {row.file_type}"
    if reason := blemish(row.file_name):
        yield f"the name of its file {reason}"


def _draft(row: Row[Any], appointment: Row[Any] | None) -> Iterator[str]:
    name = f"completion_drafts {appointment.reference if appointment else row.appointment_id}"
    if appointment is None or appointment.state != AppointmentState.COMMENCED:
        yield f"{name}: its session is not in progress"
    try:
        msgspec.json.decode(row.body, type=CompletionDraft)
    except msgspec.MsgspecError:
        yield f"{name}: its draft cannot be read"
