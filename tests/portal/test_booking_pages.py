"""A client books page by page: one question each, nothing asked that has one answer, nothing lost on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultant_tui.contract.vocabulary import ScheduleKind
from server_stub.storage.portal_tables import attendees, drafts
from server_stub.storage.tables import clients, outbox
from tests.backend.practice import MELBOURNE
from tests.portal.household import SETTINGS
from tests.portal.walking import (
    DETAILS,
    booked,
    choose,
    day_link,
    times,
    to_a_day,
    to_the_check,
    to_the_days,
    to_the_details,
)

MIRA = "mira@example.org"
TWO = "2026-11-30T03:00Z"
"""Two o'clock in the afternoon in Melbourne."""


@pytest.fixture(autouse=True)
def mira(practice, household) -> str:
    """A consultant with open hours, whom clients can book."""
    practice.engage(MIRA)
    household.set_up()
    return practice.add_line(MIRA)


@pytest.fixture
def ana(browse, household):
    """Somebody with a verified account who is not a client yet."""
    return browse(household.join())


async def test_a_new_client_books_from_the_first_question_to_the_summary(ana, engines):
    who = await ana.open("/portal/book")
    assert (who.title, who.form.offered["who"]) == ("Who is the session for?", ["me", "new-child"])
    how = await choose(ana, who, who="me")
    assert (how.title, how.form.offered["modality"]) == (
        "How would you like to meet?",
        ["in_person", "video_call", "phone"],
    )
    days = await choose(ana, how, modality="video_call")
    assert days.title == "Which day suits you?"
    hours = await ana.open(day_link(days, "Monday 30 November 2026, 15 free times"))
    assert hours.title == "Which time suits you?"
    assert "Times are in Melbourne time (UTC+11)." in hours.text
    details = await ana.send(hours, at=TWO)
    assert details.title == "Your details"
    assert "Monday 30 November 2026, 14:00 to 15:00 We keep this time for you until 09:14." in details.text
    check = await ana.send(details, **DETAILS, wishes="Sleep")
    assert check.title == "Check your booking"
    for told in ("Mira Okafor", "First talk, 1 hour", "By video call", "Ana Lindqvist", "0400 123 456", "Sleep"):
        assert told in check.text
    assert "You can cancel or change it until Sunday 29 November 2026, 14:00." in check.text
    assert booked(engines) == []
    done = await ana.send(check)
    (made,) = booked(engines)
    assert (done.title, done.url.rpartition("/")[2]) == ("Your session is booked", made.reference)
    assert (made.reason, made.location, made.wishes, made.modality) == ("first-talk", "rooms", "Sleep", "video_call")
    assert made.reference in done.text
    with engines.reading() as connection:
        told = set(connection.execute(select(outbox.c.recipient)).scalars())
    assert {"ana@example.com", MIRA} <= told


async def test_the_summary_gives_a_file_for_the_calendar(ana, engines):
    done = await ana.send(await to_the_check(ana))
    file = await ana.client.get(done.links["Add to your calendar"])
    (made,) = booked(engines)
    assert file.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20261130T030000Z" in file.text
    assert f"UID:{made.reference}@" in file.text


async def test_nothing_of_the_client_stands_in_an_address(ana):
    page = await to_the_details(ana, who="new-child")
    urls = [page.url]
    page = await ana.send(page, **DETAILS, attendee_name="Leo", wishes="Sleep")
    urls.append(page.url)
    urls.append((await ana.send(page)).url)
    told = ("Ana", "Lindqvist", "0400", "Leo", "Sleep", "example.com")
    assert not [url for url in urls for word in told if word in url]


async def test_a_question_that_is_not_answered_says_so_on_top_and_at_the_field(ana):
    page = await ana.send(await ana.open("/portal/book"), go="on")
    assert page.status == 422
    assert page.links["Choose one of these."] == "#who"
    assert "who" in page.ids
    assert "choice_needed" in page.text


async def test_an_answer_that_is_not_offered_is_refused(ana):
    page = await ana.open("/portal/book/who", go="on", who="new-pet")
    assert (page.status, page.title) == (422, "Who is the session for?")
    assert "choice_not_offered" in page.text


async def test_what_was_answered_is_still_chosen_on_the_way_back(ana):
    days = await to_the_days(ana, who="new-child")
    how = await ana.follow(days, "Back")
    assert how.form.fields["modality"] == "video_call"
    assert (await ana.follow(how, "Back")).form.fields["who"] == "new-child"


