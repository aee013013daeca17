"""A time that is kept for a client: seen by everybody, one for an account, free again by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consultant_tui.contract.refusals import Code
from server_stub.services import holds, online_booking
from server_stub.services.refused import RefusedError
from server_stub.storage.tables import person_claims
from tests.backend.asking import Last, book, check, codes, wish
from tests.backend.online import ANY, FIRST, NEXT, Clinic, at, ordered
from tests.backend.practice import MELBOURNE

MIRA, BEN = "mira@example.org", "ben@example.org"
MORNING = ["09:00", "10:00", "11:00"]
WITHOUT_TEN = ["09:00", "11:00"]


@pytest.fixture
def clinic(practice, mira):
    clinic = Clinic(practice)
    clinic.place(practice.add_line(MIRA, opens="09:00", closes="12:00"), "rooms")
    yield clinic
    assert clinic.broken() == (), "whatever was done, the database holds together"


@pytest.fixture
def ana(clinic):
    return clinic.sign_up("ana@example.com")


@pytest.fixture
def bo(clinic):
    return clinic.sign_up("bo@example.com")


@pytest.fixture
def last(clinic, practice):
    """A client of Mira's, to be rebooked on the line that is searched."""
    case = practice.open_case(zone=MELBOURNE)
    line = practice.add_line(MIRA, opens="08:00", closes="13:00")
    clinic.place(line, "away")
    return Last(practice.appoint(MIRA, case, "2026-11-18T10:00", zone=MELBOURNE, schedule=line), case, line)


def refused(code):
    return pytest.raises(RefusedError, match=code)


def test_a_time_is_kept_for_some_minutes(clinic, ana):
    held = clinic.hold(ana)
    assert held.live
    assert f"{held.client.start.wall:%H:%M} {held.consultant} {held.until.wall:%H:%M}" == "10:00 Mira Okafor 09:14"
    clinic.later(9.9)
    assert holds.held(clinic.office, ana, held.id).live
    clinic.later(0.1)
    assert not holds.held(clinic.office, ana, held.id).live


def test_the_consultants_name_is_hidden_when_the_provider_wants_that(clinic, ana):
    clinic.set_up(show_consultant="false")
    assert clinic.hold(ana).consultant == ""


def test_others_do_not_find_what_is_kept_until_it_expires(clinic, ana, bo):
    clinic.hold(ana)
    assert clinic.times(bo, FIRST) == WITHOUT_TEN
    assert clinic.times(ana, FIRST) == MORNING, "who holds it may choose it again"
    with refused(Code.TIME_GONE):
        clinic.hold(bo)
    clinic.later(10)
    assert clinic.times(bo, FIRST) == MORNING
    assert clinic.hold(bo).live


def test_another_time_takes_the_place_of_the_first(clinic, ana, bo):
    first = clinic.hold(ana)
    clinic.hold(ana, wall="2026-11-24T11:00")
    assert clinic.times(bo, FIRST) == ["09:00", "10:00"]
    assert not holds.held(clinic.office, ana, first.id).live


def test_the_same_time_can_be_kept_anew(clinic, ana):
    clinic.hold(ana)
    clinic.later(5)
    assert f"{clinic.hold(ana).until.wall:%H:%M}" == "09:19"


def test_what_is_let_go_is_free_at_once(clinic, ana, bo):
    clinic.hold(ana)
    holds.let_go(clinic.office, ana)
    assert clinic.times(bo, FIRST) == MORNING
    assert clinic.count(person_claims) == 0


def test_anothers_hold_tells_nothing(clinic, ana, bo):
    held = clinic.hold(ana)
    with refused(Code.NOT_FOUND):
        holds.held(clinic.office, bo, held.id)
    with refused(Code.NOT_FOUND):
        online_booking.check(clinic.office, bo, ordered(held))


def test_of_several_consultants_who_has_least_to_do_is_chosen(clinic, ana, bo, practice):
    clinic.consultant(BEN, opens="09:00", closes="12:00")
    practice.appoint(MIRA, practice.open_case(), "2026-11-24T08:00", zone=MELBOURNE)
    assert clinic.hold(ana).consultant == "Ben"
    assert clinic.hold(bo).consultant == "Mira Okafor", "the other one is kept already"


