"""Proves that reports are drawn with words and numbers, and written to files that no spreadsheet runs."""

import csv
import stat
from datetime import date

import pytest

from consultant_tui import exports
from consultant_tui.contract.reports import Left, Reports, WeekCount
from consultant_tui.widgets.bars import bar, spark
from tests.rebooking.stage import press_through, seen, shown, until
from tests.terminal.test_wording import NOW


async def test_figures_are_drawn_and_said(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "t", "Overdue completions")
        told = seen(pilot)
        assert "Sessions           ·▃▂··▃▂▂▅▅█▂  23 in all, 1 this week" in told
        assert "16 Nov - 22 Nov" in told
        assert "7 sessions, 1 no show, 1 late cancellation" in told
        await press_through(pilot, "2", "▸ Zoë [he/him] O’Brien", "3", "Nothing is overdue.")


async def test_a_row_leads_to_its_client(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "t", "Overdue completions", "2", "▸ Zoë", "enter", "1 Cases", "escape", "Reports")


async def test_the_export_is_written_where_it_is_told(stage, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    file = tmp_path / "Documents" / "reports-2026-11-23.csv"
    async with stage.program((120, 40)) as pilot:
        await press_through(pilot, "t", "Overdue completions", "e", "2026-11-23.csv", "enter", "Reports")
        await until(pilot, file.exists, "the file")
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        assert rows[0] == ["week of", "sessions", "no shows", "late cancellations"]
        assert rows[12] == ["2026-11-23", "1", "0", "0"]
        assert any(row[1:3] == ["A[/b]", "ASST-100072"] for row in rows)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_file_that_is_there_is_only_replaced_when_that_is_said_twice(stage, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    file = tmp_path / "Documents" / "reports-2026-11-23.csv"
    file.write_text("mine", encoding="utf-8")
    async with stage.program((120, 40)) as pilot:
        await press_through(pilot, "t", "Overdue completions", "e", "2026-11-23.csv", "enter", "such a file")
        assert file.read_text(encoding="utf-8") == "mine"
        await press_through(pilot, "escape", "Overdue completions", "e", "2026-11-23.csv", "enter", "such a file")
        await pilot.press("enter")
        await until(pilot, lambda: file.read_text(encoding="utf-8-sig").startswith("week of"), "the file")


async def test_a_path_that_cannot_be_written_is_told(stage, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    async with stage.program((120, 40)) as pilot:
        await press_through(pilot, "t", "Overdue completions", "e", "Write the file")
        await pilot.press("end", *["backspace"] * 90)
        await pilot.press(*"/proc/nowhere/x.csv")
        await press_through(pilot, "enter", "The file cannot be written")
        await press_through(pilot, "escape", "Overdue completions")
        await shown(pilot, "1 Weeks")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\t="])
def test_no_cell_is_a_formula(start):
    assert str(exports.cell(f"{start}cmd()")).startswith("'")


def test_numbers_and_names_stay_as_they_are():
    assert [exports.cell(value) for value in (3, -1, "Zoë", "A[/b]", "O'Brien", date(2026, 11, 23))] == [
        3, -1, "Zoë", "A[/b]", "O'Brien", date(2026, 11, 23),
    ]  # fmt: skip


def test_names_with_commas_and_line_ends_stay_in_their_cells():
    left = Left(client="CLI-1", name='a,"b"\n=c', case="ASST-1", available=1, booked=0, total=2)
    week = WeekCount(monday=date(2026, 11, 23), sessions=1, no_shows=0, late_cancellations=0)
    text = exports.of_reports(Reports(now=NOW, client_term="client", weeks=(week,), left=(left,), overdue=()))
    assert ["CLI-1", 'a,"b" =c', "ASST-1", "1", "0", "2"] in list(csv.reader(text.splitlines()))


def test_bars_and_sparklines_show_everything_above_nought():
    assert [bar(number, 100, 4) for number in (0, 1, 50, 100)] == ["    ", "▏   ", "██  ", "████"]
    assert bar(1, 0, 4) == "    "
    assert spark((0, 1, 100)) == "·▁█"
    assert spark(()) == ""
