"""Owns what the dialogs that end an appointment have in common: fields, figures before and after, and the sending."""

from collections.abc import Coroutine, Iterable
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.contract import refusals
from consultant_tui.contract.cases import Figures
from consultant_tui.contract.endings import Changed, EndingOffer
from consultant_tui.contract.refusals import Problem
from consultant_tui.desk import Desk
from consultant_tui.screens.altering.parts import is_over
from consultant_tui.screens.changed_or_not import Outcome, Sent, find_out
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Field, Question
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.sheet import Facts, Sheet
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused
from consultant_tui.wording.stories import story_of

LONGEST_REASON = 1000


class EndingDialog(Dialog[Changed]):
    """Asks what must be told of an end, shows what it costs, and sends it; its result is the appointment after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("enter", "next_field", "Next field", show=False),
    ]

    DEFAULT_CSS = """
    EndingDialog {
        & > #frame { width: 78; padding: 1 1; }
        & .wide > .entry > Entry { width: 1fr; margin-right: 1; }
        & Entry { background: $panel; }
        & Entry:focus { background: $panel-lighten-1; }
        & .wide .hint { display: none; }
        & #when { margin: 0 0 1 2; text-style: bold; }
        & #figures { margin-top: 1; }
    }
    """

    PLACES: ClassVar[dict[refusals.Field, str]] = {}
    """The row of each field that a refusal can belong to."""

    def __init__(self, desk: Desk, offer: EndingOffer, title: str) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            offer: What the backend says of the cost.
            title: What is about to be done.
        """
        super().__init__(desk, f"{title} {offer.client} · {offer.case}")
        self.offer = offer
        self._reason = Entry("", max_length=LONGEST_REASON, id="reason-entry")
        self._figures = Sheet(id="figures")
        self._sending = False

    @property
    def reason(self) -> str:
        """What was written as the reason."""
        return self._reason.value

    def body(self) -> Iterable[Widget]:
        """Say when it is, ask what must be told, and show the figures."""
        span = self.offer.span
        when = f"{phrases.day_words(span.start.wall.date())} {phrases.hours(span)} {phrases.place(span.start.zone)}"
        yield Static(Content(when), id="when")
        yield from self.fields()
        yield Question("Reason", self._reason, id="reason").add_class("wide")
        yield self._figures

    def fields(self) -> Iterable[Widget]:
        """Give the fields above the reason."""
        return ()

    def figures(self, after: Figures | None) -> Facts:
        """Tell the figures now and after it; what is not known yet is left open."""
        return (("Now", told(self.offer.figures)), ("After it", told(after) if after else "…"))

    def show_figures(self, after: Figures | None, *more: tuple[str, str]) -> None:
        """Show the figures now and after it, and more facts below."""
        self._figures.facts = (*self.figures(after), *more)

    def action_next_field(self) -> None:
        """Go on to the next field, after the reason to the button that does it."""
        if self.focused is self._reason:  # has_focus lags behind keys that are typed fast
            self.query(Press).last().focus()
        else:
            self.focus_next()

    def say(self, wrong: dict[str, str]) -> None:
        """Say what is wrong at the rows where it is, and go to the first of them."""
        rows = {row.id or "": row for row in self.query(Field)}
        for name, row in rows.items():
            row.say(wrong.get(name, ""))
        first = next((row for name, row in rows.items() if wrong.get(name)), None)
        if first is not None:
            first.enter()

    @work(exclusive=True, group="send")
    async def send(self, change: Coroutine[Any, Any, Changed], act: str) -> None:
        """Send the change, and leave with what it led to; what is refused at a field is said there.

        Args:
            change: The call of the API.
            act: What the history calls it.
        """
        self._set_sending(True)
        try:
            self.dismiss(await self.ask(change, changes=True))
        except Unknown:
            if await find_out(self, Sent(self.offer.reference, self.offer.version, act)) is Outcome.NOT_MADE:
                self._set_sending(False)
            else:
                self.dismiss(None)
        except ApiError as error:
            self._set_sending(False)
            wrong = self._at_fields(error.problem) if isinstance(error, Refused) else {}
            if wrong:
                self.say(wrong)
                return
            await self.app.push_screen_wait(Trouble(self.desk, story_of(error, self.offer.client_term), retry=False))
            if is_over(error):
                self.dismiss(None)

    def _set_sending(self, sending: bool) -> None:
        self._sending = sending
        for press in self.query(Press):
            press.disabled = sending

    def action_back(self) -> None:
        """Close without a change, unless it is on its way."""
        if not self._sending:
            super().action_back()

    def _at_fields(self, problem: Problem) -> dict[str, str]:
        wrong: dict[str, str] = {}
        for refusal in problem.refusals:
            place = self.PLACES.get(refusal.field) if refusal.field else None
            if place is None:
                return {}
            wrong[place] = why_refused(refusal, self.offer.client_term)
        return wrong


def told(figures: Figures) -> str:
    """Write the five figures in one line."""
    return (
        f"Entitled {figures.entitled}  Extra {figures.extra}  Used {figures.used}  "
        f"Booked {figures.booked}  Available {figures.available}"
    )
