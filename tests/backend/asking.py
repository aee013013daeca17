"""Owns how tests put what they ask for."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Last:
    """A client's last appointment, ready to be repeated."""

    reference: str
    case: str
    line: str


def wish(last: Last | str, line: str = "", **other: Any) -> dict[str, Any]:
    """Write a booking for the Monday after next, two o'clock on the client's clock, as a video call."""
    reference, schedule = (last.reference, last.line) if isinstance(last, Last) else (last, line)
    return {
        "previous": reference,
        "approach": "manual",
        "schedule": schedule,
        "modality": "video_call",
        "platform": "teams",
        "day": "2026-11-30",
        "start": "14:00:00",
        **other,
    }


async def book(consultant: httpx.AsyncClient, body: dict[str, Any], key: str = "") -> httpx.Response:
    """Send a booking under a key, a new one unless told."""
    return await consultant.post("/v1/bookings", json=body, headers={"Idempotency-Key": key or uuid.uuid4().hex})


async def check(consultant: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    """Ask what would become of a booking."""
    answer = await consultant.post("/v1/booking-checks", json=body)
    assert answer.status_code == 200
    return answer.json()


def codes(answer: httpx.Response) -> list[str]:
    """Return the codes of a refusal."""
    return [refusal["code"] for refusal in answer.json()["refusals"]]


def many(body: dict[str, Any], *days: str) -> dict[str, Any]:
    """Write the same booking for several days, the Mondays from the wished one on unless told."""
    day, start = body["day"], body["start"]
    rest = {name: value for name, value in body.items() if name not in ("day", "start", "occurrence")}
    return rest | {"dates": [{"day": one, "start": start} for one in days or (day, "2026-12-07", "2026-12-14")]}


async def book_series(consultant: httpx.AsyncClient, body: dict[str, Any], key: str = "") -> httpx.Response:
    """Send a series under a key, a new one unless told."""
    return await consultant.post("/v1/series", json=body, headers={"Idempotency-Key": key or uuid.uuid4().hex})


async def check_series(consultant: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    """Ask what would become of a series."""
    answer = await consultant.post("/v1/series-checks", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()
