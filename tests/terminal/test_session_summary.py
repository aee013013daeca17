"""Proves what the summary tells, where it leads, and that only Start session changes anything."""

from dataclasses import replace

import httpx
import msgspec
import pytest
from textual import events

from consultant_tui import turns
from consultant_tui.contract import paths
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.rebooking.wizard import Wizard
from consultant_tui.screens.session_summary import SessionSummaryDialog
from tests.rebooking.stage import notes, on_row, press_through, seen, shown, until

ANA, TOMAS, ZOE, PRIYA, JUN, GRACE = "APP-20030", "APP-20032", "APP-20033", "APP-20034", "APP-20029", "APP-20028"


async def open_summary(pilot, reference: str, key: str = "enter") -> None:
    await on_row(pilot, reference, key, "Continue to Rebook")


def focused(pilot) -> str:
    return pilot.app.screen.focused.id


async def test_it_tells_client_case_organisation_meetings_and_the_five_figures(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, ANA)
        said = seen(pilot)
        for words in (
            "Ana Lindqvist · ASST-100042",
            "Issue         Workplace stress",
            "Organisation  Northwind",
            "Last          Fri 20 Nov 11:00, video call, no show",
            "Next          none booked",
            "Entitled 6   Extra 2   Used 4   Booked 1   Available 3",
        ):
            assert words in said


async def test_the_bar_has_the_figures_proportions(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, ANA)
        bar = next(line for line in seen(pilot).splitlines() if "█" in line)
        assert [bar.count(sign) for sign in "█▒░"] == [20, 5, 15]


async def test_it_says_first_which_session_is_started(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        framed = [line.split("│")[1].strip() for line in seen(pilot).splitlines() if line.count("│") > 1]
        assert next(filter(None, framed)) == "This session  Today 10:00, phone, booked"


@pytest.mark.parametrize("reference", [ANA, TOMAS, ZOE])
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_all_of_it_is_in_sight(stage, size, reference):
    async with stage.program(size=size) as pilot:
        await open_summary(pilot, reference, "c")
        said = seen(pilot)
        last = "first." if reference == ZOE else "Available"
        for words in ("╭─", "This session", "Case ends", last, "Start session", "Continue to Rebook", "╯"):
            assert words in said


@pytest.mark.parametrize(("key", "focus"), [("c", "start"), ("enter", "rebook"), ("r", "rebook")])
async def test_each_door_has_its_way_on_at_hand(stage, key, focus):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, key)
        assert focused(pilot) == focus


async def test_a_finished_session_cannot_be_started(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, GRACE, "c")
        assert "Start session" not in seen(pilot)
        assert focused(pilot) == "rebook"


