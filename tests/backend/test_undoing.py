"""For three minutes the last act can be taken back, to the letter; after that the refusal says why not."""

from datetime import timedelta

import pytest

from tests.backend.asking import book, codes, wish
from tests.backend.changing import appointment, causes, change, claimed, faults, last_act, messages
from tests.backend.conftest import MIRA

AHEAD = timedelta(days=7)
"""To the morning of the appointment."""


@pytest.fixture
async def booked(practice, mira, last):
    """A session that is hours away: what the client wishes now is charged."""
    reference = (await book(mira, wish(last))).json()["reference"]
    practice.now += AHEAD
    return reference


ACTS = {
    "cancelled": ("cancellation", {"by": "client", "reason": "ill", "charged": True}),
    "moved": ("move", {"day": "2026-12-01", "start": "14:00:00", "by": "client"}),
    "no_show": (
        "no-show",
        {"attempts": [{"at": "14:40:00", "means": "phone"}, {"at": "14:50:00", "means": "email"}], "reason": "away"},
    ),
}


async def act(consultant, last, reference, name, version=1):
    what, body = ACTS[name]
    body = {**body, "schedule": last.line} if name == "moved" else body
    answer = await change(consultant, reference, what, body, version)
    assert answer.status_code == 200, answer.json()
    return answer.json()


async def rows(consultant):
    sections = (await consultant.get("/v1/quick-view")).json()["sections"]
    return {row["reference"]: row for section in sections for row in section["rows"]}


@pytest.mark.parametrize("name", ACTS)
async def test_what_is_taken_back_is_as_if_it_had_never_been(engines, practice, mira, last, booked, name):
    if name == "no_show":
        practice.now += timedelta(hours=6.5)
    before, held, figures = appointment(engines, booked), claimed(engines, booked), await count(mira, last)
    done = await act(mira, last, booked, name)
    assert done["undo_until"]["utc"] == (practice.now + timedelta(minutes=3)).isoformat().replace("+00:00", "Z")
    practice.now += timedelta(seconds=179)
    row = (await rows(mira))[booked]
    assert (row["undo"], row["undo_until"]) == (name, done["undo_until"])
    answer = await change(mira, booked, "undo", version=2)
    assert (answer.status_code, answer.json()["undone"], answer.json()["figures"]) == (200, name, figures)
    after = appointment(engines, booked)
    assert {column: after[column] for column in after if after[column] != before[column]} == {"version": 3}
    assert claimed(engines, booked) == held
    assert await count(mira, last) == figures
    assert last_act(engines, booked) == ("undone", 3, name)
    assert causes(engines, booked)[-1] == "undone"
    assert messages(engines, booked)[0] == ("confirmation", "waiting")
    assert {state for kind, state in messages(engines, booked) if kind != "confirmation"} <= {"withdrawn"}
    assert faults(engines, booked) == []
    assert (await rows(mira))[booked]["undo"] is None


async def count(consultant, last):
    return (await consultant.get(f"/v1/cases/{last.case}/ledger")).json()["figures"]


async def test_a_booking_that_is_taken_back_is_gone(engines, mira, last):
    figures = await count(mira, last)
    reference = (await book(mira, wish(last))).json()["reference"]
    assert (await rows(mira))[reference]["undo"] == "booked"
    answer = await change(mira, reference, "undo")
    assert (answer.status_code, answer.json()["undone"]) == (200, "booked")
    assert reference not in await rows(mira)
    assert (await mira.get(f"/v1/appointments/{reference}/summary")).status_code == 404
    assert (await mira.get(f"/v1/appointments/{last.reference}/summary")).json()["next"] is None
    assert await count(mira, last) == figures
    assert (claimed(engines, reference), causes(engines, reference)) == (([], []), ["booked", "undone"])
    assert messages(engines, reference) == [("confirmation", "withdrawn")]
    assert appointment(engines, reference)["withdrawn"] is True
    assert faults(engines, reference) == []
    assert (await book(mira, wish(last))).status_code == 201


@pytest.mark.parametrize(("seconds", "status"), [(179.9, 200), (180, 409), (10_000, 409)])
async def test_after_three_minutes_it_says_until_when_it_could(practice, mira, last, booked, seconds, status):
    await act(mira, last, booked, "cancelled")
    practice.now += timedelta(seconds=seconds)
    answer = await change(mira, booked, "undo", version=2)
    assert answer.status_code == status
    if status == 409:
        (said,) = answer.json()["refusals"]
        assert (said["code"], said["start"]["wall"]) == ("undo_too_late", "2026-11-30T09:07:00")
        assert (await rows(mira))[booked]["undo"] is None


async def test_the_provider_may_give_more_time_or_none(practice, mira, last, booked):
    practice.set(undo_seconds=0)
    assert (await act(mira, last, booked, "cancelled"))["undo_until"] is None
    assert codes(await change(mira, booked, "undo", version=2)) == ["undo_too_late"]


async def test_only_the_last_thing_done_is_taken_back(mira, last, booked):
    await act(mira, last, booked, "moved")
    edit = {"modality": "phone", "start": "14:00:00", "notify": True, "attendance": "individual"}
    assert (await change(mira, booked, "edit", edit, version=2)).status_code == 200
    answer = await change(mira, booked, "undo", version=3)
    assert (answer.status_code, codes(answer)) == (409, ["undo_not_possible"])


async def test_taking_back_is_not_taken_back(mira, last, booked):
    await act(mira, last, booked, "moved")
    assert (await change(mira, booked, "undo", version=2)).status_code == 200
    assert codes(await change(mira, booked, "undo", version=3)) == ["undo_not_possible"]
    await act(mira, last, booked, "cancelled", version=3)
    assert (await change(mira, booked, "undo", version=4)).status_code == 200


@pytest.mark.parametrize("name", ["cancelled", "moved"])
async def test_a_time_that_went_to_another_is_not_taken_back(engines, practice, mira, last, booked, name):
    await act(mira, last, booked, name)
    other = practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-11-30T14:30")
    before = appointment(engines, booked)
    answer = await change(mira, booked, "undo", version=2)
    assert (answer.status_code, codes(answer)) == (409, ["consultant_busy"])
    assert appointment(engines, booked) == before
    assert len(claimed(engines, other)[0]) == 12


async def test_a_session_that_went_to_another_booking_is_not_taken_back(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=1)
    due = practice.appoint(MIRA, case, "2026-11-25T10:00", schedule=line)
    cancel = {"by": "consultant", "reason": "away", "charged": False}
    assert (await change(mira, due, "cancellation", cancel)).status_code == 200
    assert (await book(mira, wish(due, line))).status_code == 201
    assert codes(await change(mira, due, "undo", version=2)) == ["no_sessions_left"]


async def test_a_stale_page_takes_nothing_back(mira, last, booked):
    await act(mira, last, booked, "cancelled")
    answer = await change(mira, booked, "undo", version=1)
    assert (answer.status_code, codes(answer)) == (412, ["stale"])