def test_of_those_who_have_as_much_to_do_the_first_is_chosen(clinic, ana):
    clinic.consultant(BEN, opens="09:00", closes="12:00")
    assert clinic.hold(ana).consultant == "Mira Okafor"


@pytest.mark.parametrize("wall", ["2026-11-24T10:30", "2026-11-24T12:00", "2026-11-28T10:00"])
def test_times_that_are_not_offered_cannot_be_kept(clinic, ana, wall):
    """Off the grid, behind the line's end, on a Saturday."""
    with refused(Code.TIME_GONE):
        clinic.hold(ana, wall=wall)


def test_exactly_the_notice_is_enough(clinic, ana):
    clinic.practice.now = at("2026-11-24T08:00")
    assert clinic.hold(ana).live
    clinic.later(1 / 60)
    with refused(Code.TOO_SOON):
        clinic.hold(ana)


def test_too_near_too_far_and_past_are_told_apart(clinic, ana):
    with refused(Code.TOO_SOON):
        clinic.hold(ana, wall="2026-11-23T11:00")
    with refused(Code.TOO_FAR_AHEAD) as error:
        clinic.hold(ana, wall="2027-03-22T10:00")
    assert error.value.refusals[0].number == 60
    with refused(Code.IN_THE_PAST):
        clinic.hold(ana, wall="2026-11-23T09:00")
    with refused(Code.MALFORMED):
        holds.hold(clinic.office, ana, FIRST, at("2026-11-24T10:00").replace(tzinfo=None))


async def test_consultants_are_told_that_a_client_is_booking_it_right_now(clinic, ana, mira, last):
    clinic.hold(ana)
    body = wish(last, day="2026-11-24", start="10:30:00")
    checked = await check(mira, body)
    assert [refusal["code"] for refusal in checked["refusals"]] == ["held"]
    assert checked["nearest"], "others are offered"
    booked = await book(mira, body)
    assert booked.status_code == 409
    assert codes(booked) == ["held"]


async def test_consultants_are_not_offered_what_is_kept(clinic, ana, mira, last):
    def starts(day):
        return [opening["client"]["start"]["wall"][11:16] for opening in day["openings"]]

    address = f"/v1/appointments/{last.reference}/rebooking/schedules/{last.line}/week?approach=manual&week=2026-11-24"
    tuesday = (await mira.get(address)).json()["days"][1]
    assert "10:00" in starts(tuesday)
    clinic.hold(ana)
    tuesday = (await mira.get(address)).json()["days"][1]
    assert "10:00" not in starts(tuesday)
    assert [part["state"] for part in tuesday["stretches"]] == ["free", "held", "free"]
    calendar = (await mira.get("/v1/calendar?first=2026-11-24&days=1")).json()
    (kept,) = [one for one in calendar["engaged"] if one.get("held")]
    assert (kept["span"]["start"]["wall"][11:16], kept["held"]["wall"][11:16], kept["row"]) == ("10:00", "09:14", None)
    assert "10:00" not in [free["span"]["start"]["wall"][11:16] for free in calendar["free"]]


async def test_what_has_expired_is_the_consultants_again(clinic, ana, mira, last):
    """Nobody has to tidy up first: who needs the cells takes them."""
    clinic.hold(ana)
    clinic.later(10)
    assert (await book(mira, wish(last, day="2026-11-24", start="10:30:00"))).status_code == 201


def test_no_hold_without_the_right_to_another_session(clinic, ana):
    unverified = clinic.sign_up("cy@example.com", verified=False)
    clinic.book(unverified)
    with refused(Code.VERIFY_FIRST):
        clinic.hold(unverified, wall="2026-11-24T11:00")
    assert clinic.hold(ana, wall="2026-11-24T11:00").live


def test_holds_are_as_long_as_the_session(clinic, ana, practice):
    client = clinic.sign_up("di@example.com", client=practice.client_of(practice.open_case(zone=MELBOURNE)))
    held = clinic.hold(client, NEXT)
    assert held.client.end.utc - held.client.start.utc == timedelta(minutes=50)
    assert clinic.count(person_claims) == 10


def test_a_wish_is_judged_with_every_hold(clinic, ana):
    with refused(Code.CHOICE_NOT_OFFERED):
        clinic.hold(ana, replace(ANY, modality=FIRST.modality))
