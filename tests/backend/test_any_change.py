"""Whatever is asked of a change, the answer is a verdict; and a move or an edit ends as its check said it would."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from consultant_tui.contract.endings import Attempt, Cancellation, Edit, Move, NoShow
from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Attendance,
    CancelledBy,
    ContactMeans,
    Modality,
    Occurrence,
    Platform,
    ScheduleKind,
)
from server_stub.services import endings, moving, undoing
from server_stub.services.office import Office, Visit, recognise
from server_stub.services.refused import RefusedError
from server_stub.storage.engines import open_engines
from server_stub.storage.schema import prepare
from tests.backend.changing import appointment, claimed, faults
from tests.backend.practice import NOW, Practice

OWL = "owl@example.org"
HOWE = "Australia/Lord_Howe"
CLOCKS_CHANGE = (date(2027, 4, 4), date(2027, 10, 3))


class Desk:
    """A consultant who works round the clock, with one appointment that goes through everything."""

    def __init__(self, engines) -> None:
        self.engines = engines
        practice = Practice(engines)
        token = practice.engage(OWL)
        self.lines = [
            practice.add_line(OWL, kind, days="1,2,3,4,5,6,7", opens="00:00", closes="23:55") for kind in ScheduleKind
        ]
        case = practice.open_case(zone=HOWE, entitled=5000)
        practice.appoint(OWL, case, "2026-11-16T14:00", AppointmentState.COMPLETED, zone=HOWE)
        practice.appoint(OWL, case, "2026-11-25T14:00", zone=HOWE)
        self.reference = practice.appoint(OWL, case, "2026-11-23T06:30", zone=HOWE, schedule=self.lines[0])
        self.office = Office(engines, practice.clock)
        self.visit = Visit(recognise(self.office, token), NOW, "Europe/London")

    @property
    def version(self) -> int:
        return appointment(self.engines, self.reference)["version"]

    def asked(self, service, wish):
        """Return what was answered and what was refused; one of them is None."""
        try:
            return service(self.office, self.visit, self.reference, self.version, wish), None
        except RefusedError as refused:
            return None, refused

    def undo(self) -> None:
        """Take back what was done, so that the next example begins where this one did."""
        undoing.undo(self.office, self.visit, self.reference, self.version)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    engines = open_engines(f"sqlite:///{tmp_path_factory.mktemp('any')}/practice.db", durable=False)
    prepare(engines.writer)
    yield Desk(engines)
    engines.dispose()


def words(kind):
    return st.sampled_from(kind) | st.text(max_size=9).map(kind)


near = st.dates(NOW.date() - timedelta(days=40), NOW.date() + timedelta(days=400))
on_the_grid = st.builds(time, st.integers(0, 23), st.sampled_from(range(0, 60, 5)))
moves = st.builds(
    Move,
    schedule=st.just(""),
    day=near | st.dates() | st.sampled_from(CLOCKS_CHANGE),
    start=on_the_grid | st.times(),
    occurrence=st.none() | words(Occurrence),
    approval=st.sampled_from(["", "US-4411"]) | st.text(max_size=70),
    by=st.none() | words(CancelledBy),
)
edits = st.builds(
    Edit,
    modality=words(Modality),
    platform=st.none() | words(Platform),
    start=on_the_grid | st.times(),
    occurrence=st.none() | words(Occurrence),
    notify=st.booleans(),
    attendance=words(Attendance),
)


@settings(max_examples=150, deadline=None)
@given(move=moves, line=st.integers(0, 3))
def test_a_move_ends_as_its_check_said_and_undoing_restores_it(desk, move, line):
    move = replace(move, schedule=desk.lines[line] if line < 3 else move.schedule)
    before, held = appointment(desk.engines, desk.reference), claimed(desk.engines, desk.reference)
    said = moving.check_move(desk.office, desk.visit, desk.reference, move)
    changed, refused = desk.asked(moving.move, move)
    if refused:
        assert refused.refusals == said.check.refusals != ()
        assert refused.nearest == said.check.nearest
    else:
        assert said.check.refusals == ()
        assert (changed.span, changed.figures) == (said.check.consultant, said.figures)
        desk.undo()
    after = appointment(desk.engines, desk.reference)
    assert {**after, "version": before["version"]} == before
    assert claimed(desk.engines, desk.reference) == held
    assert faults(desk.engines, desk.reference) == []


@settings(max_examples=100, deadline=None)
@given(edit=edits)
def test_an_edit_ends_as_its_check_said(desk, edit):
    said = moving.check_edit(desk.office, desk.visit, desk.reference, edit)
    changed, refused = desk.asked(moving.edit, edit)
    if refused:
        assert refused.refusals == said.refusals != ()
    else:
        assert (said.refusals, changed.span) == ((), said.consultant)
    day = appointment(desk.engines, desk.reference)["wall_start"].date()
    assert day == date(2026, 11, 23), "an edit never changes the date"
    assert all(one.client.start.wall.date() == day for one in said.nearest)


@settings(max_examples=60, deadline=None)
@given(
    asked=st.builds(
        Cancellation, by=words(CancelledBy), reason=st.text(max_size=9), charged=st.booleans(), override=st.text()
    )
    | st.builds(
        NoShow,
        attempts=st.lists(st.builds(Attempt, at=st.times(), means=words(ContactMeans)), max_size=5).map(tuple),
        reason=st.text(max_size=9),
    )
)
def test_an_end_is_made_whole_or_refused(desk, asked):
    before = appointment(desk.engines, desk.reference)
    service = endings.cancel if isinstance(asked, Cancellation) else endings.mark_no_show
    changed, refused = desk.asked(service, asked)
    assert bool(changed) != bool(refused)
    if changed:
        assert faults(desk.engines, desk.reference) == []
        desk.undo()
    after = appointment(desk.engines, desk.reference)
    assert {**after, "version": before["version"]} == before
