"""What is not kept any more goes by itself, and the check of a database names what should not be there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

from server_stub.rounds.expiring import release_expired
from server_stub.storage.portal_tables import holds
from server_stub.storage.tables import person_claims
from tests.backend.conftest import MIRA
from tests.backend.online import Clinic


@pytest.fixture
def clinic(practice):
    clinic = Clinic(practice)
    clinic.consultant("ada@example.org", opens="09:00", closes="12:00")
    return clinic


def go_round(clinic):
    return release_expired(clinic.practice.engines, clinic.practice.now)


def test_expired_holds_are_given_free_and_forgotten_a_day_later(clinic):
    clinic.hold(clinic.sign_up("ana@example.com"))
    assert go_round(clinic) == 0
    clinic.later(10)
    assert go_round(clinic) == 1
    assert (clinic.count(person_claims), clinic.count(holds)) == (0, 1)
    assert go_round(clinic) == 0, "there is nothing left to do"
    clinic.later(24 * 60)
    assert go_round(clinic) == 1
    assert clinic.count(holds) == 0


def test_what_is_kept_and_what_was_booked_stays(clinic):
    ana, bo = clinic.sign_up("ana@example.com"), clinic.sign_up("bo@example.com")
    clinic.book(ana)
    clinic.later(3 * 24 * 60)
    clinic.hold(bo, wall="2026-11-27T10:00")
    assert go_round(clinic) == 0
    assert (clinic.count(person_claims), clinic.count(holds)) == (24, 2)


def test_several_processes_give_free_at_once_and_take_nothing_else(clinic, database):
    ana, bo = clinic.sign_up("ana@example.com"), clinic.sign_up("bo@example.com")
    clinic.book(ana)
    clinic.hold(bo, wall="2026-11-27T10:00")
    clinic.later(10)
    others, start = [database.open() for _ in range(4)], Barrier(4)

    def go(own):
        start.wait(10)
        return release_expired(own, clinic.practice.now)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(go, others)) <= {0, 1}
    for own in others:
        own.dispose()
    assert (clinic.count(person_claims), clinic.count(holds)) == (12, 2)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (update(person_claims).where(person_claims.c.cell % 12 == 0).values(cell=7), "by a hold for another time"),
        (update(holds).values(person_id=2), "by a hold for another time"),
        (update(holds).values(appointment_id=1), "by a hold that was booked"),
        (update(holds).values(appointment_id=1), "was booked as a session that its account did not book"),
    ],
    ids=["elsewhere", "another person", "booked", "another's session"],
)
def test_the_check_names_what_is_wrong_with_holds(clinic, spoil, named):
    clinic.practice.engage(MIRA)
    clinic.practice.appoint(MIRA, clinic.practice.open_case(), "2026-11-20T10:00")
    clinic.hold(clinic.sign_up("ana@example.com"))
    assert clinic.broken() == ()
    with clinic.practice.engines.writing() as connection:
        connection.execute(spoil)
    assert any(named in line for line in clinic.broken()), clinic.broken()
