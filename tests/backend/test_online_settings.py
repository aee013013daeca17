"""Consultants see what is in force for online booking, how clients are led by it, and what of their own is found."""

from datetime import date
from importlib.resources import files

import msgspec
import pytest

from consultant_tui.contract import paths
from consultant_tui.contract.online_settings import OnlineSettings
from consultant_tui.contract.vocabulary import ScheduleKind
from server_stub.domain.online_file import read_online
from server_stub.services import online
from server_stub.storage.tables import schedules
from tests.backend.conftest import MIRA

DEMO = files("server_stub.practice").joinpath("demo", "online-booking.toml").read_text(encoding="utf-8")


@pytest.fixture
def in_force(engines, practice):
    """Put settings in force."""

    def in_force(text=DEMO):
        online.put_in_force(engines, text, practice.now)

    return in_force


async def settings(consultant):
    answer = await consultant.get(paths.ONLINE_BOOKING)
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content, type=OnlineSettings)


async def test_where_nothing_is_set_it_is_off(mira):
    found = await settings(mira)
    assert not found.enabled
    assert found.locations == found.groups == ()
    assert [way.asked[0].choices for way in found.ways] == [(), ()]


async def test_everything_that_is_in_force_is_told(mira, in_force):
    in_force()
    found, file = await settings(mira), read_online(DEMO)
    for name in ("enabled", "address", "information", "notice_minutes", "furthest_days", "grid_minutes", "gap_minutes",
                 "hold_minutes", "show_length", "show_consultant", "most_open", "morning_until", "afternoon_until",
                 "copies", "tell_consultant"):  # fmt: skip
        assert getattr(found, name) == getattr(file, name), name
    assert [(at.name, at.kinds) for at in found.locations] == [
        ("Collins Street rooms", ("My child", "My partner", "My pet")),
        ("Online and by phone", ("My child", "My partner")),
    ]
    assert [(one.name, one.new, one.existing) for group in found.groups for one in group.reasons] == [
        ("First talk", True, False),
        ("Next session", False, True),
        ("Short call between sessions", False, True),
        ("Trouble at work", True, True),
    ]


async def test_the_preview_asks_what_clients_are_asked_and_skips_what_has_one_answer(mira, in_force):
    in_force()
    new, existing = (await settings(mira)).ways
    assert (new.existing, existing.existing) == (False, True)
    assert [asked.question for asked in new.asked] == ["location", "who", "group", "modality"]
    assert [asked.question for asked in existing.asked] == ["location", "who", "group", "reason", "modality"]
    assert [choice.name for choice in existing.asked[3].choices] == ["Next session", "Short call between sessions"]
    assert [choice.minutes for choice in existing.asked[3].choices] == [60, 30]
    assert new.placeholder == "For example: I would like to talk about sleep."


async def test_a_hidden_length_is_not_in_the_preview(mira, in_force):
    in_force(DEMO.replace("show_length = true", "show_length = false"))
    _, existing = (await settings(mira)).ways
    assert [choice.minutes for choice in existing.asked[3].choices] == [None, None]


async def test_only_open_hours_at_a_location_are_found(engines, practice, mira, in_force):
    lines = {
        practice.add_line(MIRA): (True, "Collins Street rooms"),
        practice.add_line(MIRA, ScheduleKind.AD_HOC): (False, "Collins Street rooms"),
        practice.add_line(MIRA, ScheduleKind.RAPID_RESPONSE): (False, "Collins Street rooms"),
    }
    practice.add_line(MIRA, valid_until=date(2026, 1, 1))
    in_force()
    found = await settings(mira)
    assert {one.line.reference: (one.found, one.location) for one in found.lines} == lines
    in_force(DEMO.replace("enabled = true", "enabled = false"))
    assert not any(one.found for one in (await settings(mira)).lines)


async def test_hours_at_a_location_that_is_gone_are_not_found(engines, practice, mira, in_force):
    reference = practice.add_line(MIRA)
    in_force()
    with engines.writing() as connection:
        connection.execute(schedules.update().values(location="elsewhere"))
    (one,) = (await settings(mira)).lines
    assert (one.line.reference, one.found, one.location) == (reference, False, "")
