"""Nobody looks or books without a token, and what belongs to another cannot be told from what does not exist."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import delete

from consultant_tui.contract import paths
from consultant_tui.contract.refusals import Code, Problem
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Role
from server_stub.app import create_app
from server_stub.services.office import Recognised
from server_stub.storage.tables import tokens
from tests.backend.asking import codes, many, wish
from tests.backend.conftest import MIRA

PUBLIC = {("GET", paths.HEALTH), ("GET", "/"), ("GET", "/openapi.json")}
"""What anybody may ask."""

OWN = {("GET", paths.QUICK_VIEW), ("GET", paths.BOOKING_KEY), ("DELETE", paths.BOOKING_KEY)}
"""What everybody who is signed in may ask about themselves."""

OWN |= {("POST", paths.SEARCH), ("GET", paths.REPORTS)}
OWN |= {("GET", paths.CALENDAR), ("GET", paths.CALENDAR_FILE), ("DELETE", paths.CALENDAR_FEED)}
OWN |= {("POST", paths.LEAVE_CHECKS), ("GET", paths.ONLINE_BOOKING)}

LETS_IN = {("POST", paths.SESSIONS), ("POST", paths.RENEWALS)}
"""What turns a secret into tokens; tests of its own prove that nothing else does."""

ONESELF = {("DELETE", paths.PRESENT_SESSION), ("POST", paths.PASSWORD)}
"""What ends or renews one's own sign-in."""

SECRET = {("GET", paths.FEED)}
"""What whoever knows its address may read; tests of its own prove that nobody else does."""

MAKES = {("POST", paths.CALENDAR_FEED), ("POST", paths.LEAVE), ("DELETE", paths.ONE_LEAVE)}
"""What makes or removes something of one's own."""

_AWAY = {"first": "2026-12-01", "last": "2026-12-01"}

_TIME = {"start": "14:00:00"}

CHANGES = {
    paths.CANCELLATION: {"by": "client", "reason": "ill", "charged": False},
    paths.NO_SHOW: {"attempts": [], "reason": "away"},
    paths.EDIT_CHECKS: {"modality": "phone", "notify": True, "attendance": "individual", **_TIME},
    paths.EDIT: {"modality": "phone", "notify": True, "attendance": "individual", **_TIME},
    paths.MOVE_CHECKS: {"schedule": "SCH-1", "day": "2026-11-30", **_TIME},
    paths.MOVE: {"schedule": "SCH-1", "day": "2026-11-30", **_TIME},
    paths.UNDO: None,
}
"""What ends, moves or takes back an appointment, each with what it is told."""

ANOTHERS = {
    ("GET", paths.SUMMARY),
    ("POST", paths.START),
    ("GET", paths.REBOOKING),
    ("GET", paths.SCHEDULES),
    ("GET", paths.WEEK),
    ("GET", paths.OPENINGS),
    ("GET", paths.LEDGER),
    ("GET", paths.COMPLETION),
    ("PUT", paths.COMPLETION_DRAFT),
    ("POST", paths.COMPLETION),
    ("GET", paths.COMPLETION_RECORD),
    ("GET", paths.COMPLETION_FILE),
    ("POST", paths.BOOKING_CHECKS),
    ("POST", paths.BOOKINGS),
    ("POST", paths.EXTRA_REQUESTS),
    ("POST", paths.SERIES_CHECKS),
    ("POST", paths.SERIES),
    ("GET", paths.ENDING),
    ("GET", paths.ONLINE_ACCESS),
    ("POST", paths.ONLINE_ACCESS),
    *(("POST", path) for path in CHANGES),
    *(("GET", path) for path in (paths.CLIENT, paths.CLIENT_APPOINTMENTS, paths.CLIENT_MESSAGES, paths.HISTORY)),
}
"""What is only the consultant's whose appointment it is."""

TOLD = {("GET", paths.MESSAGE)}
"""What is only the consultant's whose appointment it tells of; whether others find it is tested with messages."""

APPROVERS = {("GET", paths.OPEN_REQUESTS), ("POST", paths.REQUEST_ANSWER)}
"""What only the approver of an organisation may do."""

CLERKS = {
    ("GET", paths.PROSPECTS),
    ("GET", paths.PROSPECT),
    ("POST", paths.VERIFICATION),
    ("POST", paths.VERIFICATION_MAIL),
    ("POST", paths.NEW_CLIENT),
    ("POST", paths.ASSOCIATION),
    ("DELETE", paths.ASSOCIATION),
}
"""What consultants and customer service may do; which accounts each of them finds is tested with prospects."""

SUPPORTS = {
    ("GET", paths.TICKETS),
    ("GET", paths.TICKET),
    ("POST", paths.TICKET_ANSWERS),
    ("POST", paths.TICKET_CLOSING),
}
"""What only user support may do."""

QUERY = {
    "approach": "manual", "week": "2026-11-30", "days": "1,2", "earliest": "09:00", "latest": "12:00",
    "first": "2026-11-30",
}  # fmt: skip


