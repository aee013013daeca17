"""Starting a session changes its state once, by its version, and uses the session that it had booked."""

import pytest
from sqlalchemy import select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.storage.tables import audit, ledger
from tests.backend.asking import codes
from tests.backend.conftest import MIRA


async def start(consultant, reference, version='"1"'):
    headers = {} if version is None else {"If-Match": version}
    return await consultant.post(f"/v1/appointments/{reference}/start", headers=headers)


async def test_a_started_session_is_in_progress_and_used(engines, practice, mira):
    case = practice.open_case()
    due = practice.appoint(MIRA, case, "2026-11-23T08:30")
    answer = await start(mira, due)
    assert answer.status_code == 200
    assert (answer.json()["reference"], answer.json()["version"]) == (due, 2)
    assert answer.json()["commenced"]["wall"] == "2026-11-23T09:04:00"
    sections = (await mira.get("/v1/quick-view")).json()["sections"]
    (row,) = sections[1]["rows"]
    assert (row["reference"], row["version"], row["state"], row["available"]) == (due, 2, "commenced", 5)
    figures = (await mira.get(f"/v1/cases/{case}/ledger")).json()["figures"]
    assert figures == {"entitled": 6, "extra": 0, "used": 1, "booked": 0, "available": 5}
    with engines.reading() as connection:
        assert connection.execute(select(ledger.c.cause).order_by(ledger.c.id.desc())).scalars().first() == "commenced"
        act = connection.execute(select(audit).where(audit.c.act == "commenced")).one()
    assert (act.version, act.at) == (2, practice.now)


async def test_a_second_start_from_the_same_page_is_stale(practice, mira):
    due = practice.appoint(MIRA, practice.open_case(), "2026-11-23T08:30")
    assert (await start(mira, due)).status_code == 200
    answer = await start(mira, due)
    assert (answer.status_code, codes(answer)) == (412, ["stale"])


@pytest.mark.parametrize("state", [State.COMMENCED, State.COMPLETED, State.CANCELLED, State.NO_SHOW])
async def test_only_a_booked_session_is_started(practice, mira, state):
    reference = practice.appoint(MIRA, practice.open_case(), "2026-11-20T08:30", state)
    answer = await start(mira, reference)
    assert (answer.status_code, codes(answer)) == (409, ["not_booked"])
    assert answer.json()["refusals"][0]["name"] == state


async def test_a_start_needs_the_version_it_is_based_on(practice, mira):
    due = practice.appoint(MIRA, practice.open_case(), "2026-11-23T08:30")
    answer = await start(mira, due, None)
    assert (answer.status_code, codes(answer)) == (428, ["version_needed"])
    for version in ("1", "*", '"one"', '"-1"', 'W/"1"', '"1", "2"', '"99999999999999999999"'):
        answer = await start(mira, due, version)
        assert (answer.status_code, codes(answer)) == (422, ["malformed"]), version
    assert (await start(mira, due, '"7"')).status_code == 412
    assert (await start(mira, due)).status_code == 200
