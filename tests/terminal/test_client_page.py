"""Proves what a client's page and an appointment's history show, and where they lead."""

import httpx
import msgspec
from sqlalchemy import update

from consultant_tui.screens.client import ClientScreen
from consultant_tui.widgets.roll import Roll
from server_stub.storage.tables import clients
from tests.rebooking.stage import press_through, seen, shown, until


def row_under_cursor(pilot) -> str:
    return next((line for line in seen(pilot).splitlines() if line.startswith(" ▸ ")), "")


async def loaded(pilot) -> None:
    await shown(pilot, "▸ Fri 13 Nov 14:00")


async def test_a_row_of_quick_view_leads_to_its_client_and_back(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "1 Cases")
        told = seen(pilot)
        for words in (
            "ana.lindqvist@example.org",
            "Adelaide",
            "Northwind",
            "none booked",
            "Workplace stress",
            "3 of 8 left, 1 booked",
        ):
            assert words in told
        assert "APP-20030" in row_under_cursor(pilot)
        await press_through(pilot, "escape", "Recently completed")
        assert "10 d late" in row_under_cursor(pilot)


async def test_a_name_is_shown_as_it_is(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "down down down", "▸ Today 13:30", "p", "1 Cases")
        assert seen(pilot).startswith(" Zoë [he/him] O’Brien ")


async def test_an_appointment_leads_to_its_summary_and_the_next_booking(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "1 Cases", "enter", "Continue to Rebook", "escape", "1 Cases")
        await press_through(pilot, "r", "Continue to Rebook", "enter", "Rebook Ana Lindqvist")


async def test_only_c_has_the_start_of_the_session_at_hand(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "not started", "enter", "▸ Continue to Rebook", "escape", "1 Cases")
        await press_through(pilot, "c", "▸ Start session")


async def test_enter_has_the_way_back_into_a_session_in_progress_at_hand(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "2", "▸ Today 08:00", "p", "1 Cases", "enter", "▸ Resume session")


async def test_what_changed_meanwhile_is_shown_on_return(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "not started", "c", "▸ Start session", "enter", "commenced")
        await until(pilot, lambda: "commenced" in row_under_cursor(pilot), "commenced")
        assert "3 of 8 left, 0 booked" in seen(pilot)


async def test_a_receipt_leads_back_to_the_page_that_it_began_on(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "3", "▸ Fri 20 Nov 16:00", "p", "1 Cases", "r", "Continue to Rebook")
        await press_through(pilot, "enter", "How do you want", "ctrl+s", "Is this right", "ctrl+f", "Booked as")
        assert "⏎ To the client page" in seen(pilot)
        await press_through(pilot, "enter", "▸ Fri 27 Nov 16:00")
        assert isinstance(pilot.app.screen, ClientScreen)


async def test_a_case_explains_its_count(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "1 Cases", "w", "Session count", "escape", "1 Cases")
        await press_through(pilot, "1", "▸ ASST-100042", "enter", "Session count")


async def test_who_did_what_is_told_in_words(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "1 Cases", "enter", "Start session", "escape", "1 Cases")
        await press_through(pilot, "h", "History of APP-20030", "escape", "1 Cases", "h", "Looked at this history")
        lines = seen(pilot).splitlines()
        assert any("Booked" in line and "taken over from paper" in line for line in lines)
        assert any("Looked at the session summary" in line and "Dr Mira Okafor" in line for line in lines)
        assert "Fri 13 Nov 2026 14:00-15:00, video call, not started" in lines[1]


async def test_a_history_is_a_key_away_from_quick_view(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "h", "History of APP-20030", "escape", "Recently completed")


async def test_a_long_past_is_asked_for_page_by_page(stage):
    def made(body, first):
        row = body["appointments"][0]
        met = row["meeting"]
        return [{**row, "meeting": {**met, "reference": f"APP-{n}"}} for n in range(first, first + 100)]

    async def long(request, response):
        body = msgspec.json.decode(await response.aread())
        past = body if request.url.path.endswith("/appointments") else body["past"]
        if past is body:
            past["appointments"], past["after"] = made(kept[0], 100), None
        else:
            kept.append({"appointments": past["appointments"]})
            past["appointments"], past["after"] = made(past, 0), "APP-99"
        return httpx.Response(200, content=msgspec.json.encode(body))

    def about_client(request, response):
        mine = "/clients/" in request.url.path and not request.url.path.endswith("/messages")
        return long(request, response) if mine else None

    kept = []
    stage.wire.after = about_client
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "100 and more", "G", "APP-99", "", " 200 ━", "G", "APP-199")
        assert [one.meeting.reference for one in pilot.app.screen.query_one("#past", Roll).rows] == [
            f"APP-{number}" for number in range(200)
        ]


async def test_messages_are_listed_and_read(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "3", "▸ Fri 20 Nov 16:00", "r", "Continue to Rebook", "enter", "How do you want")
        await press_through(
            pilot, "enter", "Schedule", "enter", "Appointment date", "ctrl+s", "Fits", "enter", "Finalise"
        )
        await press_through(
            pilot, "ctrl+f", "Booked", "enter", "Recently completed", "p", "1 Cases", "3", "Confirmation"
        )
        assert "waits until Today 09:07" in row_under_cursor(pilot)
        assert "· to " not in row_under_cursor(pilot)
        await press_through(pilot, "enter", "an invitation for the calendar")
        assert "waits until Today 09:07" in seen(pilot)
        with stage.engines.writing() as connection:
            connection.execute(update(clients).values(email="new@example.org"))
        await press_through(pilot, "escape escape", "Recently completed", "p", "new@example.org", "3", "Confirmation")
        assert "waits until Today 09:07 · to grace" in row_under_cursor(pilot)


async def test_nothing_that_changes_is_offered_when_only_looking(stage):
    from dataclasses import replace

    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "1 Cases")
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ClientScreen)
        assert "Rebook" not in seen(pilot).splitlines()[-1]


async def test_a_client_who_is_gone_is_told(stage):
    async with stage.program() as pilot:
        await loaded(pilot)
        await press_through(pilot, "p", "1 Cases", "escape", "Recently completed")

        def gone(request):
            raise httpx.ConnectError("no")

        stage.wire.before = gone
        await press_through(pilot, "p", "cannot be reached", "escape", "Recently completed")
        await shown(pilot, "1 Not started")
