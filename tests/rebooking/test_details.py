"""The details step reads what is typed, shows both clocks, and says what is wrong beside its field."""

from datetime import timedelta

import httpx
import msgspec
import pytest

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Occurrence
from consultant_tui.screens.rebooking.form import DetailsForm
from consultant_tui.widgets.entry import DateEntry
from consultant_tui.widgets.hints import Hints
from tests.rebooking import makers
from tests.rebooking.stage import Gate, press_through, seen, shown, until

ANA = "APP-20030"
GRACE = "APP-20028"
CHECKS = "/v1/booking-checks"


async def to_details(pilot, *keys):
    await press_through(pilot, *keys, "enter", "Week of", "enter", "Notify the client")


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("plus", "2026-11-28       Saturday"),
        ("minus minus", "2026-11-25       Wednesday"),
        ("right_square_bracket", "2026-12-04       Friday"),
        ("right_square_bracket left_square_bracket left_square_bracket", "2026-11-20       Friday"),
        ("plus 7", "+7               = Mon 30 Nov 2026"),
        ("minus 3", "-3               = Fri 20 Nov 2026"),
        ("m o n", "mon              = Mon 30 Nov 2026"),
        ("3 0 minus 1 1", "30-11            = Mon 30 Nov 2026"),
        ("t o m o r r o w", "tomorrow         = Tue 24 Nov 2026"),
        ("3 0 slash 1 1 right_square_bracket", "2026-12-07       Monday"),
        ("3 0 slash 1 1 tab", "2026-11-30       Monday"),
    ],
)
async def test_the_date_is_typed_or_stepped(stage, keys, told):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, keys, told)


async def test_a_half_typed_date_is_not_called_wrong_at_once_but_soon(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "3 0 space x", "For you           …")
        assert "✗" not in seen(pilot)
        await shown(pilot, "✗ This is no date.")


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("backspace enter", "✗ Enter the date of the appointment"),
        ("3 1 slash 1 1 enter", "✗ There is no such day. The day comes first: 30/11."),
        ("t u e space 3 0 space n o v enter", "✗ That date is another day of the week."),
        ("tab 2 5 0 0 enter", "✗ There is no such time."),
        ("tab s o o n enter", "✗ This is no time. Write it like 14:00"),
        ("minus minus minus minus minus enter", "✗ This time has passed."),
        ("tab 1 6 colon 0 2 enter", "✗ Sessions start every 5 minutes."),
        ("tab 2 3 0 0 enter", "✗ The session lies outside the chosen line."),
        ("plus 4 0 0 enter", "✗ This is more than 366 days ahead."),
        ("w e d tab 1 4 enter", "✗ You are on leave"),
        ("tue tab 1 1 enter".replace("tue", "t u e"), "✗ You have another appointment 11:00-12:00."),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_which_gets_the_focus(stage, keys, told):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        screen = await press_and_see(pilot, keys, told)
        assert "● Details" in screen
        wrong = screen.splitlines().index(next(line for line in screen.splitlines() if told[:20] in line))
        below = "Free instead" in screen
        focused = next(number for number, line in enumerate(screen.splitlines()) if line.startswith(" ▸"))
        assert focused == wrong - 1 or below


async def press_and_see(pilot, keys, told):
    await pilot.press(*keys.split())
    await shown(pilot, told)
    await until(pilot, lambda: "\n ▸" in seen(pilot), "a focus")
    return seen(pilot)


async def test_a_clash_offers_three_free_times_and_a_digit_takes_one(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "t u e tab 1 1", "3  ", "enter", "▸1  ")
        second = next(line for line in seen(pilot).splitlines() if " 2  " in line).split("2  ")[1].split()
        assert second[:2] == ["Tue", "24"]
        await press_through(pilot, "2", "Fits ")
        assert "Free instead" not in seen(pilot)
        assert second[3] in seen(pilot)


async def test_free_times_of_what_was_typed_before_do_not_take_the_focus(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "tab 2", "Free instead", "5 0 0 enter", "✗ There is no such time.")
        await until(pilot, lambda: "Free instead" not in seen(pilot), "they are gone")
        await press_through(pilot, "backspace backspace", "For you", "", "▸ Starting time")
        assert pilot.app.screen.query_one(DetailsForm).start.value == "25"


async def test_free_times_of_a_half_typed_time_are_in_nobodys_way(stage):
    """A pause after the first digit has a session at one in the night checked, which free times are offered for."""
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "tab 1", "Free instead", "5 colon 0 0 tab", "▸ Notify the client", "right", "(●) No")
        await press_through(pilot, "enter", "Is this right?", "", "15:00-16:00  Melbourne")


