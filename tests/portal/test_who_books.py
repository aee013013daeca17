"""New clients, existing ones with their consultant, and strangers: who may book what (seeds 000, 003)."""

import pytest

from tests.backend.practice import MELBOURNE
from tests.portal.household import SETTINGS
from tests.portal.walking import (
    booked,
    day_link,
    times,
    to_the_check,
    to_the_details,
)

pytestmark = pytest.mark.usefixtures("mira")


async def test_an_unverified_account_books_once_and_is_told_at_the_first_question(browse, household):
    new = browse(household.join(verified=False))
    done = await new.send(await to_the_check(new))
    assert "open the link that we sent you" in done.text
    page = await new.open("/portal/book")
    assert page.title == "You cannot book another session yet"
    assert "verify_first" in page.text


async def test_an_existing_client_is_asked_for_no_contact_and_gets_what_is_for_existing_ones(
    browse, household, practice, engines
):
    case = practice.open_case(zone=MELBOURNE)
    client = browse(household.join(case=case))
    details = await to_the_details(client)
    assert set(details.form.fields) >= {"wishes"}
    assert not {"first_name", "phone", "remember"} & set(details.form.fields | details.form.offered)
    check = await client.send(details)
    assert "Next session" in check.text
    await client.send(check)
    assert booked(engines)[0].reason == "next-session"


async def test_nobody_books_signed_out(browse):
    page = await browse().open("/portal/book")
    assert page.title == "Sign in"


async def test_anothers_time_and_session_are_not_found(newcomer, browse, household):
    check = await to_the_check(newcomer)
    leo = browse(household.join("leo@example.com"))
    for path in ("details", "check"):
        assert (await leo.open(check.url.replace("/check", f"/{path}"))).status == 404
    done = await newcomer.send(check)
    assert (await leo.open(done.url)).status == 404
    assert (await leo.open(f"{done.url}/calendar.ics")).status == 404


async def test_where_online_booking_is_off_it_is_said(newcomer, household):
    household.set_up(SETTINGS.replace("enabled = true", "enabled = false"))
    page = await newcomer.open("/portal/book")
    assert "online_booking_off" in page.text


@pytest.fixture
def other(practice):
    practice.engage("jun@example.org", name="Jun Watanabe")
    return practice.add_line("jun@example.org", opens="13:00", closes="20:00")


async def test_only_their_times_are_shown_and_what_is_known_is_not_asked(browse, household, practice, other, engines):
    case = practice.open_case(zone=MELBOURNE)
    last = practice.appoint("jun@example.org", case, "2026-11-16T14:00", schedule=other, zone=MELBOURNE)
    client = browse(household.join(case=case))
    page = await client.open("/portal/book", same=last)
    assert page.title == "Which day suits you?"
    hours = await client.open(day_link(page, "Monday 30 November 2026"))
    assert times(hours)[0] == "2026-11-30T02:00Z"
    check = await client.send(await client.send(hours, at="2026-11-30T02:00Z"))
    assert "Jun Watanabe" in check.text
    await client.send(check)
    assert len(booked(engines)) == 1


async def test_the_place_and_the_case_of_the_same_consultant_are_not_asked_for(
    browse, household, practice, other, engines
):
    household.set_up(SETTINGS + '\n[[location]]\nkey = "line"\nname = "By phone"\nmodalities = ["phone"]\n')
    case = practice.open_case(zone=MELBOURNE)
    practice.open_case(client=practice.client_of(case))
    last = practice.appoint("jun@example.org", case, "2026-11-16T14:00", schedule=other, zone=MELBOURNE)
    client = browse(household.join(case=case))
    days = await client.open("/portal/book", same=last)
    assert days.title == "Which day suits you?"
    assert "These are the times of Jun Watanabe." in days.text
    hours = await client.open(day_link(days, "Monday 30 November 2026"))
    check = await client.send(await client.send(hours, at=times(hours)[0]))
    assert f"It takes one of the 5 sessions that you have left under {case}." in check.text
    everybody = await client.follow(days, "See the times of everybody")
    hours = await client.open(day_link(everybody, "Monday 30 November 2026"))
    assert times(hours)[0] == "2026-11-29T22:00Z"


async def test_without_sessions_left_it_is_said_before_any_question(browse, household, practice):
    case = practice.open_case(zone=MELBOURNE, entitled=0)
    page = await browse(household.join(case=case)).open("/portal/book")
    assert page.title == "You cannot book another session yet"
    assert "no_sessions_left" in page.text
    assert "See what your sessions are for" in page.links


async def test_anothers_case_is_not_found(browse, household, practice):
    mine, anothers = practice.open_case(zone=MELBOURNE), practice.open_case(zone=MELBOURNE)
    client = browse(household.join(case=mine))
    assert (await client.open("/portal/book", case=anothers)).status == 404
    assert (await client.open("/portal/book", case=mine)).status == 200


async def test_a_new_client_is_told_why_not(newcomer, engines):
    await newcomer.send(await to_the_check(newcomer))
    (made,) = booked(engines)
    page = await newcomer.open("/portal/book", same=made.reference)
    assert "consultant_not_offered" in page.text


async def test_an_appointment_of_somebody_else_is_not_found(browse, household, practice, other):
    case = practice.open_case(zone=MELBOURNE)
    ana = browse(household.join())
    anothers = practice.appoint("jun@example.org", case, "2026-11-16T14:00", schedule=other, zone=MELBOURNE)
    assert (await ana.open("/portal/book", same=anothers)).status == 404
