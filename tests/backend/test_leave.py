"""Leave and breaks: what they hit is told first, they change no appointment, and they can be taken away again."""

import pytest
from sqlalchemy import select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.practice.checking import check_practice
from server_stub.storage.tables import audit, leave
from tests.backend.asking import check, codes, wish
from tests.backend.changing import appointment
from tests.backend.conftest import MIRA

TUESDAY = {"first": "2026-12-01", "last": "2026-12-01", "reason": "Course"}


def audited(engines):
    with engines.reading() as connection:
        asked = select(audit.c.act, audit.c.detail).where(audit.c.act.like("leave%")).order_by(audit.c.id)
        return [tuple(row) for row in connection.execute(asked)]


async def asked(consultant, **changed):
    answer = await consultant.post("/v1/leave-checks", json={**TUESDAY, **changed})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def add(consultant, **changed):
    return await consultant.post("/v1/leave", json={**TUESDAY, **changed})


async def test_the_appointments_it_hits_are_told_first_and_nothing_is_added(engines, practice, mira, last):
    hit = practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    practice.appoint(MIRA, last.case, "2026-12-02T10:00", State.BOOKED)
    told = await asked(mira)
    assert [one["row"]["reference"] for one in told["hits"]] == [hit]
    assert told["refusals"] == []
    with engines.reading() as connection:
        assert connection.execute(select(leave)).all() == []


async def test_leave_is_kept_audited_and_changes_no_appointment(engines, practice, mira, last):
    hit = practice.appoint(MIRA, last.case, "2026-12-01T10:00", State.BOOKED)
    before = appointment(engines, hit)
    answer = await add(mira)
    assert answer.status_code == 201
    told = answer.json()
    assert told["leave"]["span"]["start"]["wall"] == "2026-12-01T00:00:00"
    assert told["leave"]["span"]["end"]["wall"] == "2026-12-02T00:00:00"
    assert [one["row"]["reference"] for one in told["hits"]] == [hit]
    assert appointment(engines, hit) == before
    assert audited(engines) == [("leave_added", told["leave"]["reference"])]
    assert not [fault for fault in check_practice(engines).broken if fault.startswith("leave")]


async def test_nothing_can_be_booked_into_it_any_more(practice, mira, last):
    await add(mira, first="2026-11-30", last="2026-11-30")
    assert [one["code"] for one in (await check(mira, wish(last)))["refusals"]] == ["on_leave"]


async def test_a_break_is_short_leave(practice, mira):
    span = (await add(mira, starts="12:00:00", ends="12:30:00")).json()["leave"]["span"]
    assert (span["start"]["wall"], span["end"]["wall"]) == ("2026-12-01T12:00:00", "2026-12-01T12:30:00")


async def test_it_is_the_persons_whichever_profile_asks(practice, sign_in, mira):
    other = sign_in(practice.engage("mira.new@example.org", person_of=MIRA))
    reference = (await add(mira)).json()["leave"]["reference"]
    week = (await other.get("/v1/calendar", params={"first": "2026-11-30"})).json()
    assert [one["reference"] for one in week["leave"]] == [reference]
    assert (await other.delete(f"/v1/leave/{reference}")).status_code == 200


async def test_removing_it_is_audited_and_done_once(engines, mira):
    reference = (await add(mira)).json()["leave"]["reference"]
    assert (await mira.delete(f"/v1/leave/{reference}")).json() == {"reference": reference}
    again = await mira.delete(f"/v1/leave/{reference}")
    assert (again.status_code, codes(again)) == (404, ["not_found"])
    assert audited(engines) == [("leave_added", reference), ("leave_removed", reference)]


async def test_its_reference_is_never_given_again(mira):
    first = (await add(mira)).json()["leave"]["reference"]
    await mira.delete(f"/v1/leave/{first}")
    assert (await add(mira)).json()["leave"]["reference"] != first


async def test_anothers_is_not_found(practice, sign_in, mira):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    reference = (await add(mira)).json()["leave"]["reference"]
    theirs, none = await kim.delete(f"/v1/leave/{reference}"), await kim.delete("/v1/leave/LV-99")
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"last": "2026-11-30"}, "leave_ends_first", "last_date"),
        ({"starts": "12:00:00", "ends": "12:00:00"}, "leave_ends_first", "end_time"),
        ({"starts": "12:00:00", "ends": "11:30:00"}, "leave_ends_first", "end_time"),
        ({"last": "2027-12-05"}, "leave_too_long", "last_date"),
        ({"first": "9999-12-31", "last": "9999-12-31"}, "malformed", "date"),
        ({"first": "2031-01-01", "last": "2031-01-02"}, "too_far_ahead", "date"),
        ({"first": "2024-01-01", "last": "2024-01-02"}, "too_long_ago", "date"),
        ({"starts": "12:00:30"}, "malformed", "time"),
        ({"first": "2027-10-03", "last": "2027-10-03", "starts": "02:30:00"}, "time_does_not_exist", "time"),
        ({"reason": "x" * 201}, "too_long", "reason"),
    ],
)
async def test_leave_that_makes_no_sense_is_refused_alike_by_check_and_adding(mira, changed, code, field):
    said = (await asked(mira, **changed))["refusals"]
    assert (said[0]["code"], said[0]["field"]) == (code, field)
    answer = await add(mira, **changed)
    assert answer.status_code == 422
    assert answer.json()["refusals"] == said


async def test_the_same_leave_is_added_once(mira):
    reference = (await add(mira)).json()["leave"]["reference"]
    again = await add(mira, reason="Another reason")
    assert (again.status_code, codes(again)) == (409, ["leave_exists"])
    assert again.json()["refusals"][0]["name"] == reference
    assert (await add(mira, last="2026-12-02")).status_code == 201


async def test_how_long_leave_may_be_is_a_setting(practice, mira):
    practice.set(longest_leave_days=2)
    assert (await add(mira, last="2026-12-02")).status_code == 201
    assert codes(await add(mira, last="2026-12-03")) == ["leave_too_long"]


async def test_a_day_of_25_hours_is_one_day(practice, mira):
    practice.set(longest_leave_days=1)
    span = (await add(mira, first="2027-04-04", last="2027-04-04")).json()["leave"]["span"]
    assert (span["start"]["offset"], span["end"]["offset"]) == (660, 600)


async def test_a_reason_holds_nothing_that_no_file_may(engines, mira):
    reason = (await add(mira, reason=" =cmd()\n[b]  \u202ex ")).json()["leave"]["reason"]
    assert reason == "=cmd() [b] x"
    assert not [fault for fault in check_practice(engines).broken if "leave" in fault]
