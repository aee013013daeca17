"""Every page of the portal is in one table: what anybody may open, and what only the holder of an account may."""

import re

import pytest

from server_stub.app import framework
from tests.portal.browser import read
from tests.portal.walking import MIRA

OPEN = {
    ("GET", "/portal"),
    ("GET", "/portal/static/{}"),
    ("GET", "/portal/sign-in"),
    ("POST", "/portal/sign-in"),
    ("POST", "/portal/sign-out"),
    ("GET", "/portal/sign-up"),
    ("POST", "/portal/sign-up"),
    ("GET", "/portal/sign-up/account"),
    ("POST", "/portal/sign-up/account"),
    ("GET", "/portal/sign-up/sent"),
    ("GET", "/portal/forgot"),
    ("POST", "/portal/forgot"),
    ("GET", "/portal/forgot/sent"),
    ("GET", "/portal/verify/{}"),
    ("POST", "/portal/verify/{}"),
    ("POST", "/portal/verify/{}/again"),
    ("POST", "/portal/verify/{}/disown"),
    ("GET", "/portal/verify/disowned"),
    ("GET", "/portal/reset/{}"),
    ("POST", "/portal/reset/{}"),
    ("POST", "/portal/reset/{}/again"),
    ("GET", "/portal/help/ticket"),
    ("POST", "/portal/help/ticket"),
    ("GET", "/portal/help/sent"),
}
"""What needs no session; every other page asks to sign in."""


@pytest.fixture
def pages() -> set[tuple[str, str]]:
    """Give every page that there is."""
    return {
        (method, re.sub(r"\{[^}]*\}", "{}", route.path))
        for route in framework().routes
        for method in route.methods
        if method in ("GET", "POST", "PUT", "PATCH", "DELETE") and route.path.startswith("/portal")
    }


def test_what_is_open_is_there(pages):
    assert pages >= OPEN


def test_pages_are_opened_or_posted_to_and_nothing_else(pages):
    assert {method for method, _ in pages} == {"GET", "POST"}


async def test_everything_else_asks_to_sign_in(pages, household, browse):
    household.set_up()
    browser = browse()
    token = (await browser.open("/portal/sign-in")).form.fields["form"]
    for method, path in sorted(pages - OPEN):
        address = path.replace("{}", "APP-1")
        answer = await browser.client.request(method, address, data={"form": token} if method == "POST" else None)
        assert answer.status_code == 303, (method, path)
        assert answer.headers["location"].startswith("/portal/sign-in?next="), (method, path)


async def test_every_form_is_refused_without_the_browsers_own_token(pages, household, browse):
    household.set_up()
    session = household.join()
    for method, path in sorted(pages):
        if method == "POST":
            answer = await browse(session).client.post(path.replace("{}", "APP-1"), data={"form": "0" * 64})
            assert (answer.status_code, "form_expired" in answer.text) == (403, True), path


async def test_what_a_stranger_makes_up_is_found_nowhere(pages, household, browse):
    household.set_up()
    session = household.join()
    for method, path in sorted(pages):
        if method == "GET" and "{}" in path and path != "/portal/book/{}":
            answer = await browse(session).client.get(path.replace("{}", "APP-4711"))
            assert answer.status_code in (404, 410), path
            assert path.startswith("/portal/static") or "Ask for help with this" in read(answer).links, path


ANOTHERS = {
    "/portal/sessions/{}": "session",
    "/portal/sessions/{}/cancel": "session",
    "/portal/sessions/{}/move": "session",
    "/portal/sessions/{}/move/time": "session",
    "/portal/sessions/{}/move/check": "session",
    "/portal/sessions/{}/move/hold": "session",
    "/portal/booked/{}": "session",
    "/portal/booked/{}/calendar.ics": "session",
}
"""Every page about one thing of an account, and what its address names."""

STEPS = {"/portal/book/{}"}
"""What names a step of one's own booking."""


async def test_what_is_another_account_s_is_found_nowhere(pages, household, practice, browse):
    """Every page with an address of its own is asked for what a real other account has."""
    household.set_up()
    practice.engage(MIRA)
    practice.add_line(MIRA)
    case = practice.open_case(name="Ben")
    session = household.join()
    theirs = {"session": practice.appoint(MIRA, case, "2026-11-27T14:00")}
    about = {path for _, path in pages - OPEN if "{}" in path} - STEPS
    assert about == set(ANOTHERS)
    browser = browse(session)
    token = (await browser.open("/portal/account/details")).form.fields["form"]
    for method, path in sorted(pages - OPEN):
        if path in ANOTHERS:
            address = path.replace("{}", theirs[ANOTHERS[path]]) + "?hold=1&day=2026-11-27"
            data = {"form": token, "hold": "1", "version": "1", "reason": "ill"} if method == "POST" else None
            answer = await browser.client.request(method, address, data=data)
            assert (answer.status_code, "not_found" in answer.text) == (404, True), (method, path)
