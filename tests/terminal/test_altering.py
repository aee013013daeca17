"""Proves that ending, editing, moving and undoing show their cost first, lose nothing, and can be left."""

from datetime import timedelta

import httpx
import pytest
from textual import events

from tests.backend.changing import appointment
from tests.rebooking.stage import notes, on_row, press_through, seen, shown, until

ANA, MAX, TOMAS, PRIYA = "APP-20030", "APP-20031", "APP-20032", "APP-20034"
"""Ana is ten days late, Tomás is due within the hour, Priya comes tomorrow."""


async def home(pilot) -> None:
    await until(pilot, lambda: pilot.app.screen is pilot.app.home, "home")
    await pilot.pause()


CANCELLING = ("x", "▸ Who cancels", "1", "(●) One session", "tab tab i l l", "ill", "enter", "▸ Cancel the appointment")


async def test_a_cancellation_shows_its_cost_before_it_happens(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, "x", "Free until")
        assert "Now               Entitled 6  Extra 0  Used 1  Booked 1  Available 4" in seen(pilot)
        assert "It costs" not in seen(pilot)
        await press_through(pilot, "1", "After it          Entitled 6  Extra 0  Used 2  Booked 0  Available 4")
        assert "(●) One session" in seen(pilot)
        await press_through(pilot, "3", "After it          Entitled 6  Extra 0  Used 1  Booked 0  Available 5")
        assert "(●) No session" in seen(pilot)
        await press_through(pilot, "escape", "▸ Today 10:00")
    assert not stage.wire.sent("POST", "/v1/")


async def test_cancelling_moves_the_row_and_can_be_taken_back(stage):
    before = appointment(stage.engines, TOMAS)
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, *CANCELLING)
        await pilot.press("enter")
        await home(pilot)
        await shown(pilot, "charged")
        assert notes(pilot) == ["Cancelled, one session charged · u takes it back until 09:07"]
        await press_through(pilot, "", "u Undo", "u", "▸ Take it back", "enter", "▸ Today 10:00")
        await until(pilot, lambda: notes(pilot)[-1:] == ["Booked again"], "told")
        await until(pilot, lambda: "u Undo" not in seen(pilot), "nothing to take back")
    assert {**appointment(stage.engines, TOMAS), "version": 1} == before


async def test_nothing_is_cancelled_without_who_and_why(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "x", "▸ Who cancels", "tab enter", "▸ Cancel the appointment", "enter", "✗ Say who")
        assert "✗ Write why, in a few words." in seen(pilot)
        assert pilot.app.screen.focused.parent.parent.id == "by"
    assert not stage.wire.sent("POST", "/v1/")


async def test_another_charge_asks_for_a_written_reason(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, "x", "▸ Who cancels", "1", "(●) One session", "tab left", "Why not as ruled")
        await press_through(pilot, "tab tab i l l enter", "▸ Cancel the appointment", "enter", "✗ Write why the charge")
        await press_through(pilot, "f i r s t", "first", "tab enter", "▸ Cancel the appointment")
        await pilot.press("enter")
        await home(pilot)
        assert notes(pilot) == ["Cancelled, no session charged · u takes it back until 09:07"]
    assert appointment(stage.engines, TOMAS)["charged"] is False


async def test_what_the_backend_refuses_is_said_at_its_field(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, *CANCELLING)
        refused = b'{"refusals":[{"code":"override_reason_needed","field":"override"}]}'
        stage.wire.before = lambda request: httpx.Response(422, content=refused) if request.method == "POST" else None
        await press_through(pilot, "enter", "The rules give another charge")
        stage.wire.before = None
        assert "Reason            ill" in seen(pilot)
        await press_through(pilot, "up left", "(●) No session", "enter", "Reason", "enter", "▸ Cancel the")
        assert "Why not" not in seen(pilot)


async def test_somebody_was_faster(stage):
    from consultant_tui.contract.endings import Cancellation
    from consultant_tui.contract.vocabulary import CancelledBy

    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, *CANCELLING)
        await stage.api.cancel(TOMAS, 1, Cancellation(by=CancelledBy.PROVIDER, reason="closed", charged=False))
        await press_through(pilot, "enter", "Dr Mira Okafor cancelled it at 09:04 on Mon 23 Nov")
        assert "Nothing was changed." in seen(pilot)
        await press_through(pilot, "enter", "cancelled")


