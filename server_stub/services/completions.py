"""Owns the completing of a session: its form, the draft that survives a crash, the sign-off and the record."""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

import msgspec

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.completion import (
    LONGEST_NOTES,
    NO_DRAFT,
    Completed,
    Completion,
    CompletionDraft,
    CompletionFile,
    CompletionForm,
    CompletionRecord,
    DraftKept,
    FileFacts,
)
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.vocabulary import ObservedIssue, SessionOutcome, Tick, Word
from server_stub.domain.completion import (
    Session,
    lacking,
    objection_to_completing,
    objections,
    objections_to_draft,
    type_of,
)
from server_stub.domain.objections import Objection
from server_stub.services import wire
from server_stub.services.changes import unless_stale
from server_stub.services.office import Office, Visit
from server_stub.services.refused import RefusedError, because, unless_allowed
from server_stub.storage import appointments, books, completions, people
from server_stub.storage.completions import KeptFile, Observed, SignedOff
from server_stub.storage.faults import Transaction, looking, persistent, writing
from server_stub.storage.records import Appointment

W = TypeVar("W", bound=Word)


@persistent
def form(office: Office, visit: Visit, reference: str) -> CompletionForm:
    """Return all that completing a session begins with; reading it is audited, because it may hold notes."""
    with looking(office.engines) as transaction:
        opened = _opened(transaction, visit, reference)
        unless_allowed(objection_to_completing(opened.state))
        settings = people.load_settings(transaction)
        kept = completions.draft(transaction, opened.id)
        before = completions.previous(transaction, opened.case.id, visit.caller.profile_id)
        _audit(transaction, visit, opened, "read_completion")
    return CompletionForm(
        appointment=_meeting(opened, visit),
        version=opened.version,
        case=opened.case.reference,
        client=opened.case.client.name,
        client_term=settings.client_term,
        now=wire.moment(visit.now, visit.zone),
        ticks=_session(opened).ticks,
        issues=tuple(ObservedIssue),
        outcomes=tuple(SessionOutcome),
        begin=(
            msgspec.json.decode(kept[0], type=CompletionDraft)
            if kept
            else CompletionDraft(issues=before.issues, outcomes=before.outcomes)
        ),
        saved=wire.moment(kept[1], visit.zone) if kept else None,
        draft=_name(kept[0]) if kept else NO_DRAFT,
        notes_characters=LONGEST_NOTES,
        file_mb=settings.max_file_mb,
    )


@persistent
def keep_draft(
    office: Office, visit: Visit, reference: str, version: int, draft: CompletionDraft, follows: str | None = None
) -> DraftKept:
    """Keep what was written so far in place of what was kept before.

    Args:
        office: What all services share.
        visit: The request.
        reference: The appointment.
        version: The version of it that the caller knows.
        draft: What was written.
        follows: The draft that it may replace; None for any.
    """
    body = msgspec.json.encode(draft).decode()
    with writing(office.engines, visit.caller.person_id) as transaction:
        opened = _opened(transaction, visit, reference, version)
        _unless_against(objections_to_draft(opened.state, draft))
        kept = completions.draft(transaction, opened.id)
        if kept and body != kept[0] and follows not in (None, _name(kept[0])):
            since = wire.moment(kept[1], visit.zone)
            raise RefusedError([Refusal(code=Code.DRAFT_CHANGED, start=since)])
        completions.keep_draft(transaction, opened.id, body, visit.now)
    return DraftKept(
        saved=wire.moment(visit.now, visit.zone),
        against=tuple(map(wire.refusal, lacking(_session(opened), draft))),
        draft=_name(body),
    )


def _name(draft: str) -> str:
    """Give what tells a draft from any other."""
    return sha256(draft.encode()).hexdigest()


