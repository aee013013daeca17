"""A client sees what is left of each case, and opens another one for another issue when eligible (seed 000)."""

import threading

import pytest
from sqlalchemy import select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.domain.online_cases import OwnCase, objection_to_new_case
from server_stub.services import own_cases
from server_stub.services.office import Office
from server_stub.services.refused import RefusedError
from server_stub.storage.faults import StorageError
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import cases, clients
from tests.backend.practice import MELBOURNE, NOW
from tests.portal.browser import Browser

MIRA = "mira@example.org"


@pytest.fixture
def case(practice, household):
    household.set_up()
    practice.engage(MIRA)
    practice.add_line(MIRA)
    return practice.open_case(zone=MELBOURNE, email="ana@example.com", entitled=2)


@pytest.fixture
def begun(practice, case):
    """The same, with one session that was, so that another case can be opened beside it."""
    practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED, zone=MELBOURNE)
    return case


@pytest.fixture
def ana(browse, household, case) -> Browser:
    return browse(household.join("ana@example.com", case=case))


def issues_of(engines, name="Ana Lindqvist"):
    with engines.reading() as connection:
        asked = select(cases.c.issue).join_from(cases, clients).where(clients.c.name == name).order_by(cases.c.id)
        return list(connection.execute(asked).scalars())


async def test_each_case_says_what_is_left_of_it(ana, begun):
    page = await ana.open("/portal/cases")
    assert "Workplace stress" in page.text
    assert "Left to book 1 of 2 Booked 0 Used 1" in page.text
    assert "Ends Tuesday 16 November 2027" in page.text
    assert page.links["Book a session for this"].endswith(f"/portal/book?case={begun}")


async def test_a_case_for_another_issue_is_opened_and_booked(ana, begun, engines):
    page = await ana.follow(await ana.open("/portal/cases"), "Ask for sessions for another issue")
    assert "up to 6 sessions" in page.text
    onward = await ana.send(page, issue="sleep")
    assert onward.status == 200
    assert "case=ASST-" in onward.url
    assert issues_of(engines) == ["Workplace stress", "Sleep"]
    assert "Sleep" in (await ana.open("/portal/cases")).text


async def test_something_else_is_written_in_one_s_own_words(ana, begun, engines):
    page = await ana.open("/portal/cases/new")
    await ana.send(page, issue="other", other="Moving <b>abroad</b>\u202e")
    assert issues_of(engines)[-1] == "Moving <b>abroad</b>"
    assert "<b>abroad" not in (await ana.open("/portal/cases")).html


@pytest.mark.parametrize(
    ("filled", "code"),
    [
        ({"issue": "other", "other": "workplace  STRESS"}, "case_is_open"),
        ({}, "issue_needed"),
        ({"issue": "other", "other": " "}, "issue_needed"),
        ({"issue": "gossip"}, "issue_needed"),
        ({"issue": "other", "other": "x" * 121}, "too_long"),
    ],
)
async def test_why_not_is_said_and_what_was_typed_stays(ana, begun, engines, filled, code):
    again = await ana.send(await ana.open("/portal/cases/new"), **filled)
    assert again.status == 422
    assert code in again.text
    assert again.form.fields.get("other") == filled.get("other", "")
    assert issues_of(engines) == ["Workplace stress"]


async def test_more_sessions_for_the_same_issue_are_not_had_by_another_case(ana, begun, practice, engines):
    practice.appoint(MIRA, begun, "2026-11-17T10:00", State.COMPLETED, zone=MELBOURNE)
    again = await ana.send(await ana.open("/portal/cases/new"), issue="other", other="Workplace stress")
    assert "no_sessions_left" in again.text
    assert "No session left" in (await ana.open("/portal/cases")).text
    assert issues_of(engines) == ["Workplace stress"]


async def test_one_case_is_begun_before_the_next_is_opened(ana, case, engines):
    again = await ana.send(await ana.open("/portal/cases/new"), issue="sleep")
    assert "case_not_begun" in again.text
    assert case in again.text
    assert issues_of(engines) == ["Workplace stress"]


async def test_a_case_that_has_ended_stands_in_nobody_s_way(ana, case, practice, engines):
    practice.appoint(MIRA, case, "2025-11-03T10:00", State.COMPLETED, zone=MELBOURNE)
    assert "Ended" in (await ana.open("/portal/cases")).text
    await ana.send(await ana.open("/portal/cases/new"), issue="other", other="Workplace stress")
    assert issues_of(engines) == ["Workplace stress", "Workplace stress"]


async def test_who_is_not_associated_is_told_so(browse, household, engines, case):
    new = browse(household.join("new@example.com"))
    page = await new.open("/portal/cases")
    assert "Ask for sessions for another issue" not in page.links
    assert "as soon as we know you as a client" in (await new.open("/portal/cases/new")).text


def test_two_at_once_open_one_case(practice, household, begun, engines):
    household.join("ana@example.com", case=begun)
    office = Office(engines, practice.clock)
    with engines.reading() as connection:
        account = connection.execute(select(accounts.c.id)).scalar_one()
    opened, start = [], threading.Barrier(8)

    def try_it(number):
        start.wait()
        try:
            opened.append(own_cases.open_case(office, account, f"Issue {number}"))
        except (RefusedError, StorageError):
            return

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(opened) == 1
    assert len(issues_of(engines)) == 2


@pytest.mark.parametrize(
    ("known", "issue", "found"),
    [
        ([], "Sleep", None),
        ([OwnCase(reference="A", issue="Sleep", available=1, expires=None)], " sLEEP ", "case_is_open"),
        ([OwnCase(reference="A", issue="Sleep", available=0, expires=None)], "Sleep", "no_sessions_left"),
        ([OwnCase(reference="A", issue="Sleep", available=3, expires=NOW)], "Sleep", None),
        ([OwnCase(reference="A", issue="Grief", available=3, expires=None, begun=False)], "Sleep", "case_not_begun"),
        ([OwnCase(reference="A", issue="Grief", available=3, expires=NOW, begun=False)], "Sleep", None),
        ([OwnCase(reference="A", issue="Grief", available=0, expires=None)], "Sleep", None),
    ],
)
def test_who_is_eligible_for_another_case(known, issue, found):
    objection = objection_to_new_case(known, issue, NOW)
    assert (objection.code if objection else None) == found
