"""A booking is recorded whole, answered once per key, and seen by everything that asks afterwards."""

import uuid

from consultant_tui.contract.vocabulary import AppointmentState as State
from tests.backend.conftest import MIRA


async def test_repeating_last_weeks_appointment_books_the_next_one(practice, sign_in):
    mira = sign_in(practice.engage(MIRA))
    line = practice.add_line(MIRA)
    case = practice.open_case()
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
    for path in (
        f"/v1/appointments/{done}/summary",
        f"/v1/cases/{case}/ledger",
        f"/v1/appointments/{done}/rebooking",
        f"/v1/appointments/{done}/rebooking/schedules?approach=manual&week=2026-11-30",
        f"/v1/appointments/{done}/rebooking/schedules/{line}/week?approach=manual&week=2026-11-30",
        f"/v1/appointments/{done}/rebooking/openings?days=1,2&earliest=09:00&latest=12:00&first=2026-11-30",
        "/v1/booking-keys/" + "k" * 20,
        "/health",
        "/openapi.json",
    ):
        answer = await mira.get(path)
        assert answer.status_code == 200, (path, answer.text)
    body = {
        "previous": done,
        "approach": "manual",
        "schedule": line,
        "modality": "video_call",
        "platform": "teams",
        "day": "2026-11-30",
        "start": "14:00:00",
    }
    check = await mira.post("/v1/booking-checks", json=body)
    assert check.status_code == 200, check.text
    assert check.json()["refusals"] == []
    answer = await mira.post("/v1/bookings", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == 201, answer.text
    answer = await mira.post("/v1/bookings", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == 409, answer.text
    booked = practice.appoint(MIRA, case, "2026-12-16T14:00", schedule=line)
    answer = await mira.post(f"/v1/appointments/{booked}/start", headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
