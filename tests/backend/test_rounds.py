"""What the backend does by itself: reminders once, starts that nobody made, and all of it beside other processes."""

import logging
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.carriers.carrier import NotNowError
from server_stub.rounds import running
from server_stub.rounds.running import Done, rounds, run_due
from server_stub.storage.tables import appointments, audit, balances, clients, ledger, outbox
from tests.backend.asking import book, wish
from tests.backend.changing import change as ask_for
from tests.backend.conftest import MIRA
from tests.databases import on_sqlite

STARTS = datetime.fromisoformat("2026-11-30T03:30:00+00:00")
"""Monday the 30th, 14:00 in Adelaide."""


class Box:
    """Keeps what is sent."""

    remark = ""

    def __init__(self):
        self.subjects = []

    def send(self, _name, mail):
        self.subjects.append(mail["Subject"])


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def go_round(engines, practice, box):
    return lambda: run_due(engines, practice.clock, lambda _: box)


@pytest.fixture
def booked(practice, mira, last):
    """An appointment booked a week ahead, of which nothing was told yet."""
    case = practice.open_case(name="Tomás", email="tomas@example.com")
    return practice.appoint(MIRA, case, "2026-11-30T14:00", State.BOOKED)


def rows(engines, table):
    with engines.reading() as connection:
        return connection.execute(select(table).order_by(table.c.id)).all()


def change(engines, reference, **values):
    with engines.writing() as connection:
        connection.execute(
            update(appointments)
            .where(appointments.c.reference == reference)
            .values(version=appointments.c.version + 1, **values)
        )


def test_a_client_is_reminded_two_days_and_two_hours_before_once_each(engines, practice, go_round, box, booked):
    told = []
    for hours in (49, 48, 47, 24, 3, 2, 1, 0, -1):
        practice.now = STARTS - timedelta(hours=hours)
        told.append((hours, go_round().sent))
    assert told == [(49, 0), (48, 1), (47, 0), (24, 0), (3, 0), (2, 1), (1, 0), (0, 0), (-1, 0)]
    assert box.subjects == ["Reminder: your appointment on Mon 30 Nov 2026, 14:00"] * 2
    assert [(row.kind, row.state) for row in rows(engines, outbox)] == [
        ("reminder_48h", "sent"),
        ("reminder_2h", "sent"),
    ]


def test_an_early_reminder_that_was_missed_gives_way_to_the_late_one(practice, go_round, box, booked):
    practice.now = STARTS - timedelta(minutes=90)
    assert [go_round().sent, go_round().sent] == [1, 0]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "cancelled", "ended_at": STARTS - timedelta(days=3)},
        {"state": "cancelled", "ended_at": STARTS - timedelta(days=3), "withdrawn": True},
        {"notify": False},
        {"starts": STARTS + timedelta(days=7), "ends": STARTS + timedelta(days=7, hours=1)},
    ],
    ids=["cancelled", "undone", "not wished", "moved"],
)
def test_nobody_is_reminded_of_what_does_not_stand(engines, practice, go_round, box, booked, values):
    change(engines, booked, **values)
    practice.now = STARTS - timedelta(hours=40)
    go_round()
    practice.now = STARTS - timedelta(hours=1)
    go_round()
    assert box.subjects == []


def test_nobody_is_reminded_without_an_address(engines, practice, go_round, box, booked):
    with engines.writing() as connection:
        connection.execute(update(clients).values(email=""))
    practice.now = STARTS - timedelta(hours=40)
    assert go_round().reminders == 0


def test_a_reminder_that_could_not_be_sent_is_withdrawn_when_the_time_is_given_up(engines, practice, booked, box):
    class Away:
        remark = ""

        def send(self, _name, _mail):
            raise running_error

    running_error = NotNowError("later")
    practice.now = STARTS - timedelta(hours=48)
    run_due(engines, practice.clock, lambda _: Away())
    change(engines, booked, state="cancelled", ended_at=practice.now)
    practice.now += timedelta(minutes=1)
    assert run_due(engines, practice.clock, lambda _: box).sent == 0
    assert [(row.state, row.problem) for row in rows(engines, outbox)] == [("withdrawn", "something newer was told")]