async def test_a_page_further_on_asks_what_is_still_open_first(ana):
    page = await ana.open("/portal/book/time", day="2026-11-30")
    assert page.title == "Who is the session for?"
    assert page.form.fields["day"] == "2026-11-30"


async def test_free_days_say_so_in_words_and_others_lead_nowhere(ana):
    days = await to_the_days(ana)
    assert "27 free 28 29 30 free" in days.text
    assert 'aria-label="Saturday 28' not in days.html
    later = await ana.follow(days, "December 2026")
    assert 'aria-label="Tuesday 1 December 2026, 15 free times"' in later.html
    assert "November 2026" in later.links


async def test_times_are_looked_through_by_part_of_the_day(ana):
    page = await to_a_day(ana)
    assert len(times(page)) == 15
    assert "Evening: none" in page.text
    morning = await ana.follow(page, "Morning")
    assert [at.partition("T")[2] for at in times(morning)] == [
        "22:00Z",
        "22:30Z",
        "23:00Z",
        "23:30Z",
        "00:00Z",
        "00:30Z",
    ]
    assert times(await ana.follow(morning, "Afternoon"))[0] == "2026-11-30T01:00Z"


async def test_a_day_without_free_times_offers_the_nearest(ana):
    await to_the_days(ana)
    page = await ana.open("/portal/book/time", who="me", modality="phone", day="2026-11-29")
    assert "No time is free on this day." in page.text
    assert page.text.index("Nearest free times") < page.text.index("Friday 27 November 2026")
    assert times(page) == ["2026-11-27T04:30Z", "2026-11-27T05:00Z", "2026-11-29T22:00Z"]


async def test_what_is_missing_is_said_and_what_was_typed_stays(ana):
    page = await to_the_details(ana, who="new-child")
    again = await ana.send(page, first_name="Ana", last_name="", phone="", attendee_name="", wishes="Sleep")
    assert again.status == 422
    assert {"Enter your last name.", "Enter the name of who attends."} <= set(again.links)
    assert (again.form.fields["first_name"], again.form.fields["wishes"]) == ("Ana", "Sleep")
    assert "Fields marked with an asterisk (*) are required." in again.text


async def test_a_child_attends_in_the_holders_place_and_is_known_the_next_time(ana, engines):
    page = await to_the_details(ana, who="new-child")
    check = await ana.send(page, **DETAILS, attendee_name="Leo", attendee_details="7 years")
    assert "Leo (My child)" in check.text
    await ana.send(check)
    with engines.reading() as connection:
        leo = connection.execute(select(attendees)).one()
    assert (leo.name, leo.kind, leo.details, booked(engines)[0].attendee_id) == ("Leo", "child", "7 years", leo.id)
    who = await ana.open("/portal/book")
    assert who.form.offered["who"] == ["me", leo.reference, "new-child"]
    assert "My child, not listed here" in who.text


async def test_hostile_text_is_shown_and_never_obeyed(ana, engines):
    hostile = '<script>alert("x")</script> A[/b] [@click=app.quit]'
    check = await to_the_check(ana, first_name=hostile, wishes=f"{hostile}\n=cmd()")
    assert hostile in check.text
    assert "<script>alert" not in check.html
    await ana.send(check)
    assert booked(engines)[0].wishes == f"{hostile}\n=cmd()"