async def test_which_of_two_half_typed_times_is_meant_is_not_asked_of_the_whole(stage):
    """In Lord Howe the clocks go back on Sun 4 Apr 2027 from two by half an hour, and show 01:30 twice."""
    async with stage.wizard("APP-20019") as pilot:
        await press_through(pilot, "enter", "Which line", "enter", "Starting time", "4 slash 4 slash 2 7 tab", "Sunday")
        await press_through(pilot, "0 1 3 0", "Which one")
        stage.wire.hold("POST", CHECKS)
        await press_through(pilot, "backspace backspace tab", "▸ Notify the client")
        assert "Which one" not in seen(pilot)


async def test_a_late_answer_about_a_half_typed_time_is_nobodys(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "", "Fits ")
        form = pilot.app.screen.query_one(DetailsForm)
        gate = Gate()

        async def meanwhile(*_):
            stage.wire.after, stage.wire.before = None, lambda _: gate.pass_through()
            form.start.value = "15:00"
            await until(pilot, lambda: "15:00" in str(form.draft.when.start), "the whole time")

        stage.wire.after = meanwhile
        await pilot.press("tab", "1")
        await until(pilot, gate.met.is_set, "the second check")
        assert "✗" not in seen(pilot)
        gate.open()
        await press_through(pilot, "", "15:00-16:00  Melbourne", "enter", "Is this right?")


async def test_free_times_that_go_away_leave_the_focus_at_the_date(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "t u e tab 1 1", "3  ", "enter", "▸1  ", "ctrl+s", "Fits ", "", "▸ Appointment date")
        assert "Free instead" not in seen(pilot)


async def test_other_dates_on_the_two_clocks_are_marked(stage):
    # Tebora is in Kiritimati, three hours ahead of Melbourne.
    async with stage.wizard("APP-20017") as pilot:
        await press_through(pilot, "1 enter", "Week of", "enter", "Starting time")
        await press_through(pilot, "3 0 slash 1 1 tab 0 0 3 0", "UTC+14")
        screen = await shown(pilot, "Mon 30 Nov 2026  00:30-01:30  Kiritimati UTC+14")
        assert "Sun 29 Nov 2026  21:30-22:30  Melbourne  UTC+11 −1 day" in screen


async def test_without_notice_a_video_call_says_that_no_link_arrives(stage):
    async with stage.wizard(ANA) as pilot:
        await to_details(pilot)
        await shown(pilot, "carries the Teams link")
        await press_through(pilot, "tab tab right", "The client gets no link")


async def test_a_stale_answer_never_covers_a_newer_one(stage):
    gate = Gate()

    def hold_the_first(request):
        return gate.pass_through() if request.url.path == CHECKS and not gate.met.is_set() else None

    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "Week of")
        stage.wire.before = hold_the_first
        await press_through(pilot, "enter", "Starting time")
        await until(pilot, gate.met.is_set, "the first question")
        await press_through(pilot, "right_square_bracket", "2026-12-04")
        await shown(pilot, "You are on leave")
        gate.open()
        await pilot.pause()
        assert "Fri 4 Dec 2026" in await shown(pilot, "Fri 4 Dec 2026")
        assert "Fri 27 Nov 2026" not in seen(pilot)


