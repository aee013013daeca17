"""A change of an appointment whose answer is lost is found out by reading the appointment again."""

import pytest

from server_stub.practice.checking import check_practice
from tests.faults import server
from tests.faults.trials import said, told
from tests.rebooking.stage import on_row, press_through, until

TOMAS, HARRIET = "APP-20032", "APP-20038"


CHANGES = {
    "cancel": (
        TOMAS, "cancellation", "cancelled it",
        ("x", "▸ Who cancels", "1 tab tab i l l enter", "▸ Cancel the appointment"), "enter",
    ),
    "start": (TOMAS, "start", "started it", ("c", "▸ Start session"), "enter"),
    "move": (
        HARRIET, "move", "moved it",
        ("m", "Which line", "enter", "▸ Appointment date", "]", "Mon 7 Dec 2026", "", "Nothing."), "enter",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_whose_answer_is_lost_is_said_to_be_done(stage, name):
    reference, path, did, before, send = CHANGES[name]
    async with stage.program() as pilot:
        await on_row(pilot, reference, *before)
        with stage.line.failing("POST", f"/v1/appointments/{reference}/{path}", server.cut, acts=True):
            await pilot.press(send)
            await told(pilot, f"it was done: Dr Mira Okafor {did} at 09:04.")
            assert "It is saved." in said(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is pilot.app.home, "home")
    assert sum(method == "POST" and where.endswith(path) for method, where in stage.line.app.seen) == 1
    assert not check_practice(stage.engines).broken


@pytest.mark.parametrize("name", ["cancel", "move"])
async def test_a_change_that_never_arrived_is_said_not_to_be_done_and_can_be_made(stage, name):
    reference, path, _, before, send = CHANGES[name]
    async with stage.program() as pilot:
        await on_row(pilot, reference, *before)
        with stage.line.failing("POST", f"/v1/appointments/{reference}/{path}", server.cut):
            await pilot.press(send)
            await told(pilot, "It never reached the backend.")
            assert "The appointment is as it was." in said(pilot)
            await pilot.press("enter")
        if name == "cancel":
            await press_through(pilot, "", "Cancel the appointment")
            pilot.app.screen.query_one("#cancel").focus()
        else:
            await press_through(pilot, "", "Nothing.")
        await pilot.press(send)
        await until(pilot, lambda: pilot.app.screen is pilot.app.home, "home")
    assert not check_practice(stage.engines).broken


async def test_while_nobody_answers_nothing_is_claimed(stage):
    reference, path, _, before, send = CHANGES["cancel"]
    async with stage.program() as pilot:
        await on_row(pilot, reference, *before)
        with stage.line.failing("POST", f"/v1/appointments/{reference}/{path}", server.cut, acts=True):
            stage.line.app.also("GET", f"/v1/appointments/{reference}/history", server.says(503, "busy_try_later"))
            await pilot.press(send)
            await told(pilot, "We don't know yet whether this was done. Do not do it again.")
            await told(pilot, "No certain answer yet. Asked")
            await press_through(pilot, "escape", "It may have been done all the same.", "escape", "Recently completed")
