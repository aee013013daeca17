"""The demo practice is whole, clean and worth showing on every day of the year."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from consultant_tui.contract import paths
from server_stub.domain import clocks
from server_stub.practice.checking import check_practice
from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import MAIN_PROFILE, ZONE, business_day, write_demo
from server_stub.storage import tables as t
from tests.practice.served import Desk
from tests.practice.test_exporting import contents

SKETCH = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
"""Monday 23 November 2026, 09:04 in Melbourne."""

DAYS = [
    SKETCH,
    datetime(2026, 11, 20, 22, 0, tzinfo=UTC),  # a Saturday morning
    datetime(2026, 11, 21, 12, 30, tzinfo=UTC),  # shortly before midnight on a Saturday
    datetime(2026, 10, 2, 13, 59, tzinfo=UTC),  # the last minute of the Friday before the clocks go forward
    datetime(2026, 10, 3, 16, 30, tzinfo=UTC),  # half an hour after they went forward
    datetime(2027, 4, 3, 15, 30, tzinfo=UTC),  # in the first of the two repeated hours
    datetime(2027, 4, 3, 16, 30, tzinfo=UTC),  # in the second
    datetime(2027, 10, 28, 22, 0, tzinfo=UTC),  # before London's clocks go back
    datetime(2028, 2, 29, 2, 15, 7, 250, tzinfo=UTC),  # a leap day
    datetime(2028, 12, 29, 13, 0, tzinfo=UTC),  # midnight at the end of a year
]


def on_day(engines, tmp_path, at):
    write_demo(tmp_path / "demo", at)
    import_practice(engines, tmp_path / "demo")


def appointments(engines):
    query = (
        select(t.appointments, t.clients.c.name.label("client"), t.schedules.c.kind)
        .join_from(t.appointments, t.profiles, t.profiles.c.id == t.appointments.c.profile_id)
        .join(t.clients, t.clients.c.id == t.appointments.c.client_id)
        .outerjoin(t.schedules, t.schedules.c.id == t.appointments.c.schedule_id)
        .where(t.profiles.c.email == MAIN_PROFILE)
        .order_by(t.appointments.c.starts)
    )
    with engines.reading() as connection:
        return connection.execute(query).all()


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_it_is_clean_and_goes_round_to_the_byte(engines, tmp_path, at):
    on_day(engines, tmp_path, at)
    assert check_practice(engines).broken == ()
    export_practice(engines, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "demo")


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_it_shows_every_section_of_quick_view(engines, tmp_path, at):
    on_day(engines, tmp_path, at)
    rows = appointments(engines)
    recent = [row for row in rows if row.ended_at and row.ended_at >= at - timedelta(days=60)]
    states = Counter(row.state for row in rows if row.ended_at is None)
    assert states == {"booked": 11, "commenced": 1}
    assert len(recent) == 23
    assert {row.state for row in recent} == {"completed", "no_show", "cancelled"}
    assert any(row.charged for row in recent)
    today = clocks.day_of(at, ZONE)
    late = [row for row in rows if row.state == "booked" and (today - clocks.day_of(row.starts, ZONE)).days >= 7]
    assert len(late) == 2


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_nothing_has_happened_that_is_still_to_come(engines, tmp_path, at):
    on_day(engines, tmp_path, at)
    for row in appointments(engines):
        assert row.booked_at <= at
        assert row.commenced_at is None or row.commenced_at <= at
        assert row.ended_at is None or row.ended_at <= at


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_the_newest_completed_appointment_can_be_repeated_a_week_later(engines, tmp_path, at):
    on_day(engines, tmp_path, at)
    with Desk(engines, at) as desk:
        newest = desk.newest_completed()
        desk.book(desk.same_time_next_week(newest.reference))
    assert newest.available >= 1
    assert {row.kind for row in appointments(engines) if row.reference == newest.reference} == {"open"}
    assert check_practice(engines).broken == ()


@pytest.mark.parametrize(
    ("reference", "changes", "codes"),
    [
        ("APP-20026", {}, {"consultant_busy"}),
        ("APP-20024", {}, {"on_leave"}),
        ("APP-20025", {}, {"client_busy"}),
        ("APP-20020", {}, {"no_sessions_left"}),
        ("APP-20022", {}, {"approval_needed"}),
        ("APP-20009", {"day": "2026-12-01", "schedule": "SCH-101"}, {"case_expired"}),
        ("APP-20028", {"schedule": "SCH-104"}, {"rapid_response", "outside_schedule"}),
        ("APP-20028", {"schedule": "SCH-105"}, {"schedule_not_in_force"}),
    ],
)
def test_other_appointments_show_why_a_booking_may_be_refused(engines, tmp_path, reference, changes, codes):
    on_day(engines, tmp_path, SKETCH)
    with Desk(engines, SKETCH) as desk:
        answer = desk.client.post(paths.BOOKING_CHECKS, json=desk.same_time_next_week(reference) | changes)
    assert {refusal["code"] for refusal in answer.json()["refusals"]} == codes


def test_it_is_the_sketch_on_the_day_of_the_sketch(engines, tmp_path):
    on_day(engines, tmp_path, SKETCH)
    shown = {
        (row.client, f"{clocks.read(row.starts, ZONE).wall:%a %d %b %H:%M}", row.modality, row.state)
        for row in appointments(engines)
    }
    assert shown >= {
        ("Ana Lindqvist", "Fri 13 Nov 14:00", "video_call", "booked"),
        ("Tomás Ferreira", "Mon 23 Nov 10:00", "phone", "booked"),
        ("Zoë [he/him] O’Brien", "Mon 23 Nov 13:30", "video_call", "booked"),
        ("Priya Raman", "Tue 24 Nov 09:00", "in_person", "booked"),
        ("محمد الأحمد", "Tue 24 Nov 11:00", "phone", "booked"),
        ("Jun Watanabe", "Mon 23 Nov 08:00", "video_call", "commenced"),
        ("Grace Mbeki", "Fri 20 Nov 16:00", "phone", "completed"),
        ("Ana Lindqvist", "Fri 20 Nov 11:00", "video_call", "no_show"),
        ("Leo Castellanos", "Thu 19 Nov 15:00", "in_person", "cancelled"),
    }


@pytest.mark.parametrize(
    ("at", "days", "day"),
    [
        (SKETCH, 0, date(2026, 11, 23)),
        (SKETCH, -1, date(2026, 11, 20)),
        (SKETCH, -6, date(2026, 11, 13)),
        (SKETCH, 4, date(2026, 11, 27)),
        (SKETCH, 5, date(2026, 11, 30)),
        (SKETCH - timedelta(days=1), 0, date(2026, 11, 23)),
        (SKETCH - timedelta(days=2), -1, date(2026, 11, 20)),
        (SKETCH - timedelta(days=3), 1, date(2026, 11, 23)),
    ],
)
def test_business_days_leave_out_weekends(at, days, day):
    assert business_day(at, days) == day
