"""A client makes an account with their organisation's code, and confirms the address by a link (seed 003)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from server_stub.services import accounts as services
from server_stub.services import organisation_codes, signing_in
from server_stub.services.accounts import SignUp
from server_stub.services.office import Office
from server_stub.storage import accounts
from server_stub.storage.portal_tables import account_links, portal_sessions
from server_stub.storage.portal_tables import accounts as account_rows
from tests.portal.mail import link_in, mail

ANA = "ana@example.com"
PASSWORD = "correct horse battery"  # noqa: S105
FILLED = {"email": ANA, "password": PASSWORD, "zone": "Australia/Adelaide"}


@pytest.fixture
def code(practice, household) -> str:
    """Give a code in force of an organisation with online booking."""
    household.set_up()
    practice.add_organisation("ORG-1")
    return organisation_codes.make(practice.engines, "ORG-1", practice.now)


async def at_account(browser, code):
    """Come to the page that asks for address and password."""
    page = await browser.follow(await browser.open("/portal"), "Create an account")
    return await browser.send(page, code=code)


async def signed_up(browser, code, **other):
    return await browser.send(await at_account(browser, code), **FILLED | other)


def confirming(page):
    """Return the form that confirms the address, beside the one that says that it was somebody else."""
    (found,) = [form for form in page.forms if re.search("/verify/[^/]+$", form.action)]
    return found


async def test_a_client_signs_up_confirms_and_is_in(practice, code, browse):
    browser = browse()
    page = await signed_up(browser, code.lower().replace("-", " "))
    assert page.title == "Look into your mail"
    page = await browser.follow(page, "Go to your account")
    assert "Until you have opened it you can book one session" in page.text
    (message,) = mail(practice, ANA)
    assert "ORG-1" in message.text
    page = await browser.open(link_in(message))
    assert ANA in page.text
    page = await browser.send(page, confirming(page))
    assert page.url.endswith("/portal/account?told=verified")
    assert "your e-mail address is verified" in page.text
    assert "Until you have opened" not in page.text
    assert "Adelaide, Australia" in page.text


async def test_looking_at_a_link_confirms_nothing(practice, code, browse):
    await signed_up(browse(), code)
    path = link_in(mail(practice, ANA)[0])
    scanner = browse()
    for _ in range(3):
        await scanner.open(path)
        await scanner.client.head(path)
    with practice.engines.reading() as connection:
        assert accounts.by_email(connection, ANA).verified is None
    page = await scanner.open(path)
    page = await scanner.send(page, confirming(page))
    assert page.title == "Sign in", "confirming an address lets nobody in who does not know the password"
    with practice.engines.reading() as connection:
        assert accounts.by_email(connection, ANA).verified == practice.now


async def test_a_link_is_good_once(practice, code, browse):
    browser = browse()
    await signed_up(browser, code)
    path = link_in(mail(practice, ANA)[0])
    page = await browser.open(path)
    await browser.send(page, confirming(page))
    again = await browser.send(page, confirming(page))
    assert (again.status, "link_not_valid" in again.text) == (410, True)
    assert (await browser.open(path)).title == "Your e‑mail address is confirmed"


async def test_a_link_is_good_for_a_day_and_offers_a_new_one(practice, code, browse):
    browser = browse()
    await signed_up(browser, code)
    path = link_in(mail(practice, ANA)[0])
    practice.now += timedelta(hours=24) - timedelta(seconds=1)
    good = await browser.open(path)
    assert good.status == 200
    practice.now += timedelta(seconds=1)
    assert (await browser.send(good, confirming(good))).status == 410
    late = await browser.open(path)
    assert late.status == 410
    assert ANA not in late.html
    await browser.send(late)
    newer = link_in(mail(practice, ANA)[-1])
    assert newer != path
    page = await browser.open(newer)
    await browser.send(page, confirming(page))
    with practice.engines.reading() as connection:
        assert accounts.by_email(connection, ANA).verified == practice.now


async def test_a_link_sent_again_puts_the_one_before_out_of_force(practice, code, browse):
    browser = browse()
    await signed_up(browser, code)
    page = await browser.open("/portal/account")
    (resending,) = [form for form in page.forms if form.action.endswith("/verification")]
    page = await browser.send(page, resending)
    assert "sent you a new link" in page.text
    older, newer = (link_in(message) for message in mail(practice, ANA))
    assert (await browser.open(older)).status == 410
    assert (await browser.open(newer)).status == 200


async def test_an_address_with_an_account_gets_the_same_answer_and_its_owner_a_message(practice, code, browse):
    first, second = browse(), browse()
    new = await signed_up(first, code)
    old = await signed_up(second, code, password="another long sentence")  # noqa: S106
    assert (new.status, new.title, new.url) == (old.status, old.title, old.url)
    assert set(first.client.cookies) == set(second.client.cookies)
    assert "account already" in mail(practice, ANA)[-1].subject
    assert (await second.open("/portal/account")).title == "Sign in", "it let nobody in"
    with practice.engines.reading() as connection:
        assert len(connection.execute(select(account_rows.c.id)).all()) == 1


async def test_every_field_that_is_wrong_is_said_on_top_and_beside_it_and_the_rest_is_kept(code, browse):
    browser = browse()
    page = await at_account(browser, code)
    page = await browser.send(page, email="nobody", password="short", zone="Moon/Crater")  # noqa: S106
    assert page.status == 422
    for field in ("email", "password", "zone"):
        assert f'href="#{field}"' in page.html
        assert field in page.ids
        assert f"{field}-wrong" in page.ids
    assert page.form.fields["email"] == "nobody"
    assert page.form.fields["password"] == ""
    assert "short" not in page.form.fields.values()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("123456789", "too short"),
        ("qwertyuiop", "easy to guess"),
        ("aaaaaaaaaaaaaaa", "easy to guess"),
        ("Password1234!", "easy to guess"),
        ("ana@example.com", "easy to guess"),
        ("x" * 129, "too long"),
    ],
)
async def test_easy_passwords_are_refused(code, browse, password, said):
    browser = browse()
    page = await signed_up(browser, code, password=password)
    assert said in page.text


async def test_a_code_that_is_none_goes_no_further(practice, code, browse):
    browser = browse()
    page = await browser.send(await browser.open("/portal/sign-up"), code="ABCD-EFGH-JKMN")
    assert "code_not_known" in page.text
    assert page.form.fields["code"] == "ABCD-EFGH-JKMN"
    assert (await browser.open("/portal/sign-up/account")).title == "Your organisation’s code"
    browser.client.cookies.set("portal_code", "ABCD-EFGH-JKMN", domain="127.0.0.1", path="/portal/sign-up")
    page = await browser.send(await browser.open("/portal/sign-up/account"), **FILLED)
    assert "code_not_known" in page.text
    assert mail(practice, ANA) == []


async def test_a_code_that_was_retired_meanwhile_is_refused(practice, code, browse):
    browser = browse()
    page = await at_account(browser, code)
    organisation_codes.retire(practice.engines, code, practice.now)
    assert "code_not_known" in (await browser.send(page, **FILLED)).text


async def test_while_online_booking_is_off_nobody_signs_up(household, practice, browse):
    household.set_up("enabled = false\n")
    browser = browse()
    assert "Create an account" not in (await browser.open("/portal")).links
    page = await browser.open("/portal/sign-up")
    assert (page.status, "online_booking_off" in page.text) == (503, True)


async def test_no_secret_is_kept_as_it_is(practice, code, browse):
    browser = browse()
    await signed_up(browser, code)
    secrets = {PASSWORD, browser.client.cookies["portal"], link_in(mail(practice, ANA)[0]).rpartition("/")[2]}
    with practice.engines.reading() as connection:
        kept = [
            value
            for table in (account_rows, account_links, portal_sessions)
            for row in connection.execute(select(table))
            for value in row
        ]
    assert not secrets & set(map(str, kept))
    assert any(str(value).startswith("$argon2id$") for value in kept)


async def test_hostile_text_is_shown_as_it_was_typed(code, browse):
    browser = browse()
    page = await at_account(browser, code)
    page = await browser.send(page, email='"><script>alert(1)</script>', password="")
    assert "<script>alert" not in page.html
    assert page.form.fields["email"] == '"><script>alert(1)</script>'


async def test_whoever_finds_their_address_used_shuts_the_account(practice, code, browse):
    squatter, owner = browse(), browse()
    await signed_up(squatter, code)
    page = await owner.open(link_in(mail(practice, ANA)[0]))
    (disowning,) = [form for form in page.forms if form.action.endswith("/disown")]
    page = await owner.send(page, disowning)
    assert page.title == "That account is shut"
    assert (await squatter.open("/portal/account")).title == "Sign in"
    page = await squatter.send(await squatter.open("/portal/sign-in"), email=ANA, password=PASSWORD)
    assert "wrong_credentials" in page.text
    await owner.send(await owner.open("/portal/forgot"), email=ANA)
    page = await owner.open(link_in(mail(practice, ANA)[-1]))
    page = await owner.send(page, password="another long sentence")  # noqa: S106
    assert page.title == "Your account"


def test_one_address_gets_one_account_however_many_sign_up_at_once(engines, practice, code):
    office = Office(engines, practice.clock)
    wanted = SignUp(code=code, email=ANA, password=PASSWORD, zone="Australia/Perth")
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(lambda number: services.sign_up(office, wanted, f"203.0.113.{number}"), range(8)))
    assert len(set(secrets)) == 8
    signed_in = [secret for secret in secrets if signing_in.recall(office, secret, practice.now)]
    assert len(signed_in) == 1
    assert [message.subject for message in mail(practice, ANA)].count("Confirm your e-mail address") == 1
