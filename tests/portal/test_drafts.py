"""What a client typed is there until it is booked, for an hour at most, and for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server_stub.rounds.tidying import tidy
from server_stub.storage.portal_tables import drafts
from tests.portal.household import SETTINGS
from tests.portal.walking import DETAILS, day_link, to_the_check, to_the_details

pytestmark = pytest.mark.usefixtures("mira")


def kept(engines):
    with engines.reading() as connection:
        return connection.execute(select(drafts)).all()


async def test_what_was_typed_is_filled_in_on_the_way_back(newcomer):
    check = await to_the_check(newcomer, wishes="Sleep")
    details = await newcomer.follow(check, "Back")
    assert (details.form.fields["first_name"], details.form.fields["wishes"]) == ("Ana", "Sleep")


async def test_another_day_keeps_what_was_typed(newcomer):
    check = await to_the_check(newcomer, wishes="Sleep")
    days = await newcomer.follow(check, "Change when")
    hours = await newcomer.open(day_link(days, "Friday 27"))
    again = await newcomer.send(hours, at="2026-11-27T03:00Z")
    assert again.title == "Check your booking"
    assert "Friday 27 November 2026" in again.text
    assert "Sleep" in again.text


async def test_a_later_version_replaces_an_earlier_one(newcomer, engines):
    check = await to_the_check(newcomer, wishes="Sleep")
    await newcomer.send(await newcomer.follow(check, "Back"), wishes="Work")
    (row,) = kept(engines)
    assert ("Work" in row.typed, "Sleep" in row.typed) == (True, False)


@pytest.mark.parametrize("typed", [{"last_name": ""}, {}], ids=["lacking", "whole"])
@pytest.mark.parametrize("minutes", [0, 11], ids=["kept", "run out"])
async def test_a_reason_that_is_offered_no_more_is_asked_again_and_what_was_typed_stays(
    newcomer, household, practice, engines, typed, minutes
):
    details = await to_the_details(newcomer)
    others = "".join(
        f'[[group.reason]]\nkey = "{key}"\nname = "{key}"\nminutes = 60\naudience = "new"\n' for key in ("a", "b")
    )
    household.set_up(f"{SETTINGS.replace('first-talk', 'intro')}\n{others}")
    practice.now += timedelta(minutes=minutes)
    asked = await newcomer.send(details, **(DETAILS | {"wishes": "Sleep"} | typed))
    assert (asked.status, asked.title) == (200, "What would you like to book?")
    (row,) = kept(engines)
    assert "Sleep" in row.typed


async def test_it_is_gone_after_an_hour(newcomer, practice):
    await to_the_check(newcomer, wishes="Sleep")
    practice.now += timedelta(hours=1)
    details = await to_the_details(newcomer)
    assert details.form.fields["wishes"] == ""


async def test_a_round_drops_what_nobody_came_back_for(newcomer, engines, practice):
    await to_the_check(newcomer, wishes="Sleep")
    assert not tidy(engines, practice.now)
    assert tidy(engines, practice.now + timedelta(hours=1))
    assert kept(engines) == []


async def test_nobody_else_gets_it(newcomer, browse, household):
    await to_the_check(newcomer, wishes="Sleep")
    leo = browse(household.join("leo@example.com"))
    details = await to_the_details(leo, at="2026-11-30T04:00Z")
    assert details.form.fields["wishes"] == ""


async def test_what_is_wrong_is_not_kept(newcomer, engines):
    await newcomer.send(await to_the_details(newcomer), **(DETAILS | {"phone": ""}))
    assert kept(engines) == []
