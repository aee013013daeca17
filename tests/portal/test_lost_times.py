"""Somebody else is quicker, or the client too slow: every answer is kept, and other times are near."""

from datetime import timedelta

import pytest

from tests.portal.walking import (
    DETAILS,
    TWO,
    choose,
    times,
    to_a_day,
    to_the_check,
    to_the_details,
)

pytestmark = pytest.mark.usefixtures("mira")


async def test_a_time_that_somebody_else_keeps_leads_to_the_nearest(newcomer, browse, household):
    hours = await to_a_day(newcomer, who="new-child")
    leo = browse(household.join("leo@example.com"))
    await to_the_details(leo)
    lost = await newcomer.send(hours, at=TWO)
    assert (lost.status, lost.title) == (409, "Which time suits you?")
    assert "time_gone" in lost.text
    assert times(lost)[:3] == ["2026-11-30T01:30Z", "2026-11-30T02:00Z", "2026-11-30T04:00Z"]
    details = await newcomer.send(lost, at="2026-11-30T04:00Z")
    assert details.title == "Your details"
    assert "who=new-child" in details.url


async def test_what_was_typed_is_kept_too_and_leads_straight_to_the_check(newcomer, practice, browse, household):
    check = await to_the_check(newcomer, wishes="Sleep")
    practice.now += timedelta(minutes=11)
    leo = browse(household.join("leo@example.com"))
    await to_the_details(leo)
    lost = await newcomer.send(check)
    assert lost.status == 409
    again = await newcomer.send(lost, at=times(lost)[0])
    assert again.title == "Check your booking"
    assert "Sleep" in again.text


async def test_a_time_that_ran_out_but_is_free_is_offered_again(newcomer, practice):
    check = await to_the_check(newcomer)
    practice.now += timedelta(minutes=11)
    page = await newcomer.open(check.url)
    assert "We could not keep this time for you any longer, but it is still free." in page.text
    assert (page.status, times(page)[0]) == (200, TWO)
    assert (await newcomer.send(page, at=TWO)).title == "Check your booking"


async def test_a_slow_typist_keeps_the_time_if_nobody_else_took_it(newcomer, practice):
    details = await to_the_details(newcomer)
    practice.now += timedelta(minutes=11)
    check = await newcomer.send(details, **DETAILS)
    assert check.title == "Check your booking"
    assert "until 09:25" in check.text


async def test_another_way_of_meeting_asks_for_the_time_again_and_the_same_does_not(newcomer):
    check = await to_the_check(newcomer)
    how = await newcomer.follow(check, "Change how")
    assert (await choose(newcomer, how)).title == "Check your booking"
    assert (await choose(newcomer, how, modality="phone")).title == "Which time suits you?"


async def test_somebody_else_may_attend_without_losing_the_time(newcomer):
    check = await to_the_check(newcomer)
    page = await choose(newcomer, await newcomer.follow(check, "Change for"), who="new-child")
    assert page.title == "Your details"
    assert (await newcomer.send(page, attendee_name="Leo")).title == "Check your booking"