async def test_starting_moves_the_appointment_into_progress_and_the_cursor_with_it(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        await press_through(pilot, "enter", "since 09:04")
        line = next(line for line in seen(pilot).splitlines() if line.startswith(" ▸ "))
        assert "Tomás Ferreira" in line
        assert notes(pilot) == ["Session started"]
    assert len(stage.wire.sent("POST", "/v1/")) == 1


async def test_a_session_of_a_later_date_is_started_after_a_question(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, PRIYA, "c")
        await press_through(pilot, "enter", "▸ Leave it booked")
        assert "Priya Raman · Tomorrow 09:00, in person, booked" in seen(pilot)
        await press_through(pilot, "enter", "▸ Start session")
        assert {request.method for request in stage.wire.requests} == {"GET"}
        await press_through(pilot, "enter", "▸ Leave it booked", "right", "▸ Start it now", "enter", "since 09:04")


async def test_looking_and_leaving_changes_nothing(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        await press_through(pilot, "w", "Session count", "escape", "Available", "escape", "▸ Today 10:00")
    assert {request.method for request in stage.wire.requests} == {"GET"}


async def test_someone_else_was_faster(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        summary = await stage.api.summary(TOMAS)
        await stage.api.start(TOMAS, summary.version)
        await press_through(pilot, "enter", "Nothing was changed.")
        assert "Dr Mira Okafor started it at 09:04 on Mon 23 Nov 2026." in " ".join(seen(pilot).split()).replace(
            "│ │ ", ""
        )
        await press_through(pilot, "enter", "since 09:04")


async def test_a_start_whose_answer_is_lost_is_found_out(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")

        def cut(request, response):
            if request.method == "POST":
                raise httpx.ReadError("cut")

        stage.wire.after = cut
        await press_through(pilot, "enter", "Okafor started it at 09:04.")
        await press_through(pilot, "enter", "since 09:04")


async def test_without_sessions_the_reason_stands_there(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, ZOE, "r")
        assert "The case has no sessions left. Extra sessions must be granted first." in seen(pilot)
        assert "3 extra sessions requested Thu 19 Nov; answer due by Mon 30 Nov." in seen(pilot)
        assert pilot.app.screen.query_one("#rebook").disabled
        assert pilot.app.screen.query_one("#extra").disabled
        assert focused(pilot) == "why"


async def test_continue_leads_into_the_wizard_and_back(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, GRACE, "r")
        await press_through(pilot, "enter", "Rebook Grace Mbeki")
        assert any(isinstance(screen, Wizard) for screen in pilot.app.screen_stack)


async def test_a_new_booking_is_highlighted(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, GRACE, "r")
        await press_through(pilot, "enter", "Approach", "ctrl+s", "Is this right", "ctrl+f", "Booked as")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is pilot.app.home, "home")
        await shown(pilot, "new")
        line = next(line for line in seen(pilot).splitlines() if line.startswith(" ▸ "))
        assert "Grace Mbeki" in line
        assert line.split()[-1] == "new"


async def test_hostile_names_stand_in_the_frame_as_they_are(stage):
    async def renamed(response):
        body = msgspec.json.decode(await response.aread())
        body["client"] = "A[/b] [@click=app.quit]x[/] \x1b[2J\u202e"
        body["issue"] = body["organisation"] = "[bold]x[/]"
        return httpx.Response(200, content=msgspec.json.encode(body))

    stage.wire.after = lambda request, response: renamed(response) if "summary" in request.url.path else None
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        assert "A[/b] [@click=app.quit]x[/]  [2J · ASST" in seen(pilot)
        assert "[bold]x[/]" in seen(pilot)


async def test_an_expert_types_ahead(stage):
    async with stage.program() as pilot:
        gate = stage.wire.hold("GET", "/summary")
        await pilot.press("r", "enter")
        gate.open()
        await shown(pilot, "Rebook Ana Lindqvist")
    assert len(stage.wire.sent("GET", "/v1/appointments/APP-20030/summary")) == 1


async def test_the_way_to_a_button_is_typed_ahead_but_not_its_press(stage):
    """A key lost on the way would leave the next Enter to the start of a session, which cannot be taken back."""
    async with stage.program() as pilot:
        gate = stage.wire.hold("GET", "/summary")
        await pilot.press("c", "right", "enter")
        gate.open()
        await shown(pilot, "▸ Request extra sessions")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SessionSummaryDialog)
        await press_through(pilot, "enter", "Clinical reason")


async def test_a_key_typed_as_the_summary_comes_is_not_lost(stage):
    async with stage.program() as pilot:
        app = pilot.app
        app.screen_change_signal.subscribe(app, lambda _: app.post_message(events.Key("right", None)))
        await press_through(pilot, "c", "▸ Request extra sessions")


@pytest.mark.parametrize("keys", ["c enter enter c", "enter enter c enter"])
async def test_an_impatient_finger_starts_no_session(stage, keys):
    async with stage.program() as pilot:
        gate = stage.wire.hold("GET", "/summary")
        await pilot.press(*keys.split())
        gate.open()
        await until(pilot, lambda: pilot.app.screen is not pilot.app.home, "the summary")
        await pilot.pause()
    sent = {request.url.path for request in stage.wire.requests if request.method != "GET"}
    assert sent <= {paths.BOOKING_CHECKS}, "a check changes nothing"


async def test_a_finger_that_comes_with_the_summary_starts_no_session(stage):
    async with stage.program() as pilot:
        app = pilot.app
        app.screen_change_signal.subscribe(app, lambda _: app.post_message(events.Key("enter", None)))
        await press_through(pilot, "c", "▸ Start session")
        await pilot.pause()
        assert "▸ Start session" in seen(pilot)
    assert not [request for request in stage.wire.requests if request.method != "GET"]


async def test_nothing_that_comes_before_the_summary_is_seen_starts_a_session(stage, monkeypatch):
    monkeypatch.setattr(SessionSummaryDialog, "_take_over", lambda *_: None)
    monkeypatch.setattr(turns, "PATIENCE", 0)
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        assert focused(pilot) == "start"
        await pilot.click("#start")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SessionSummaryDialog)
    assert not [request for request in stage.wire.requests if request.method != "GET"]


async def test_a_slow_answer_is_told_and_can_be_given_up(stage, monkeypatch):
    monkeypatch.setattr(Asking, "BUSY_AFTER", 0.01)
    monkeypatch.setattr(Asking, "PATIENCE", 0.01)
    async with stage.program() as pilot:
        stage.wire.hold("GET", "/summary")
        await press_through(pilot, "c", "Still waiting (0 s)")
        assert "esc Cancel" in seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "Still waiting" not in seen(pilot), "given up")
        assert pilot.app.screen is pilot.app.home
        stage.wire.before = None
        await press_through(pilot, "c", "Continue to Rebook")


