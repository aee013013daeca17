"""Owns the words of completing a session and of its record."""

from consultant_tui.contract.completion import Completion, CompletionForm, CompletionRecord, FileFacts
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import FileType, Word
from consultant_tui.widgets.sheet import Facts
from consultant_tui.wording import phrases
from consultant_tui.wording.stories import Story

_TYPES = {FileType.TEXT: "text", FileType.PDF: "PDF", FileType.WORD: "Word"}

NOT_SIGNED_OFF = Story(
    "Not signed off",
    "The sign-off did not reach the backend.",
    "The session is still in progress, and all that you wrote is still here.",
    "Sign off again.",
)
"""What is told when a sign-off without an answer turned out not to have been made."""

UNSURE = Story(
    "No answer yet",
    "We don't know yet whether the session was signed off.",
    "All that you wrote is still here, and the draft is kept.",
    "Retry asks the backend.",
)
"""What is told while it is not known what became of a sign-off."""

FOR_GOOD = "This closes the session for good: nothing in it can be changed afterwards, by anybody."


def listed(words: tuple[Word, ...]) -> str:
    """Name words in a row: "Stress, Low mood"; "none" when there are none."""
    return ", ".join(map(phrases.word, words)) or "none"


def start(form: CompletionForm) -> str:
    """Say when the session began that is completed: "Today 08:00"."""
    return phrases.when(form.appointment.span.start, form.now)


def session(form: CompletionForm) -> str:
    """Name the session that is completed: "Today 08:00, phone"."""
    return f"{start(form)}, {phrases.word(form.appointment.modality).lower()}"


def saved(at: Moment) -> str:
    """Say when the draft was kept: "draft saved 09:06"."""
    return f"draft saved {phrases.clock(at)}"


def size(of: int) -> str:
    """Write the size of a file: "312 bytes", "48 KB", "1.2 MB"."""
    if of < 1024:
        return phrases.count(of, "byte")
    return f"{of // 1024} KB" if of < 1024 * 1024 else f"{of / 1024 / 1024:.1f} MB"


def file(of: FileFacts) -> str:
    """Describe a file that was kept: "notes.pdf, PDF, 48 KB"."""
    return f"{of.name}, {_TYPES.get(of.type) or phrases.word(of.type)}, {size(of.size)}"


def file_name(name: str) -> str:
    """Give the last part of a file's name, so that it leads to no other folder."""
    return name.replace("\\", "/").rsplit("/", 1)[-1].lstrip(".") or "notes"


def notes(lines: tuple[str, ...]) -> str:
    """Say how much was written: "3 lines, 120 characters"."""
    if not lines:
        return "none written"
    return f"{phrases.count(len(lines), 'line')}, {phrases.count(sum(map(len, lines)), 'character')}"


def summing_up(form: CompletionForm, completion: Completion) -> list[tuple[str, str]]:
    """Tell what is about to be signed off."""
    told = [("Session", session(form))]
    if form.ticks:
        told.append(("Affirmed", listed(completion.ticks)))
    told.append(("Notes", notes(completion.notes)))
    if completion.file is not None:
        told.append(("File", f"{completion.file.name}, {size(len(completion.file.content))}"))
    return [*told, ("Issues", listed(completion.issues)), ("Outcomes", listed(completion.outcomes))]


def record(of: CompletionRecord) -> Facts:
    """Tell what was signed off, the notes aside."""
    facts = [
        ("Session", f"{phrases.instant(of.appointment.span.start)}, {phrases.word(of.appointment.modality).lower()}"),
        ("Signed off", f"{phrases.instant(of.signed_off)} by {of.signed_by}"),
    ]
    if of.ticks:
        facts.append(("Affirmed", listed(of.ticks)))
    facts += [("Issues", listed(of.issues)), ("Outcomes", listed(of.outcomes))]
    if of.file is not None:
        facts += [("File", file(of.file)), ("SHA-256", of.file.sha256[:32]), ("", of.file.sha256[32:])]
    return tuple(facts)
