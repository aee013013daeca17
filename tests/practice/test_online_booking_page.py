"""The page about online booking tells every key with its default, and its example can be put in force."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from server_stub.domain.online import OFF, AttendeeKind, Location, OnlineBooking, Reason, ReasonGroup
from server_stub.domain.online_file import read_online

PAGE = (Path(__file__).parents[2] / "docs" / "online-booking.md").read_text(encoding="utf-8")
LISTS = {"locations", "kinds", "groups"}


def part(title):
    return next(part for part in re.split(r"^##+ ", PAGE, flags=re.MULTILINE) if part.startswith(title))


def keys(title):
    return re.findall(r"^\| `(\w+)` \|", part(title), re.MULTILINE)


def test_every_key_is_told_in_order():
    assert keys("Everything but lists") == [each.name for each in fields(OnlineBooking) if each.name not in LISTS]


def test_every_default_is_the_one_in_force_without_the_key():
    told = dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", part("Everything but lists"), re.MULTILINE))
    assert len(told) == len(keys("Everything but lists")) - 1  # the gap has none
    assert read_online("\n".join(f"{key} = {value}" for key, value in told.items())) == OFF
    for key, value in told.items():
        assert tomllib.loads(f"x = {value}")["x"] is not None, key


@pytest.mark.parametrize(
    ("title", "of"),
    [
        ("`[[kind]]`", AttendeeKind),
        ("`[[location]]`", Location),
        ("`[[group]]`", ReasonGroup),
        ("`[[group.reason]]`", Reason),
    ],
)
def test_every_key_of_the_lists_is_told(title, of):
    assert keys(title) == [each.name for each in fields(of) if each.name != "reasons"]


def test_the_example_can_be_put_in_force():
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    online = read_online(example[1])
    assert online.enabled
    assert len(online.groups[0].reasons) == 2