def test_a_new_time_is_reminded_of_anew(engines, practice, go_round, box, booked):
    practice.now = STARTS - timedelta(hours=48)
    go_round()
    later = STARTS + timedelta(days=7)
    change(engines, booked, starts=later, ends=later + timedelta(hours=1), sequence=1)
    practice.now = later - timedelta(hours=48)
    go_round()
    days = [subject.rpartition(" on ")[2] for subject in box.subjects]
    assert days == ["Mon 30 Nov 2026, 14:00", "Mon 7 Dec 2026, 14:00"]


async def test_whoever_books_late_is_not_reminded_at_once(engines, practice, go_round, box, mira, last):
    practice.now = STARTS - timedelta(hours=30)
    await book(mira, wish(last))
    practice.now += timedelta(minutes=5)
    assert go_round().sent == 1
    assert box.subjects == ["Your appointment on Mon 30 Nov 2026, 14:00"]
    practice.now = STARTS - timedelta(hours=2)
    assert go_round().sent == 1


DAY_BEFORE = STARTS - timedelta(hours=48)
"""When the first reminder is due."""


def at_minutes(practice, go_round, *minutes):
    """Go a round at each of some minutes from when the first reminder is due."""
    for minute in minutes:
        practice.now = DAY_BEFORE + timedelta(minutes=minute)
        go_round()


async def test_nothing_is_reminded_of_while_it_can_still_be_taken_back(practice, go_round, box, mira, last):
    practice.now = DAY_BEFORE - timedelta(minutes=1)
    reference = (await book(mira, wish(last))).json()["reference"]
    at_minutes(practice, go_round, 0, 1)
    assert (await ask_for(mira, reference, "undo")).status_code == 200
    at_minutes(practice, go_round, 1, 5, 46 * 60)
    assert box.subjects == []


async def test_a_booking_that_stands_is_confirmed_first_and_reminded_of_once(practice, go_round, box, mira, last):
    practice.now = DAY_BEFORE - timedelta(minutes=1)
    await book(mira, wish(last))
    at_minutes(practice, go_round, 0, 1, 2, 3, 60, 46 * 60, 47 * 60)
    told = "our appointment on Mon 30 Nov 2026, 14:00"
    assert box.subjects == [f"Y{told}", f"Reminder: y{told}"]


async def test_a_change_that_is_taken_back_costs_no_reminder(practice, go_round, box, mira, last):
    practice.now = DAY_BEFORE - timedelta(hours=1)
    reference = (await book(mira, wish(last))).json()["reference"]
    at_minutes(practice, go_round, -50, -1)
    later = {"schedule": last.line, "day": "2026-12-07", "start": "14:00:00"}
    assert (await ask_for(mira, reference, "move", later)).status_code == 200
    at_minutes(practice, go_round, 0, 1)
    assert (await ask_for(mira, reference, "undo", version=2)).status_code == 200
    at_minutes(practice, go_round, 1, 5)
    told = "our appointment on Mon 30 Nov 2026, 14:00"
    assert box.subjects == [f"Y{told}", f"Reminder: y{told}"]


async def test_a_message_that_cannot_be_sent_costs_no_reminder(engines, practice, box, mira, last):
    class Away:
        remark = ""

        def send(self, _name, _mail):
            raise NotNowError("later")

    practice.now = DAY_BEFORE - timedelta(minutes=90)
    await book(mira, wish(last))
    for minute in (-87, -86, -81, -66, -6):
        practice.now = DAY_BEFORE + timedelta(minutes=minute)
        run_due(engines, practice.clock, lambda _: Away())
    at_minutes(practice, lambda: run_due(engines, practice.clock, lambda _: box), 0)
    assert box.subjects == ["Reminder: your appointment on Mon 30 Nov 2026, 14:00"]


