"""A cancellation is charged by the backend's clock and by nobody's word, unless somebody writes down why not."""

from datetime import timedelta

import pytest

from consultant_tui.contract.vocabulary import AppointmentState as State
from tests.backend.asking import book, codes, wish
from tests.backend.changing import appointment, causes, change, claimed, faults, last_act, messages, sizes
from tests.backend.conftest import MIRA


def calling_off(**other):
    return {"by": "client", "reason": "ill", "charged": False, **other}


@pytest.fixture
async def booked(mira, last):
    """A booked session of 30 November, 14:00 in Adelaide: six days ahead."""
    return (await book(mira, wish(last))).json()["reference"]


async def test_the_offer_tells_the_cost_before_anything_happens(engines, mira, booked):
    before = sizes(engines)
    offer = (await mira.get(f"/v1/appointments/{booked}/ending")).json()
    assert offer["charges"] == [{"by": who, "charged": False} for who in ("client", "provider", "consultant")]
    assert offer["free_until"]["wall"] == "2026-11-29T14:30:00"
    assert offer["figures"]["available"] == 4
    assert offer["figures_free"] == {"entitled": 6, "extra": 0, "used": 1, "booked": 0, "available": 5}
    assert offer["figures_charged"] == {"entitled": 6, "extra": 0, "used": 2, "booked": 0, "available": 4}
    assert offer["cancel"] == {"refusal": None}
    assert offer["no_show"]["refusal"]["code"] == "no_show_too_early"
    assert offer["no_show"]["refusal"]["start"]["wall"] == "2026-11-30T15:00:00"
    assert (offer["version"], offer["notified"]) == (1, True)
    assert sizes(engines) == before


@pytest.mark.parametrize(
    ("hours", "charged"), [(24, False), (23.999, True), (24.001, False), (0, True), (-1, True), (200, False)]
)
async def test_the_client_pays_inside_24_hours_of_elapsed_time(practice, mira, last, hours, charged):
    booked = (await book(mira, wish(last))).json()
    start = practice.now.fromisoformat(booked["client"]["start"]["utc"])
    practice.now = start - timedelta(hours=hours)
    offer = (await mira.get(f"/v1/appointments/{booked['reference']}/ending")).json()
    assert [one["charged"] for one in offer["charges"]] == [charged, False, False]
    answer = await change(mira, booked["reference"], "cancellation", calling_off(charged=not charged))
    assert codes(answer) == ["override_reason_needed"]
    answer = await change(mira, booked["reference"], "cancellation", calling_off(charged=charged))
    assert answer.status_code == 200
    assert answer.json()["figures"] == offer["figures_charged" if charged else "figures_free"]


async def test_a_cancelled_session_frees_its_time_and_its_session(engines, mira, booked, last):
    answer = await change(mira, booked, "cancellation", calling_off(reason="  called\nin ill\u202e "))
    assert (answer.status_code, answer.json()["version"], answer.json()["state"]) == (200, 2, "cancelled")
    row = appointment(engines, booked)
    assert (row["cancelled_by"], row["end_reason"], row["charged"]) == ("client", "called in ill", False)
    assert claimed(engines, booked) == ([], [])
    assert causes(engines, booked) == ["booked", "released"]
    assert last_act(engines, booked) == ("cancelled", 2, "by client, not charged")
    assert ("cancelled", "waiting") in messages(engines, booked)
    assert (await book(mira, wish(last))).status_code == 201
    assert faults(engines, booked) == []


async def test_another_charge_is_written_into_the_ledger(engines, practice, mira, booked, last):
    practice.now += timedelta(days=7)
    asked = calling_off(override="the first time, and a death in the family")
    assert (await change(mira, booked, "cancellation", asked)).status_code == 200
    entries = (await mira.get(f"/v1/cases/{last.case}/ledger")).json()["entries"]
    assert (entries[-1]["cause"], entries[-1]["note"]) == ("released", asked["override"])
    assert faults(engines, booked) == []


async def test_who_cancelled_late_decides(practice, mira, booked):
    practice.now += timedelta(days=7)
    answer = await change(mira, booked, "cancellation", calling_off(by="consultant"))
    assert answer.json()["figures"]["available"] == 5


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        (calling_off(reason=" \n"), "reason_needed", "reason"),
        (calling_off(reason="x" * 1001), "too_long", "reason"),
        (calling_off(by="the dog"), "word_not_known", "by"),
        (calling_off(charged=True, override=" "), "override_reason_needed", "override"),
        (calling_off(charged=True, override="x" * 201), "too_long", "override"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(engines, mira, booked, asked, code, field):
    before = appointment(engines, booked)
    answer = await change(mira, booked, "cancellation", asked)
    assert answer.status_code == 422
    assert [(said["code"], said["field"]) for said in answer.json()["refusals"]] == [(code, field)]
    assert appointment(engines, booked) == before


@pytest.mark.parametrize("state", [State.COMMENCED, State.COMPLETED, State.CANCELLED, State.NO_SHOW])
@pytest.mark.parametrize("what", ["cancellation", "no-show", "edit", "move"])
async def test_only_a_booked_session_can_end_or_change(practice, mira, state, what):
    reference = practice.appoint(
        MIRA, practice.open_case(), "2026-11-20T08:30", state, schedule=practice.add_line(MIRA)
    )
    bodies = {
        "cancellation": calling_off(),
        "no-show": {"attempts": [{"at": "08:40:00", "means": "phone"}] * 2, "reason": "away"},
        "edit": {"modality": "phone", "start": "08:30:00", "notify": True, "attendance": "couple"},
        "move": {"schedule": "SCH-1", "day": "2026-11-30", "start": "14:00:00"},
    }
    answer = await change(mira, reference, what, bodies[what])
    assert (answer.status_code, codes(answer)) == (409, ["not_booked"])


@pytest.mark.parametrize("what", ["start", "cancellation", "no-show", "edit", "move", "undo", "completion"])
async def test_somebody_elses_change_is_told_with_who_what_and_when(practice, mira, booked, what):
    edited = {"modality": "phone", "start": "14:00:00", "notify": True, "attendance": "couple"}
    assert (await change(mira, booked, "edit", edited)).status_code == 200
    practice.now += timedelta(minutes=5)
    bodies = {
        "start": None,
        "cancellation": calling_off(),
        "no-show": {"attempts": [{"at": "14:10:00", "means": "phone"}] * 2, "reason": "away"},
        "edit": {**edited, "attendance": "group"},
        "move": {"schedule": "SCH-1", "day": "2026-12-01", "start": "14:00:00"},
        "undo": None,
        "completion": {"ticks": [], "notes": ["late"]},
    }
    answer = await change(mira, booked, what, bodies[what])
    assert (answer.status_code, codes(answer)) == (412, ["stale"])
    (said,) = answer.json()["refusals"]
    assert (said["name"], said["act"], said["start"]["wall"]) == ("Mira Okafor", "edited", "2026-11-23T09:04:00")
