"""Owns files for spreadsheets: cells that are no formulas, and writing that loses no other file."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from consultant_tui.contract.reports import Reports
from consultant_tui.contract.text import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The wide ones are signs of a formula where spreadsheets are set to Chinese or Japanese."""

_UNSEEN = " \u00a0\u00ad\u200b\u200c\u200d\u2060\u3000\ufeff"
"""What may stand before one without being seen."""

Table = Sequence[Sequence[object]]
"""Rows of cells, the headings first."""


class ExportError(Exception):
    """A file that could not be written, in words that say why."""


def cell(value: object) -> object:
    """Make a cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if value.startswith(_FORMULA) or text.lstrip(_UNSEEN).startswith(_FORMULA) else text


def written(tables: Iterable[Table]) -> str:
    """Write tables below each other, with an empty line between them."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if number:
            writer.writerow(())
        writer.writerows([cell(value) for value in row] for row in table)
    return out.getvalue()


def of_reports(reports: Reports) -> str:
    """Write the reports as a file for a spreadsheet."""
    return written(
        (
            [
                ("week of", "sessions", "no shows", "late cancellations"),
                *((week.monday, week.sessions, week.no_shows, week.late_cancellations) for week in reports.weeks),
            ],
            [
                ("client", "name", "case", "available", "booked", "total"),
                *((one.client, one.name, one.case, one.available, one.booked, one.total) for one in reports.left),
            ],
            [
                ("appointment", "client", "name", "case", "start", "zone", "days overdue"),
                *(
                    (
                        one.meeting.reference,
                        one.client,
                        one.name,
                        one.case,
                        f"{one.meeting.span.start.wall:%Y-%m-%d %H:%M}",
                        one.meeting.span.start.zone,
                        one.days,
                    )
                    for one in reports.overdue
                ),
            ],
        )
    )


def place_for(name: str) -> Path:
    """Suggest where a file may go: the documents, or where the program was started."""
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.cwd()) / name


def path_from(typed: str) -> Path:
    """Read a path as it was typed."""
    try:
        return Path(typed.strip()).expanduser().absolute()
    except RuntimeError as error:
        raise ExportError("There is no such home folder. Write the whole path.") from error


def save(path: Path, content: str | bytes, *, overwrite: bool) -> None:
    """Write a file that only its owner can read.

    Args:
        path: Where.
        content: What; a text begins with a mark by which spreadsheets know the characters.
        overwrite: Whether a file that is there may go.

    Raises:
        FileExistsError: If it is there and must stay.
        ExportError: If it cannot be written.
    """
    how = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if overwrite else os.O_EXCL)
    try:
        with os.fdopen(os.open(path, how, 0o600), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is no path"
        raise ExportError(f"The file cannot be written: {reason}.") from error
