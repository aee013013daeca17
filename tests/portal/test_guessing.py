"""Guessing is slowed wherever it comes from, tells nothing, and never locks out whom it is aimed at."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from consultant_tui.contract.refusals import Code
from server_stub.app import create_app
from server_stub.rounds.tidying import tidy
from server_stub.services import passwords, throttling
from server_stub.services.office import Office
from server_stub.services.proxies import Proxies
from server_stub.services.refused import RefusedError
from server_stub.services.throttling import Guess
from server_stub.storage import accounts
from server_stub.storage.faults import writing
from server_stub.storage.portal_tables import portal_sessions
from tests.portal.browser import Browser
from tests.portal.mail import link_in, mail

ANA = "ana@example.com"
PASSWORD = "correct horse battery"  # noqa: S105
WRONG = "another long sentence"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """Hash at the least cost: what is tested here is how often one may guess, not how long a guess takes."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def office(engines, practice) -> Office:
    return Office(engines, practice.clock)


@pytest.fixture
def ana(practice, household):
    household.set_up()
    household.join(ANA)
    with practice.engines.writing() as connection:
        accounts.set_password(connection, accounts.by_email(connection, ANA).id, passwords.hashed(PASSWORD))


async def sign_in(browser, password=WRONG, email=ANA):
    return await browser.send(await browser.open("/portal/sign-in"), email=email, password=password)


def come_from(browser, address):
    """Let a browser reach the portal through the proxy from an address."""
    browser.client.headers["X-Forwarded-For"] = f"10.9.9.9, {address}"
    return browser


async def test_passwords_are_guessed_more_and_more_slowly(practice, ana, browse):
    browser = browse()
    assert [(await sign_in(browser)).status for _ in range(5)] == [422] * 5
    page = await sign_in(browser, PASSWORD)
    assert (page.status, "wait 5 seconds" in page.text) == (429, True), "not even the right one is let in"
    waited = []
    for _ in range(12):
        pause = 0
        while (await sign_in(browser)).status == 429:
            practice.now += timedelta(seconds=5)
            pause += 5
        waited.append(pause)
    assert waited[:4] == [5, 10, 20, 40]
    assert waited[-1] == 15 * 60


async def test_the_right_password_ends_the_slowing(practice, ana, browse):
    browser = browse()
    for _ in range(5):
        await sign_in(browser)
    practice.now += timedelta(seconds=6)
    assert (await sign_in(browser, PASSWORD)).title == "Your account"
    other = browse()
    assert [(await sign_in(other)).status for _ in range(5)] == [422] * 5


async def test_an_attack_from_elsewhere_does_not_lock_the_owner_out(practice, ana, browse):
    home = come_from(browse(), "203.0.113.7")
    assert (await sign_in(home, PASSWORD)).title == "Your account"
    home.client.cookies.delete("portal")
    for number in range(60):
        await sign_in(come_from(browse(), f"198.51.100.{number}"))
    assert (await sign_in(come_from(browse(), "198.51.100.99"))).status == 429
    assert (await sign_in(home, PASSWORD)).title == "Your account", "a known device is let in at once"
    stranger = come_from(browse(), "203.0.113.8")
    assert (await sign_in(stranger, PASSWORD)).status == 429
    practice.now += timedelta(seconds=4)
    assert (await sign_in(stranger, PASSWORD)).title == "Your account", "a new one after some seconds"


async def test_a_known_device_is_slowed_as_well(ana, browse):
    browser = browse()
    await sign_in(browser, PASSWORD)
    browser.client.cookies.delete("portal")
    statuses = [(await sign_in(browser)).status for _ in range(6)]
    assert statuses == [422] * 5 + [429]


async def test_one_password_tried_at_many_accounts_is_slowed_by_address(browse, household):
    household.set_up()
    statuses = [(await sign_in(browse(), email=f"u{number}@example.com")).status for number in range(42)]
    assert statuses[-1] == 429
    assert statuses.count(422) == 40
    assert (await sign_in(come_from(browse(), "203.0.113.7"), email="u@example.com")).status == 422


async def test_unknown_accounts_are_slowed_like_known_ones(ana, browse):
    known, unknown = browse(), browse()
    for _ in range(7):
        one, other = await sign_in(known), await sign_in(unknown, email="bob@example.com")
        assert (one.status, one.text) == (other.status, other.text)


