"""Nobody looks or books without a token, and what belongs to another cannot be told from what does not exist."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import delete

from consultant_tui.contract import paths
from consultant_tui.contract.refusals import Code, Problem
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Role
from server_stub.services.office import Recognised
from server_stub.storage.tables import tokens
from tests.backend.asking import codes
from tests.backend.conftest import MIRA
from tests.backend.endpoints import ANOTHERS, CLERKS, OWN, PUBLIC, QUERY, SIGNED_IN, send


@pytest.mark.parametrize(("method", "path"), sorted(SIGNED_IN))
async def test_without_a_token_nothing_is_told(sign_in, last, method, path):
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic bWlyYQ=="},
        {"Authorization": "Bearer"},
    ):
        answer = await send(sign_in(**headers), method, path, last)
        assert (answer.status_code, codes(answer)) == (401, ["not_signed_in"])
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), sorted(PUBLIC))
async def test_anybody_may_ask_how_it_is(sign_in, last, method, path):
    assert (await send(sign_in(), method, path, last)).status_code == 200


@pytest.mark.parametrize(("method", "path"), sorted(OWN))
async def test_everybody_may_ask_about_themselves(mira, last, method, path):
    assert (await send(mira, method, path, last)).status_code == 200


@pytest.mark.parametrize(("method", "path"), sorted(ANOTHERS))
async def test_anothers_is_not_found_like_what_does_not_exist(practice, sign_in, mira, last, method, path):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    theirs = await send(kim, method, path, last)
    none = await send(kim, method, path, last, appointment="APP-999", case="ASST-999", client="CLI-999")
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content
    assert codes(theirs) == ["not_found"]
    assert (await send(mira, method, path, last)).status_code in (200, 201, 409)


@pytest.mark.parametrize(("method", "path"), sorted(CLERKS - {("GET", paths.PROSPECTS)}))
async def test_an_account_that_is_not_there_is_not_found_by_clerks(practice, sign_in, mira, last, method, path):
    for clerk in (mira, sign_in(practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE))):
        answer = await send(clerk, method, path, last)
        assert (answer.status_code, codes(answer)) == (404, ["not_found"])


async def test_another_profile_of_the_same_person_is_another(practice, sign_in, last):
    """Seed 002: history stays with the old profile."""
    again = sign_in(practice.engage("mira.new@example.org", person_of=MIRA))
    assert (await again.get(f"/v1/appointments/{last.reference}/summary")).status_code == 404


async def test_anothers_line_is_not_found(practice, mira, last):
    practice.engage("kim@example.org", name="Kim")
    theirs = practice.add_line("kim@example.org")
    answer = await mira.get(f"/v1/appointments/{last.reference}/rebooking/schedules/{theirs}/week", params=QUERY)
    assert (answer.status_code, codes(answer)) == (422, ["schedule_not_found"])


async def test_a_token_ends_when_it_expires(practice, mira):
    assert (await mira.get("/v1/quick-view")).status_code == 200
    practice.now += timedelta(days=401)
    assert (await mira.get("/v1/quick-view")).status_code == 401


async def test_a_withdrawn_token_ends_within_moments(engines, mira, monkeypatch):
    assert (await mira.get("/v1/quick-view")).status_code == 200
    with engines.writing() as connection:
        connection.execute(delete(tokens))
    monkeypatch.setattr(Recognised, "SECONDS", 0)
    assert (await mira.get("/v1/quick-view")).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/schema", 404, Code.NOT_FOUND),
        ("GET", "/v1/quick-views", 404, Code.NOT_FOUND),
        ("GET", "/../etc/passwd", 404, Code.NOT_FOUND),
        ("POST", "/v1/quick-view", 405, Code.MALFORMED),
        ("DELETE", "/v1/bookings", 405, Code.MALFORMED),
    ],
)
async def test_every_failure_is_a_problem(mira, method, path, status, code):
    answer = await mira.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert [refusal.code for refusal in msgspec.json.decode(answer.content, type=Problem).refusals] == [code]


async def test_nothing_that_is_answered_is_kept_by_anybody_on_the_way(sign_in, mira):
    for answer in (await mira.get("/v1/quick-view"), await sign_in().get("/v1/quick-view"), await mira.get("/nowhere")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("zone", ["Australia/ACT", "US/Eastern", "Mars", "../../etc/passwd"])
async def test_times_are_only_given_in_canonical_zones(practice, sign_in, zone):
    mira = sign_in(practice.engage(MIRA), **{"Time-Zone": zone})
    answer = await mira.get("/v1/quick-view")
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])
    assert answer.json()["refusals"][0]["name"] == "Time-Zone"


async def test_times_are_given_in_the_zone_that_is_asked_for(practice, sign_in):
    mira = sign_in(practice.engage(MIRA), **{"Time-Zone": "Europe/London"})
    case = practice.open_case()
    practice.appoint(MIRA, case, "2026-11-24T10:00", State.BOOKED)
    view = (await mira.get("/v1/quick-view")).json()
    assert view["consultant"]["zone"] == view["now"]["zone"] == "Europe/London"
    assert view["sections"][0]["rows"][0]["span"]["start"]["wall"] == "2026-11-23T23:30:00"
