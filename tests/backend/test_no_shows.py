"""A client is given half an hour and two calls before a session counts as missed."""

from datetime import timedelta

import pytest

from tests.backend.asking import codes
from tests.backend.changing import appointment, causes, change, claimed, faults, last_act, messages
from tests.backend.conftest import MIRA


def missed(*times, **other):
    attempts = [{"at": f"{at}:00", "means": "phone"} for at in times or ("08:40", "09:00")]
    return {"attempts": attempts, "reason": "no answer, no word", **other}


@pytest.fixture
def due(practice):
    """A session that began at 08:30 in Melbourne; it is 09:04."""
    return practice.appoint(MIRA, practice.open_case(), "2026-11-23T08:00")


async def test_a_no_show_costs_a_session_and_keeps_its_time(engines, mira, due):
    held = claimed(engines, due)
    answer = await change(mira, due, "no-show", missed())
    assert (answer.status_code, answer.json()["state"]) == (200, "no_show")
    assert answer.json()["figures"] == {"entitled": 6, "extra": 0, "used": 1, "booked": 0, "available": 5}
    row = appointment(engines, due)
    assert (row["end_reason"], row["charged"]) == ("no answer, no word", False)
    assert row["attempts"] == "2026-11-22T21:40Z phone; 2026-11-22T22:00Z phone"
    assert causes(engines, due) == ["booked", "no_show"]
    assert last_act(engines, due)[:2] == ("no_show", 2)
    assert claimed(engines, due) == held != ([], [])
    assert messages(engines, due) == []


@pytest.mark.parametrize(("minutes", "status"), [(29.99, 409), (30, 200)])
async def test_it_is_too_early_before_half_an_hour(practice, mira, due, minutes, status):
    practice.now += timedelta(minutes=minutes - 34)
    rows = (await mira.get("/v1/quick-view")).json()["sections"][0]["rows"]
    assert ("no_show" in rows[0]["actions"]) == (status == 200)
    answer = await change(mira, due, "no-show", missed("08:40", "08:50"))
    assert answer.status_code == status
    if status == 409:
        assert codes(answer) == ["no_show_too_early"]
        assert answer.json()["refusals"][0]["start"]["wall"] == "2026-11-23T09:00:00"


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        (missed("08:40"), "attempts_needed", "attempts"),
        (missed("08:40", "09:05"), "attempt_outside", "attempts"),
        (missed("08:20", "09:00"), "attempt_outside", "attempts"),
        (missed(reason=""), "reason_needed", "reason"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(engines, mira, due, asked, code, field):
    answer = await change(mira, due, "no-show", asked)
    assert [(said["code"], said["field"]) for said in answer.json()["refusals"]] == [(code, field)]
    assert appointment(engines, due)["version"] == 1


async def test_a_try_before_the_start_is_refused_however_long_ago_it_was(engines, practice, mira, due):
    practice.now += timedelta(days=2)
    answer = await change(mira, due, "no-show", missed("08:40", "08:20"))
    assert [(said["code"], said["number"]) for said in answer.json()["refusals"]] == [("attempt_outside", 2)]
    assert appointment(engines, due)["version"] == 1


async def test_attempts_after_midnight_are_of_the_next_day(engines, practice, mira):
    late = practice.appoint(MIRA, practice.open_case(), "2026-11-23T23:00")
    practice.now += timedelta(hours=15, minutes=30)
    assert (await change(mira, late, "no-show", missed("23:50", "00:20"))).status_code == 200
    assert appointment(engines, late)["attempts"] == "2026-11-23T12:50Z phone; 2026-11-23T13:20Z phone"
    assert faults(engines, late) == []
    assert last_act(engines, late)[2] == "tried at 23:50, 00:20"
