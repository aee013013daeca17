"""Owns what a provider's consultants ask of a backend on a busy day, as prepared requests."""

import itertools
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.load import request
from benchmarks.practices import Practice
from benchmarks.servers import Database, imported, tokens_for

ZONE = "Australia/Perth"
HOURS = 20
"""Sessions that one consultant can be booked for on one day."""

LOOKS = ("quick-view",) * 4 + ("summary",) * 2 + ("rebooking", "openings", "check", "search")
"""What is asked for between bookings, as often as it stands here."""


@dataclass(frozen=True)
class Consultant:
    """Who asks."""

    line: str
    previous: str
    """An appointment that can be repeated."""
    token: str


@dataclass(frozen=True)
class Crowd:
    """A practice that is served, and everybody in it."""

    database: Database
    consultants: list[Consultant]

    def looks(self) -> Iterator[bytes]:
        """Give requests that change nothing but the audit."""
        days = itertools.cycle(range(2, 90))
        for consultant, look in zip(itertools.cycle(self.consultants), itertools.cycle(LOOKS), strict=False):
            headers = {"Authorization": f"Bearer {consultant.token}"}
            appointment = f"/v1/appointments/{consultant.previous}"
            match look:
                case "quick-view":
                    yield request("/v1/quick-view", headers)
                case "summary" | "rebooking":
                    yield request(f"{appointment}/{look}", headers)
                case "openings":
                    asked = f"days=1,2,3,4,5&earliest=09:00&latest=17:00&first={_day(next(days))}"
                    yield request(f"{appointment}/rebooking/openings?{asked}", headers)
                case "check":
                    body = self._wish(consultant, next(days), 12)
                    yield request("/v1/booking-checks", headers, body)
                case _:
                    yield request("/v1/search", headers, json.dumps({"query": "client"}).encode())

    def bookings(self, first: int = 2) -> Iterator[bytes]:
        """Give bookings that can all be granted, another time for each, from so many days ahead on."""
        for day, hour, consultant in itertools.product(range(first, first + 150), range(HOURS), self.consultants):
            headers = {"Authorization": f"Bearer {consultant.token}", "Idempotency-Key": uuid.uuid4().hex}
            yield request("/v1/bookings", headers, self._wish(consultant, day, hour))

    @staticmethod
    def _wish(consultant: Consultant, day: int, hour: int) -> bytes:
        body = {"previous": consultant.previous, "approach": "manual", "schedule": consultant.line}
        body |= {"modality": "phone", "day": _day(day), "start": f"{hour:02}:00:00"}
        return json.dumps(body).encode()


def crowd(home: Path, size: int, into: Database | None = None) -> Crowd:
    """Import a practice of so many consultants, each with a client."""
    practice, rows = Practice(), []
    for number in range(size):
        consultant = practice.consultant(ZONE)
        line = practice.line(consultant, ZONE)
        case = practice.case(practice.client(ZONE), entitled=999)
        start = f"{_day(-30 - number % 20)} {number % 20:02}:00"
        rows.append((consultant, line, practice.appointment(case, consultant, line, start=start)))
    database = imported(practice, home, into)
    tokens = tokens_for(database, [consultant for consultant, _, _ in rows], timedelta(days=2))
    return Crowd(database, [Consultant(line, previous, tokens[consultant]) for consultant, line, previous in rows])


def _day(ahead: int) -> str:
    return (_today() + timedelta(days=ahead)).isoformat()


def _today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251  (the server under load reads the clock too)
