"""A client books page by page: one question each, nothing asked that has one answer, nothing lost on the way."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consultant_tui.contract.vocabulary import ScheduleKind
from server_stub.storage.portal_tables import attendees, drafts
from server_stub.storage.tables import clients, outbox
from tests.portal.household import SETTINGS
from tests.portal.walking import (
    DETAILS,
    MIRA,
    TWO,
    booked,
    choose,
    day_link,
    times,
    to_a_day,
    to_the_check,
    to_the_days,
    to_the_details,
)

pytestmark = pytest.mark.usefixtures("mira")


async def test_a_new_client_books_from_the_first_question_to_the_summary(newcomer, engines):
    who = await newcomer.open("/portal/book")
    assert (who.title, who.form.offered["who"]) == ("Who is the session for?", ["me", "new-child"])
    how = await choose(newcomer, who, who="me")
    assert (how.title, how.form.offered["modality"]) == (
        "How would you like to meet?",
        ["in_person", "video_call", "phone"],
    )
    days = await choose(newcomer, how, modality="video_call")
    assert days.title == "Which day suits you?"
    hours = await newcomer.open(day_link(days, "Monday 30 November 2026, 15 times"))
    assert hours.title == "Which time suits you?"
    assert "Times are in Melbourne time (UTC+11)." in hours.text
    details = await newcomer.send(hours, at=TWO)
    assert details.title == "Your details"
    assert "Monday 30 November 2026, 14:00 to 15:00 Melbourne time (UTC+11)" in details.text
    assert "We keep this time for you until 09:14." in details.text
    check = await newcomer.send(details, **DETAILS, wishes="Sleep")
    assert check.title == "Check your booking"
    for told in ("Mira Okafor", "First talk, 1 hour", "By video call", "Ana Lindqvist", "0400 123 456", "Sleep"):
        assert told in check.text
    assert "You can cancel or change it until Sunday 29 November 2026, 14:00." in check.text
    assert booked(engines) == []
    done = await newcomer.send(check)
    (made,) = booked(engines)
    assert (done.title, done.url.rpartition("/")[2]) == ("Your session is booked", made.reference)
    assert (made.reason, made.location, made.wishes, made.modality) == ("first-talk", "rooms", "Sleep", "video_call")
    assert made.reference in done.text
    with engines.reading() as connection:
        told = set(connection.execute(select(outbox.c.recipient)).scalars())
    assert {"ana@example.com", MIRA} <= told


async def test_the_summary_gives_a_file_for_the_calendar(newcomer, engines):
    done = await newcomer.send(await to_the_check(newcomer))
    file = await newcomer.client.get(done.links["Add to your calendar"])
    (made,) = booked(engines)
    assert file.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20261130T030000Z" in file.text
    assert f"UID:{made.reference}@" in file.text


async def test_nothing_of_the_client_stands_in_an_address(newcomer):
    page = await to_the_details(newcomer, who="new-child")
    urls = [page.url]
    page = await newcomer.send(page, **DETAILS, attendee_name="Leo", wishes="Sleep")
    urls.append(page.url)
    urls.append((await newcomer.send(page)).url)
    told = ("Ana", "Lindqvist", "0400", "Leo", "Sleep", "example.com")
    assert not [url for url in urls for word in told if word in url]


async def test_a_question_that_is_not_answered_says_so_on_top_and_at_the_field(newcomer):
    page = await newcomer.send(await newcomer.open("/portal/book"), go="on")
    assert page.status == 422
    assert page.links["Choose one of these."] == "#who"
    assert "who" in page.ids
    assert "choice_needed" in page.text


async def test_an_answer_that_is_not_offered_is_refused(newcomer):
    page = await newcomer.open("/portal/book/who", go="on", who="new-pet")
    assert (page.status, page.title) == (422, "Who is the session for?")
    assert "choice_not_offered" in page.text


async def test_what_was_answered_is_still_chosen_on_the_way_back(newcomer):
    days = await to_the_days(newcomer, who="new-child")
    how = await newcomer.follow(days, "Back")
    assert how.form.fields["modality"] == "video_call"
    assert (await newcomer.follow(how, "Back")).form.fields["who"] == "new-child"


async def test_a_page_further_on_asks_what_is_still_open_first(newcomer):
    page = await newcomer.open("/portal/book/time", day="2026-11-30")
    assert page.title == "Who is the session for?"
    assert page.form.fields["day"] == "2026-11-30"


async def test_free_days_say_so_in_words_and_others_lead_nowhere(newcomer):
    days = await to_the_days(newcomer)
    assert "30 free, Monday 30 November 2026, 15 times" in days.links
    assert "Saturday 28" not in days.text
    later = await newcomer.follow(days, "December 2026")
    assert "1 free, Tuesday 1 December 2026, 15 times" in later.links
    assert "November 2026" in later.links


async def test_times_are_looked_through_by_part_of_the_day(newcomer):
    page = await to_a_day(newcomer)
    assert len(times(page)) == 15
    assert "Evening: none" in page.text
    morning = await newcomer.follow(page, "Morning")
    assert [at[11:16] for at in times(morning)] == ["22:00", "22:30", "23:00", "23:30", "00:00", "00:30"]
    assert times(await newcomer.follow(morning, "Afternoon"))[0] == "2026-11-30T01:00Z"


async def test_a_day_without_free_times_offers_the_nearest(newcomer):
    await to_the_days(newcomer)
    page = await newcomer.open("/portal/book/time", who="me", modality="phone", day="2026-11-29")
    assert "No time is free on this day." in page.text
    assert "Nearest free times" in page.text
    assert times(page) == ["2026-11-29T22:00Z", "2026-11-29T22:30Z", "2026-11-29T23:00Z"]


async def test_what_is_missing_is_said_and_what_was_typed_stays(newcomer):
    page = await to_the_details(newcomer, who="new-child")
    again = await newcomer.send(page, first_name="Ana", last_name="", phone="", attendee_name="", wishes="Sleep")
    assert again.status == 422
    assert {"Enter your last name.", "Enter the name of who attends."} <= set(again.links)
    assert (again.form.fields["first_name"], again.form.fields["wishes"]) == ("Ana", "Sleep")
    assert "Fields marked with an asterisk (*) are required." in again.text


async def test_a_child_attends_in_the_holders_place_and_is_known_the_next_time(newcomer, engines):
    page = await to_the_details(newcomer, who="new-child")
    check = await newcomer.send(page, **DETAILS, attendee_name="Leo", attendee_details="7 years")
    assert "Leo (My child)" in check.text
    await newcomer.send(check)
    with engines.reading() as connection:
        leo = connection.execute(select(attendees)).one()
    assert (leo.name, leo.kind, leo.details, booked(engines)[0].attendee_id) == ("Leo", "child", "7 years", leo.id)
    who = await newcomer.open("/portal/book")
    assert who.form.offered["who"] == ["me", leo.reference, "new-child"]
    assert "My child, not listed here" in who.text


async def test_hostile_text_is_shown_and_never_obeyed(newcomer, engines):
    hostile = '<script>alert("x")</script> A[/b] [@click=app.quit]'
    check = await to_the_check(newcomer, first_name=hostile, wishes=f"{hostile}\n=cmd()")
    assert hostile in check.text
    assert "<script>alert" not in check.html
    await newcomer.send(check)
    assert booked(engines)[0].wishes == f"{hostile}\n=cmd()"


async def test_confirming_twice_books_once(newcomer, engines):
    check = await to_the_check(newcomer)
    first, second = await newcomer.send(check), await newcomer.send(check)
    assert first.url == second.url
    assert len(booked(engines)) == 1


async def test_only_what_was_shown_for_checking_is_booked(newcomer, engines):
    check = await to_the_check(newcomer, wishes="Sleep")
    details = await newcomer.follow(check, "Back")
    await newcomer.send(details, wishes="Work")
    again = await newcomer.send(check)
    assert again.title == "Check your booking"
    assert "Work" in again.text
    assert booked(engines) == []


async def test_nothing_typed_is_left_behind_after_the_booking(newcomer, engines):
    await newcomer.send(await to_the_check(newcomer))
    with engines.reading() as connection:
        assert connection.execute(select(drafts)).all() == []


class TestRememberMe:
    """It is off unless ticked, and then fills in the next form."""

    async def test_it_is_off_by_default(self, newcomer):
        details = await to_the_details(newcomer)
        assert "remember" not in details.form.fields
        assert "remember" in details.form.offered

    @pytest.mark.parametrize("ticked", [True, False])
    async def test_the_next_form_is_filled_in_only_if_ticked(self, browse, household, ticked):
        newcomer = browse(household.join(first_name="", last_name=""))
        extra = {"remember": "yes"} if ticked else {}
        await newcomer.send(await to_the_check(newcomer, **extra))
        details = await to_the_details(newcomer, at="2026-11-30T04:00Z")
        assert details.form.fields["phone"] == ("0400 123 456" if ticked else "")


async def test_both_clocks_are_named_where_they_differ(browse, household):
    ana = browse(household.join(zone="Australia/Perth"))
    page = await to_a_day(ana)
    assert "Times are in Perth time (UTC+8)." in page.text
    details = await ana.send(page, at=TWO)
    check = await ana.send(details, **DETAILS)
    assert "11:00 to 12:00 Perth time (UTC+8) For your consultant: 14:00 Melbourne time (UTC+11)" in check.text


async def test_length_and_consultant_are_hidden_where_the_provider_says_so(newcomer, household):
    household.set_up(SETTINGS.replace("grid_minutes", "show_length = false\nshow_consultant = false\ngrid_minutes"))
    check = await to_the_check(newcomer)
    assert "Monday 30 November 2026, 14:00 Melbourne time" in check.text
    done = await newcomer.send(check)
    for page in (check, done):
        assert "Mira" not in page.text
        assert "1 hour" not in page.text
        assert "15:00" not in page.text


async def test_where_no_time_is_free_other_ways_are_shown(newcomer, practice, household):
    household.set_up(SETTINGS + '\n[[location]]\nkey = "line"\nname = "By phone"\nmodalities = ["phone"]\n')
    page = await choose(newcomer, await newcomer.open("/portal/book"), location="line")
    assert "No time is free in" in page.text
    assert (await newcomer.follow(page, "Choose another place")).title == "Where would you like to have your session?"


async def test_ad_hoc_hours_are_never_searched(browse, household, practice):
    practice.engage("adhoc@example.org", name="Ad Hoc")
    practice.add_line("adhoc@example.org", ScheduleKind.AD_HOC, days="6")
    ana = browse(household.join())
    assert ", Saturday" not in (await to_the_days(ana)).text


async def test_without_anything_for_an_account_the_page_says_so(browse, household):
    household.set_up(SETTINGS.replace('audience = "new"', 'audience = "existing"'))
    page = await browse(household.join()).open("/portal/book")
    assert page.title == "There is nothing to book online for you yet"


async def test_the_name_that_was_told_is_the_prospects(newcomer, engines):
    await newcomer.send(await to_the_check(newcomer, address="3 Hill St"))
    with engines.reading() as connection:
        prospect = connection.execute(select(clients)).one()
    assert (prospect.name, prospect.standing, prospect.address) == ("Ana Lindqvist", "prospect", "3 Hill St")


async def test_a_time_that_the_clocks_show_twice_says_which_of_the_two_it_is(practice, newcomer):
    practice.now = datetime(2027, 3, 20, tzinfo=UTC)
    practice.add_line(MIRA, days="7", opens="01:00", closes="05:00")
    await to_the_days(newcomer)
    page = await newcomer.open("/portal/book/time", who="me", modality="phone", day="2027-04-04")
    assert "02:00 (UTC+11) 02:30 (UTC+11) 02:00 (UTC+10) 02:30 (UTC+10) 03:00" in page.text
    check = await newcomer.send(await newcomer.send(page, at="2027-04-03T16:00Z"), **DETAILS)
    assert "Sunday 4 April 2027, 02:00 to 03:00 Melbourne time (UTC+10)" in check.text


async def test_who_is_not_associated_cannot_ask_for_another_case_by_the_address(newcomer, mira, household, engines):
    household.set_up(f'{SETTINGS}\n[[group.reason]]\nkey = "intro"\nname = "Intro"\nminutes = 60\naudience = "new"\n')
    asked = "location=rooms&who=me&group=counselling&modality=video_call&day=2026-11-30"
    for reason, number in (("first-talk", 0), ("intro&case=new", 4)):
        hours = await newcomer.open(f"/portal/book/time?{asked}&reason={reason}")
        check = await newcomer.send(await newcomer.send(hours, at=times(hours)[number]), **DETAILS)
        page = await newcomer.send(check)
    assert "account_not_associated" in page.text
    assert len(booked(engines)) == 1