async def test_codes_and_links_are_guessed_slowly(browse, household):
    household.set_up()
    browser = browse()
    for _ in range(5):
        page = await browser.send(await browser.open("/portal/sign-up"), code="ABCD-EFGH-JKMN")
        assert page.status == 422
    page = await browser.send(await browser.open("/portal/sign-up"), code="ABCD-EFGH-JKMN")
    assert page.status == 429
    statuses = [(await browser.open(f"/portal/verify/{number}")).status for number in range(6)]
    assert statuses == [410] * 5 + [429]


async def test_nobody_fills_a_mailbox_of_somebody_else(practice, ana, browse):
    for number in range(30):
        browser = come_from(browse(), f"198.51.100.{number}")
        await browser.send(await browser.open("/portal/forgot"), email=ANA)
    assert len(mail(practice, ANA)) <= 10


def test_a_burst_of_guesses_does_not_slip_past_the_count(office):
    guess = Guess(kind="password", target=ANA, address="203.0.113.7")

    def let_in(_: int) -> bool:
        try:
            throttling.begin(office, guess)
        except RefusedError as error:
            return error.refusals[0].code is not Code.TOO_MANY_TRIES
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(let_in, range(32))) == throttling.STRICT.free


def test_kinds_and_targets_are_counted_apart_and_time_forgives(office, practice):
    guess = Guess(kind="password", target=ANA, address="203.0.113.7")
    for _ in range(5):
        throttling.begin(office, guess)
    with pytest.raises(RefusedError):
        throttling.begin(office, guess)
    throttling.begin(office, Guess(kind="code", target=ANA, address="203.0.113.7"))
    throttling.begin(office, Guess(kind="password", target="bob@example.com", address="203.0.113.7"))
    practice.now += timedelta(days=1)
    for _ in range(5):
        throttling.begin(office, guess)


def test_old_counts_are_dropped_and_known_devices_kept_for_a_year(office, practice, engines):
    guess = Guess(kind="password", target=ANA, address="203.0.113.7", device="d")
    throttling.begin(office, guess)
    with writing(engines) as transaction:
        throttling.forgive(office, transaction, guess)
    assert not tidy(engines, practice.now)
    practice.now += timedelta(days=3)
    assert tidy(engines, practice.now)
    for _ in range(5):
        throttling.begin(office, guess)
    with pytest.raises(RefusedError):
        throttling.begin(office, guess)
    throttling.begin(office, replace(guess, device=""))  # the device has a count of its own
    practice.now += timedelta(days=400)
    assert tidy(engines, practice.now)
    assert not tidy(engines, practice.now)
    throttling.begin(office, guess)


async def test_ended_sessions_and_old_links_are_dropped(practice, household, browse, engines):
    household.set_up()
    household.join(ANA)
    browser = browse()
    await browser.send(await browser.open("/portal/forgot"), email=ANA)
    path = link_in(mail(practice, ANA)[-1])
    practice.now += timedelta(days=29)
    tidy(engines, practice.now)
    assert "Send a new link" in (await browser.open(path)).html
    practice.now += timedelta(days=380)
    assert tidy(engines, practice.now)
    assert "Send a new link" not in (await browser.open(path)).html
    with engines.reading() as connection:
        assert connection.execute(select(portal_sessions)).all() == []


def test_what_cannot_be_counted_is_not_let_in(engines, practice, monkeypatch):
    office = Office(engines, practice.clock)
    with engines.writing() as connection:
        connection.exec_driver_sql("DROP TABLE attempts")
    with pytest.raises(Exception, match="attempts"):
        throttling.begin(office, Guess(kind="password", target=ANA, address="203.0.113.7"))


async def test_only_the_proxy_on_this_machine_tells_where_somebody_comes_from(engines, practice, ana):
    transport = httpx.ASGITransport(create_app(engines, practice.clock), client=("192.0.2.1", 4711))
    statuses = []
    for number in range(6):
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8377") as client:
            statuses.append((await sign_in(come_from(Browser(client), f"198.51.100.{number}"))).status)
    assert statuses[-1] == 429, "whoever reaches the portal directly cannot make up addresses"


async def test_a_trusted_proxy_on_another_machine_tells_where_somebody_comes_from(engines, practice, ana):
    proxies = Proxies((ip_network("192.0.2.0/24"),))
    transport = httpx.ASGITransport(create_app(engines, practice.clock, proxies=proxies), client=("192.0.2.1", 4711))
    statuses = []
    for address in ("198.51.100.1",) * 6 + ("203.0.113.7",):
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8377") as client:
            statuses.append((await sign_in(come_from(Browser(client), address))).status)
    assert statuses == [422] * 5 + [429, 422]
