"""A practice whose appointments were cancelled, missed, moved and taken back goes to paper and back, and is checked."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.endings import Attempt, Cancellation, Edit, Move, NoShow
from consultant_tui.contract.vocabulary import Approach, Attendance, CancelledBy, ContactMeans, Modality
from server_stub.practice.checking import check_practice
from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import MAIN_PROFILE, write_demo
from server_stub.services import bookings, endings, moving, undoing
from server_stub.services.office import Office, recognise, visit
from server_stub.storage import tokens
from server_stub.storage.backup import back_up
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.schema import prepare
from server_stub.storage.tables import appointments, balances, cases
from tests.practice.test_checking import break_it

AT = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
OVERDUE, LATER, SOON, AHEAD, NEXT = "APP-20030", "APP-20031", "APP-20032", "APP-20034", "APP-20035"
"""Two that nobody started, one within the hour, two tomorrow."""


def made(folder: Path, name: str, practice: Path) -> Engines:
    engines = open_engines(f"sqlite:///{folder / name}", durable=False)
    prepare(engines.writer)
    import_practice(engines, practice)
    return engines


@pytest.fixture(scope="module")
def morning(tmp_path_factory) -> Path:
    """The demo after a lively morning."""
    folder = tmp_path_factory.mktemp("morning")
    write_demo(folder / "demo", AT)
    engines = made(folder, "practice.db", folder / "demo")
    token = tokens.make_token()
    with engines.writing() as connection:
        tokens.give_token(connection, token, MAIN_PROFILE, AT, timedelta(days=1))
    office = Office(engines, lambda: AT)
    mira = visit(office, recognise(office, token), None)

    def move(reference: str, version: int, day: date, by: CancelledBy | None) -> None:
        moving.move(office, mira, reference, version, Move(schedule="SCH-101", day=day, start=time(12), by=by))

    tries = (Attempt(at=time(14, 10), means=ContactMeans.PHONE), Attempt(at=time(14, 30), means=ContactMeans.EMAIL))
    endings.mark_no_show(office, mira, OVERDUE, 1, NoShow(attempts=tries, reason="No word"))
    endings.cancel(office, mira, LATER, 1, Cancellation(by=CancelledBy.PROVIDER, reason="Closed", charged=False))
    undoing.undo(office, mira, LATER, 2)
    move(SOON, 1, date(2026, 11, 30), CancelledBy.CLIENT)
    move(AHEAD, 1, date(2026, 12, 1), CancelledBy.CLIENT)
    undoing.undo(office, mira, AHEAD, 2)
    edit = Edit(modality=Modality.CHAT, start=time(9, 30), notify=True, attendance=Attendance.COUPLE)
    moving.edit(office, mira, AHEAD, 3, edit)
    endings.cancel(office, mira, NEXT, 1, Cancellation(by=CancelledBy.CLIENT, reason="Ill", charged=False))
    wish = BookingRequest(
        previous=SOON, approach=Approach.MANUAL, schedule="SCH-101", modality=Modality.PHONE, day=date(2026, 12, 3),
        start=time(12),
    )  # fmt: skip
    undoing.undo(office, mira, bookings.book(office, mira, "k" * 12, wish).reference, 1)
    back_up(engines, folder / "copy.db")
    engines.dispose()
    return folder / "copy.db"


@pytest.fixture
def folder(morning, tmp_path) -> Path:
    shutil.copy(morning, tmp_path / "practice.db")
    return tmp_path


@pytest.fixture
def changed(folder) -> Iterator[Engines]:
    engines = open_engines(f"sqlite:///{folder}/practice.db", durable=False)
    yield engines
    engines.dispose()


def figures(engines: Engines) -> dict[str, tuple[int, ...]]:
    asked = select(cases.c.reference, balances).join_from(cases, balances)
    with engines.reading() as connection:
        return {row.reference: (row.entitled, row.extra, row.used, row.booked) for row in connection.execute(asked)}


def test_a_lively_morning_leaves_a_clean_practice(changed):
    assert check_practice(changed).broken == ()
    with changed.reading() as connection:
        found = {row.reference: row for row in connection.execute(select(appointments))}
    assert (found[SOON].late_moves, found[AHEAD].late_moves, found[LATER].state) == (1, 0, "booked")
    assert [row.reference for row in found.values() if row.withdrawn] == ["APP-20057"]


def test_it_goes_to_paper_and_back(changed, folder):
    export_practice(changed, folder / "paper")
    assert import_practice(changed, folder / "paper").added == 0
    again = made(folder, "again.db", folder / "paper")
    export_practice(again, folder / "paper again")
    for file in (folder / "paper").iterdir():
        assert file.read_bytes() == (folder / "paper again" / file.name).read_bytes(), file.name
    assert figures(again) == figures(changed)
    assert check_practice(again).broken == ()
    again.dispose()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE ledger SET booked = 0 WHERE cause = 'undone'", "is not the negative of the entry it takes back"),
        ("UPDATE ledger SET version = 9 WHERE cause = 'undone'", "which APP-20031 never had"),
        ("DELETE FROM ledger WHERE cause = 'late_cancellation' OR cause = 'released'", "its state needs booked"),
        ("UPDATE appointments SET late_moves = 0", "APP-20032: has booked, late_move in the ledger, its state needs"),
        ("UPDATE appointments SET withdrawn = 0 WHERE withdrawn", "APP-20057: has booked, undone in the ledger"),
        ("UPDATE appointments SET withdrawn = 1 WHERE reference = 'APP-20032'", "it was withdrawn and yet is live"),
        ("UPDATE appointments SET cancelled_by = 'client' WHERE state = 'booked'", "it names who cancelled it"),
        ("UPDATE appointments SET cancelled_by = 'dog' WHERE cancelled_by = 'client'", "dog is not one of"),
        ("UPDATE appointments SET end_reason = 'x' WHERE state = 'booked'", "a reason for an end that it did not"),
        ("UPDATE appointments SET attempts = 'x' WHERE state = 'booked'", "its client was looked for"),
        ("UPDATE appointments SET sequence = -1", "it counts moves or messages below nought"),
        ("UPDATE acts SET version = 7 WHERE act = 'no_show'", "belongs to a version that APP-20030 never had"),
        ("UPDATE acts SET before = '{}' WHERE act = 'moved'", "does not tell what it replaced"),
        ("UPDATE acts SET act = 'gift' WHERE act = 'moved'", "act gift is not one of"),
    ],
)
def test_a_broken_rule_is_named(changed, folder, statement, told):
    break_it(folder / "practice.db", statement)
    assert any(told in line for line in check_practice(changed).broken), check_practice(changed).broken


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cancelled_by": "client"}, "cancelled_by: must be empty when it was not cancelled"),
        ({"withdrawn": "yes"}, "withdrawn: must be no when it was not cancelled, or cost a session"),
        ({"end_reason": "why"}, "end_reason: must be empty when the state is booked"),
        ({"attempts": "why"}, "attempts: must be empty when the state is booked"),
        ({"late_moves": "9"}, "ASST-1 has 6 sessions, and APP-1 would be number 10"),
    ],
)
def test_what_contradicts_itself_on_paper_is_refused(tmp_path, change, told):
    from tests.practice.paper import Paper, refusals

    engines = open_engines(f"sqlite:///{tmp_path / 'practice.db'}", durable=False)
    prepare(engines.writer)
    faults = refusals(engines, Paper(tmp_path / "paper").change("appointments.csv", 0, **change).write())
    assert any(told in fault for fault in faults), faults
    engines.dispose()
