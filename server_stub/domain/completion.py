"""Owns the completing of a session: what must be there, what a file of notes may be, and what is refused."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from consultant_tui.contract.completion import LONGEST_NOTES, Completion, CompletionDraft
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AppointmentState, FileType, Tick, Word
from server_stub.domain.appointments import LEGAL
from server_stub.domain.objections import Objection

MEGABYTE = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_WORD = "WordDocument".encode("utf-16-le")
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What is known of the session that is completed."""

    state: AppointmentState
    starts: datetime
    first: datetime | None
    """When the earliest session of its case began that took place."""

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What must be affirmed: everything on the first session of a case, else nothing."""
        return tuple(Tick) if self.first is None or self.starts <= self.first else ()


def objection_to_completing(state: AppointmentState) -> Objection | None:
    """Say why a session may not be completed, or None when it may."""
    if AppointmentState.COMPLETED in LEGAL[state]:
        return None
    return Objection(Code.NOT_COMMENCED, name=state)


def objections_to_draft(state: AppointmentState, draft: CompletionDraft) -> tuple[Objection, ...]:
    """Say what stands against keeping a draft; it need not be complete."""
    against = objection_to_completing(state)
    if against is not None:
        return (against,)
    found = [*_against_words(draft), *_against_text(draft.notes)]
    if clean(draft.file) != draft.file:
        found.append(Objection(Code.MALFORMED, Field.FILE))
    return tuple(found)


def lacking(session: Session, draft: CompletionDraft) -> tuple[Objection, ...]:
    """Say what a draft lacks to be signed off; a file that is named stands for notes until it is seen."""
    return tuple(_lacking(session, draft))


def objections(session: Session, completion: Completion, file_mb: int) -> tuple[Objection, ...]:
    """Say everything that stands against a sign-off.

    Args:
        session: What is completed.
        completion: What the consultant signs off.
        file_mb: How many megabytes a file may have.
    """
    against = objection_to_completing(session.state)
    if against is not None:
        return (against,)
    found = [*_lacking(session, completion), *_against_words(completion), *_against_text(completion.notes)]
    if completion.file is not None:
        against = objection_to_file(completion.file.content, file_mb)
        if clean(completion.file.name) != completion.file.name:
            against = Objection(Code.MALFORMED, Field.FILE)
        found += [against] if against else []
    return tuple(found)


def objection_to_file(content: bytes, file_mb: int) -> Objection | None:
    """Say why a file of notes is not taken, or None when it is."""
    if len(content) > file_mb * MEGABYTE:
        return Objection(Code.FILE_TOO_LARGE, Field.FILE, number=file_mb)
    if not content.strip():
        return Objection(Code.FILE_EMPTY, Field.FILE)
    if type_of(content) is None:
        return Objection(Code.FILE_NOT_KNOWN, Field.FILE)
    return None


def type_of(content: bytes) -> FileType | None:
    """Tell what a file is by its content, because its name proves nothing; None when it is nothing that is taken."""
    if content.startswith(b"%PDF-"):
        return FileType.PDF
    if content.startswith(b"PK\x03\x04"):
        return FileType.WORD if _holds_document(content) else None
    if content.startswith(_OLE):
        return FileType.WORD if _OLE_WORD in content else None
    return FileType.TEXT if _is_text(content) else None


def _lacking(session: Session, of: Completion | CompletionDraft) -> Iterator[Objection]:
    missing = next((tick for tick in session.ticks if tick not in of.ticks), None)
    if missing is not None:
        yield Objection(Code.TICK_MISSING, Field.TICKS, name=missing)
    if not of.file and not any(line.strip() for line in of.notes):
        yield Objection(Code.NOTES_NEEDED, Field.NOTES)


def _holds_document(content: bytes) -> bool:
    """Whether a zip archive is a Word document; only its directory is read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return _CONTROL.isdisjoint(content)


def _against_words(of: Completion | CompletionDraft) -> Iterator[Objection]:
    lists: tuple[tuple[Field, Iterable[Word]], ...] = (
        (Field.TICKS, of.ticks),
        (Field.ISSUES, of.issues),
        (Field.OUTCOMES, of.outcomes),
    )
    for field, words in lists:
        for word in words:
            if not word.known:
                yield Objection(Code.WORD_NOT_KNOWN, field, name=word)


def _against_text(lines: tuple[str, ...]) -> Iterator[Objection]:
    if sum(len(line) + 1 for line in lines) > LONGEST_NOTES + 1:
        yield Objection(Code.NOTES_TOO_LONG, Field.NOTES, number=LONGEST_NOTES)
    if any(clean(line) != line for line in lines):
        yield Objection(Code.MALFORMED, Field.NOTES)
