"""A field says all that is wrong with it, however many lines that takes."""

from textual.app import App

from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Field
from tests.rebooking.stage import seen

WRONG = "An ad hoc line needs the provider's approval here. Enter its reference."


class Measured(Field):
    """A field that tells what its line held at the moment when it was shown, as a layout may measure it then."""

    held = ""

    def set_class(self, *args, **how):
        if self.is_mounted:
            self.held = str(self._wrong_line.content)
        return super().set_class(*args, **how)


class Form(App):
    def compose(self):
        yield Measured("Approval", Entry(), id="approval")
        yield Field("Notes", Entry(), id="notes")


async def test_what_is_wrong_is_there_before_its_line_is_measured():
    app = Form()
    async with app.run_test(size=(60, 10)) as pilot:
        field = app.query_one(Measured)
        field.say(WRONG)
        await pilot.pause()
        assert field.held == f"✗ {WRONG}"
        assert f"✗ {WRONG}" in " ".join(seen(pilot).split())