class TestALostTime:
    """Somebody else is quicker, or the client too slow: every answer is kept."""

    async def test_a_time_that_somebody_else_keeps_leads_to_the_nearest(self, ana, browse, household):
        hours = await to_a_day(ana, who="new-child")
        leo = browse(household.join("leo@example.com"))
        await to_the_details(leo)
        lost = await ana.send(hours, at=TWO)
        assert (lost.status, lost.title) == (409, "Which time suits you?")
        assert "time_gone" in lost.text
        assert times(lost)[:3] == ["2026-11-30T01:30Z", "2026-11-30T02:00Z", "2026-11-30T04:00Z"]
        details = await ana.send(lost, at="2026-11-30T04:00Z")
        assert details.title == "Your details"
        assert "who=new-child" in details.url

    async def test_what_was_typed_is_kept_too_and_leads_straight_to_the_check(self, ana, practice, browse, household):
        check = await to_the_check(ana, wishes="Sleep")
        practice.now += timedelta(minutes=11)
        leo = browse(household.join("leo@example.com"))
        await to_the_details(leo)
        lost = await ana.send(check)
        assert lost.status == 409
        again = await ana.send(lost, at=times(lost)[0])
        assert again.title == "Check your booking"
        assert "Sleep" in again.text

    async def test_a_time_that_ran_out_but_is_free_is_offered_again(self, ana, practice):
        check = await to_the_check(ana)
        practice.now += timedelta(minutes=11)
        page = await ana.open(check.url)
        assert "We could not keep this time for you any longer, but it is still free." in page.text
        assert (page.status, times(page)[0]) == (200, TWO)
        assert (await ana.send(page, at=TWO)).title == "Check your booking"

    async def test_a_slow_typist_keeps_the_time_if_nobody_else_took_it(self, ana, practice):
        details = await to_the_details(ana)
        practice.now += timedelta(minutes=11)
        check = await ana.send(details, **DETAILS)
        assert check.title == "Check your booking"
        assert "until 09:25" in check.text

    async def test_another_way_of_meeting_asks_for_the_time_again_and_the_same_does_not(self, ana):
        check = await to_the_check(ana)
        how = await ana.follow(check, "Change how")
        assert (await choose(ana, how)).title == "Check your booking"
        assert (await choose(ana, how, modality="phone")).title == "Which time suits you?"

    async def test_somebody_else_may_attend_without_losing_the_time(self, ana):
        check = await to_the_check(ana)
        page = await choose(ana, await ana.follow(check, "Change for"), who="new-child")
        assert page.title == "Your details"
        assert (await ana.send(page, attendee_name="Leo")).title == "Check your booking"


async def test_confirming_twice_books_once(ana, engines):
    check = await to_the_check(ana)
    first, second = await ana.send(check), await ana.send(check)
    assert first.url == second.url
    assert len(booked(engines)) == 1


async def test_only_what_was_shown_for_checking_is_booked(ana, engines):
    check = await to_the_check(ana, wishes="Sleep")
    details = await ana.follow(check, "Back")
    await ana.send(details, wishes="Work")
    again = await ana.send(check)
    assert again.title == "Check your booking"
    assert "Work" in again.text
    assert booked(engines) == []


async def test_nothing_typed_is_left_behind_after_the_booking(ana, engines):
    await ana.send(await to_the_check(ana))
    with engines.reading() as connection:
        assert connection.execute(select(drafts)).all() == []


class TestRememberMe:
    """It is off unless ticked, and then fills in the next form."""

    async def test_it_is_off_by_default(self, ana):
        details = await to_the_details(ana)
        assert "remember" not in details.form.fields
        assert "remember" in details.form.offered

    @pytest.mark.parametrize("ticked", [True, False])
    async def test_the_next_form_is_filled_in_only_if_ticked(self, browse, household, ticked):
        ana = browse(household.join(first_name="", last_name=""))
        extra = {"remember": "yes"} if ticked else {}
        await ana.send(await to_the_check(ana, **extra))
        details = await to_the_details(ana, at="2026-11-30T04:00Z")
        assert details.form.fields["phone"] == ("0400 123 456" if ticked else "")