@persistent
def sign_off(office: Office, visit: Visit, reference: str, version: int, completion: Completion) -> Completed:
    """Close a commenced session for good."""
    with writing(office.engines, visit.caller.person_id) as transaction:
        opened = _opened(transaction, visit, reference, version)
        settings = people.load_settings(transaction)
        _unless_against(objections(_session(opened), completion, settings.max_file_mb))
        kept = _kept_file(completion.file)
        renewed = completions.complete(
            transaction,
            appointment_id=opened.id,
            profile_id=visit.caller.profile_id,
            version=version,
            signed_off=SignedOff(
                ticks=_in_order(Tick, completion.ticks),
                notes="\n".join(completion.notes).strip("\n"),
                observed=Observed(
                    issues=_in_order(ObservedIssue, completion.issues),
                    outcomes=_in_order(SessionOutcome, completion.outcomes),
                ),
                file=kept,
                at=visit.now,
            ),
        )
        _audit(transaction, visit, opened, "completed", renewed)
    return Completed(
        reference=reference,
        version=renewed,
        signed_off=wire.moment(visit.now, visit.zone),
        file=FileFacts(name=kept.name, type=kept.type, size=len(kept.content), sha256=kept.sha256) if kept else None,
    )


@persistent
def record(office: Office, visit: Visit, reference: str) -> CompletionRecord:
    """Return what was signed off of a completed session; reading it is audited."""
    with looking(office.engines) as transaction:
        opened = _opened(transaction, visit, reference)
        kept = completions.record(transaction, opened.id)
        if kept is None:
            raise because(Code.NO_RECORD)
        _audit(transaction, visit, opened, "read_record")
    return CompletionRecord(
        appointment=_meeting(opened, visit),
        case=opened.case.reference,
        client=opened.case.client.name,
        ticks=kept.ticks,
        notes=tuple(kept.notes.split("\n")) if kept.notes else (),
        file=(
            FileFacts(name=kept.file_name, type=kept.file_type, size=kept.file_size, sha256=kept.file_sha256)
            if kept.file_name and kept.file_type
            else None
        ),
        issues=kept.observed.issues,
        outcomes=kept.observed.outcomes,
        signed_off=wire.moment(kept.at, visit.zone),
        signed_by=kept.by,
    )


@persistent
def file(office: Office, visit: Visit, reference: str) -> CompletionFile:
    """Return the file that was signed off with a session; taking it out is audited."""
    with looking(office.engines) as transaction:
        opened = _opened(transaction, visit, reference)
        kept = completions.file(transaction, opened.id)
        if kept is None:
            raise because(Code.NO_RECORD)
        _audit(transaction, visit, opened, "read_file")
    return CompletionFile(name=kept.name, content=kept.content)


def _opened(transaction: Transaction, visit: Visit, reference: str, version: int | None = None) -> Appointment:
    opened = appointments.opened(transaction, visit.caller.profile_id, reference)
    if opened is None:
        raise because(Code.NOT_FOUND)
    if version is not None:
        unless_stale(transaction, visit, opened, version)
    return opened


def _session(opened: Appointment) -> Session:
    return Session(state=opened.state, starts=opened.span.starts, first=opened.case.first_session)


def _meeting(opened: Appointment, visit: Visit) -> Meeting:
    return Meeting(
        reference=opened.reference,
        span=wire.span(opened.span, visit.zone),
        modality=opened.modality,
        state=opened.state,
    )


def _kept_file(file: CompletionFile | None) -> KeptFile | None:
    if file is None or (told := type_of(file.content)) is None:
        return None
    return KeptFile(name=file.name, type=told, sha256=sha256(file.content).hexdigest(), content=file.content)


def _in_order(words: type[W], chosen: Iterable[W]) -> tuple[W, ...]:
    """Return the chosen words once each, in the order of their list."""
    wanted = set(chosen)
    return tuple(word for word in words if word in wanted)


def _unless_against(against: tuple[Objection, ...]) -> None:
    if against:
        raise RefusedError(map(wire.refusal, against))


def _audit(transaction: Transaction, visit: Visit, opened: Appointment, act: str, version: int | None = None) -> None:
    books.write_audit(
        transaction,
        at=visit.now,
        act=act,
        profile_id=visit.caller.profile_id,
        staff=visit.caller.staff,
        client_id=opened.case.client.id,
        appointment_id=opened.id,
        version=version,
    )
