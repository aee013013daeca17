"""Files are taken as people and spreadsheets write them; one that cannot be read is named once, and nothing else is."""

import pytest

from server_stub.practice.faults import MOST
from server_stub.practice.importing import import_practice
from server_stub.storage import tables as t
from tests.practice.paper import client, refusals

CLIENTS = "clients.csv"


def test_columns_may_stand_in_any_order_and_an_excel_mark_is_no_harm(engines, paper):
    folder = paper.write()
    (folder / "clients.csv").write_text(
        "zone,name,phone,email,reference,standing,address,last_name,first_name\n\n"
        "Etc/UTC,Ana,,,CLI-1,client,,,\nEtc/UTC,Tom,,,CLI-2,client,,,\n",
        encoding="utf-8-sig",
    )
    import_practice(engines, folder)
    with engines.reading() as connection:
        names = [row.name for row in connection.execute(t.clients.select())]
    assert names == ["Ana", "Tom"]


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (
            b"",
            [
                f"organisations.csv: {name}: the column is missing"
                for name in ("reference", "name", "sessions_per_case")
            ],
        ),
        (
            b"reference,title,sessions_per_case\nORG-1,N,6\n",
            [
                "organisations.csv:1: name: the column is missing",
                "organisations.csv:1: title: is no column of this file",
            ],
        ),
        (
            b"reference,name,name,sessions_per_case\nORG-1,N,N,6\n",
            ["organisations.csv:1: name: the column stands there twice"],
        ),
        (b"reference,name,sessions_per_case\nORG-1,N,6,x\n", ["organisations.csv:2: has 4 cells, the header has 3"]),
        (b"reference,name\nORG-1,N\xff\n", ["organisations.csv:2: is not UTF-8 (byte 0xFF)"]),
        (b'reference,name,sessions_per_case\nORG-1,"N\n', ["organisations.csv:2: is not CSV: unexpected end of data"]),
        (
            b'reference,name,sessions_per_case\nORG-1,"N"x\n',
            ["organisations.csv:2: is not CSV: ',' expected after '\"'"],
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(engines, paper, content, faults):
    folder = paper.write()
    (folder / "organisations.csv").write_bytes(content)
    assert refusals(engines, folder) == faults


def test_missing_and_strange_files_are_named(engines, paper):
    folder = paper.write()
    (folder / "leave.csv").unlink()
    (folder / "appointment.csv").write_text("reference\n")
    (folder / "README.txt").write_text("not ours")
    told = refusals(engines, folder)
    assert told[0].startswith("appointment.csv: is no file of a practice; the files are accounts.csv, ")
    assert told[1:] == ["leave.csv: is missing; without rows it still needs its header"]


def test_faults_are_told_up_to_a_limit(engines, paper):
    paper.add(CLIENTS, *(client(f"CLI-{number}", "") for number in range(10, 11 + MOST)))
    told = refusals(engines, paper.write())
    assert len(told) == MOST + 1
    assert told[-1] == "and 1 more"