async def test_keys_in_quick_succession_ask_once(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await shown(pilot, "Fits ")
        asked = len(stage.wire.sent("POST", CHECKS))
        pilot.app.screen.query_one(DetailsForm)
        entry = pilot.app.screen.query_one(DateEntry)
        for day in ("2026-12-01", "2026-12-02", "2026-12-03"):
            entry.value = day
        await shown(pilot, "Thu 3 Dec 2026")
        assert len(stage.wire.sent("POST", CHECKS)) == asked + 1


async def test_enter_before_the_answer_waits_for_it(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "Week of")
        gate = stage.wire.hold("POST", CHECKS)
        await press_through(pilot, "enter", "Starting time")
        await pilot.press("enter", "enter")
        assert "● Details" in seen(pilot)
        gate.open()
        await shown(pilot, "Is this right?")


async def test_no_sessions_left_is_said_and_nothing_goes_on(stage):
    # Zoë has used all of hers.
    async with stage.wizard("APP-20020") as pilot:
        await press_through(pilot, "enter", "Week of", "enter", "✗ The case has no sessions left.")
        await pilot.press("enter")
        assert "● Details" in seen(pilot)


async def test_arrows_go_from_field_to_field(stage):
    async with stage.wizard(ANA) as pilot:
        await to_details(pilot)
        await press_through(
            pilot,
            "up", "▸ Platform",
            "up", "▸ Modality",
            "down down down", "▸ Starting time",
            "down", "▸ Notify the client",
        )  # fmt: skip


async def test_the_mouse_chooses_too(stage):
    async with stage.wizard(ANA) as pilot:
        await to_details(pilot)
        line = next(number for number, line in enumerate(seen(pilot).splitlines()) if "In person" in line)
        column = seen(pilot).splitlines()[line].index("( ) Phone")
        await pilot.click(offset=(column + 1, line))
        await shown(pilot, "(●) Phone")
        line = next(number for number, line in enumerate(seen(pilot).splitlines()) if "Review booking" in line)
        await pilot.click(offset=(seen(pilot).splitlines()[line].index("Review"), line))
        await shown(pilot, "Is this right?")


async def test_a_check_that_fails_is_said_without_a_dialog(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)

        def down(request):
            raise httpx.ConnectError("down", request=request)

        stage.wire.before = lambda request: down(request) if request.url.path == CHECKS else None
        await press_through(pilot, "plus", "could not be checked now")
        stage.wire.before = None
        await press_through(pilot, "minus", "Fits ")
        assert "could not be checked" not in seen(pilot)


async def test_a_free_time_that_was_picked_settles_a_repeated_hour_by_itself(stage):
    # No line of the demo works on the Sundays on which clocks change, so the backend's answer is made up.
    asked = []

    def answer(request):
        if request.url.path != CHECKS:
            return None
        asked.append(msgspec.json.decode(request.content, type=BookingRequest))
        picked = makers.span(asked[-1].day, asked[-1].start, makers.MELBOURNE).start
        other = makers.moment(picked.utc - timedelta(hours=1), makers.MELBOURNE)
        twice = makers.refused(Code.TIME_EXISTS_TWICE, field=Field.OCCURRENCE, start=other, end=picked)
        check = makers.check(*(() if asked[-1].occurrence else (twice,)))
        return httpx.Response(200, content=msgspec.json.encode(check))

    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "Week of", "right", "Fri 27 Nov 2026 16:00")
        stage.wire.before = answer
        await press_through(pilot, "enter", "Fits ")
        assert [one.occurrence for one in asked] == [None, Occurrence.SECOND]
        assert "(●) The second" in seen(pilot)


async def test_help_is_at_hand_while_a_date_is_typed(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        entry = pilot.app.screen.query_one(DateEntry)
        await press_through(pilot, "question_mark", "older guides call it")
        assert entry.value == "2026-11-27"


async def test_a_line_that_fits_is_not_blamed_for_another_refusal(stage):
    async with stage.wizard(ANA) as pilot:
        await to_details(pilot)
        await press_through(pilot, "minus 4", "✗ This time has passed.")
        assert "Does not fit" not in seen(pilot)


def footer(pilot):
    """The words of the bottom line."""
    return seen(pilot).splitlines()[-1]


async def test_where_a_question_mark_is_text_the_footer_names_f1(stage):
    async with stage.wizard("APP-20022") as pilot:
        await press_through(pilot, "enter", "→ free times", "enter", "Zoom link", "enter", "▸ Approval", "", "F1 Help")
        assert "? Help" not in footer(pilot)
        await press_through(pilot, "question_mark", "▸ Approval          ?", "f1", "call it")
        await press_through(pilot, "escape", "▸ Approval", "up", "? Help")


async def test_on_a_free_time_the_footer_says_that_enter_takes_it(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        assert "⏎ Review booking" in footer(pilot)
        await press_through(pilot, "t u e tab 1 1 enter", "▸ Free instead", "", "⏎ Take this time")
        assert "Review booking" not in footer(pilot)
        await press_through(pilot, "enter", "⏎ Review booking")


async def test_the_footer_goes_with_the_focus_at_once(stage):
    """Nothing may follow that would tell it again."""
    async with stage.wizard(GRACE) as pilot:
        await to_details(pilot)
        await press_through(pilot, "t u e tab 1 1 enter", "▸ Free instead", "", "⏎ Take this time")
        screen = pilot.app.screen
        free = screen.focused
        screen.set_focus(None)
        await until(pilot, lambda: not free.has_focus, "no focus")
        screen.set_focus(free)
        screen.refresh_bindings()
        assert "Take this time" in [hint.text for line in screen.query(Hints) for hint in line.hints]
