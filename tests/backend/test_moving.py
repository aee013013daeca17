"""A move holds the new time before it lets the old one go, and a refused one changes nothing."""

from datetime import timedelta

import pytest

from consultant_tui.contract.vocabulary import ScheduleKind
from tests.backend.asking import book, codes, wish
from tests.backend.changing import appointment, causes, change, claimed, faults, last_act, messages, sizes
from tests.backend.conftest import MIRA


def to(line, **other):
    return {"schedule": line, "day": "2026-12-01", "start": "14:00:00", **other}


def as_is(**other):
    return {
        "modality": "video_call", "platform": "teams", "start": "14:00:00", "notify": True, "attendance": "individual",
        **other,
    }  # fmt: skip


async def check_move(consultant, reference, body):
    answer = await consultant.post(f"/v1/appointments/{reference}/move-checks", json=body)
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
async def booked(mira, last):
    return (await book(mira, wish(last))).json()["reference"]


async def test_a_move_takes_the_appointment_with_its_claims_to_another_day(engines, mira, last, booked):
    before, held = appointment(engines, booked), claimed(engines, booked)
    answer = await change(mira, booked, "move", to(last.line))
    assert (answer.status_code, answer.json()["version"], answer.json()["state"]) == (200, 2, "booked")
    assert answer.json()["span"]["start"]["wall"] == "2026-12-01T14:30:00"
    after = appointment(engines, booked)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"wall_start", "starts", "ends", "version", "sequence"}
    assert (after["sequence"], after["ends"] - after["starts"]) == (1, timedelta(hours=1))
    assert claimed(engines, booked) == tuple([cell + 288 for cell in cells] for cells in held)
    assert causes(engines, booked) == ["booked"]
    assert last_act(engines, booked) == ("moved", 2, "from 2026-11-30 14:00 Australia/Adelaide")
    assert messages(engines, booked)[-1] == ("moved", "waiting")
    assert faults(engines, booked) == []
    assert (await book(mira, wish(last))).status_code == 201


async def test_a_move_by_half_an_hour_is_not_in_its_own_way(mira, last, booked):
    assert (await check_move(mira, booked, to(last.line, day="2026-11-30", start="14:30:00")))["check"][
        "refusals"
    ] == []
    answer = await change(mira, booked, "move", to(last.line, day="2026-11-30", start="14:30:00"))
    assert answer.status_code == 200


async def test_a_refused_move_changes_nothing_and_says_what_its_check_said(engines, mira, last, booked):
    await book(mira, wish(last, day="2026-12-01"))
    before, held, size = appointment(engines, booked), claimed(engines, booked), sizes(engines)
    said = await check_move(mira, booked, to(last.line))
    answer = await change(mira, booked, "move", to(last.line))
    assert (answer.status_code, set(codes(answer))) == (409, {"consultant_busy", "client_busy"})
    assert answer.json()["refusals"] == said["check"]["refusals"]
    assert answer.json()["nearest"] == said["check"]["nearest"]
    assert "2026-12-01T13:00:00" in [one["client"]["start"]["wall"] for one in said["check"]["nearest"]]
    assert (appointment(engines, booked), claimed(engines, booked), sizes(engines)) == (before, held, size)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"day": "2026-11-20"}, "in_the_past", "date"),
        ({"day": "2026-11-30"}, "same_time", "date"),
        ({"day": "2026-11-28"}, "outside_schedule", "date"),
        ({"start": "18:00:00"}, "outside_schedule", "time"),
        ({"start": "14:02:00"}, "off_the_grid", "time"),
        ({"schedule": "SCH-999"}, "schedule_not_found", "schedule"),
        ({"by": "the dog"}, "word_not_known", "by"),
        ({"day": "2028-01-03"}, "too_far_ahead", "date"),
    ],
)
async def test_a_broken_rule_is_said_at_its_field(mira, last, booked, changed, code, field):
    answer = await change(mira, booked, "move", to(last.line, **changed))
    assert (code, field) in [(said["code"], said["field"]) for said in answer.json()["refusals"]]
    assert answer.status_code == 422


async def test_an_ad_hoc_line_asks_for_its_approval(engines, practice, mira, last, booked):
    ad_hoc = practice.add_line(MIRA, ScheduleKind.AD_HOC, opens="17:00", closes="20:00")
    asked = to(ad_hoc, start="17:00:00")
    assert codes(await change(mira, booked, "move", asked)) == ["approval_needed"]
    assert (await change(mira, booked, "move", {**asked, "approval": "US-1"})).status_code == 200
    assert appointment(engines, booked)["approval"] == "US-1"


async def test_inside_24_hours_somebody_must_have_wished_it(practice, mira, last, booked):
    assert (await check_move(mira, booked, to(last.line)))["late"] is False
    practice.now += timedelta(days=7)
    said = await check_move(mira, booked, to(last.line))
    assert (said["late"], said["charged"]) == (True, False)
    assert codes(await change(mira, booked, "move", to(last.line))) == ["wish_needed"]
    free = await check_move(mira, booked, to(last.line, by="consultant"))
    assert (free["charged"], free["figures"]["available"]) == (False, 4)


