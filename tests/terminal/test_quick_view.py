"""Proves what a consultant sees and can do in Quick View."""

import re
from dataclasses import replace

import httpx
import pytest

from consultant_tui.widgets.agenda import Agenda
from consultant_tui.widgets.hints import Hints
from tests.rebooking.stage import notes, press_through, seen, shown, until

SECTIONS = ("Not started", "In progress", "Recently completed")


def row_with(pilot, words: str) -> str:
    return next(line for line in seen(pilot).splitlines() if words in line)


def cursor(pilot) -> str:
    return next((line for line in seen(pilot).splitlines() if line.startswith(" ▸ ")), "")


async def test_the_day_is_seen_in_three_sections(stage):
    async with stage.program() as pilot:
        lines = seen(pilot).splitlines()
        assert "Dr Mira Okafor · Melbourne · Mon 23 Nov 2026 09:04" in lines[0]
        rules = [line for line in lines if line[0] in "━─"]
        assert [re.sub(r"[━─\d·]|late", "", rule).strip() for rule in rules] == list(SECTIONS)
        assert [re.findall(r"\d+", rule)[1:] for rule in rules] == [["11", "2"], ["1"], ["23"]]
        assert "10 d late" in cursor(pilot)
        assert "Ana Lindqvist" in cursor(pilot)


async def test_hostile_and_foreign_names_are_shown_as_they_are(stage):
    async with stage.program((120, 40)) as pilot:
        for name in ("A[/b]", "[he/him]", "[@click=app.quit]Jo", "محمد الأحمد", "王小明", "n 👩‍🚀 Rhydderch"):
            assert name in seen(pilot)


async def test_columns_line_up_whatever_the_names_are_made_of(stage):
    from rich.cells import cell_len

    for size in ((80, 24), (120, 40), (60, 20), (200, 50)):
        async with stage.program(size) as pilot:
            lines = seen(pilot).splitlines()
            columns = {cell_len(line[: line.index("ASST-")]) for line in lines if "ASST-" in line}
            assert len(columns) == 1, size
            assert all(cell_len(line) == size[0] for line in lines[:-1])


async def test_a_name_that_is_too_long_ends_in_an_ellipsis(stage):
    async with stage.program() as pilot:
        assert re.search(r"Maximiliana Theo\S*… ", row_with(pilot, "Maximiliana"))


async def test_digits_jump_to_sections_and_tab_goes_round(stage):
    async with stage.program() as pilot:
        for keys, name in (("2", "Jun Watanabe"), ("3", "Grace Mbeki"), ("1", "Ana"), ("tab", "Jun"), ("tab", "Grace")):
            await pilot.press(keys)
            await until(pilot, lambda: name in cursor(pilot), name)  # noqa: B023 - awaited here
        await pilot.press("tab")
        await until(pilot, lambda: "Fri 13 Nov 14:00" in cursor(pilot), "round")


async def test_the_focused_section_gets_the_lines_that_others_spare(stage):
    async with stage.program() as pilot:

        def heights() -> list[int]:
            return [roll.size.height for roll in pilot.app.screen.query("Roll")]

        before = heights()
        assert before[0] == 11
        await pilot.press("3")
        await until(pilot, lambda: heights()[2] > before[2], "more lines")
        assert min(heights()) >= 1


@pytest.mark.parametrize("down", ["j", "down"])
async def test_the_cursor_moves_by_letters_and_arrows(stage, down):
    async with stage.program() as pilot:
        await pilot.press("3", down, down)
        await until(pilot, lambda: "Leo Castellanos" in cursor(pilot), "third row")
        await pilot.press("G")
        await until(pilot, lambda: "12 Oct" in cursor(pilot), "last row")
        await pilot.press("g")
        await until(pilot, lambda: "Grace Mbeki" in cursor(pilot), "first row")
        await pilot.press("pagedown")
        await until(pilot, lambda: "Grace Mbeki" not in cursor(pilot), "a page on")
        await pilot.press("k")


async def test_the_filter_looks_through_all_sections(stage):
    async with stage.program() as pilot:
        await pilot.press("slash", *"moHam", "backspace", "backspace", "backspace", "backspace", "backspace")
        await pilot.press(*"priya")
        await shown(pilot, "2 of 35")
        assert seen(pilot).count("Priya Raman") == 2
        assert "Nothing matches the filter." in seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Priya" in cursor(pilot), "cursor on a match")
        await pilot.press("escape")
        await shown(pilot, "Ana Lindqvist")
        assert "of 35" not in seen(pilot)


async def test_letters_that_are_keys_can_be_filtered_for(stage):
    async with stage.program() as pilot:
        await pilot.press("slash", *"quill")
        await shown(pilot, "3 of 35")


async def test_a_refresh_stays_on_the_same_appointment(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "j j", "▸ Today 10:00")
        summary = await stage.api.summary("APP-20030")
        await stage.api.start("APP-20030", summary.version)
        await press_through(pilot, "ctrl+r", "10 · 1 late")
        assert "Tomás Ferreira" in cursor(pilot)


async def test_the_cursor_follows_its_appointment_into_another_section(stage):
    async with stage.program() as pilot:
        summary = await stage.api.summary("APP-20030")
        await stage.api.start("APP-20030", summary.version)
        await press_through(pilot, "ctrl+r", "10 · 1 late")
        assert "Ana Lindqvist" in cursor(pilot)
        assert "since 09:04" in cursor(pilot)


