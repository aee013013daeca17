"""However many want one thing online at once, through two servers: it goes to one, and nothing breaks."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Approach, Modality
from server_stub.services import bookings, holds, online_booking
from server_stub.services.office import Office, Visit
from server_stub.services.refused import RefusedError
from server_stub.storage import online_profiles
from server_stub.storage.engines import open_engines
from server_stub.storage.tables import appointments, balances, person_claims, profiles
from tests.backend.online import FIRST, NEXT, Clinic, at, ordered
from tests.backend.practice import MELBOURNE

ADA = "ada@example.org"
RACERS = 32
TEN = at("2026-11-24T10:00")


@pytest.fixture
def clinic(practice):
    clinic = Clinic(practice)
    clinic.line = clinic.consultant(ADA, opens="09:00", closes="17:00")
    clinic.set_up(most_open="40")
    yield clinic
    assert clinic.broken() == (), "whatever was done, the database holds together"


@pytest.fixture
def offices(clinic, engines):
    """Two servers on one database."""
    other = open_engines(engines.writer.url.render_as_string(hide_password=False), durable=False)
    yield clinic.office, Office(other, clinic.practice.clock)
    other.dispose()


def race(offices, attempts):
    """Let everybody try at the same moment, half on each server; tell what each got, or which code stood against it."""
    line = threading.Barrier(len(attempts))

    def go(number, attempt):
        line.wait(30)
        try:
            return attempt(offices[number % len(offices)])
        except RefusedError as refused:
            codes = {refusal.code for refusal in refused.refusals}
            assert not codes >= {Code.HELD, Code.CONSULTANT_BUSY}, "one reason is told once"
            return refused.refusals[0].code

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(go, range(len(attempts)), attempts))


def told(results):
    """Count the codes, and under None those who got something."""
    return Counter(result if isinstance(result, Code) else None for result in results)


def visit(clinic, email=ADA):
    with clinic.practice.engines.reading() as connection:
        profile = connection.execute(select(profiles.c.id).where(profiles.c.email == email)).scalar_one()
        return Visit(
            online_profiles.in_place_of(connection, profile, clinic.practice.now), clinic.practice.now, MELBOURNE
        )


def booking(previous, line, start):
    when = at(start)
    wall = start.partition("T")
    return BookingRequest(
        previous=previous,
        approach=Approach.MANUAL,
        schedule=line,
        modality=Modality.PHONE,
        day=when.date().fromisoformat(wall[0]),
        start=when.time().fromisoformat(wall[2]),
    )


def count(clinic, query):
    with clinic.practice.engines.reading() as connection:
        return len(connection.execute(query).all())


@pytest.mark.parametrize("consultants", [1, 3])
def test_one_time_goes_to_as_many_clients_as_there_are_consultants(clinic, offices, consultants):
    for number in range(1, consultants):
        clinic.consultant(f"con{number}@example.org", opens="09:00", closes="17:00")
    accounts = [clinic.sign_up(f"client{number}@example.com") for number in range(RACERS)]
    results = race(offices, [lambda office, of=of: holds.hold(office, of, FIRST, TEN) for of in accounts])
    assert told(results) == {None: consultants, Code.TIME_GONE: RACERS - consultants}
    assert count(clinic, select(person_claims.c.hold_id).distinct()) == consultants


def test_a_time_is_kept_for_a_client_or_booked_by_a_consultant(clinic, offices, practice):
    """Whoever comes first; the others are told why not."""
    previous = [
        practice.appoint(ADA, practice.open_case(zone=MELBOURNE), f"2026-11-{day:02}T{hour:02}:00", zone=MELBOURNE)
        for day in (16, 17)
        for hour in range(8, 16)
    ]
    visiting = visit(clinic)
    consultants = [
        lambda office, of=of: bookings.book(
            office, visiting, f"key-{of}-race", booking(of, clinic.line, "2026-11-24T10:00")
        )
        for of in previous
    ]
    accounts = [clinic.sign_up(f"client{number}@example.com") for number in range(16)]
    clients = [lambda office, of=of: holds.hold(office, of, FIRST, TEN) for of in accounts]
    results = race(offices, [one for pair in zip(consultants, clients, strict=True) for one in pair])
    assert told(results)[None] == 1
    assert set(told(results)) <= {None, Code.TIME_GONE, Code.HELD, Code.CONSULTANT_BUSY}
    whose = select(person_claims.c.hold_id, person_claims.c.appointment_id).where(
        person_claims.c.cell.between(int(TEN.timestamp()) // 300, int(TEN.timestamp()) // 300 + 11)
    )
    assert count(clinic, whose) == 12
    assert count(clinic, whose.distinct()) == 1


def test_one_hold_confirmed_many_times_at_once_is_booked_once(clinic, offices):
    account = clinic.sign_up("ana@example.com")
    order = ordered(clinic.hold(account))
    results = race(offices, [lambda office: online_booking.confirm(office, account, order)] * RACERS)
    assert {result.reference for result in results} == {"APP-1"}
    assert clinic.count(appointments) == 1


def test_an_unverified_account_in_many_windows_books_once(clinic, offices):
    account = clinic.sign_up("ana@example.com", verified=False)
    order = {}
    for hour in range(9, 17):
        order[hour] = ordered(clinic.hold(account, wall=f"2026-11-24T{hour:02}:00"))
    results = race(
        offices,
        [lambda office, of=of: online_booking.confirm(office, account, of) for of in order.values()],
    )
    assert told(results) == {None: 1, Code.VERIFY_FIRST: 7}
    assert clinic.count(appointments) == 1


def test_as_many_as_may_be_coming_are_booked_and_no_more(clinic, offices):
    account = clinic.sign_up("ana@example.com")
    orders = [ordered(clinic.hold(account, wall=f"2026-11-24T{hour:02}:00")) for hour in range(9, 17)]
    clinic.set_up(most_open="2")
    results = race(offices, [lambda office, of=of: online_booking.confirm(office, account, of) for of in orders])
    assert told(results) == {None: 2, Code.TOO_MANY_OPEN: 6}


def test_the_last_session_goes_to_the_client_or_to_the_consultant(clinic, offices, practice):
    case = practice.open_case(zone=MELBOURNE, entitled=2)
    previous = practice.appoint(ADA, case, "2026-11-16T10:00", zone=MELBOURNE)
    account = clinic.sign_up("ana@example.com", client=practice.client_of(case))
    orders = [ordered(clinic.hold(account, NEXT, f"2026-11-24T{hour:02}:00"), NEXT) for hour in range(9, 13)]
    visiting = visit(clinic)
    results = race(
        offices,
        [
            *(lambda office, of=of: online_booking.confirm(office, account, of) for of in orders),
            *(
                lambda office, hour=hour: bookings.book(
                    office, visiting, f"key-{hour}-last", booking(previous, clinic.line, f"2026-11-25T{hour}:00")
                )
                for hour in range(10, 14)
            ),
        ],
    )
    assert told(results) == {None: 1, Code.NO_SESSIONS_LEFT: 7}
    with practice.engines.reading() as connection:
        (row,) = connection.execute(select(balances)).all()
    assert (row.entitled, row.booked) == (2, 2)


def test_an_expired_hold_is_taken_over_by_one_while_its_client_confirms(clinic, offices):
    """The client who filled in the form for too long and one who is quicker: one of them gets the time."""
    slow, quick = clinic.sign_up("ana@example.com"), clinic.sign_up("bo@example.com")
    order = ordered(clinic.hold(slow))
    clinic.later(11)
    results = race(
        offices,
        [
            lambda office: online_booking.confirm(office, slow, order),
            lambda office: holds.hold(office, quick, FIRST, TEN),
        ]
        * 4,
    )
    booked = [result for result in results if isinstance(result, online_booking.Booked)]
    kept = [result for result in results if isinstance(result, holds.Held)]
    assert bool(booked) != bool(kept)
    assert clinic.count(person_claims) == 12
