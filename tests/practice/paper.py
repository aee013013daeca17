"""Owns a small practice on paper that tests write, spoil and import."""

import csv
from pathlib import Path

from sqlalchemy import func, select

from server_stub.practice.faults import PracticeRefusedError
from server_stub.practice.importing import import_practice
from server_stub.storage.catalogue import metadata
from server_stub.storage.engines import Engines

MELBOURNE = "Australia/Melbourne"


class Paper:
    """One small practice: two consultants, one of them with two profiles, and two clients with a case each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, list[dict[str, str]]] = {
            "settings.csv": [{"name": "grid_minutes", "value": "5"}],
            "organisations.csv": [{"reference": "ORG-1", "name": "Northwind"}],
            "consultants.csv": [
                consultant("CON-1", "Mira", "mira@example.org"),
                consultant("CON-2", "Sam", "sam@example.org"),
                consultant("CON-2", "Sam", "sam@example.net"),
            ],
            "schedules.csv": [schedule("SCH-1", "mira@example.org"), schedule("SCH-2", "sam@example.org")],
            "leave.csv": [
                {"reference": "LV-1", "person": "CON-1", "start": "2026-12-01 09:00", "end": "2026-12-02 09:00",
                 "zone": MELBOURNE, "reason": "away"},
            ],
            "clients.csv": [client("CLI-1", "Ana"), client("CLI-2", "Tomás")],
            "cases.csv": [case("ASST-1", "CLI-1"), case("ASST-2", "CLI-2")],
            "extra_requests.csv": [
                {"reference": "EXT-1", "case": "ASST-1", "consultant": "mira@example.org", "sessions": "2",
                 "reason": "more", "asked": "2026-11-01T00:00:00Z", "answer_due": "2026-11-10T00:00:00Z",
                 "answered": "", "state": "pending", "granted": "0", "answered_by": "", "answer_reason": ""},
            ],
            "appointments.csv": [
                appointment("APP-1", "ASST-1", "mira@example.org", "2026-11-13 14:00", schedule="SCH-1"),
                appointment("APP-2", "ASST-2", "sam@example.org", "2026-11-13 14:00", schedule="SCH-2"),
            ],
        }  # fmt: skip

    def change(self, file: str, row: int, **cells: str) -> "Paper":
        """Write something else into one row."""
        self.files[file][row] |= cells
        return self

    def add(self, file: str, *rows: dict[str, str]) -> "Paper":
        """Add rows at the end of a file."""
        self.files[file] += rows
        return self

    def write(self) -> Path:
        """Put the practice into its folder."""
        self.folder.mkdir(exist_ok=True)
        for name, rows in self.files.items():
            with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)
        return self.folder


def consultant(person: str, name: str, email: str) -> dict[str, str]:
    return {"person": person, "name": name, "email": email, "engagement": "partner", "zone": MELBOURNE}


def schedule(reference: str, email: str) -> dict[str, str]:
    return {
        "reference": reference, "consultant": email, "kind": "open", "days": "Mon Tue Fri", "opens": "09:00",
        "closes": "17:00", "zone": MELBOURNE, "rate": "rate A", "valid_from": "", "valid_until": "",
    }  # fmt: skip


def client(reference: str, name: str) -> dict[str, str]:
    return {"reference": reference, "name": name, "zone": MELBOURNE, "email": "", "phone": ""}


def case(reference: str, of: str, entitled: str = "6", extra: str = "0") -> dict[str, str]:
    return {
        "reference": reference, "client": of, "organisation": "ORG-1", "issue": "Sleep",
        "opened": "2026-10-01T00:00:00Z", "entitled": entitled, "extra": extra,
    }  # fmt: skip


def appointment(reference: str, of: str, email: str, start: str, **cells: str) -> dict[str, str]:
    """One booked appointment, unless other cells say otherwise."""
    return {
        "reference": reference, "case": of, "consultant": email, "schedule": "", "state": "booked", "start": start,
        "zone": MELBOURNE, "occurrence": "", "minutes": "60", "approach": "manual", "modality": "phone",
        "platform": "", "attendance": "individual", "confirmed": "yes", "notify": "yes", "approval": "",
        "booked_at": "2026-11-01T00:00:00Z", "commenced_at": "", "ended_at": "", "charged": "no",
        "cancelled_by": "", "end_reason": "", "attempts": "", "late_moves": "0", "withdrawn": "no", "sequence": "0",
        "series": "",
    } | cells  # fmt: skip


COMPLETED = {"state": "completed", "commenced_at": "2026-11-13T03:00:00Z", "ended_at": "2026-11-13T04:00:00Z"}


def rows_stored(engines: Engines) -> int:
    """Count the rows of all tables."""
    with engines.reading() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables
        )


def refusals(engines: Engines, folder: Path) -> list[str]:
    """Import what should be refused: tell the faults, and hold that nothing was stored."""
    before = rows_stored(engines)
    try:
        import_practice(engines, folder)
    except PracticeRefusedError as refused:
        assert rows_stored(engines) == before
        return refused.faults.lines()
    raise AssertionError("the practice was imported")
