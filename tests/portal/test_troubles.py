"""Whatever goes wrong, a page says so with a code, and leads to a ticket that is filled in with it (seed 000)."""

import pytest

from consultant_tui.contract.refusals import Code
from server_stub.domain.tickets import LONGEST_TEXT
from server_stub.portal import helping
from server_stub.services import own_sessions
from server_stub.storage.faults import BusyError, FullError, StaleError, TakenError


def is_told(page, code, path):
    """Whether a page says a code, and its ticket is filled in with the code and the place."""
    return (
        f"Code {code}" in page.text
        and f"code={code}&page={path.replace('/', '%2F')}" in (page.links["Ask for help with this"])
    )


@pytest.fixture
def ana(browse, household):
    household.set_up()
    return browse(household.join())


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/portal/nowhere", 404, "not_found"),
        ("/portal/nowhere/at/all", 404, "not_found"),
        ("/portal/sign-out", 405, "not_found"),
        ("/portal/help/ticket/", 200, ""),
        ("/portal/sessions/APP-1", 404, "not_found"),
    ],
)
async def test_an_address_of_nothing(ana, path, status, code):
    page = await ana.open(path)
    assert page.status == status
    assert not code or is_told(page, code, path)


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (BusyError(), 503, "busy_try_later"),
        (FullError(), 507, "out_of_space"),
        (StaleError(), 409, "stale"),
        (TakenError(Code.CLIENT_BUSY), 409, "client_busy"),
        (RuntimeError("a secret of Ana's"), 500, "internal"),
    ],
)
async def test_what_breaks_on_the_way(ana, monkeypatch, caplog, raised, status, code):
    def fail(*_args, **_more):
        raise raised

    monkeypatch.setattr(own_sessions, "coming", fail)
    page = await ana.open("/portal/sessions")
    assert page.status == status
    assert is_told(page, code, "/portal/sessions")
    assert "secret" not in page.html + caplog.text


async def test_a_broken_page_still_leads_to_a_ticket_that_works(ana, monkeypatch, engines):
    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(own_sessions, "coming", fail)
    form = await ana.follow(await ana.open("/portal/sessions"), "Ask for help with this")
    assert form.form.fields["code"] == "internal"
    assert (await ana.send(form, message="It broke.")).title == "Your ticket has arrived"


async def test_what_is_too_large_is_a_page_too(ana):
    form = await ana.open("/portal/help/ticket")
    page = await ana.send(form, message="x" * helping.LARGEST_BODY)
    assert page.status == 413
    assert is_told(page, "malformed", "/portal/help/ticket")


async def test_a_ticket_in_any_script_fits(ana, engines):
    form = await ana.open("/portal/help/ticket")
    assert (await ana.send(form, message="😀" * LONGEST_TEXT)).title == "Your ticket has arrived"


async def test_the_rest_of_the_backend_still_answers_programs(ana):
    answer = await ana.client.get("/v1/nowhere")
    assert answer.status_code == 404
    assert answer.json() == {"refusals": [{"code": "not_found"}]}
    outside = await ana.client.get("/portals")
    assert outside.headers["content-type"] == "application/json"
