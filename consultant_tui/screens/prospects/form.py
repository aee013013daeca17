"""Owns what the forms about accounts have in common: what is refused is said at its field."""

from collections.abc import Coroutine, Iterable
from typing import Any, ClassVar, Generic

from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import ScreenResultType
from textual.widget import Widget

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.contract.refusals import Field as At
from consultant_tui.contract.refusals import Refusal
from consultant_tui.desk import Desk
from consultant_tui.screens.changed_or_not import Outcome, settle
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Question
from consultant_tui.widgets.press import Press
from consultant_tui.wording.refusals import why_refused
from consultant_tui.wording.stories import story_of


class Form(Dialog[ScreenResultType], Generic[ScreenResultType]):
    """A dialog with fields of one line; Enter goes on to the next one, and at last to the button."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("enter", "next_field", "Next field", show=False),
    ]
    AUTO_FOCUS = "Entry"
    DOES: ClassVar[str] = "Save"
    """The words of the button."""

    DEFAULT_CSS = """
    Form {
        & > #frame { width: 76; }
        & Field > .entry > Entry { width: 1fr; }
        & Field .hint { display: none; }
    }
    """

    def __init__(self, desk: Desk, title: str, term: str) -> None:
        """Make the form.

        Args:
            desk: What the consultant works with.
            title: What it is about.
            term: What the provider calls a client.
        """
        super().__init__(desk, title)
        self.term = term
        self.rows: dict[At, Question] = {}
        """The fields, by what is refused at them."""

    def add(self, at: At, label: str, value: str, most: int, *, placeholder: str = "") -> Entry:
        """Add a field.

        Args:
            at: What is refused there.
            label: Its name.
            value: What stands in it.
            most: How many characters it takes.
            placeholder: What helps to fill it in.
        """
        entry = Entry(value, max_length=most, placeholder=placeholder, id=f"{at}-entry", select_on_focus=False)
        self.rows[at] = Question(label, entry, id=at.value)
        return entry

    def body(self) -> Iterable[Widget]:
        """Lay out the fields."""
        yield from self.rows.values()

    def presses(self) -> Iterable[Press]:
        """Offer both ways."""
        yield Press("Close", id="close")
        yield Press(self.DOES, id="do")

    def action_next_field(self) -> None:
        """Go on; after the last field to the button that does it."""
        last = list(self.rows.values())[-1] if self.rows else None
        if last is not None and self.focused is not None and last in self.focused.ancestors:
            self.query_one("#do").focus()
        else:
            self.focus_next()

    @on(Press.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    def say(self, refusals: Iterable[Refusal]) -> bool:
        """Say each refusal at its field, and go to the first; whether there was a place for each."""
        said = dict.fromkeys(self.rows, "")
        placed = True
        for refusal in refusals:
            if refusal.field in said:
                said[refusal.field] = why_refused(refusal, self.term)
            else:
                placed = False
        for at, row in self.rows.items():
            row.say(said[at])
        first = next((self.rows[at] for at, sentence in said.items() if sentence), None)
        if first is not None:
            first.enter()
        return placed

    @work(exclusive=True, group="send")
    async def send(self, change: Coroutine[Any, Any, Any]) -> None:
        """Send it, and leave with what it led to."""
        press = self.query_one("#do", Press)
        press.disabled = True
        try:
            self.done(await self.ask(change, changes=True))
        except Unknown:
            found = await settle(self, self.look)
            if isinstance(found, Outcome):
                press.disabled = False
            else:
                self.done(found)
        except Refused as error:
            press.disabled = False
            if not self.say(error.problem.refusals):
                await self._tell(error)
        except ApiError as error:
            press.disabled = False
            await self._tell(error)

    async def look(self) -> Any:  # noqa: ANN401 - what each form is answered
        """Find out, once, what became of it when no answer came: what it led to, or another outcome."""
        raise NotImplementedError

    def done(self, answer: Any) -> None:  # noqa: ANN401 - what each form is answered
        """Leave with the answer."""
        self.dismiss(answer)

    async def _tell(self, error: ApiError) -> None:
        await self.app.push_screen_wait(Trouble(self.desk, story_of(error, self.term), retry=False))