async def test_it_looks_again_by_itself_but_not_while_covered(stage):
    async with stage.program() as pilot:
        timer = pilot.app.home._timer
        assert timer._active.is_set()
        await press_through(pilot, "question_mark", "Help")
        assert not timer._active.is_set()
        before = len(stage.wire.sent("GET", "/v1/quick-view"))
        await pilot.press("escape")
        await until(pilot, lambda: len(stage.wire.sent("GET", "/v1/quick-view")) == before + 1, "asked on return")
        assert timer._active.is_set()


async def test_the_reference_is_copied(stage):
    async with stage.program() as pilot:
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == "APP-20030", "copied")
        assert notes(pilot) == ["Copied APP-20030"]


async def test_a_click_takes_a_row_and_a_second_opens_it(stage):
    async with stage.program() as pilot:
        line = next(n for n, text in enumerate(seen(pilot).splitlines()) if "Tomás" in text)
        await pilot.click(offset=(30, line))
        await until(pilot, lambda: "Tomás" in cursor(pilot), "row taken")
        await pilot.click(offset=(30, line), times=2)
        await shown(pilot, "Continue to Rebook")


async def test_the_mouse_shows_which_row_it_would_take(stage):
    async with stage.program() as pilot:
        line = next(n for n, text in enumerate(seen(pilot).splitlines()) if "Tomás" in text)
        await pilot.hover(offset=(30, line))
        roll = pilot.app.screen.query("Roll").first()
        assert roll.hovered == 2


async def test_a_click_on_a_rule_goes_to_its_section(stage):
    async with stage.program() as pilot:
        line = next(n for n, text in enumerate(seen(pilot).splitlines()) if "In progress" in text)
        await pilot.click(offset=(30, line))
        await until(pilot, lambda: "Jun Watanabe" in cursor(pilot), "second section")


async def test_the_bottom_line_can_be_clicked(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "3", "/ Filter")
        column = seen(pilot).splitlines()[23].index("Filter")
        await pilot.click(Hints, offset=(column, 0))
        await shown(pilot, "35 of 35")


async def test_the_bottom_line_only_names_what_the_row_allows(stage):
    stage.wire.after = without_actions
    async with stage.program() as pilot:
        bottom = seen(pilot).splitlines()[23]
        assert "Commence" not in bottom
        assert "Rebook" not in bottom
        assert "Open" in bottom
        await pilot.press("c", "r")
        await pilot.pause()
        assert pilot.app.screen is pilot.app.home


def without_actions(request, response):
    if request.url.path != "/v1/quick-view":
        return None

    async def answer():
        import msgspec

        body = msgspec.json.decode(await response.aread())
        for part in body["sections"]:
            for row in part["rows"]:
                row["actions"] = []
        return httpx.Response(200, content=msgspec.json.encode(body))

    return answer()


async def test_an_empty_day_says_so_in_one_quiet_line_each(stage):
    async def empty(response):
        import msgspec

        body = msgspec.json.decode(await response.aread())
        for part in body["sections"]:
            part["rows"] = []
        return httpx.Response(200, content=msgspec.json.encode(body))

    stage.wire.after = lambda _, response: empty(response)
    async with stage.program() as pilot:
        await shown(pilot, "No appointment waits to be started.")
        assert "No session is going on." in seen(pilot)
        assert "Nothing was completed lately." in seen(pilot)
        await pilot.press("j", "G", "enter", "y", "2", "3")
        await pilot.pause()
        assert pilot.app.screen is pilot.app.home


async def test_quitting(stage):
    async with stage.program() as pilot:
        await pilot.press("q")
    assert pilot.app.return_code == 0
    assert not pilot.app.is_running


async def test_ctrl_c_ends_as_an_interrupted_program_does(stage):
    async with stage.program() as pilot:
        await pilot.press("ctrl+c")
    assert pilot.app.return_code == 130


async def test_what_only_looks_offers_no_change(stage):
    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    async with stage.program() as pilot:
        assert "read only" in seen(pilot)
        assert "Rebook" not in seen(pilot).splitlines()[23]
        await press_through(pilot, "enter", "Continue to Rebook")
        assert "Start session" not in seen(pilot)
        assert "started to look only" in seen(pilot)
        assert pilot.app.screen.query_one("#rebook").disabled


async def test_the_room_of_a_wide_window_is_used(stage):
    async with stage.program((120, 40)) as pilot:
        assert "Fri 13 Nov 14:00-15:00" in seen(pilot)
        assert "APP-20030" in row_with(pilot, "Fri 13 Nov 14:00")


async def test_a_window_that_is_too_small_asks_for_a_larger_one_and_does_nothing_else(stage):
    async with stage.program() as pilot:
        await pilot.resize_terminal(59, 24)
        await shown(pilot, "Please enlarge the window to 60 x 20.")
        assert "Lindqvist" not in seen(pilot)
        await pilot.press("c", "q", "slash", "ctrl+c", "j")
        await pilot.click(offset=(30, 5))
        await pilot.resize_terminal(80, 24)
        await shown(pilot, "Ana Lindqvist")
        assert "enlarge" not in seen(pilot)
        assert pilot.app.screen is pilot.app.home
        assert "Fri 13 Nov 14:00" in cursor(pilot)
        assert pilot.app.screen.query_one(Agenda).row.reference == "APP-20030"