@pytest.mark.parametrize(("hours", "sent"), [("0", 0), ("24", 1), ("72,24", 2)])
def test_the_provider_sets_when(practice, go_round, box, booked, hours, sent):
    practice.set(reminder_hours=hours)
    for ahead in (72, 48, 24, 2):
        practice.now = STARTS - timedelta(hours=ahead)
        go_round()
    assert len(box.subjects) == sent


def test_a_session_that_nobody_started_counts_as_held_after_a_month(engines, practice, go_round, booked):
    practice.now = STARTS + timedelta(days=31) - timedelta(seconds=1)
    assert go_round().started == 0
    practice.now += timedelta(seconds=1)
    assert [go_round().started, go_round().started] == [1, 0]
    (found,) = [row for row in rows(engines, appointments) if row.reference == booked]
    assert (found.state, found.commenced_at, found.version) == (State.COMMENCED, practice.now, 2)
    entry, trace = rows(engines, ledger)[-1], rows(engines, audit)[-1]
    assert (entry.cause, entry.appointment_id, entry.version) == (LedgerCause.COMMENCED, found.id, 2)
    assert (trace.act, trace.profile_id, trace.version) == ("commenced", None, 2)
    assert trace.detail == "by itself after 31 days"
    with engines.reading() as connection:
        (sums,) = connection.execute(select(balances).where(balances.c.case_id == found.case_id)).all()
    assert (sums.used, sums.booked) == (1, 0)


def test_the_provider_sets_after_how_many_days(practice, go_round, booked):
    practice.set(auto_commence_days=10)
    practice.now = STARTS + timedelta(days=10)
    assert go_round().started == 1


def test_several_processes_go_round_without_doing_anything_twice(engines, practice, database, mira):
    for number in range(3):
        case = practice.open_case(name=f"Client {number}")
        practice.appoint(MIRA, case, f"2026-11-30T{10 + number}:00", State.BOOKED)
        practice.appoint(MIRA, case, f"2026-10-20T{10 + number}:00", State.BOOKED)
    practice.now = STARTS - timedelta(hours=20)
    others = [database.open() for _ in range(4)]
    box, start, done = Box(), threading.Barrier(len(others)), []

    def go(own):
        start.wait()
        done.append(run_due(own, practice.clock, lambda _: box))

    walkers = [threading.Thread(target=go, args=(own,)) for own in others]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join(30)
    for own in others:
        own.dispose()
    assert [sum(getattr(one, name) for one in done) for name in ("started", "reminders")] == [3, 3]
    run_due(engines, practice.clock, lambda _: box)
    assert len(box.subjects) == 3


def test_rounds_are_walked_while_it_lasts_and_one_that_fails_does_not_end_them(engines, monkeypatch, caplog):
    monkeypatch.setattr(running, "PAUSE_SECONDS", 0.001)
    walked, enough = [], threading.Event()

    def walk(*_):
        walked.append(1)
        if len(walked) == 1:
            raise RuntimeError("Ana Lindqvist")
        enough.set()
        return Done(started=0, reminders=0, sent=0)

    monkeypatch.setattr(running, "run_due", walk)
    with caplog.at_level(logging.ERROR), rounds(engines, lambda: STARTS, lambda _: Box(), first=0):
        assert enough.wait(10)
    assert "rounds" not in {thread.name for thread in threading.enumerate()}
    assert "going round: RuntimeError at running.py:" in caplog.text
    assert "Ana" not in caplog.text


def test_nothing_is_walked_right_at_the_start(engines):
    with rounds(engines, lambda: STARTS, lambda _: pytest.fail("too early")):
        pass


@on_sqlite
def test_a_round_looks_at_booked_appointments_only(engines, practice, go_round):
    """However many were held: their number must not slow the rounds."""
    asked = []

    def keep(connection, _cursor, statement, parameters, *_):
        if "FROM appointments" in statement:
            asked.append((statement, parameters))

    event.listen(engines.reader, "before_cursor_execute", keep)
    go_round()
    event.remove(engines.reader, "before_cursor_execute", keep)
    assert len(asked) == 3
    with engines.reading() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert any("ix_appointments_booked_starts" in step.detail for step in plan)
            assert not any(step.detail.startswith("SCAN") for step in plan), plan
