"""Help is one click away on every page, filled in with what went wrong, for whoever is signed in or not."""

import pytest
from sqlalchemy import select

from server_stub.portal import helping
from server_stub.storage.portal_tables import tickets

HOSTILE = '"><script>alert(1)</script> A[/b] [@click=app.quit]'


def written(engines):
    with engines.reading() as connection:
        row = connection.execute(select(tickets)).one()
    return dict(row._mapping)


async def test_a_stranger_asks_for_help_after_an_error(engines, browse):
    browser = browse()
    wrong = await browser.open("/portal/nowhere")
    assert wrong.status == 404
    form = await browser.follow(wrong, "Ask for help with this")
    assert "not_found on the page /portal/nowhere" in form.text
    sent = await browser.send(form, message="Where is it?\r\nI cannot find it.", email="ana@example.com", name="Ana")
    assert (sent.title, sent.status) == ("Your ticket has arrived", 200)
    kept = written(engines)
    assert kept["reference"] in sent.text
    assert "ana@" not in sent.url
    assert (kept["code"], kept["page"], kept["email"]) == ("not_found", "/portal/nowhere", "ana@example.com")
    assert (kept["message"], kept["account_id"]) == ("Where is it?\nI cannot find it.", None)


async def test_every_page_leads_to_help(browse):
    browser = browse()
    page = await browser.open("/portal/sign-in")
    form = await browser.follow(page, "Get help with this page")
    assert (form.title, form.form.fields["page"], form.form.fields["code"]) == ("Ask for help", "/portal/sign-in", "")


async def test_whoever_is_signed_in_is_answered_to_the_account_s_address(engines, browse, household):
    browser = browse(household.join("ana@example.com"))
    form = await browser.open("/portal/help/ticket")
    assert "ana@example.com" in form.text
    assert form.form.fields["name"] == "Ana Lindqvist"
    assert "email" not in form.form.fields
    await browser.send(form, message="Hello", email="somebody.else@example.com")
    kept = written(engines)
    assert kept["email"] == "ana@example.com"
    assert kept["account_id"] is not None


async def test_what_is_missing_is_said_and_nothing_typed_is_lost(engines, browse):
    browser = browse()
    form = await browser.open("/portal/help/ticket", code="held", page="/portal/book/day")
    again = await browser.send(form, message=HOSTILE, email="nobody", name=HOSTILE)
    assert again.status == 422
    assert again.links["Enter your e-mail address, like name@example.org."] == "#email"
    assert "email" in again.ids
    fields = again.form.fields
    assert (fields["message"], fields["name"], fields["email"]) == (HOSTILE, HOSTILE, "nobody")
    assert (fields["code"], fields["page"]) == ("held", "/portal/book/day")
    assert "<script>alert" not in again.html
    with engines.reading() as connection:
        assert connection.execute(select(tickets)).all() == []


async def test_an_error_of_the_form_leads_to_help_with_its_own_code(browse):
    browser = browse()
    again = await browser.send(await browser.open("/portal/help/ticket"), message="")
    form = await browser.follow(again, "Ask for help with this")
    assert form.form.fields["code"] == "message_needed"


@pytest.mark.parametrize(("code", "said"), [("link_not_valid", "too old"), ("no_such_code", ""), ("<b>", "")])
async def test_the_form_says_what_it_is_about(browse, code, said):
    form = await browse().open("/portal/help/ticket", code=code)
    assert said in form.text
    assert form.form.fields["code"] == ("" if "<" in code else code)


async def test_too_many_tickets_wait_and_keep_what_was_typed(browse):
    browser = browse()
    form = await browser.open("/portal/help/ticket")
    for _ in range(6):
        last = await browser.send(form, message="Hello", email="ana@example.com")
    assert last.status == 429
    assert last.form.fields["message"] == "Hello"
    assert "too_many_tries" in last.text


@pytest.mark.parametrize("ticket", ["<script>", "TKT-1 and more", "TKT-12345678901"])
async def test_the_last_page_repeats_nothing_that_is_no_ticket(browse, ticket):
    page = await browse().open("/portal/help/sent", ticket=ticket)
    assert page.status == 200
    assert ticket not in page.html


async def test_a_ticket_from_another_site_is_refused(engines, browse):
    browser = browse()
    form = await browser.open("/portal/help/ticket")
    browser.client.headers["Sec-Fetch-Site"] = "cross-site"
    refused = await browser.send(form, message="Hello", email="ana@example.com")
    assert refused.status == 403
    assert "form_expired" in refused.text


async def test_what_is_too_long_is_said_not_cut(browse):
    browser = browse()
    form = await browser.open("/portal/help/ticket")
    again = await browser.send(form, message="x" * 4001, email="ana@example.com")
    assert again.status == 422
    assert "too_long" in again.text


def test_sentences_that_need_facts_are_not_repeated():
    assert "{" not in helping._sentence("too_long")
