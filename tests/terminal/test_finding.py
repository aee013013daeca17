"""Proves that a client, a case or an appointment is found while one types, and where that leads."""

import httpx
import msgspec
import pytest
from textual.widgets import Input

from consultant_tui.screens.find import FindScreen
from consultant_tui.widgets.roll import Roll
from tests.rebooking.stage import Gate, press_through, seen, shown, until


def row_under_cursor(pilot) -> str:
    return next((line for line in seen(pilot).splitlines() if line.startswith(" ▸ ")), "")


async def test_the_list_follows_what_is_typed_and_enter_opens_the_client(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning of names", "a n", "2 found", "a", "1 found")
        assert "Ana Lindqvist" in row_under_cursor(pilot)
        assert "ASST-100042" in row_under_cursor(pilot)
        await press_through(pilot, "enter", "1 Cases", "escape", "1 found", "escape", "Recently completed")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zoe", "Zoë [he/him] O’Brien"),
        ("obrien", "Zoë [he/him] O’Brien"),
        ("王", "王小明"),
        ("محمد", "محمد الأحمد"),
        ("asst-100072", "A[/b]"),
        ("100042", "Ana Lindqvist"),
        ("app-20027", "Ana Lindqvist"),
        ("jo click", "[@click=app.quit]Jo"),
    ],
)
async def test_every_name_and_reference_of_the_demo_is_found(stage, typed, name):
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning")
        await pilot.press(*typed)
        await until(pilot, lambda: name in row_under_cursor(pilot), name)


async def test_letters_that_are_commands_elsewhere_are_typed(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning", "q j k question_mark", "Nothing that you may see")
        assert "qjk?" in seen(pilot)
        await press_through(pilot, "f1", "Show everything about the client that was found")


async def test_an_answer_that_comes_too_late_is_not_shown(stage):
    gate = Gate()
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning")
        stage.wire.before = lambda request: gate.pass_through() if b'"an"' in request.content else None
        await pilot.press("a", "n")
        await until(pilot, lambda: stage.wire.sent("POST", "/v1/search"), "asked")
        await press_through(pilot, "backspace backspace z o e", "1 found")
        gate.open()
        await pilot.pause(0.1)
        assert "Zoë" in row_under_cursor(pilot)
        assert "Ana Lindqvist" not in seen(pilot)


async def test_one_question_is_asked_for_keys_in_quick_succession(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning")
        for sign in "lindqvist":  # at once, however slow the machine is
            pilot.app.screen.query_one(Input).insert_text_at_cursor(sign)
        await shown(pilot, "1 found")
        assert len(stage.wire.sent("POST", "/v1/search")) < len("lindqvist")


async def test_names_are_not_in_addresses(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning", "a n a", "1 found")
        assert all("ana" not in str(request.url) for request in stage.wire.requests)


async def test_a_long_list_is_asked_for_page_by_page(stage):
    async def many(request, response):
        body, after = msgspec.json.decode(await response.aread()), msgspec.json.decode(request.content)["after"]
        first = int(after.split(":")[1]) + 1 if after else 0
        row = row_of_ana if after else body["found"][0]
        row_of_ana.update(row)
        body["found"] = [{**row, "reference": f"CLI-{n}", "name": f"Client {n}"} for n in range(first, first + 50)]
        body["after"] = f"client:{first + 49}:ana" if first < 150 else None
        return httpx.Response(200, content=msgspec.json.encode(body))

    row_of_ana = {}
    stage.wire.after = lambda request, response: many(request, response) if "search" in request.url.path else None
    async with stage.program() as pilot:
        await press_through(pilot, "f", "Type the beginning", "a n a", "50 and more")
        for _ in range(20):
            await pilot.press("pagedown")
        await shown(pilot, "200 found")
        roll = pilot.app.screen.query_one(Roll)
        assert [row.name for row in roll.rows] == [f"Client {number}" for number in range(200)]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_failure_is_said_in_place_and_typing_goes_on(stage, size):
    def gone(request):
        raise httpx.ConnectError("no")

    async with stage.program(size=size) as pilot:
        await press_through(pilot, "f", "Type the beginning")
        stage.wire.before = gone
        await press_through(pilot, "a n a", "The booking backend")
        assert "cannot be reached. ctrl+r tries again." in " ".join(seen(pilot).split())
        assert seen(pilot).splitlines()[2].rstrip().endswith("ana")
        assert isinstance(pilot.app.screen, FindScreen)
        stage.wire.before = None
        await press_through(pilot, "ctrl+r", "1 found")


async def test_the_menu_leads_there_too(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "ctrl+p", "Type to find a command", "f i n d space a", "▸ Find a client or case")
        await press_through(pilot, "enter", "Type the beginning")
