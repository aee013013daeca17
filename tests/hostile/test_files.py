"""Hostile texts in files: what is refused is named by its place, what is kept comes back to the letter, and as text."""

import csv
import io
import tomllib

import msgspec
import pytest

from consultant_tui import exports
from consultant_tui.contract.calendar import Calendar
from consultant_tui.contract.reports import Reports
from consultant_tui.contract.text import clean, is_plain
from consultant_tui.screens.calendar import files
from server_stub.domain.online_file import OnlineFileWrongError, read_online
from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import import_practice
from server_stub.practice.kinds import Text
from server_stub.practice.records import RECORDS, columns
from tests.backend.conftest import MIRA, practice, sign_in
from tests.backend.practice import MELBOURNE
from tests.databases import on_sqlite
from tests.hostile.corpus import CORPUS, SENT, by_name
from tests.portal.household import SETTINGS
from tests.practice.conftest import paper
from tests.practice.paper import refusals

__all__ = ["paper", "practice", "sign_in"]

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FREE = [(record.FILE, name) for record in RECORDS for name, kind in columns(record).items() if isinstance(kind, Text)]
"""Every column that takes words of a human being."""
SHAPED = frozenset({
    ("settings.csv", "name"), ("settings.csv", "value"), ("appointments.csv", "attempts"), ("attendees.csv", "kind"),
    ("appointments.csv", "location"), ("appointments.csv", "reason"), ("schedules.csv", "location"),
    ("organisation_codes.csv", "hash"), ("organisation_codes.csv", "hint"), ("appointments.csv", "reason_name"),
})  # fmt: skip
"""Of those, what must have another shape besides."""
PLACES = [place for place in FREE if place not in SHAPED]


def is_kept(text: str, most: int) -> bool:
    """Whether the practice files keep a text: they keep marks that only tell the direction of what stands beside."""
    harmful = any(mark in text for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return is_plain(text) and not harmful and len(text) <= most


def test_every_text_is_refused_by_its_place_or_kept_to_the_letter(engines, paper, tmp_path):
    """All of them as names of clients, each on its own line; on both engines."""
    first = paper.files["clients.csv"][0]
    rows = [first | {"reference": f"CLI-{50 + number}", "name": one.text} for number, one in enumerate(SENT)]
    wrong = {row["reference"]: row for row in rows if not is_kept(row["name"], 200)}
    whole = list(paper.files["clients.csv"])
    for some in (rows, [row for row in rows if row["reference"] not in wrong]):
        paper.files["clients.csv"] = whole + some
        folder = paper.write()
        if some is not rows:
            break
        found = refusals(engines, folder)
        lines = _lines_of(folder / "clients.csv")
        assert len(found) == len(wrong) > 30
        assert all(any(line.startswith(f"clients.csv:{lines[name]}: name: ") for line in found) for name in wrong)
        assert all(clean(line) == line for line in found)
    assert import_practice(engines, folder).added
    export_practice(engines, tmp_path / "out")
    with (tmp_path / "out" / "clients.csv").open(encoding="utf-8", newline="") as written:
        names = {row["reference"]: row["name"] for row in csv.DictReader(written)}
    assert [row for row in some if names[row["reference"]] != row["name"]] == []


def _lines_of(file) -> dict[str, int]:
    """Tell on which line of a file each row begins."""
    found = {}
    with file.open(encoding="utf-8", newline="") as written:
        reader = csv.reader(written)
        line = 1
        for cells in reader:
            found[cells[0]] = line
            line = reader.line_num + 1
    return found


@pytest.mark.parametrize(("file", "name"), PLACES)
@on_sqlite
def test_no_column_takes_a_control_character(engines, paper, file, name):
    for one in (one for one in SENT if one.name in ("nothing", "return formula", "overrides")):
        paper.files[file][0][name] = one.text
        found = refusals(engines, paper.write())
        assert any(line.startswith(f"{file}:2: {name}: holds ") for line in found), (one.name, found)


def test_half_a_character_is_no_utf_8(engines, paper):
    folder = paper.write()
    place = folder / "clients.csv"
    place.write_bytes(place.read_bytes().replace(b"Ana", "Ana\ud800".encode(errors="surrogatepass")))
    assert refusals(engines, folder) == ["clients.csv:2: is not UTF-8 (byte 0xED)"]


@pytest.mark.parametrize("one", SENT, ids=by_name)
def test_the_settings_of_online_booking_keep_a_text_or_name_its_place(one):
    for place in ('information = "Book a session."', 'name = "My child"', 'address = "1 Collins Street"'):
        key = place.partition(" ")[0]
        written = SETTINGS.replace(place, f"{key} = {_toml(one.text)}")
        try:
            taken = read_online(written)
        except OnlineFileWrongError as wrong:
            told = [str(fault) for fault in wrong.faults]
            assert any(key in line for line in told)
            assert all(clean(line) == line for line in told)
        else:
            assert taken is not None
            assert one.is_harmless or (key == "information" and clean(one.text.replace("\n", "")))


def _toml(text: str) -> str:
    quoted = '"' + "".join(
        f"\\U{ord(sign):08x}" if not sign.isprintable() or sign in '"\\' else sign for sign in text
    ) + '"'  # fmt: skip
    assert tomllib.loads(f"a = {quoted}")["a"] == text
    return quoted


@pytest.mark.parametrize("one", CORPUS, ids=by_name)
def test_no_cell_of_a_spreadsheet_is_a_formula_or_more_than_a_cell(one):
    written = exports.written([[("name", "case"), (one.text, "ASST-1")]])
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(rows) == 2
    name, case = rows[1]
    assert case == "ASST-1"
    assert not name.lstrip(" \u00a0\u200b").startswith(FORMULA)
    assert clean(name) == name
    assert one.seen in name or one.name == "long"
    written.encode("utf-8-sig")


async def test_the_files_of_the_week_and_of_the_reports_are_safe(practice, sign_in):
    """With the texts where the backend hands them out, which is behind the terminal's own cleaning."""
    names = [one.text for one in SENT if one.text.startswith(FORMULA) or not one.is_harmless][:8]
    mira = sign_in(practice.engage(MIRA, zone=MELBOURNE))
    for number, name in enumerate(name.replace("\x00", "") for name in names):
        practice.appoint(MIRA, practice.open_case(name=name), f"2026-11-2{number % 5 + 3}T{10 + number}:00")
    week = msgspec.json.decode((await mira.get("/v1/calendar")).content, type=Calendar)
    reports = msgspec.json.decode((await mira.get("/v1/reports")).content, type=Reports)
    assert len(week.engaged) == len(reports.left) == len(names)
    for written in (files.csv_of(week), exports.of_reports(reports)):
        for row in csv.reader(io.StringIO(written, newline="")):
            assert not any(cell.startswith(FORMULA) for cell in row)
            assert all(clean(cell) == cell for cell in row)
