"""Owns the stage for the model test: one practice twice, in the backend's database and in the plain model."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from benchmarks.practices import Practice
from server_stub.app import create_app
from server_stub.practice.checking import check_practice
from server_stub.practice.importing import import_practice
from server_stub.storage import schema, tokens
from server_stub.storage.engines import open_engines
from tests.proof.model import Model, ModelAppointment, ModelCase, ModelLine, instants

MELBOURNE, ADELAIDE = "Australia/Melbourne", "Australia/Adelaide"
LORD_HOWE, LONDON = "Australia/Lord_Howe", "Europe/London"
OPENS_AT = datetime(2026, 9, 28, 0, 0, tzinfo=UTC)
"""A Monday; Melbourne, Adelaide and Lord Howe change their clocks on the Sunday after, London four weeks later."""

EVERY_DAY = "Mon Tue Wed Thu Fri Sat Sun"
WEEKEND = "Sat Sun"
FIRST_SESSION = datetime(2025, 12, 3, 9, 0)  # noqa: DTZ001  (on a client's wall)


@dataclass(frozen=True)
class Answer:
    """What the backend said."""

    status: int
    body: dict[str, Any]

    @property
    def codes(self) -> set[str]:
        """Why it refused."""
        return {refusal["code"] for refusal in self.body["refusals"]}


class Plan:
    """The practice, put down for the backend and for the model at once."""

    def __init__(self) -> None:
        self.practice, self.model = Practice(), Model()
        self.previous: list[str] = []
        """Appointments that can be rebooked from."""

    def consultant(self, zone: str, engagement: str, *, person: str = "") -> str:
        """Add a profile."""
        email = self.practice.consultant(zone, person=person, engagement=engagement)
        self.model.persons[email] = self.practice.person_of(email)
        self.model.engagements[email] = engagement
        return email

    def line(self, owner: str, zone: str, kind: str, days: str, opens: str, closes: str) -> str:
        """Add a line."""
        reference = self.practice.line(owner, zone, kind=kind, days=days, opens=opens, closes=closes)
        numbers = tuple(EVERY_DAY.split().index(day) + 1 for day in days.split())
        hours = time.fromisoformat(opens), time.fromisoformat(closes)
        self.model.lines[reference] = ModelLine(reference, owner, kind, zone, numbers, *hours)
        return reference

    def case(self, client: str, zone: str, *, entitled: int, extra: int) -> ModelCase:
        """Add a case."""
        reference = self.practice.case(client, entitled=entitled, extra=extra)
        return ModelCase(reference, client, zone, entitled, extra)

    def completed(self, case: ModelCase, owner: str, line: str) -> None:
        """Add a completed session, from which the case can be rebooked; its first one begins the case's year."""
        shown = FIRST_SESSION + timedelta(days=len(self.previous))
        if not case.used:
            case.expires = shown.replace(year=shown.year + 1)
        case.used += 1
        reference = self.practice.appointment(case.reference, owner, line, start=f"{shown:%Y-%m-%d %H:%M}")
        (starts,) = instants(shown, case.zone)
        person = self.model.persons[owner]
        self.model.appointments[reference] = ModelAppointment(reference, owner, person, case, starts, "completed", 1)
        self.previous.append(reference)

    def leave(self, person: str, start: str, end: str) -> None:
        """Add a leave, on Melbourne's clock."""
        self.practice.leave(person, MELBOURNE, start=start, end=end)
        (begins,), (ends,) = (instants(datetime.fromisoformat(shown), MELBOURNE) for shown in (start, end))
        self.model.leave.append((person, begins, ends))


def plan() -> Plan:
    """Put down two persons with three profiles, two clients abroad and three cases."""
    plan = Plan()
    partner = plan.consultant(MELBOURNE, "partner")
    person = plan.model.persons[partner]
    employee = plan.consultant(MELBOURNE, "employee", person=person)
    ad_hoc = plan.consultant(ADELAIDE, "ad_hoc_only")
    partner_line = plan.line(partner, MELBOURNE, "open", EVERY_DAY, "08:00", "18:00")
    plan.line(partner, MELBOURNE, "ad_hoc", WEEKEND, "07:00", "20:00")
    plan.line(partner, MELBOURNE, "rapid_response", EVERY_DAY, "08:00", "18:00")
    employee_line = plan.line(employee, MELBOURNE, "open", EVERY_DAY, "09:00", "17:30")
    ad_hoc_line = plan.line(ad_hoc, ADELAIDE, "ad_hoc", EVERY_DAY, "00:00", "23:30")
    plan.leave(person, "2026-10-07 12:00", "2026-10-08 10:00")
    islander, londoner = plan.practice.client(LORD_HOWE), plan.practice.client(LONDON)
    cases = [
        plan.case(islander, LORD_HOWE, entitled=4, extra=2),
        plan.case(islander, LORD_HOWE, entitled=4, extra=0),
        plan.case(londoner, LONDON, entitled=6, extra=1),
    ]
    for case, owner, line in (
        (cases[0], partner, partner_line),
        (cases[0], employee, employee_line),
        (cases[1], ad_hoc, ad_hoc_line),
        (cases[2], partner, partner_line),
        (cases[2], ad_hoc, ad_hoc_line),
    ):
        plan.completed(case, owner, line)
    return plan


@cache
def _template() -> Path:
    """Import the practice once, with a token for each profile; the file is copied for each use."""
    folder = Path(tempfile.mkdtemp(prefix="proof-"))
    atexit.register(shutil.rmtree, folder)
    prepared = plan()
    engines = open_engines(f"sqlite:///{folder / 'practice.db'}", durable=False)
    schema.prepare(engines.writer)
    import_practice(engines, prepared.practice.write(folder / "practice"))
    with engines.writing() as connection:
        for profile in prepared.model.persons:
            tokens.give_token(connection, profile, profile, OPENS_AT, timedelta(days=400))
    engines.dispose()
    return folder / "practice.db"


class Stage:
    """The backend over a fresh copy of the practice, with a clock that is moved by hand."""

    def __init__(self) -> None:
        prepared = plan()
        self.model, self.previous = prepared.model, prepared.previous
        self.moved = timedelta()
        """How far the clock was moved."""
        self._folder = tempfile.TemporaryDirectory(prefix="proof-")
        database = shutil.copy(_template(), self._folder.name)
        self._engines = open_engines(f"sqlite:///{database}", durable=False)
        self._client = TestClient(create_app(self._engines, self.now))
        self._client.__enter__()

    def now(self) -> datetime:
        """Give the time on stage."""
        return OPENS_AT + self.moved

    def move(self, by: timedelta) -> None:
        """Move the clock on."""
        self.moved += by

    def ask(
        self, profile: str, method: str, path: str, *, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request of one profile; its address is its token here."""
        signed = {"Authorization": f"Bearer {profile}", **(headers or {})}
        response = self._client.request(method, path, json=body, headers=signed)
        return Answer(response.status_code, response.json())

    def faults(self) -> list[str]:
        """Name every row that breaks a rule."""
        return list(check_practice(self._engines).broken)

    def close(self) -> None:
        """Clear the stage."""
        self._client.__exit__(None, None, None)
        self._engines.dispose()
        self._folder.cleanup()
