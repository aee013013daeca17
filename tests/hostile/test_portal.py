"""Hostile texts on the portal's pages: what is typed is taken as text, and what is kept builds no element of a page."""

from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from sqlalchemy import String, select, update

from consultant_tui.contract.text import clean
from server_stub.practice.checking import check_practice
from server_stub.storage.portal_tables import accounts, tickets
from server_stub.storage.tables import appointments, clients, organisations, persons
from tests.backend.conftest import practice
from tests.hostile.corpus import SENT, by_name
from tests.portal.conftest import browse, household, mira, newcomer
from tests.portal.walking import DETAILS, to_the_details

__all__ = ["browse", "household", "mira", "newcomer", "practice"]

PAGES = ("", "/sign-in", "/sign-up", "/account", "/account/details", "/sessions", "/book", "/help/ticket", "/nowhere")
SPOILED = (
    (accounts, ("first_name", "last_name", "phone", "address")), (clients, ("name", "first_name", "last_name")),
    (organisations, ("name",)), (persons, ("name",)), (appointments, ("reason_name", "wishes")),
)  # fmt: skip
LIMIT = 300
ADDRESSES = (
    "/sessions/APP-1{}", "/sessions/{}/cancel", "/sessions/{}/move", "/book/{}", "/verify/{}", "/reset/{}",
    "/book?who={}", "/book/day?day={}", "/book?reason={}", "/sign-in?next={}", "/help/ticket?code={}",
)  # fmt: skip
"""Where something is looked up by what stands in the address."""


class _Shape(HTMLParser):
    """Tells what a page is built of, but not what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.built: set[tuple[str, str]] = set()
        self.led: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.built |= {(tag, name) for name, _ in attrs} | {(tag, "")}
        self.led |= {value.partition(":")[0] for name, value in attrs if name in ("href", "src", "action") and value
                     and ":" in value.partition("/")[0]}  # fmt: skip


def shape(html: str) -> _Shape:
    read = _Shape()
    read.feed(html)
    return read


def is_safe(html: str) -> bool:
    return all(clean(line.replace("\t", "")) == line.replace("\t", "") for line in html.splitlines())


async def pages(browser) -> dict[str, str]:
    return {path: (await browser.open(f"/portal{path}")).html for path in PAGES}


async def test_what_is_kept_builds_no_element(engines, mira, newcomer):
    """Past every check, as PostgreSQL and SQLite keep it."""
    last = await newcomer.send(await to_the_details(newcomer), **DETAILS)
    await newcomer.send(last)
    tame = {path: shape(html) for path, html in (await pages(newcomer)).items()}
    for one in SENT:
        if one.is_harmless and not set(one.text) & set("<>&\"'{["):
            continue
        text = one.text.replace("\x00", "")[:LIMIT]
        with engines.writing() as connection:
            for table, columns in SPOILED:
                limits = {name: table.c[name].type.length or LIMIT for name in columns}
                assert all(isinstance(table.c[name].type, String) for name in columns)
                if table is not appointments:
                    spoiled = {name: text[: limits[name]] for name in columns}
                    connection.execute(update(table).values(spoiled))
        for path, html in (await pages(newcomer)).items():
            found = shape(html)
            assert found.built <= tame[path].built, (one.name, path)
            assert found.led <= tame[path].led, (one.name, path)


@pytest.mark.every(2)
@pytest.mark.parametrize("one", SENT, ids=by_name)
async def test_what_is_typed_is_taken_as_text_or_refused(engines, mira, newcomer, one):
    details = await to_the_details(newcomer)
    check = await newcomer.send(details, first_name=one.text, last_name=one.text, phone="0400 123 456", wishes=one.text)
    ticket = await newcomer.send(await newcomer.open("/portal/help/ticket"), message=one.text, email="ana@example.com")
    signed = await newcomer.open(f"/portal/sign-in?next={quote(one.text, safe='')}")
    for page in (check, ticket, signed):
        assert page.status < 500, one.name
        assert is_safe(page.html), one.name
    with engines.reading() as connection:
        kept = connection.execute(select(tickets.c.message)).scalars().all()
    assert all(clean(line) == line for text in kept for line in text.split("\n"))
    assert [line for line in check_practice(engines).broken if " holds " in line] == []


@pytest.mark.parametrize("spoiled", ["%00", "a%00b", "%0d%0aSet-Cookie:a=b", "%1b[2J", "%C2%9B"])
async def test_a_control_character_in_an_address_is_no_fault_of_the_server(mira, newcomer, spoiled):
    """Least of all one that later may pass."""
    for path in ADDRESSES:
        page = await newcomer.open("/portal" + path.format(spoiled))
        assert 400 <= page.status < 500, path
        assert "set-cookie" not in page.headers or "a=b" not in page.headers["set-cookie"]
