"""A practice in which sessions were completed: checked clean, exported without notes, and taken in again unchanged."""

import base64
from datetime import UTC, datetime

import pytest

from consultant_tui.contract import paths
from consultant_tui.contract.vocabulary import AppointmentState, Tick
from server_stub.practice.checking import check_practice
from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import Imported, import_practice
from server_stub.practice.rehearsal import write_demo
from server_stub.storage.engines import open_engines
from server_stub.storage.schema import prepare
from tests.practice.served import Desk

AT = datetime(2026, 11, 22, 22, 4, 5, 678901, tzinfo=UTC)
NOTES = "Nobody else reads this"


@pytest.fixture
def completed(engines, tmp_path):
    """The demo, with the session in progress signed off, another one begun and half written."""
    write_demo(tmp_path / "demo", AT)
    import_practice(engines, tmp_path / "demo")
    with Desk(engines, AT) as desk:
        not_started, going, _ = (section.rows for section in desk.quick_view().sections)
        body = {
            "ticks": list(Tick),
            "notes": [NOTES, "", "line"],
            "file": {"name": "=cmd().txt", "content": base64.b64encode(NOTES.encode()).decode()},
            "issues": ["sleep"],
        }
        answer = desk.client.post(
            paths.COMPLETION.format(appointment=going[0].reference),
            json=body,
            headers={paths.IF_MATCH: f'"{going[0].version}"'},
        )
        assert answer.status_code == 200, answer.text
        begun = next(row for row in not_started if row.state is AppointmentState.BOOKED)
        headers = {paths.IF_MATCH: f'"{begun.version}"'}
        assert desk.client.post(paths.START.format(appointment=begun.reference), headers=headers).status_code == 200
        answer = desk.client.put(
            paths.COMPLETION_DRAFT.format(appointment=begun.reference),
            json={"notes": [NOTES, "half"]},
            headers={paths.IF_MATCH: f'"{begun.version + 1}"'},
        )
        assert answer.status_code == 200, answer.text
    return engines


def test_it_is_checked_clean(completed):
    assert check_practice(completed).broken == ()


def test_no_notes_leave_it_on_paper(completed, tmp_path):
    export_practice(completed, tmp_path / "out")
    for file in (tmp_path / "out").iterdir():
        assert NOTES.encode() not in file.read_bytes()


def test_it_can_be_taken_in_again(completed, tmp_path):
    count = export_practice(completed, tmp_path / "out")
    assert import_practice(completed, tmp_path / "out") == Imported(added=0, unchanged=count)
    other = open_engines(f"sqlite:///{tmp_path}/other.db")
    prepare(other.writer)
    import_practice(other, tmp_path / "out")
    assert check_practice(other).broken == ()
    other.dispose()