WISHES = {
    paths.ONLINE_ACCESS: {"email": "new@example.com", "password": "three words unrelated"},
    paths.ASSOCIATION: {"client": "CLI-1"},
    paths.NEW_CLIENT: {
        "first_name": "Ana", "last_name": "Lindqvist", "email": "ana@example.com", "phone": "", "address": "",
        "zone": "Australia/Adelaide",
    },
}  # fmt: skip
"""What is sent about clients who come in online."""


async def send(consultant, method, path, last, **changed):
    address = path.format(
        appointment=changed.get("appointment", last.reference),
        case=changed.get("case", last.case),
        schedule=last.line,
        key="k" * 12,
        extra_request="EXT-1",
        message="1",
        leave_reference="LV-1",
        ticket="TKT-1",
        account="ACC-1",
        client=changed.get("client", f"CLI-{int(last.case.removeprefix('ASST-')) + 1}"),
    )
    headers = {"Idempotency-Key": "q" * 12, "If-Match": '"1"'}
    body = wish(changed.get("appointment", last.reference), last.line) if path.startswith("/v1/booking") else None
    body = {} if "/completion" in path else CHANGES.get(path, body)
    body = {"sessions": 1, "reason": "Grief"} if path == paths.EXTRA_REQUESTS else body
    body = many(wish(changed.get("appointment", last.reference), last.line)) if path.startswith("/v1/series") else body
    body = {"granted": 1} if path == paths.REQUEST_ANSWER else body
    body = {"query": "ana"} if path == paths.SEARCH else body
    body = {"present": "a", "new": "b"} if path == paths.PASSWORD else WISHES.get(path, body)
    body = {"text": ["Hello"]} if path == paths.TICKET_ANSWERS else body
    body = _AWAY if path.startswith("/v1/leave") else body
    query = {"first": QUERY["first"]} if path.startswith("/v1/calendar") else QUERY
    query = {} if path == paths.TICKETS else query
    params, json = (query, None) if method == "GET" else (None, body)
    return await consultant.request(method, address, params=params, headers=headers, json=json)


def test_every_address_is_in_the_table(engines, practice):
    app = create_app(engines, practice.clock)
    found = {
        (method, route.path.replace(":str", ""))
        for route in app.routes
        for method in route.methods
        if method != "OPTIONS" and not route.path.startswith("/portal")
    }
    assert found == (
        PUBLIC | LETS_IN | SECRET | OWN | ONESELF | MAKES | ANOTHERS | TOLD | APPROVERS | CLERKS | SUPPORTS
    )
    of_the_wire = {value for name, value in vars(paths).items() if name.isupper() and value.startswith("/")}
    assert of_the_wire == {path for _, path in found} - {"/", "/openapi.json"}


EVERY = OWN | ONESELF | MAKES | ANOTHERS | TOLD | APPROVERS | CLERKS | SUPPORTS


@pytest.mark.parametrize(("method", "path"), sorted(EVERY))
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


@pytest.mark.parametrize(("method", "path"), sorted(OWN | ONESELF | MAKES | ANOTHERS | TOLD | CLERKS | SUPPORTS))
async def test_an_approver_may_do_nothing_of_a_consultant(practice, sign_in, last, method, path):
    answer = await send(sign_in(practice.appoint_approver()), method, path, last)
    assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


@pytest.mark.parametrize(("method", "path"), sorted(APPROVERS))
async def test_a_consultant_may_do_nothing_of_an_approver(mira, last, method, path):
    answer = await send(mira, method, path, last)
    assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


@pytest.mark.parametrize(("method", "path"), sorted(OWN | MAKES | ANOTHERS | TOLD | APPROVERS | CLERKS))
async def test_user_support_may_do_nothing_of_others(practice, sign_in, last, method, path):
    answer = await send(sign_in(practice.appoint_staff()), method, path, last)
    assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


@pytest.mark.parametrize(("method", "path"), sorted(OWN | MAKES | ANOTHERS | TOLD | APPROVERS | SUPPORTS))
async def test_customer_service_may_do_nothing_of_others(practice, sign_in, last, method, path):
    service = sign_in(practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE))
    answer = await send(service, method, path, last)
    assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


@pytest.mark.parametrize(("method", "path"), sorted(CLERKS - {("GET", paths.PROSPECTS)}))
async def test_an_account_that_is_not_there_is_not_found_by_clerks(practice, sign_in, mira, last, method, path):
    for clerk in (mira, sign_in(practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE))):
        answer = await send(clerk, method, path, last)
        assert (answer.status_code, codes(answer)) == (404, ["not_found"])


@pytest.mark.parametrize(("method", "path"), sorted(SUPPORTS))
async def test_a_consultant_may_do_nothing_of_user_support(mira, last, method, path):
    answer = await send(mira, method, path, last)
    assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


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