async def test_a_change_whose_answer_is_lost_is_found_out(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, *CANCELLING)

        def cut(request, response):
            if request.method == "POST":
                raise httpx.ReadError("cut")

        stage.wire.after = cut
        await press_through(pilot, "enter", "Okafor cancelled it at 09:04.", "enter", "charged")


async def test_a_no_show_is_offered_only_when_it_may_be(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, "", "x Cancel")
        assert "n No show" not in seen(pilot)
        await press_through(pilot, "n", "waited for 30 minutes until 10:30 on", "enter", "x Cancel")
        assert not stage.wire.sent("POST", "/v1/")
        await on_row(pilot, ANA, "", "n No show")


async def test_a_no_show_needs_two_tries_and_a_reason(stage):
    async with stage.program() as pilot:
        await on_row(pilot, ANA, "n", "▸ First try", "1 4 1 0 enter enter", "▸ Second try")
        await press_through(pilot, "enter enter a w a y enter", "▸ Mark as a no show", "enter", "✗ Enter the starting")
        await press_through(pilot, "1 4 3 0 tab 3 tab enter", "▸ Mark as a no show")
        assert "Used 5  Booked 0  Available 3" in seen(pilot)
        await pilot.press("enter")
        await home(pilot)
        assert notes(pilot) == ["Marked as a no show · u takes it back until 09:07"]
    assert appointment(stage.engines, ANA)["attempts"] == "2026-11-13T03:10Z phone; 2026-11-13T03:30Z email"


async def test_a_try_that_was_none_is_said_at_that_try(stage):
    async with stage.program() as pilot:
        await on_row(pilot, ANA, "n", "▸ First try", "1 4 1 0 enter enter", "▸ Second try")
        await press_through(pilot, "1 3 3 0 enter enter a w a y enter", "▸ Mark as a no show", "enter", "✗ A try lies")
        lines = seen(pilot).splitlines()
        second = next(number for number, line in enumerate(lines) if "Second try" in line)
        assert "✗ A try lies between the start of the session" in lines[second + 1]
        assert "▸ Second try" in lines[second]
    assert appointment(stage.engines, ANA)["attempts"] == ""


async def test_the_history_tells_what_was_opened_and_taken_back_in_true_words(stage):
    async with stage.program() as pilot:
        await on_row(pilot, ANA, "n", "▸ First try", "1 4 1 0 enter enter 1 4 3 0 enter enter a w a y", "away")
        await press_through(pilot, "enter", "▸ Mark as a no show", "enter", "u Undo", "u", "▸ Take it back")
        await press_through(pilot, "enter", "e Edit", "e", "▸ Modality", "escape", "10 d late", "h", "History of")
        await press_through(pilot, "up", "the no show")
        said = seen(pilot)
        assert "no_show" not in said
        assert "Looked at what ending costs" in said
        assert "Looked at what is possible" in said
        assert "rebook" not in said


async def test_an_edit_is_checked_as_it_is_typed_and_saved(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "e", "▸ Modality", "3", "(●) Phone")
        assert "Tue 24 Nov 2026, which stays" in seen(pilot)
        assert "Fits" not in seen(pilot), "what an appointment has it may keep, on its line or not"
        await press_through(pilot, "tab 1 1", "You have another appointment 11:00-12:00")
        await press_through(pilot, "home shift+end 0 9 3 0", "09:30-10:30", "enter", "▸ Tomorrow 09:30")
        assert "Phone" in next(line for line in seen(pilot).splitlines() if line.startswith(" ▸ "))
        assert notes(pilot) == ["Saved"]
        assert "u Undo" not in seen(pilot)


async def test_an_edit_that_changes_nothing_is_not_sent_and_the_booking_can_still_be_taken_back(stage):
    async with stage.program() as pilot:
        await on_row(pilot, "APP-20028", "r", "▸ Continue to Rebook", "enter", "How do you", "ctrl+s", "Is this right")
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "u Undo")
        await press_through(pilot, "e", "▸ Modality", "tab", "▸ Starting time", "enter", "u Undo")
        await until(pilot, lambda: notes(pilot)[-1:] == ["Nothing was changed"], "told")
    assert not [one for one in stage.wire.sent("POST", "/v1/appointments") if one.url.path.endswith("/edit")]


