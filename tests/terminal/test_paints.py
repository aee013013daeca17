"""What a consultant waits for comes to the screen in one paint, not piece by piece."""

import pytest

from consultant_tui.app import ConsultantApp
from tests.rebooking.stage import seen, shown, text, until

pytestmark = pytest.mark.usefixtures("every_frame")


class Painted(ConsultantApp):
    """The program, with every frame that it painted."""

    def __init__(self, desk):
        super().__init__(desk)
        self.frames = []

    def _display(self, screen, renderable):
        super()._display(screen, renderable)
        if renderable is not None:
            self.frames.append(text(screen))


@pytest.mark.parametrize("slow", [False, True])
async def test_rows_title_and_hints_are_one_paint(stage, slow):
    gate = stage.wire.hold("GET", "")
    app = Painted(stage.desk)
    async with app.run_test(size=(100, 50)) as pilot:
        if slow:
            await shown(pilot, "Asking the booking backend")
        before = len(app.frames)
        gate.open()
        await until(pilot, lambda: "ASST-" in app.frames[-1], "the appointments")
        await pilot.pause(0.3)  # nothing may follow
        frames = [frame for frame in app.frames[before:] if "ASST-" in frame]
        assert [frame.count("ASST-") for frame in frames] == [35]
        assert "Dr Mira Okafor" in frames[0]
        assert "c Commence" in frames[0]
        assert "Asking" not in frames[0]
        assert seen(pilot) == frames[0]
