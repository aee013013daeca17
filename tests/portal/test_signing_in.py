"""Who has an account signs in and out, chooses another password, and is told the same whether or not there is one."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select, update

from server_stub.carriers.choosing import choose
from server_stub.rounds.running import run_due
from server_stub.services import passwords
from server_stub.storage import accounts
from server_stub.storage.portal_tables import account_links
from server_stub.storage.tables import clients, outbox
from tests.portal.mail import link_in, mail

ANA = "ana@example.com"
PASSWORD = "correct horse battery"  # noqa: S105
OTHER = "another long sentence"


@pytest.fixture
def ana(practice, household):
    """Give Ana an account with a password."""

    def ana(**how) -> str:
        household.set_up()
        session = household.join(ANA, **how)
        with practice.engines.writing() as connection:
            found = accounts.by_email(connection, ANA)
            accounts.set_password(connection, found.id, passwords.hashed(PASSWORD))
        return session

    return ana


async def sign_in(browser, email=ANA, password=PASSWORD, path="/portal/sign-in", **ticked):
    return await browser.send(await browser.open(path), email=email, password=password, **ticked)


async def test_signing_in_and_out(ana, browse):
    ana()
    browser = browse()
    page = await sign_in(browser, " ANA@Example.com ")
    assert page.title == "Your account"
    (out,) = [form for form in page.forms if form.action.endswith("/sign-out")]
    session = browser.client.cookies["portal"]
    page = await browser.send(page, out)
    assert "You are signed out" in page.text
    assert (await browser.open("/portal/account")).title == "Sign in"
    assert (await browse(session).open("/portal/account")).title == "Sign in", "the session itself has ended"


@pytest.mark.parametrize(
    ("onward", "address"),
    [
        ("/account?x=ł", "/portal/account?x=%C5%82"),
        ("/account?x=%C5%82&y=a b", "/portal/account?x=%C5%82&y=a%20b"),
        ("/account?x=1#y", "/portal/account?x=1%23y"),
        ("/account?x=//elsewhere.example&y=@", "/portal/account?x=//elsewhere.example&y=@"),
        ("/account?x=\r\nSet-Cookie: y=1", "/portal/account?x=%20Set-Cookie:%20y=1"),
        ("/account/ł", "/portal/account/%C5%82"),
    ],
)
async def test_whatever_the_way_onward_is_it_is_written_as_an_address(ana, browse, onward, address):
    ana()
    browser = browse()
    page = await browser.open("/portal/sign-in")
    fields = page.form.fields | {"email": ANA, "password": PASSWORD, "next": onward}
    answer = await browser.client.post(page.form.action, data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, address)


async def test_whoever_is_not_signed_in_is_brought_back_to_where_they_were_going(ana, browse):
    ana()
    browser = browse()
    page = await sign_in(browser, path="/portal/account/details?zones=all")
    assert page.url.endswith("/portal/account/details?zones=all")


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "account"]
)
async def test_nobody_is_sent_elsewhere_after_signing_in(ana, browse, elsewhere):
    ana()
    page = await browse().open("/portal/sign-in", next=elsewhere)
    assert "evil" not in page.html
    assert "next" not in page.form.fields


async def test_a_wrong_password_and_no_account_are_told_alike(ana, browse):
    ana()
    wrong = await sign_in(browse(), password=OTHER)
    nobody = await sign_in(browse(), email="bob@example.com", password=OTHER)
    assert wrong.status == nobody.status == 422
    assert wrong.text == nobody.text
    assert "wrong_credentials" in wrong.text


async def test_nobody_signs_in_where_no_password_was_ever_set(household, browse):
    household.set_up()
    household.join(ANA)
    for password in (passwords.UNUSABLE, "nobody has this password"):
        assert "wrong_credentials" in (await sign_in(browse(), password=password)).text


async def test_a_session_ends_after_two_idle_hours_and_lasts_with_use(practice, ana, browse):
    ana()
    browser = browse()
    await sign_in(browser)
    for _ in range(3):
        practice.now += timedelta(hours=1, minutes=59)
        assert (await browser.open("/portal/account")).title == "Your account"
    practice.now += timedelta(hours=2)
    assert (await browser.open("/portal/account")).title == "Sign in"


async def test_being_kept_signed_in_is_asked_for_and_lasts_a_month(practice, ana, browse):
    ana()
    browser = browse()
    page = await browser.open("/portal/sign-in")
    assert "remember" not in page.form.fields, "off by default"
    await browser.send(page, email=ANA, password=PASSWORD, remember="yes")
    practice.now += timedelta(days=29)
    assert (await browser.open("/portal/account")).title == "Your account"
    practice.now += timedelta(days=30)
    assert (await browser.open("/portal/account")).title == "Sign in"


async def test_a_forgotten_password_is_replaced_by_mail_and_ends_every_session(practice, ana, browse):
    elsewhere = browse(ana(verified=False))
    browser = browse()
    page = await browser.follow(await browser.open("/portal/sign-in"), "I forgot my password")
    page = await browser.send(page, email="ANA@example.com")
    assert page.title == "Look into your mail"
    path = link_in(mail(practice, ANA)[-1])
    page = await browser.open(path)
    refused = await browser.send(page, password="short")  # noqa: S106
    assert "password_too_short" in refused.text
    page = await browser.send(refused, password=OTHER)
    assert page.title == "Your account"
    assert "book one session" not in page.text, "whoever reads the mail has confirmed the address"
    assert (await elsewhere.open("/portal/account")).title == "Sign in"
    assert "was changed" in mail(practice, ANA)[-1].subject
    assert "wrong_credentials" in (await sign_in(browse())).text
    assert (await sign_in(browse(), password=OTHER)).title == "Your account"
    assert (await browser.open(path)).status == 410


async def test_asking_for_a_link_tells_nobody_whether_there_is_an_account(practice, ana, browse):
    ana()
    there = await browse().send(await browse().open("/portal/forgot"), email=ANA)
    browser = browse()
    known = await browser.send(await browser.open("/portal/forgot"), email=ANA)
    browser = browse()
    unknown = await browser.send(await browser.open("/portal/forgot"), email="bob@example.com")
    assert (known.status, known.url, known.text) == (unknown.status, unknown.url, unknown.text)
    assert there.status == 403, "a form of another browser's is refused"
    assert mail(practice, "bob@example.com") == []


async def test_changing_the_password_needs_the_present_one(practice, ana, browse):
    elsewhere = browse(ana())
    browser = browse()
    await sign_in(browser)
    page = await browser.open("/portal/account/password")
    assert "wrong_credentials" in (await browser.send(page, present=OTHER, password=OTHER)).text
    assert "easy to guess" in (await browser.send(page, present=PASSWORD, password="abcdefghijk")).text  # noqa: S106
    page = await browser.send(page, present=PASSWORD, password=OTHER)
    assert "Your password is changed" in page.text
    assert (await browser.open("/portal/account")).title == "Your account", "this device stays signed in"
    assert (await elsewhere.open("/portal/account")).title == "Sign in"


async def test_contact_details_are_changed_also_on_the_books(practice, ana, browse):
    case = practice.open_case(name="Ana Lindqvist")
    browser = browse(ana(case=case))
    page = await browser.open("/portal/account/details")
    assert "first_name" not in page.form.fields, "the name is on the books"
    page = await browser.send(page, phone="+61 491 570 156", address="1 Rue A[/b]", zone="Asia/Kathmandu")
    assert "1 Rue A[/b]" in page.text
    with practice.engines.reading() as connection:
        row = connection.execute(select(clients)).one()
    assert (row.phone, row.address, row.zone) == ("+61 491 570 156", "1 Rue A[/b]", "Asia/Kathmandu")
    assert row.name == "Ana Lindqvist"


def kept_of_client(practice, **values):
    """Write down how the only client is reached; returns what is written down of them."""
    with practice.engines.writing() as connection:
        if values:
            connection.execute(update(clients).values(**values))
        row = connection.execute(select(clients)).one()
    return row.name, row.phone, row.address, row.zone


@pytest.mark.parametrize("prospect", [False, True], ids=["client", "prospect"])
async def test_contact_details_are_shown_as_they_are_on_the_books_and_stay_when_nothing_is_typed(
    practice, ana, browse, prospect
):
    zone = "Australia/Perth"
    case = practice.open_case(name="Ana Lindqvist-Moe", zone=zone)
    browser = browse(ana(case=case, prospect=prospect, zone=zone if prospect else "Australia/Melbourne"))
    before = kept_of_client(practice, phone="0491 570 156", address="9 Hill St")
    told = (await browser.open("/portal/account")).text
    for shown in ("Ana Lindqvist-Moe", "0491 570 156", "9 Hill St", "Perth, Australia"):
        assert shown in told
    page = await browser.open("/portal/account/details")
    assert "Ana Lindqvist-Moe is the name on our books" in page.text
    assert [page.form.fields[name] for name in ("phone", "address", "zone")] == ["0491 570 156", "9 Hill St", zone]
    with practice.engines.reading() as connection:
        account = accounts.by_email(connection, ANA)
    assert "are saved" in (await browser.send(page)).text
    assert kept_of_client(practice) == before
    with practice.engines.reading() as connection:
        assert accounts.by_email(connection, ANA) == account, "nothing of the client's is copied to the account"


async def test_what_changed_on_the_books_meanwhile_is_not_overwritten(practice, ana, browse):
    browser = browse(ana(case=practice.open_case()))
    page = await browser.open("/portal/account/details")
    kept_of_client(practice, phone="0491 570 156")
    late = await browser.send(page, address="9 Hill St")
    assert (late.status, "stale" in late.text) == (409, True)
    assert kept_of_client(practice)[1:3] == ("0491 570 156", "")


async def test_a_number_that_is_on_the_books_already_is_not_objected_to(practice, ana, browse):
    browser = browse(ana(case=practice.open_case()))
    kept_of_client(practice, phone="ask at work")
    await browser.send(await browser.open("/portal/account/details"), zone="Asia/Tokyo")
    assert kept_of_client(practice)[1:] == ("ask at work", "", "Asia/Tokyo")


async def test_a_name_can_be_given_before_the_first_booking(ana, browse):
    browser = browse(ana())
    page = await browser.open("/portal/account/details")
    page = await browser.send(page, first_name="Zoë", last_name="O'Brien", zone="Asia/Tokyo")
    assert "Zoë O'Brien" in page.text


async def test_details_that_were_changed_elsewhere_meanwhile_are_not_overwritten(ana, browse):
    browser = browse(ana())
    page = await browser.open("/portal/account/details")
    await browser.send(page, phone="0491 570 156", zone="Asia/Tokyo")
    late = await browser.send(page, phone="0491 570 157", zone="Asia/Tokyo")
    assert (late.status, "stale" in late.text) == (409, True)
    assert "0491 570 156" in (await browser.open("/portal/account")).text


async def test_every_zone_can_be_chosen(ana, browse):
    browser = browse(ana(zone="Pacific/Kiritimati"))
    page = await browser.open("/portal/account/details")
    assert "<option selected>Pacific/Kiritimati" in page.html
    assert "Asia/Kathmandu" not in page.html
    page = await browser.follow(page, "Choose from all time zones")
    assert "<option>Asia/Kathmandu" in page.html
    assert "<option selected>Pacific/Kiritimati" in page.html


async def test_links_are_not_kept_once_they_were_sent(practice, ana, browse, tmp_path):
    ana(verified=False)
    browser = browse()
    await browser.send(await browser.open("/portal/forgot"), email=ANA)
    secret = link_in(mail(practice, ANA)[-1]).rpartition("/")[2]
    run_due(practice.engines, practice.clock, lambda settings: choose(settings, tmp_path / "kept", {}))
    (sent,) = (tmp_path / "kept").rglob("*reset_password*")
    assert secret in message_from_bytes(sent.read_bytes(), policy=default).get_body(("plain",)).get_content()
    with practice.engines.reading() as connection:
        kept = [*connection.execute(select(outbox.c.facts)).scalars(), *connection.execute(select(account_links)).all()]
    assert not any(secret in str(value) for value in kept)
    assert "not kept" in mail(practice, ANA)[-1].text


async def test_a_page_with_a_secret_address_never_hands_it_on(practice, ana, browse):
    ana(verified=False)
    browser = browse()
    await browser.send(await browser.open("/portal/forgot"), email=ANA)
    path = link_in(mail(practice, ANA)[-1])
    page = await browser.open(path)
    secret = path.rpartition("/")[2]
    assert page.links["Get help with this page"].endswith("page=%2Fportal%2Freset")
    assert not any(secret in href for href in page.links.values())
    assert page.headers["referrer-policy"] == "strict-origin"
    assert page.headers["cache-control"] == "no-store"