async def test_an_edit_can_be_left_after_a_question(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "e", "▸ Modality", "3", "(●) Phone", "q", "Nothing is changed yet.")
        await press_through(pilot, "tab enter", "▸ Tomorrow 09:00")
    assert not [one for one in stage.wire.sent("POST", "/v1/") if "checks" not in one.url.path]


async def test_esc_asks_before_an_entered_edit_is_thrown_away(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "e", "▸ Modality", "3", "(●) Phone", "escape", "Leave without a change?")
        await press_through(pilot, "escape", "(●) Phone", "escape", "▸ Stay", "tab enter", "▸ Tomorrow 09:00")
    assert appointment(stage.engines, PRIYA)["version"] == 1


async def test_esc_leaves_an_edit_as_it_came_without_a_question(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "e", "▸ Modality", "3", "(●) Phone", "1", "(●) In person")
        await press_through(pilot, "escape", "▸ Tomorrow 09:00")


async def test_esc_asks_before_an_entered_move_is_thrown_away(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "m", "Which line", "enter", "▸ Appointment date", "] ]", "Tue 8 Dec 2026")
        await press_through(pilot, "escape", "Which line", "escape", "Leave without a change?", "enter", "Which line")
        back = "left_square_bracket"
        await press_through(pilot, "enter", "Tue 8 Dec 2026", f"{back} {back}", "Tue 24 Nov 2026", "escape", "Which")
        await press_through(pilot, "escape", "▸ Tomorrow 09:00")


async def test_a_move_to_the_time_it_has_says_so_on_enter(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "m", "Which line", "enter", "▸ Appointment date")
        await press_through(pilot, "", "Entitled")
        assert "✗" not in seen(pilot)
        await press_through(pilot, "enter", "✗ It has this time already. Choose another time or line.")
        assert "✗ The old time is near." in seen(pilot)
        assert "▸ Appointment date" in seen(pilot)
    assert appointment(stage.engines, PRIYA)["version"] == 1


async def test_whose_wish_a_move_is_stays_on_the_way_back_and_is_asked_about(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, "m", "Which line", "enter", "At whose wish", "tab tab 1", "(●) Client")
        await press_through(pilot, "escape", "Which line", "enter", "(●) Client", "escape", "Which line")
        await press_through(pilot, "escape", "Leave without a change?")


async def test_a_move_takes_line_and_time_and_can_be_taken_back(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "m", "Which line", "enter", "▸ Appointment date")
        assert "✗" not in seen(pilot)
        await press_through(pilot, "] ]", "Tue 8 Dec 2026", "enter", "✗ The old time is near.", "3", "Nothing.")
        await press_through(pilot, "enter", "u Undo")
        assert "Priya Raman" in next(line for line in seen(pilot).splitlines() if line.startswith(" ▸ Tue 8 Dec 09:00"))
        assert notes(pilot) == ["Moved to Tue 8 Dec 2026 09:00 · u takes it back until 09:07"]
        await press_through(pilot, "u", "goes back to the time", "enter", "▸ Tomorrow 09:00")


async def test_a_move_at_the_clients_late_wish_shows_its_cost(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, "m", "Which line", "enter", "At whose wish", "]", "Depends on whose wish")
        await press_through(pilot, "enter", "▸ At whose wish", "1", "It costs          One session")
        assert "Used 2  Booked 1  Available 3" in seen(pilot)
        await press_through(pilot, "enter", "u Undo")
    assert appointment(stage.engines, TOMAS)["late_moves"] == 1


async def test_a_refused_move_keeps_what_was_entered(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "m", "Which line", "enter", "▸ Appointment date", "tab 1 1", "You have another")
        assert "Free instead" in seen(pilot)
        assert "You have another appointment 11:00-12:00" in seen(pilot)
        await press_through(pilot, "escape", "Which line", "enter", "You have another appointment 11:00-12:00")
        await press_through(pilot, "escape", "Which line", "escape", "▸ Stay", "tab enter", "▸ Tomorrow 09:00")
    assert appointment(stage.engines, PRIYA)["version"] == 1


