"""The receipt hands over the reference, and has help and menu as every screen does."""

from tests.rebooking.stage import notes, press_through, until

GRACE = "APP-20028"


async def test_the_receipt_s_reference_is_copied(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "ctrl+s", "A notification goes to grace", "ctrl+f", "Booked as APP-20057")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == "APP-20057", "copied")
        assert notes(pilot) == ["Copied APP-20057"]


async def test_the_receipt_has_help_and_a_menu(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "ctrl+s", "A notification goes to grace", "ctrl+f", "Booked as APP-20057")
        await press_through(pilot, "question_mark", "Go back to Quick View, where", "escape", "Booked as")
        await press_through(pilot, "ctrl+p", "Copy the reference", "c o p y enter", "Booked as")
        await until(pilot, lambda: pilot.app.clipboard == "APP-20057", "copied")
