"""Whatever is asked, the answer is a verdict; and a booking ends as its check said it would."""

import uuid
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.series import SeriesDate, SeriesRequest
from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    Modality,
    Occurrence,
    Platform,
    ScheduleKind,
)
from server_stub.domain import clocks
from server_stub.services import bookings, checks, openings, rebooking, series
from server_stub.services.office import Office, Visit, recognise
from server_stub.services.openings import Wish
from server_stub.services.refused import RefusedError
from server_stub.storage.engines import open_engines
from server_stub.storage.schema import prepare
from tests.backend.practice import ADELAIDE, NOW, Practice

TODAY = clocks.day_of(NOW, ADELAIDE)
"""On the client's clock, by which days are counted."""

NIGHT_OWL = "owl@example.org"
CLOCKS_CHANGE = (date(2027, 4, 4), date(2027, 10, 3))
"""In Lord Howe, by half an hour."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[tuple[Office, Visit, str, list[str]]]:
    """Give a consultant who works round the clock, for a client whose clocks jump at another time."""
    engines = open_engines(f"sqlite:///{tmp_path_factory.mktemp('any')}/practice.db", durable=False)
    prepare(engines.writer)
    practice = Practice(engines)
    token = practice.engage(NIGHT_OWL)
    lines = [
        practice.add_line(NIGHT_OWL, kind, days="1,2,3,4,5,6,7", opens="00:00", closes="23:55") for kind in ScheduleKind
    ]
    case = practice.open_case(zone="Australia/Lord_Howe", entitled=5000)
    last = practice.appoint(NIGHT_OWL, case, "2026-11-16T14:00", AppointmentState.COMPLETED, zone="Australia/Lord_Howe")
    office = Office(engines, practice.clock)
    yield office, Visit(recognise(office, token), NOW, "Europe/London"), last, lines
    engines.dispose()


def words(kind):
    return st.sampled_from(kind) | st.text(max_size=9).map(kind)


near = st.dates(NOW.date() - timedelta(days=40), NOW.date() + timedelta(days=400))
on_the_grid = st.builds(time, st.integers(0, 23), st.sampled_from(range(0, 60, 5)))

requests = st.builds(
    BookingRequest,
    previous=st.just(""),
    approach=words(Approach),
    schedule=st.text(max_size=9),
    modality=words(Modality),
    platform=st.none() | words(Platform),
    day=near | st.dates(),
    start=on_the_grid | st.times(),
    occurrence=st.none() | words(Occurrence),
    notify=st.booleans(),
    attendance=words(Attendance),
    approval=st.text(max_size=70),
)

likely = st.builds(
    BookingRequest,
    previous=st.just(""),
    approach=st.sampled_from(Approach),
    schedule=st.just(""),
    modality=st.just(Modality.PHONE),
    day=near | st.sampled_from(CLOCKS_CHANGE),
    start=on_the_grid,
    occurrence=st.none() | st.sampled_from(Occurrence),
    approval=st.sampled_from(["", "US-4411"]),
)


def outcome(question, *asked):
    """Return what was answered and what was refused; one of them is None."""
    try:
        return question(*asked), None
    except RefusedError as refused:
        return None, refused


@settings(max_examples=300, deadline=None)
@given(request=requests | likely, line=st.integers(0, 3))
def test_a_booking_ends_as_its_check_said(desk, request, line):
    office, visit, last, lines = desk
    request = replace(request, previous=last, schedule=lines[line] if line < len(lines) else request.schedule)
    said = checks.check(office, visit, request)
    receipt, refused = outcome(bookings.book, office, visit, uuid.uuid4().hex, request)
    if refused:
        assert refused.refusals == said.refusals != ()
        assert refused.nearest == said.nearest
    else:
        assert said.refusals == ()
        assert (receipt.client, receipt.consultant, receipt.notice) == (said.client, said.consultant, said.notice)
        start = receipt.client.start
        assert start.wall - timedelta(minutes=start.offset) == start.utc.replace(tzinfo=None)
        assert (start.wall.date(), start.wall.time()) == (request.day, request.start)


@settings(max_examples=80, deadline=None)
@given(
    request=requests | likely,
    line=st.integers(0, 3),
    dates=st.lists(st.builds(SeriesDate, day=near | st.sampled_from(CLOCKS_CHANGE), start=on_the_grid), max_size=13),
)
def test_a_series_ends_as_its_check_said(desk, request, line, dates):
    office, visit, last, lines = desk
    several = SeriesRequest(
        previous=last,
        approach=request.approach,
        schedule=lines[line] if line < len(lines) else request.schedule,
        modality=request.modality,
        platform=request.platform,
        dates=tuple(dates),
        notify=request.notify,
        attendance=request.attendance,
        approval=request.approval,
    )
    said, against = outcome(series.check, office, visit, several)
    receipt, refused = outcome(series.book, office, visit, uuid.uuid4().hex, several)
    if against or said.refusals:
        assert refused.refusals == (against or said).refusals
    else:
        made = [(one.client, one.consultant, one.notice) for one in receipt.receipts]
        assert made == [(one.client, one.consultant, said.notice) for one in said.dates]


@settings(max_examples=60, deadline=None)
@given(day=near | st.dates(), approach=st.sampled_from(Approach), line=st.integers(0, 2))
def test_every_week_can_be_looked_at(desk, day, approach, line):
    office, visit, last, lines = desk
    offers, refused = outcome(rebooking.line_offers, office, visit, last, approach, day)
    assert bool(refused) == (not 1971 <= day.year <= 2199)
    if offers:
        week = rebooking.week(office, visit, last, lines[line], approach, day)
        assert offers.lines[line].places_left == sum(len(one.openings) for one in week.days)
        for one in week.days:
            spans = [(stretch.span.start.utc, stretch.span.end.utc) for stretch in one.stretches]
            assert all(before[1] == after[0] for before, after in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(first=near | st.dates(), earliest=on_the_grid, latest=on_the_grid, days=st.frozensets(st.integers(1, 7)))
def test_every_free_time_is_as_it_was_wished(desk, first, earliest, latest, days):
    office, visit, last, _ = desk
    page, refused = outcome(openings.openings, office, visit, last, Wish(days, earliest, latest, first))
    assert bool(refused) == (earliest > latest or first > TODAY + timedelta(days=366) or not 1971 <= first.year <= 2199)
    for day in page.days if page else ():
        assert day.day >= max(first, NOW.date())
        assert day.day.isoweekday() in days
        for start in (opening.client.start for opening in day.openings):
            assert start.wall.date() == day.day
            assert start.utc >= NOW
            assert earliest <= start.wall.time() <= latest or day.day in CLOCKS_CHANGE
