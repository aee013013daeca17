"""A consultant's whole day, from the first look at Quick View to the last at the reports, by keys alone."""

from datetime import UTC, datetime

import pytest

from consultant_tui.widgets.notes import Notes
from server_stub.practice.checking import check_practice
from tests.rebooking.stage import Stage, make_demo, notes, on_row, press_through, seen, shown, until

TOMAS, ZOE, PRIYA, GRACE = "APP-20032", "APP-20033", "APP-20034", "APP-20028"
HARRIET = "APP-20038"


@pytest.fixture
def stage(tmp_path):
    (tmp_path / "demo").mkdir()
    stage = Stage(make_demo(tmp_path / "demo"), tmp_path)
    yield stage
    stage.close()


async def at(stage, pilot, hour: int, minute: int) -> None:
    """Let it become a time of that Monday in Melbourne, and ask again."""
    stage.now = datetime(2026, 11, 22 if hour < 11 else 23, (hour - 11) % 24, minute, tzinfo=UTC)
    await press_through(pilot, "ctrl+r", f"{hour:02}:{minute:02}")


async def go_to(pilot, field: str | type[Notes]) -> None:
    """Put the cursor into a field, once it is there."""
    await until(pilot, lambda: bool(pilot.app.screen.query(field)), str(field))
    pilot.app.screen.query_one(field).focus()
    await pilot.pause()


async def home(pilot) -> str:
    """Wait for Quick View; returns what was said on the way."""
    await until(pilot, lambda: pilot.app.screen is pilot.app.home, "home")
    await pilot.pause()
    return notes(pilot)[-1]


def row(pilot) -> str:
    """Return the row under the cursor."""
    return next((line for line in seen(pilot).splitlines() if line.startswith(" ▸ ")), "")


def keys(text: str) -> str:
    """Write a text as the keys that type it."""
    return " ".join("space" if sign == " " else sign for sign in text)


def tells(pilot, *words: str) -> None:
    """Hold that words are on the screen."""
    for one in words:
        assert one in seen(pilot), f"{one} is not in\n{seen(pilot)}"


async def test_a_whole_day(stage):
    async with stage.program() as pilot:
        tells(pilot, "1 Not started ", " 11 · 2 late ", "Today 10:00       Tomás Ferreira     ASST-100051  Phone")
        await holds_a_session(stage, pilot)
        await calls_one_off(stage, pilot)
        await waits_in_vain(stage, pilot)
        await moves_one_and_back(pilot)
        await asks_for_more(pilot)
        await books_a_series(pilot)
        await looks_a_client_up(pilot)
        await looks_at_the_week(pilot)
        await looks_back(pilot)
    assert not check_practice(stage.engines).broken


async def holds_a_session(stage, pilot) -> None:
    """Commence one on time, write it up and sign it off."""
    await at(stage, pilot, 10, 0)
    await on_row(pilot, TOMAS, "c", "Tomás Ferreira · ASST-100051")
    tells(pilot, "Entitled 6   Extra 0   Used 1   Booked 1   Available 4", "▸ Start session")
    await press_through(pilot, "enter", "since 10:00")
    assert "Tomás Ferreira" in row(pilot)
    await at(stage, pilot, 10, 55)
    await press_through(pilot, "c", "Complete Tomás Ferreira · ASST-100051")
    tells(pilot, "nothing written yet", "text, PDF or Word, 5 MB")
    await go_to(pilot, Notes)
    await press_through(pilot, keys("calmer than last week"), "calmer than last week")
    await press_through(pilot, "ctrl+o", "closes the session for good", "ctrl+o", "▸ Today 10:00")
    await until(pilot, lambda: row(pilot).split()[-1] == "completed", "completed")
    tells(pilot, " 10 · 2 late ", "2 In progress ", "3 Recently completed ")


async def calls_one_off(stage, pilot) -> None:
    """Cancel tomorrow's at the client's wish: too late to be free, and said so before it happens."""
    await at(stage, pilot, 11, 5)
    await on_row(pilot, PRIYA, "x", "▸ Who cancels", "1", "(●) One session")
    tells(
        pilot,
        "Cancel Priya Raman · ASST-100017",
        "Now               Entitled 6  Extra 0  Used 1  Booked 1  Available 4",
        "After it          Entitled 6  Extra 0  Used 2  Booked 0  Available 4",
        "Free until        Today 09:00",
        "The client is told that it is off.",
    )
    await press_through(pilot, "tab tab i l l", "ill", "enter", "▸ Cancel the appointment", "enter", "▸ Tomorrow 09:00")
    assert await home(pilot) == "Cancelled, one session charged · u takes it back until 11:08"
    assert "Priya Raman" in row(pilot)
    await until(pilot, lambda: row(pilot).split()[-1] == "charged", "charged")


