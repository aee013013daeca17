"""A consultant sees what is in force for online booking, and finds what to say to clients."""

import re
from pathlib import Path
from string import Formatter

import pytest

from consultant_tui.wording.statements import STATEMENTS, said
from server_stub.services import online
from tests.rebooking.stage import NOW, press_through, seen, until

PORTAL = Path(__file__).parents[2] / "server_stub" / "portal"
ADDRESS = "http://127.0.0.1:8377/portal"


async def test_the_settings_in_force_are_shown_with_own_hours_and_both_ways(stage):
    async with stage.program((80, 90)) as pilot:
        await press_through(pilot, "b", "What a new client is asked")
        page = " ".join(seen(pilot).split())
        assert f"Address {ADDRESS}" in page
        assert "Soonest 24 hours ahead" in page
        assert "Starts at full and half hours" in page
        assert "Collins Street rooms: in person, video call, phone; for My child, My partner, My pet too" in page
        assert "· First talk, 60 minutes, new clients" in page
        assert "· Short call between sessions, 30 minutes, existing clients, phone, video call only" in page
        assert "Found Mon-Fri 08:00-18:00 Melbourne · Open · rate B · Collins Street rooms" in page
        assert "Not found Mon-Fri 16:00-20:00 Melbourne · Ad hoc · rate A" in page
        assert "1 Where? ● Collins Street rooms" in page
        assert "2 Who is it for? ● Me ○ My child" in page
        assert "4 What exactly? ● Next session, 60 minutes" in page


async def test_every_part_is_one_key_away(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "b", "What is set")
        for key, words in (("4", "What an existing client is asked"), ("2", "Your hours"), ("3", "a new client")):
            await press_through(pilot, key, words)
        await press_through(pilot, "1", "Address")
        await press_through(pilot, "escape", "▸ Fri 13 Nov")


async def test_the_address_is_copied(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "b", "What is set")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == ADDRESS, "copied")


async def test_a_refresh_shows_other_settings(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "b", "24 hours ahead")
        online.put_in_force(stage.engines, "notice_minutes = 90", NOW)
        await press_through(pilot, "ctrl+r", "90 minutes ahead")
        assert "off: nothing can be booked online" in seen(pilot)


async def test_hostile_settings_are_shown_to_the_letter(stage):
    text = """
        enabled = true
        information = "A[/b] [@click=app.quit]here"
        [[location]]
        key = "x"
        name = "[red]Rooms[/x]"
        modalities = ["phone"]
        [[group]]
        key = "g"
        name = "A[/b]"
        [[group.reason]]
        key = "r"
        name = "[@click=app.quit]Talk"
        minutes = 30
    """
    online.put_in_force(stage.engines, text, NOW)
    async with stage.program((80, 60)) as pilot:
        await press_through(pilot, "b", "What is set")
        for words in ("A[/b] [@click=app.quit]here", "[red]Rooms[/x]: phone", "· [@click=app.quit]Talk, 30 minutes"):
            assert words in seen(pilot)


async def test_what_to_say_is_read_and_copied(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "w", "How do I get in?")
        assert "For you: You do not need to know the code" in " ".join(seen(pilot).split())
        await press_through(pilot, "j j", "twelve letters and digits")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == said(STATEMENTS[2], ADDRESS, 24), "copied")
        await press_through(pilot, "escape", "▸ Fri 13 Nov")


async def test_the_menu_finds_each_statement_by_its_words(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "Type to find a command")
        assert "Say: " not in seen(pilot)
        await press_through(pilot, "c a n c e l", "Say: I need to change or cancel")
        await press_through(
            pilot, "backspace backspace backspace backspace backspace backspace a c c e p t", "accepted"
        )
        await press_through(pilot, "enter", "twelve letters and digits")
        assert "▸ My code is not accepted" in seen(pilot)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.key)
def test_every_statement_can_be_opened_and_filled_in(statement):
    assert re.fullmatch("[a-z_]+", statement.key)
    names = {name for _, name, _, _ in Formatter().parse(statement.say) if name is not None}
    assert names <= {"address", "hours"}
    assert "{" not in said(statement, ADDRESS, 24)
    assert statement.know.endswith(".")


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.key)
def test_every_label_that_is_named_stands_on_a_page(statement):
    words = "".join(path.read_text() for path in PORTAL.rglob("*") if path.suffix in (".html", ".py"))
    for label in re.findall("“(.+?)”", statement.say):
        assert label in words, label


def test_the_usual_questions_have_an_answer():
    """Getting in, codes, rebooking by themselves, changing and cancelling, another issue (seed 000)."""
    keys = {statement.key for statement in STATEMENTS}
    assert keys >= {"getting_in", "code_not_accepted", "book_yourself", "change_or_cancel", "another_issue", "my_hours"}
    assert len(keys) == len(STATEMENTS)


def test_what_cancelling_costs_is_said_with_the_provider_s_hours():
    (statement,) = (one for one in STATEMENTS if one.key == "change_or_cancel")
    assert "Up to 48 hours before the start it costs nothing" in said(statement, ADDRESS, 48)
