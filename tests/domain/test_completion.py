"""Proves what a completion must hold, and that a file is told by its content."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from consultant_tui.contract.completion import Completion, CompletionDraft, CompletionFile
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState, FileType, ObservedIssue, Tick
from server_stub.domain.completion import MEGABYTE, Session, lacking, objections, objections_to_draft, type_of

FIRST = datetime(2026, 11, 23, 8, tzinfo=UTC)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def session(starts=FIRST, state=AppointmentState.COMMENCED) -> Session:
    return Session(state=state, starts=starts, first=FIRST)


def codes(found) -> list[Code]:
    return [objection.code for objection in found]


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name in names:
            written.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"plain\r\n\ttext\x0c", FileType.TEXT),
        ("\ufeffZoë 日記".encode(), FileType.TEXT),
        ("latin: é".encode("latin-1"), None),
        (b"nul\x00", None),
        (b"\x1b[31m", None),
        (b"%PDF-2.0\n\xff\xfe", FileType.PDF),
        (b" %PDF-2.0\xff", None),
        (archive("word/document.xml", "a"), FileType.WORD),
        (archive("xl/workbook.xml"), None),
        (archive("word/document.xml")[:-30], None),
        (b"PK\x03\x04", None),
        (OLE + b".." + "WordDocument".encode("utf-16-le"), FileType.WORD),
        (OLE + "Workbook".encode("utf-16-le"), None),
        (b"MZ\x90", None),
    ],
    ids=[
        "text",
        "unicode",
        "latin",
        "nul",
        "escape",
        "pdf",
        "late-pdf",
        "docx",
        "xlsx",
        "cut-docx",
        "empty-zip",
        "doc",
        "xls",
        "program",
    ],
)
def test_a_file_is_told_by_its_content(content, told):
    assert type_of(content) == told


def test_a_file_may_be_as_large_as_allowed_and_no_larger():
    def against(size: int) -> list[Code]:
        file = CompletionFile(name="a", content=b"x" * size)
        return codes(objections(session(FIRST + timedelta(1)), Completion(file=file), 1))

    assert against(MEGABYTE) == []
    assert against(MEGABYTE + 1) == [Code.FILE_TOO_LARGE]


def test_a_file_that_is_wrong_is_refused_even_beside_notes():
    completion = Completion(ticks=tuple(Tick), notes=("fine",), file=CompletionFile(name="a", content=b"\x00"))
    assert codes(objections(session(), completion, 5)) == [Code.FILE_NOT_KNOWN]


@pytest.mark.parametrize(("starts", "ticks"), [(FIRST, tuple(Tick)), (FIRST + timedelta(days=7), ())])
def test_only_the_earliest_session_of_a_case_asks_for_ticks(starts, ticks):
    assert session(starts).ticks == ticks


def test_a_draft_lacks_what_a_sign_off_would():
    assert codes(lacking(session(), CompletionDraft())) == [Code.TICK_MISSING, Code.NOTES_NEEDED]
    assert codes(lacking(session(), CompletionDraft(ticks=tuple(Tick), file="x.pdf"))) == []
    assert codes(objections_to_draft(AppointmentState.COMMENCED, CompletionDraft())) == []


@pytest.mark.parametrize("state", [state for state in AppointmentState if state is not AppointmentState.COMMENCED])
def test_only_a_commenced_session_is_completed(state):
    assert codes(objections(session(state=state), Completion(), 5)) == [Code.NOT_COMMENCED]
    assert codes(objections_to_draft(state, CompletionDraft())) == [Code.NOT_COMMENCED]


def test_what_cannot_be_read_is_refused():
    draft = CompletionDraft(notes=("a\u202eb",), file="x\x07", issues=(ObservedIssue("bliss"),))
    assert codes(objections_to_draft(AppointmentState.COMMENCED, draft)) == [
        Code.WORD_NOT_KNOWN,
        Code.MALFORMED,
        Code.MALFORMED,
    ]