class TestWhoMayBook:
    """New clients, those of whom nothing is verified, and strangers."""

    async def test_an_unverified_account_books_once_and_is_told_at_the_first_question(self, browse, household):
        new = browse(household.join(verified=False))
        done = await new.send(await to_the_check(new))
        assert "open the link that we sent you" in done.text
        page = await new.open("/portal/book")
        assert page.title == "You cannot book another session yet"
        assert "verify_first" in page.text

    async def test_an_existing_client_is_asked_for_no_contact_and_gets_what_is_for_existing_ones(
        self, browse, household, practice, engines
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

    async def test_nobody_books_signed_out(self, browse):
        page = await browse().open("/portal/book")
        assert page.title == "Sign in"

    async def test_anothers_time_and_session_are_not_found(self, ana, browse, household):
        check = await to_the_check(ana)
        leo = browse(household.join("leo@example.com"))
        for path in ("details", "check"):
            assert (await leo.open(check.url.replace("/check", f"/{path}"))).status == 404
        done = await ana.send(check)
        assert (await leo.open(done.url)).status == 404
        assert (await leo.open(f"{done.url}/calendar.ics")).status == 404

    async def test_where_online_booking_is_off_it_is_said(self, ana, household):
        household.set_up(SETTINGS.replace("enabled = true", "enabled = false"))
        page = await ana.open("/portal/book")
        assert "online_booking_off" in page.text


class TestTheSameConsultant:
    """From the history; new clients cannot choose whom they see (seed 000)."""

    @pytest.fixture
    def other(self, practice):
        practice.engage("jun@example.org", name="Jun Watanabe")
        return practice.add_line("jun@example.org", opens="13:00", closes="20:00")

    async def test_only_their_times_are_shown_and_what_is_known_is_not_asked(
        self, browse, household, practice, other, engines
    ):
        case = practice.open_case(zone=MELBOURNE)
        last = practice.appoint("jun@example.org", case, "2026-11-16T14:00", schedule=other, zone=MELBOURNE)
        client = browse(household.join(case=case))
        who = await client.open("/portal/book", same=last)
        page = await choose(client, who, modality="video_call")
        assert page.title == "Which day suits you?"
        hours = await client.open(day_link(page, "Monday 30 November 2026"))
        assert times(hours)[0] == "2026-11-30T02:00Z"
        check = await client.send(await client.send(hours, at="2026-11-30T02:00Z"))
        assert "Jun Watanabe" in check.text
        await client.send(check)
        assert len(booked(engines)) == 1

    async def test_a_new_client_is_told_why_not(self, ana, engines):
        await ana.send(await to_the_check(ana))
        (made,) = booked(engines)
        page = await ana.open("/portal/book", same=made.reference)
        assert "consultant_not_offered" in page.text

    async def test_an_appointment_of_somebody_else_is_not_found(self, browse, household, practice, other):
        case = practice.open_case(zone=MELBOURNE)
        ana = browse(household.join())
        anothers = practice.appoint("jun@example.org", case, "2026-11-16T14:00", schedule=other, zone=MELBOURNE)
        assert (await ana.open("/portal/book", same=anothers)).status == 404


async def test_both_clocks_are_named_where_they_differ(browse, household):
    ana = browse(household.join(zone="Australia/Perth"))
    page = await to_a_day(ana)
    assert "Times are in Perth time (UTC+8)." in page.text
    details = await ana.send(page, at=TWO)
    check = await ana.send(details, **DETAILS)
    assert "11:00 to 12:00 Perth time (UTC+8) For your consultant: 14:00 Melbourne time (UTC+11)" in check.text


async def test_length_and_consultant_are_hidden_where_the_provider_says_so(ana, household):
    household.set_up(SETTINGS.replace("grid_minutes", "show_length = false\nshow_consultant = false\ngrid_minutes"))
    check = await to_the_check(ana)
    assert "Monday 30 November 2026, 14:00 Melbourne time" in check.text
    done = await ana.send(check)
    for page in (check, done):
        assert "Mira" not in page.text
        assert "1 hour" not in page.text
        assert "15:00" not in page.text


async def test_where_no_time_is_free_other_ways_are_shown(ana, practice, household):
    household.set_up(SETTINGS + '\n[[location]]\nkey = "line"\nname = "By phone"\nmodalities = ["phone"]\n')
    page = await choose(ana, await ana.open("/portal/book"), location="line")
    assert "No time is free in" in page.text
    assert (await ana.follow(page, "Choose another place")).title == "Where would you like to have your session?"


async def test_ad_hoc_hours_are_never_searched(browse, household, practice):
    practice.engage("adhoc@example.org", name="Ad Hoc")
    practice.add_line("adhoc@example.org", ScheduleKind.AD_HOC, days="6")
    ana = browse(household.join())
    assert 'aria-label="Saturday' not in (await to_the_days(ana)).html


async def test_without_anything_for_an_account_the_page_says_so(browse, household):
    household.set_up(SETTINGS.replace('audience = "new"', 'audience = "existing"'))
    page = await browse(household.join()).open("/portal/book")
    assert page.title == "There is nothing to book online for you yet"


async def test_the_name_that_was_told_is_the_prospects(ana, engines):
    await ana.send(await to_the_check(ana, address="3 Hill St"))
    with engines.reading() as connection:
        prospect = connection.execute(select(clients)).one()
    assert (prospect.name, prospect.standing, prospect.address) == ("Ana Lindqvist", "prospect", "3 Hill St")
