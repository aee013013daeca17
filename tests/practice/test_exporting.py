"""An export is what an import reads: nothing is lost, nothing is dressed up, and going round changes nothing."""

import csv

import pytest

from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import Imported, import_practice
from server_stub.storage.engines import open_engines
from server_stub.storage.schema import prepare
from tests.practice.paper import COMPLETED, appointment, client

HOSTILE = [
    "=cmd()|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "A[/b]", "[@click=app.quit]Jo", "Zoë [he/him] O’Brien",
    "محمد الأحمد",
    "王小明", 'say "hi", twice', " leading and trailing ", "Sia\u0302n 👩\u200d🚀", "a;b\\tc", "'", "NULL",
]  # fmt: skip


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def again(tmp_path, folder, name):
    """Import a folder into a new database and export that."""
    engines = open_engines(f"sqlite:///{tmp_path}/{name}.db")
    prepare(engines.writer)
    import_practice(engines, folder)
    export_practice(engines, tmp_path / name)
    engines.dispose()
    return tmp_path / name


@pytest.fixture
def full(paper):
    """A practice in which every file holds something out of the ordinary."""
    paper.add("clients.csv", *(client(f"CLI-{number}", name) for number, name in enumerate(HOSTILE, start=10)))
    paper.change("schedules.csv", 0, valid_from="2026-01-01", valid_until="2028-12-31", days="Sun Mon")
    answered = {"answered": "2026-11-03T01:02:03.000004+11:00", "state": "declined", "answer_reason": "@no"}
    paper.change("extra_requests.csv", 0, reason='=1+1, "quoted"', **answered)
    paper.add(
        "appointments.csv",
        appointment("APP-30", "ASST-1", "mira@example.org", "2027-04-04 02:30", occurrence="second"),
        appointment("APP-4", "ASST-2", "mira@example.org", "2026-11-12 07:45", zone="Asia/Kathmandu", minutes="45",
                    modality="video_call", platform="teams", approval="-77", confirmed="no", notify="no", **COMPLETED),
        appointment("APP-5", "ASST-1", "sam@example.net", "2026-11-20 09:00", state="cancelled", charged="yes",
                    ended_at="2026-11-20T08:59:59Z"),
    )  # fmt: skip
    return paper


def test_the_way_round_keeps_every_byte(engines, full, tmp_path):
    import_practice(engines, full.write())
    export_practice(engines, tmp_path / "first")
    assert contents(again(tmp_path, tmp_path / "first", "second")) == contents(tmp_path / "first")


def test_hostile_text_is_written_to_the_letter(engines, full, tmp_path):
    import_practice(engines, full.write())
    export_practice(engines, tmp_path / "out")
    with (tmp_path / "out" / "clients.csv").open(encoding="utf-8", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)][2:] == HOSTILE


def test_importing_an_export_into_the_same_database_changes_nothing(engines, full, tmp_path):
    import_practice(engines, full.write())
    count = export_practice(engines, tmp_path / "out")
    assert import_practice(engines, tmp_path / "out") == Imported(added=0, unchanged=count)


def test_values_are_written_in_one_way_only(engines, full, tmp_path):
    import_practice(engines, full.write())
    export_practice(engines, tmp_path / "out")
    assert (tmp_path / "out" / "extra_requests.csv").read_bytes().decode() == (
        "reference,case,consultant,sessions,reason,asked,answer_due,answered,state,granted,answered_by,answer_reason\r\n"
        'EXT-1,ASST-1,mira@example.org,2,"=1+1, ""quoted""",2026-11-01T00:00:00Z,2026-11-10T00:00:00Z,'
        "2026-11-02T14:02:03.000004Z,declined,0,,@no\r\n"
    )
    assert (tmp_path / "out" / "schedules.csv").read_bytes().decode().splitlines()[1] == (
        "SCH-1,mira@example.org,open,Mon Sun,09:00,17:00,Australia/Melbourne,rate A,,2026-01-01,2028-12-31"
    )


def test_rows_stand_in_the_order_of_their_numbers(engines, full, tmp_path):
    import_practice(engines, full.write())
    export_practice(engines, tmp_path / "out")
    with (tmp_path / "out" / "appointments.csv").open(encoding="utf-8", newline="") as file:
        assert [row["reference"] for row in csv.DictReader(file)] == ["APP-1", "APP-2", "APP-4", "APP-5", "APP-30"]


def test_a_folder_with_a_practice_in_it_is_not_overwritten(engines, paper):
    folder = paper.write()
    import_practice(engines, folder)
    before = contents(folder)
    with pytest.raises(FileExistsError):
        export_practice(engines, folder)
    assert contents(folder) == before