async def test_the_clients_late_wish_costs_a_session(engines, practice, mira, last, booked):
    practice.now += timedelta(days=7)
    asked = to(last.line, by="client")
    said = await check_move(mira, booked, asked)
    assert (said["charged"], said["check"]["refusals"]) == (True, [])
    answer = await change(mira, booked, "move", asked)
    assert answer.json()["figures"] == said["figures"] == said["check"]["figures"]
    assert said["figures"] == {"entitled": 6, "extra": 0, "used": 2, "booked": 1, "available": 3}
    assert causes(engines, booked) == ["booked", "late_move"]
    assert faults(engines, booked) == []


async def test_a_late_wish_without_a_session_to_pay_with_is_refused(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=1)
    due = practice.appoint(MIRA, case, "2026-11-23T10:00", schedule=line)
    answer = await change(mira, due, "move", to(line, by="client"))
    assert (answer.status_code, codes(answer)) == (409, ["no_sessions_left"])
    assert (await change(mira, due, "move", to(line, by="consultant"))).status_code == 200


async def test_an_edit_changes_how_and_when_on_the_same_day(engines, mira, booked):
    asked = as_is(modality="phone", platform=None, start="15:00:00", notify=False, attendance="couple")
    answer = await change(mira, booked, "edit", asked)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert answer.json()["span"]["start"]["wall"] == "2026-11-30T15:30:00"
    assert answer.json()["undo_until"] is None
    row = appointment(engines, booked)
    assert [row[name] for name in ("modality", "platform", "notify", "attendance")] == ["phone", None, False, "couple"]
    assert last_act(engines, booked) == ("edited", 2, "modality, platform, notify, attendance, time")
    assert claimed(engines, booked)[0][0] * 300 == row["starts"].timestamp()
    assert faults(engines, booked) == []


async def test_an_edit_tells_the_client_what_concerns_them(engines, mira, booked):
    await change(mira, booked, "edit", as_is(attendance="couple"))
    assert [kind for kind, _ in messages(engines, booked)] == ["confirmation"]
    await change(mira, booked, "edit", as_is(attendance="couple", platform="zoom"), version=2)
    assert [kind for kind, _ in messages(engines, booked)] == ["confirmation", "changed"]


async def test_an_edit_that_changes_nothing_leaves_no_trace_and_the_booking_can_still_be_taken_back(
    engines, mira, booked
):
    before, size, act = appointment(engines, booked), sizes(engines), last_act(engines, booked)
    answer = await change(mira, booked, "edit", as_is())
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert (appointment(engines, booked), sizes(engines), last_act(engines, booked)) == (before, size, act)
    assert (await change(mira, booked, "undo")).json()["undone"] == "booked"


@pytest.mark.parametrize("foreign", [{"day": "2026-12-01"}, {"client": "CLI-2"}, {"case": "ASST-2"}])
async def test_an_edit_knows_no_date_client_or_case(engines, mira, booked, foreign):
    answer = await change(mira, booked, "edit", as_is(**foreign))
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])
    assert appointment(engines, booked)["version"] == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"platform": None}, "platform_needed"),
        ({"modality": "chat"}, "platform_not_needed"),
        ({"start": "18:00:00"}, "outside_schedule"),
        ({"start": "14:01:00"}, "off_the_grid"),
        ({"attendance": "crowd"}, "word_not_known"),
    ],
)
async def test_an_edit_keeps_the_rules(mira, booked, changed, code):
    answer = await change(mira, booked, "edit", as_is(**changed))
    assert (answer.status_code, codes(answer)) == (422, [code])
    check = await mira.post(f"/v1/appointments/{booked}/edit-checks", json=as_is(**changed))
    assert check.json()["refusals"] == answer.json()["refusals"]


async def test_an_edit_does_not_ask_again_for_what_stays(practice, mira):
    """What was booked under other rules, or has begun, keeps its time."""
    due = practice.appoint(MIRA, practice.open_case(), "2026-11-22T08:03", platform=None, modality="phone")
    asked = as_is(modality="in_person", platform=None, start="08:03:00")
    assert (await change(mira, due, "edit", asked)).status_code == 200


async def test_what_has_begun_may_be_put_right_and_what_has_not_may_not_be_in_the_past(engines, practice, mira):
    line = practice.add_line(MIRA, opens="06:00")
    begun = practice.appoint(MIRA, practice.open_case(), "2026-11-23T08:00", schedule=line)
    ahead = practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-11-23T10:00", schedule=line)
    check = await mira.post(f"/v1/appointments/{begun}/edit-checks", json=as_is(start="07:00:00"))
    assert check.json()["notice"] == {"to": [], "link": "none", "silent": "past"}
    assert (await change(mira, begun, "edit", as_is(start="07:00:00"))).status_code == 200
    assert messages(engines, begun) == []
    assert codes(await change(mira, ahead, "edit", as_is(start="06:00:00"))) == ["in_the_past"]
