"""Owns the completion of a session on the wire: what is asked, the draft that is kept, the sign-off and its record."""

from typing import Annotated

import msgspec

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.vocabulary import FileType, ObservedIssue, SessionOutcome, Tick

LONGEST_NOTES = 20_000
"""Characters of typed notes, line ends included."""

NO_DRAFT = "none"
"""What a draft follows that is the first."""

Lines = Annotated[tuple[str, ...], msgspec.Meta(max_length=LONGEST_NOTES)]
"""Notes travel line by line, so that no text of the wire holds a line end."""

Few = msgspec.Meta(max_length=64)
"""Far more than any list of words offers."""


class CompletionDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A completion that is still being written."""

    ticks: Annotated[tuple[Tick, ...], Few] = ()
    notes: Lines = ()
    file: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    """Where the file lies that was chosen, as it was typed; the backend does not look at it."""
    issues: Annotated[tuple[ObservedIssue, ...], Few] = ()
    outcomes: Annotated[tuple[SessionOutcome, ...], Few] = ()


class DraftKept(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that a crash cannot take any more."""

    saved: Moment
    against: tuple[Refusal, ...]
    """What still stands against signing it off; a file is only judged then."""
    draft: str = NO_DRAFT
    """What tells it from any other draft."""


class CompletionForm(msgspec.Struct, frozen=True, kw_only=True):
    """All that completing a session begins with."""

    appointment: Meeting
    version: int
    """The version of the appointment, to be sent with every change."""
    case: str
    client: str
    client_term: str
    now: Moment
    ticks: tuple[Tick, ...]
    """What must be affirmed; empty unless it is the first session of its case."""
    issues: tuple[ObservedIssue, ...]
    """The issues to choose from."""
    outcomes: tuple[SessionOutcome, ...]
    """The outcomes to choose from."""
    begin: CompletionDraft
    """What to begin with: the draft that was kept, or what the case's previous session had."""
    saved: Moment | None
    """When that draft was kept; None when there is none."""
    draft: str = NO_DRAFT
    """What tells the draft that was kept from any other; to be sent with the one that follows it."""
    notes_characters: int
    """How many characters of notes may be typed."""
    file_mb: int
    """How many megabytes a file may have."""


class CompletionFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of notes."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Its name, without folders."""
    content: bytes
    """Its bytes, in Base64; what they are is told by themselves, never by the name."""


class Completion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The consultant's sign-off: with it the session is closed for good."""

    ticks: Annotated[tuple[Tick, ...], Few] = ()
    notes: Lines = ()
    """May be empty when there is a file."""
    file: CompletionFile | None = None
    issues: Annotated[tuple[ObservedIssue, ...], Few] = ()
    outcomes: Annotated[tuple[SessionOutcome, ...], Few] = ()


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file that was kept."""

    name: str
    type: FileType
    size: int
    """In bytes."""
    sha256: str


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is closed for good."""

    reference: str
    version: int
    signed_off: Moment
    file: FileFacts | None


class CompletionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What was signed off; nothing in it can change."""

    appointment: Meeting
    case: str
    client: str
    ticks: tuple[Tick, ...]
    notes: tuple[str, ...]
    file: FileFacts | None
    issues: tuple[ObservedIssue, ...]
    outcomes: tuple[SessionOutcome, ...]
    signed_off: Moment
    signed_by: str
    """The name of the consultant."""
