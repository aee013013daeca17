"""In the smallest window a time that is about to be taken is still told on both clocks, with both places."""

from tests.rebooking.stage import press_through, seen, shown

ANA = "APP-20030"
SMALLEST = (60, 20)


async def test_a_free_time_of_the_search_is_told_whole(stage):
    async with stage.wizard(ANA, SMALLEST) as pilot:
        await press_through(pilot, "3 enter", "▸10:30")
        said = " ".join(seen(pilot).split())
        assert "Mon 23 Nov 2026 10:30-11:30 Adelaide = 11:00-12:00 Melbourne" in said


async def test_free_times_instead_are_told_whole(stage):
    async with stage.wizard(ANA, SMALLEST) as pilot:
        await press_through(pilot, "enter", "▸1  Mon-Fri", "enter", "▸ Appointment date")
        await press_through(pilot, "t u e tab 1 1 enter", "▸ Free instead")
        said = " ".join(seen(pilot).split())
        assert "▸1 Tue 24 Nov 09:30 Adelaide = 10:00 Melbourne 2 Tue 24 Nov 11:30 Adelaide = 12:00 Melbourne" in said


async def test_a_free_time_of_the_week_is_told_whole(stage):
    async with stage.wizard(ANA, SMALLEST) as pilot:
        await press_through(pilot, "enter", "Week of Mon 23", "right", "Fri 27 Nov 14:00 Melbourne = 13:30 Adelaide")


async def test_a_week_that_is_gone_to_before_it_is_known_is_seen_with_its_free_time(stage):
    async with stage.wizard(ANA, SMALLEST) as pilot:
        gate = stage.wire.hold("GET", "/schedules/")
        await press_through(pilot, "enter", "▸1  Mon-Fri")
        await pilot.press("right")
        gate.open()
        await shown(pilot, "Fri 27 Nov 14:00 Melbourne = 13:30 Adelaide")
