"""Pages that only show something come from one state of the data, wherever they are made."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server_stub.services import online, online_times
from server_stub.services.office import Office
from server_stub.storage import accounts, documents, portal_access
from server_stub.storage.faults import reading, writing
from server_stub.storage.portal_tables import portal_sessions
from tests.portal.household import SETTINGS
from tests.portal.walking import MIRA

ANA = "ana@example.com"


@pytest.fixture
def office(practice) -> Office:
    return Office(practice.engines, practice.clock)


def test_what_is_changed_meanwhile_is_not_seen_in_one_look_and_is_in_the_next(office, household):
    household.set_up()
    with office.at_once() as look:
        before = online.in_force(look)
        household.set_up(SETTINGS.replace("most_open = 4", "most_open = 7"))
        assert (before.most_open, online.in_force(look).most_open) == (4, 4)
        assert online.in_force(office).most_open == 7
    assert online.in_force(office).most_open == 7


def test_nothing_is_asked_twice_in_one_look(office, household, practice):
    household.set_up()
    secret = household.join(ANA)
    with office.at_once() as look, reading(look.engines) as transaction:
        known = portal_access.session(transaction, secret, practice.now)
        asked = transaction.get_execution_options()["remembered"]
        number = len(asked)
        assert portal_access.session(transaction, secret, practice.now) == known
        assert portal_access.session(transaction, "another", practice.now) is None
        assert len(asked) == number + 1
        assert documents.body(transaction, documents.ONLINE_BOOKING) == SETTINGS
    with reading(office.engines) as transaction:
        assert "remembered" not in transaction.get_execution_options()


def test_nothing_is_written_in_one_look(office):
    with office.at_once() as look, pytest.raises(RuntimeError), writing(look.engines):
        pass


def test_a_few_lines_are_searched_on_the_spot_and_many_are_not(office, practice):
    practice.engage(MIRA)
    for _ in range(online_times.FEW_LINES):
        practice.add_line(MIRA)
    assert online_times.is_short(office)
    practice.add_line(MIRA)
    assert not online_times.is_short(office)


def test_lines_are_counted_again_after_a_while_and_not_with_each_page(office, monkeypatch):
    found = [True, False]
    assert [office.extent.is_short(lambda: found.pop(0)) for _ in range(3)] == [True, True, True]
    monkeypatch.setattr(type(office.extent), "SECONDS", 0)
    assert not office.extent.is_short(lambda: found.pop(0))


@pytest.mark.parametrize("lines", [1, online_times.FEW_LINES + 1])
async def test_free_days_are_shown_alike_on_the_spot_and_from_a_thread(practice, household, browse, lines):
    practice.engage(MIRA)
    household.set_up()
    for _ in range(lines):
        practice.add_line(MIRA)
    page = await browse(household.join(ANA)).open("/portal/book/day", who="me", modality="phone")
    assert page.title == "Which day suits you?"
    assert [words for words in page.links if "Tuesday 24 November 2026" in words]


async def test_whoever_looks_at_pages_stays_signed_in(practice, household, browse):
    household.set_up()
    secret = household.join(ANA)
    with practice.engines.writing() as connection:
        account = accounts.by_email(connection, ANA).id
        portal_access.close_sessions(connection, account)
        portal_access.open_session(
            connection, account, secret, practice.now, practice.now + timedelta(hours=2), remembered=False
        )
    browser = browse(secret)
    for _ in range(4):
        practice.now += timedelta(minutes=50)
        assert (await browser.open("/portal/account")).title == "Your account"
    practice.now += timedelta(hours=3)
    assert (await browser.open("/portal/account")).title == "Sign in"
    with practice.engines.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(portal_sessions)) <= 1