async def test_giving_up_by_the_mouse(stage, monkeypatch):
    monkeypatch.setattr(Asking, "BUSY_AFTER", 0.01)
    monkeypatch.setattr(Asking, "PATIENCE", 0.01)
    async with stage.program() as pilot:
        stage.wire.hold("GET", "/summary")
        await press_through(pilot, "c", "esc Cancel")
        await pilot.click(offset=(75, 23))
        await until(pilot, lambda: "Still waiting" not in seen(pilot), "given up")


async def test_giving_up_on_a_change_leads_to_what_became_of_it(stage, monkeypatch):
    monkeypatch.setattr(Asking, "BUSY_AFTER", 0.01)
    monkeypatch.setattr(Asking, "PATIENCE", 0.01)
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        stage.wire.hold("POST", "")
        await press_through(pilot, "enter", "esc Cancel", "escape", "It never reached the backend.")


async def test_a_quick_answer_shows_no_busy_mark(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        assert "Asking the booking backend" not in seen(pilot)


async def test_what_only_looks_cannot_request_either(stage):
    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS)
        assert pilot.app.screen.query_one("#extra").disabled


async def test_a_second_press_on_its_way_closes_nothing_more(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, GRACE, "r")
        screen = pilot.app.screen
        screen.query_one("#rebook").action_press()
        screen.query_one("#rebook").action_press()
        await shown(pilot, "Rebook Grace Mbeki")
        assert pilot.app.home in pilot.app.screen_stack


async def test_an_answer_closes_what_was_opened_meanwhile_too(stage):
    async with stage.program() as pilot:
        await open_summary(pilot, TOMAS, "c")
        gate = stage.wire.hold("POST", "")
        await press_through(pilot, "enter w", "Session count")
        gate.open()
        await shown(pilot, "since 09:04")
        assert pilot.app.screen is pilot.app.home


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_name_too_long_for_the_title_is_told_whole_with_its_case(stage, size):
    async with stage.program(size) as pilot:
        await open_summary(pilot, "APP-20031")
        said = " ".join(seen(pilot).replace("│", " ").split())
        assert "Case ASST-100080" in said
        for words in ("Maximiliana Theodora", "Featherstonehaugh-Cholmondeley-", "Seven Little Streams"):
            assert words in said