async def waits_in_vain(stage, pilot) -> None:
    """Mark a no show at the first minute that it may be marked."""
    await at(stage, pilot, 13, 59)
    await on_row(pilot, ZOE, "", "▸ Today 13:30")
    assert "n No show" not in seen(pilot)
    await at(stage, pilot, 14, 0)
    await press_through(pilot, "n", "▸ First try", "1 3 4 0 enter enter", "▸ Second try")
    await press_through(pilot, "1 3 5 5 tab 3 tab a w a y enter", "▸ Mark as a no show")
    tells(pilot, "After it          Entitled 3  Extra 0  Used 3  Booked 0  Available 0", "A no show costs one session.")
    await pilot.press("enter")
    assert await home(pilot) == "Marked as a no show · u takes it back until 14:03"
    await until(pilot, lambda: "no show" in row(pilot), "the row")
    assert "Zoë [he/him] O’B…" in row(pilot)


async def moves_one_and_back(pilot) -> None:
    """Move one by a week, and take that back."""
    await on_row(pilot, HARRIET, "m", "Which line", "enter", "▸ Appointment date", "]", "Mon 7 Dec 2026")
    await shown(pilot, "Tue 8 Dec 2026   08:30-09:30  Melbourne  UTC+11 +1 day")
    tells(pilot, "It costs          Nothing.", "Booked 1  Available 5")
    await press_through(pilot, "enter", "▸ Tue 8 Dec 08:30")
    assert await home(pilot) == "Moved to Tue 8 Dec 2026 08:30 · u takes it back until 14:03"
    await press_through(pilot, "u", "goes back to the time", "enter", "▸ Tue 1 Dec 08:30")
    assert await home(pilot) == "Moved back"


async def asks_for_more(pilot) -> None:
    """Ask the organisation for two sessions more."""
    await on_row(pilot, GRACE, "r", "Continue to Rebook")
    tells(pilot, "Entitled 6   Extra 0   Used 3   Booked 0   Available 3")
    await go_to(pilot, "#extra")
    await press_through(pilot, "enter", "Extra sessions for ASST-100028", "2", "(●) 2")
    await go_to(pilot, Notes)
    await press_through(pilot, keys("sleep is worse"), "sleep is worse", "tab tab enter", "2 extra sessions requested")
    await shown(pilot, "2 extra sessions requested today; answer due by Wed 2 Dec.")


async def books_a_series(pilot) -> None:
    """Book the next two, a fortnight apart."""
    await go_to(pilot, "#rebook")
    await press_through(pilot, "enter", "How do you want", "enter", "Schedule", "enter", "Appointment date")
    await press_through(pilot, "ctrl+s", "Fits ")
    await go_to(pilot, "#repeated")
    await press_through(pilot, "3", "Sessions in all")
    await go_to(pilot, "#times-entry")
    await press_through(pilot, "home shift+end 2 enter", "2 sessions, fortnightly. Is this right?")
    await shown(pilot, "1 left")
    tells(pilot, "1  Fri 27 Nov 2026 16:00   16:00             ✓ free, 2 left")
    tells(pilot, "2  Fri 11 Dec 2026 16:00   16:00             ✓ free, 1 left")
    await press_through(pilot, "ctrl+f", "✓ Booked as series SER-1")
    tells(pilot, "APP-20057", "APP-20058", "1 available now")
    await press_through(pilot, "enter", "▸ Fri 27 Nov 16:00")
    tells(pilot, " 10 · 2 late ", "Fri 11 Dec 16:00  Grace Mbeki")


async def looks_a_client_up(pilot) -> None:
    """Find the client by the beginning of her name, and look at what was done and said."""
    await press_through(
        pilot, "f", "Type the beginning", "g r a", "3 found", "enter", "1 Cases", "", "waits until Today 14:03"
    )
    tells(
        pilot,
        "Next              Fri 27 Nov 16:00, phone · Fri 11 Dec 16:00, phone",
        "1 of 6 left, 2 booked, extra requested",
        "Fri 20 Nov 16:00  completed           Phone       ASST-100028  APP-20028",
        "Today 14:00       Confirmation       waits until Today 14:03",
    )
    await press_through(pilot, "2 h", "History of APP-20058")
    assert "Booked" in row(pilot)
    assert "Dr Mira Okafor" in row(pilot)
    await press_through(pilot, "escape", "1 Cases", "escape", "3 found", "escape", "Recently completed")


async def looks_at_the_week(pilot) -> None:
    """See the day and the week as they became."""
    await press_through(pilot, "v", "▸Mon 23*")
    tells(pilot, "Mon 23 Nov 2026 - Sun 29 Nov 2026", "█Tomás F…", "█Grace M…", "Zoë [he/him] O’Brien · ASST-100063")
    tells(pilot, "no show")
    assert "Priya" not in seen(pilot)
    await press_through(pilot, "escape", "Recently completed")


async def looks_back(pilot) -> None:
    """See the day in the reports."""
    await press_through(pilot, "t", "Overdue completions")
    tells(pilot, "24 in all, 2 this week", "3 in all, 1 this week", "2 in all, 1 this week")
    assert "2 sessions, 1 no show, 1 late cancellation" in row(pilot)
    tells(pilot, "1 of 6 left, 2 booked", "Nothing is overdue.")
    await press_through(pilot, "escape", "Recently completed")
