"""Every page keeps strangers' forms, scripts and addresses out, and is light enough for a telephone."""

import re

import pytest

from server_stub.portal.frame import STATIC
from server_stub.services import passwords
from server_stub.storage import accounts

ANA = "ana@example.com"
PASSWORD = "correct horse battery"  # noqa: S105
OPEN = [
    "/portal",
    "/portal/sign-in",
    "/portal/sign-up",
    "/portal/sign-up/sent",
    "/portal/forgot",
    "/portal/forgot/sent",
    "/portal/help/ticket",
    "/portal/help/sent",
]
SIGNED_IN = [
    "/portal/account",
    "/portal/account/details",
    "/portal/account/password",
    "/portal/sessions",
    "/portal/cases",
    "/portal/cases/new",
]
LIGHT = 30_000
"""Bytes that a page may weigh, with everything it loads."""


@pytest.fixture
def session(practice, household) -> str:
    household.set_up()
    secret = household.join(ANA)
    with practice.engines.writing() as connection:
        accounts.set_password(connection, accounts.by_email(connection, ANA).id, passwords.hashed(PASSWORD))
    return secret


def weight() -> int:
    return sum(len((STATIC / name).read_bytes()) for name in ("portal.css", "portal.js", "icon.svg"))


@pytest.mark.parametrize("path", OPEN + SIGNED_IN)
async def test_every_page_is_light_whole_and_asks_nobody_else(session, browse, path):
    page = await browse(session if path in SIGNED_IN else "").open(path)
    assert page.status == 200
    assert len(page.html.encode()) + weight() < LIGHT
    assert page.html.count("<h1") == 1
    assert "<title>" in page.html
    loaded = re.findall(r'(?:src|href|action)="([^"]+)"', page.html)
    assert all(address.startswith(("/portal", "#")) for address in loaded)
    assert "style=" not in page.html
    assert "onclick" not in page.html
    assert "Get help with this page" in page.links
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert len(page.headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize("path", SIGNED_IN)
async def test_what_is_an_accounts_asks_to_sign_in(household, browse, path):
    household.set_up()
    page = await browse().open(path)
    assert page.title == "Sign in"
    assert page.form.fields["next"] == path.removeprefix("/portal")


@pytest.mark.parametrize(
    ("path", "told"), [("/verify/x", "strict-origin"), ("/reset/x", "strict-origin"), ("/sign-in", "same-origin")]
)
async def test_an_address_that_is_a_secret_is_no_page_s_referrer(household, browse, path, told):
    household.set_up()
    page = await browse().open(f"/portal{path}")
    assert page.headers.get_list("referrer-policy") == [told]


async def test_what_pages_load_is_kept_by_browsers_until_it_changes(household, browse):
    household.set_up()
    page = await browse().open("/portal")
    for address in re.findall(r'"(/portal/static/[^"]+)"', page.html):
        answer = await browse().client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert (await browse().client.get("/portal/static/nothing.css")).status_code == 404
    assert (await browse().client.get("/portal/static/..%2fframe.py")).status_code == 404


@pytest.mark.parametrize("path", ["/portal/sign-in", "/portal/forgot", "/portal/account/details", "/portal/sign-out"])
@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"},
     {"origin": "null"}],
    ids=["cross-site", "same-site", "another origin", "no origin"],
)  # fmt: skip
async def test_forms_of_other_sites_are_refused(session, browse, path, headers):
    browser = browse(session)
    page = await browser.open("/portal/account/details")
    filled = {"form": page.form.fields["form"], "phone": "0491 570 156", "zone": "Asia/Tokyo", "version": "1"}
    answer = await browser.client.post(path, data=filled, headers=headers)
    assert answer.status_code == 403
    assert "form_expired" in answer.text
    page = await browser.open("/portal/account")
    assert page.title == "Your account"
    assert "0491" not in page.text


@pytest.mark.parametrize("token", ["", "0" * 64, "ü", None])
async def test_a_form_without_the_browsers_own_token_is_refused(session, browse, token):
    browser = browse(session)
    page = await browser.open("/portal/account/details")
    filled = {name: value for name, value in page.form.fields.items() if name != "form"} | {"phone": "0491 570 156"}
    answer = await browser.client.post(
        "/portal/account/details", data=filled | ({"form": token} if token is not None else {})
    )
    assert answer.status_code == 403
    assert "0491" not in (await browser.open("/portal/account")).text


async def test_a_form_of_another_session_or_browser_is_refused(practice, household, session, browse):
    other = browse(household.join("bob@example.com"))
    stranger = browse()
    mine = browse(session)
    for theirs in (other, stranger):
        page = await theirs.open("/portal/account/details" if theirs is other else "/portal/sign-in")
        token = page.form.fields["form"]
        answer = await mine.client.post("/portal/account/details", data={"form": token, "zone": "Asia/Tokyo"})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"form=x", "text/plain", 422),
        (b"{}", "application/json", 422),
        (b"form=%ff%fe", "application/x-www-form-urlencoded", 422),
        (b"a=1&" * 100, "application/x-www-form-urlencoded", 422),
        (b"\xff", "application/x-www-form-urlencoded", 422),
        (b"a=" + b"b" * 40_000, "application/x-www-form-urlencoded", 413),
    ],
    ids=["text", "json", "no text", "too many fields", "no address", "too long"],
)
async def test_what_is_no_form_is_refused_with_a_page(session, browse, body, kind, status):
    answer = await browse(session).client.post("/portal/sign-in", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "Ask for help with this" in answer.text


async def test_cookies_stay_in_the_portal_and_go_over_https_only_elsewhere(engines, practice, session, browse):
    here = browse()
    page = await here.open("/portal/sign-in")
    answer = await here.client.post(
        "/portal/sign-in", data={**page.form.fields, "email": ANA, "password": PASSWORD}, follow_redirects=False
    )
    cookies = answer.headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"portal", "portal_form", "portal_device"}
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/portal" in cookie
        assert "Secure" not in cookie
    here.client.cookies.clear()
    elsewhere = await here.client.get("/portal/sign-in", headers={"host": "booking.example.org"})
    assert "Secure" in elsewhere.headers["set-cookie"]


async def test_a_session_cookie_that_is_none_is_nobodys(household, browse):
    household.set_up()
    for cookie in ("x", "session-of-" + ANA, "a" * 4000):
        assert (await browse(cookie).open("/portal/account")).title == "Sign in"


async def test_an_address_of_nothing_says_so_with_a_code_and_a_link(household, browse):
    household.set_up()
    page = await browse().open("/portal/nothing-here")
    assert (page.status, "not_found" in page.text) == (404, True)
    assert "code=not_found" in page.links["Ask for help with this"]
