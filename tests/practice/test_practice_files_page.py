"""The page about practice files tells every file, every column and every word, and no other."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from server_stub.domain.settings import Settings
from server_stub.practice.kinds import OneOf, Reference
from server_stub.practice.records import RECORDS, columns

PAGE = (Path(__file__).parents[2] / "docs" / "practice-files.md").read_text(encoding="utf-8")


def rows_of(file):
    """Tell what the page says of each column of a file."""
    part = PAGE.split(f"\n## {file}\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.*) \|$", part, re.MULTILINE)
    return [(name, meaning) for names, meaning in told for name in re.findall(r"`(\w+)`", names)]


def test_every_file_is_told_in_order():
    assert re.findall(r"^## (\w+\.csv)$", PAGE, re.MULTILINE) == [record.FILE for record in RECORDS]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.FILE)
def test_every_column_is_told_with_its_words(record):
    told = rows_of(record.FILE)
    assert [name for name, _ in told] == list(columns(record))
    for (name, kind), (_, meaning) in zip(columns(record).items(), told, strict=True):
        if isinstance(kind, OneOf):
            assert set(re.findall(r"`(\w+)`", meaning)) - {"start"} == set(kind.words)
        if isinstance(kind, Reference) and name == "reference":
            assert f"`{kind.prefix}-`" in meaning


def test_every_setting_is_told():
    (_, meaning), _ = rows_of("settings.csv")
    assert re.findall(r"`(\w+)`", meaning) == [field.name for field in fields(Settings)]