async def test_a_move_into_the_past_is_told_in_words_of_a_move(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "m", "Which line", "enter", "▸ Appointment date")
        await press_through(pilot, "left_square_bracket", "This time has passed. Choose a later one.")
        assert "Retrospective" not in seen(pilot)


async def test_a_booking_is_taken_back_from_its_new_row(stage):
    async with stage.program() as pilot:
        await on_row(pilot, "APP-20028", "r", "▸ Continue to Rebook", "enter", "How do you", "ctrl+s", "Is this right")
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "u Undo", "u", "Undo: booked", "enter", "23 ──")
        await until(pilot, lambda: notes(pilot)[-1:] == ["The booking is taken back"], "told")
        await until(pilot, lambda: "u Undo" not in seen(pilot), "nothing to take back")
        await until(pilot, lambda: seen(pilot).count("ASST-100028") == 1, "the row is gone")


async def test_what_was_changed_can_be_taken_back_and_changed_again_before_it_is_seen(stage):
    before = appointment(stage.engines, TOMAS)
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, *CANCELLING)
        stage.wire.hold("GET", "/quick-view")
        await pilot.press("enter")
        await home(pilot)
        await until(pilot, lambda: len(notes(pilot)) == 1, "told")
        await press_through(pilot, "u", "Undo: cancelled", "enter", "▸ Today 10:00")
        await until(pilot, lambda: notes(pilot)[-1:] == ["Booked again"], "told")
        await press_through(pilot, "e", "▸ Modality", "1", "(●) In person", "enter", "▸ Today 10:00")
        await until(pilot, lambda: notes(pilot)[-1:] == ["Saved"], "told")
    after = appointment(stage.engines, TOMAS)
    assert {name for name, value in after.items() if value != before[name]} == {"modality", "version", "sequence"}


async def test_after_three_minutes_undo_is_not_offered_and_says_until_when_it_was(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS, *CANCELLING, "enter", "u Undo")
        stage.now += timedelta(minutes=4)
        await press_through(pilot, "ctrl+r", "09:08", "u", "This could be taken back until 09:07.")
        await press_through(pilot, "enter", "cancelled" if "cancelled" in seen(pilot) else "charged")
        assert "u Undo" not in seen(pilot)


async def test_undo_says_why_not(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "u", "There is nothing to take back here.")
        await press_through(pilot, "enter", "▸ Tomorrow 09:00")


async def test_what_was_said_of_a_field_is_taken_back_when_it_is_filled_in(stage):
    async with stage.program() as pilot:
        await on_row(pilot, PRIYA, "x", "Cancel Priya Raman", "tab tab tab enter", "✗ Say who cancels")
        assert "✗ Write why, in a few words." in seen(pilot)
        await press_through(pilot, "3", "(●) You", "tab tab i l l", "▸ Reason            ill")
        assert "✗" not in seen(pilot)


async def test_keys_typed_ahead_come_before_those_typed_as_the_dialog_appears(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS)
        app = pilot.app
        app.screen_change_signal.subscribe(app, lambda _: app.post_message(events.Key("i", "i")))
        gate = stage.wire.hold("GET", "/ending")
        await pilot.press("x", "3", "tab", "tab")
        gate.open()
        await shown(pilot, "▸ Reason            i ")
        assert "(●) You" in seen(pilot)


async def test_keys_typed_ahead_reach_the_dialog_and_end_nothing(stage):
    async with stage.program() as pilot:
        await on_row(pilot, TOMAS)
        await pilot.press("x", "3", "enter", "enter", "enter", "enter")
        await shown(pilot, "(●) You")
        await pilot.pause()
        assert "Cancel Tomás" in seen(pilot)
    assert not stage.wire.sent("POST", "/v1/")


@pytest.mark.parametrize("key", ["e", "m", "x", "n", "u"])
async def test_what_only_looks_changes_nothing(stage, key):
    from dataclasses import replace

    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    async with stage.program() as pilot:
        await on_row(pilot, ANA)
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.screen is pilot.app.home


async def test_hostile_names_stand_in_the_dialogs_as_they_are(stage):
    async with stage.program() as pilot:
        await on_row(pilot, "APP-20036", "x", "Cancel A[/b] · ASST-100072")
