"""Proves that menu, help and bottom line come from one definition."""

import pkgutil
from importlib import import_module

import pytest

from consultant_tui import commands
from consultant_tui.commands import quick_view
from consultant_tui.commands.command import Command
from consultant_tui.commands.command import shown as key_shown
from consultant_tui.screens.quick_view import QuickViewScreen
from tests.rebooking.stage import press_through, seen, shown

MODULES = [import_module(found.name) for found in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}.")]
CATALOGUE = [
    found
    for module in MODULES
    for found in vars(module).values()
    if isinstance(found, type)
    and issubclass(found, Command)
    and found.__module__ == module.__name__
    and found is not Command
]


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.__name__)
def test_every_command_is_complete(command):
    assert command.keys
    assert command.title[0].isupper()
    assert command.help.endswith(".")


def test_every_command_of_quick_view_is_done_by_it():
    for command in QuickViewScreen.OFFERS:
        assert hasattr(QuickViewScreen, f"action_{command.name.split('(')[0]}")


def test_no_key_means_two_things_of_one_row():
    """The backend lets a row either be commenced or be resumed."""
    for left_out in (quick_view.Commence, quick_view.Resume):
        keys = [key for command in QuickViewScreen.OFFERS if command is not left_out for key in command.keys]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_tells_every_key_of_the_screen(stage, key):
    async with stage.program((80, 90)) as pilot:
        await press_through(pilot, key, "call it")
        for command in QuickViewScreen.OFFERS:
            words = command.help.split()
            assert f"{' '.join(map(key_shown, command.keys))} " in seen(pilot)
            assert " ".join(words[:4]) in seen(pilot)
        await press_through(pilot, "escape", "▸ Fri 13 Nov")


async def test_long_help_scrolls(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "question_mark", "Review the client")
        await press_through(pilot, "pagedown pagedown pagedown pagedown pagedown", "cost one session")


async def test_the_menu_offers_what_may_be_done_now(stage):
    async with stage.program((80, 60)) as pilot:
        await press_through(pilot, "ctrl+p", "Type to find a command")
        assert "Clear the filter" not in seen(pilot)
        for title in ("Commence", "Rebook", "Refresh", "Copy the reference", "Quit"):
            assert title in seen(pilot)


async def test_the_menu_finds_and_does(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "▸ Commence", "r e c e n t", "▸ Go to Recently completed")
        await pilot.press("enter")
        await shown(pilot, "▸ Fri 20 Nov 16:00")


async def test_the_menu_is_paged_through(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "▸ Commence")
        await pilot.press("pagedown")
        assert "▸ Commence" not in seen(pilot)
        await press_through(pilot, "pageup", "▸ Commence")


async def test_arrows_choose_in_the_menu(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "▸ Commence", "down", "▸ Rebook", "up", "▸ Commence", "escape", "▸ Fri 13")
        assert pilot.app.screen is pilot.app.home


async def test_nothing_found_is_said(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "Type to find", "z z z", "No such command.")
        await pilot.press("enter")
        await pilot.pause()


async def test_every_command_of_a_long_menu_comes_into_sight(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "▸ Commence")
        for _ in QuickViewScreen.OFFERS:
            await pilot.press("down")
        await shown(pilot, "▸ Quit")


async def test_the_menu_may_be_clicked(stage):
    async with stage.program((80, 60)) as pilot:
        await press_through(pilot, "ctrl+p", "▸ Commence")
        line = next(n for n, text in enumerate(seen(pilot).splitlines()) if "Go to In progress" in text)
        await pilot.click(offset=(30, line))
        await shown(pilot, "▸ Today 08:00")


def footer(pilot):
    """The words of the bottom line."""
    return seen(pilot).splitlines()[-1].split()


async def test_while_a_filter_is_typed_the_footer_names_no_key_that_is_text(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "slash q u", "4 of 35", "", "F1 Help")
        assert footer(pilot) == ["esc", "Show", "all", "⏎", "Keep", "F1", "Help", "^p", "Menu"]
        await press_through(pilot, "f1", "Review the client", "escape", "qu  ")
        await press_through(pilot, "enter", "? Help")
        assert "⏎ Open" in seen(pilot)


async def test_the_footer_does_not_call_it_open_where_enter_resumes(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "2", "c Resume")
        assert "Open" not in footer(pilot)
        await press_through(pilot, "3", "⏎ Open")


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_the_session_summary_has_help(stage, key):
    async with stage.program() as pilot:
        await press_through(pilot, "r", "▸ Continue to Rebook", key, "Show every change of the session count")
        await press_through(pilot, "escape", "▸ Continue to Rebook")
