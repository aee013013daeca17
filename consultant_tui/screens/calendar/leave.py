"""Owns the adding of leave or a break: from when, until when, why, and which appointments lie in it."""

from collections.abc import Iterable
from datetime import date, time
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.contract.calendar import Leave, LeaveAdded, LeaveWish
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.refusals import Field as At
from consultant_tui.desk import Desk
from consultant_tui.rebooking.reading import Unread
from consultant_tui.screens.calendar.words import hits, read_as
from consultant_tui.screens.changed_or_not import Outcome, settle
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.entry import DateEntry, Entry, TimeEntry
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused
from consultant_tui.wording.stories import story_of

_WHOLE = "empty: the whole day"


class LeaveDialog(Dialog[LeaveAdded]):
    """Asks for a stretch of time; its result is the leave that then stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("enter", "next_field", "Next field", show=False),
    ]
    AUTO_FOCUS = "#first"

    DEFAULT_CSS = """
    LeaveDialog {
        & > #frame { width: 74; }
        & #why Entry { width: 1fr; }
        & #why .hint { display: none; }
        & #hits { margin-top: 1; color: $text-warning; height: auto; display: none; }
    }
    """

    def __init__(self, desk: Desk, day: date, now: Moment) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            day: The date to begin with.
            now: The present on the consultant's clock.
        """
        super().__init__(desk, "Add leave or a break")
        today = now.wall.date()
        self._day = day
        """The first date, while the last one is the same."""
        self._first = DateEntry(day, "", today, backward=False, id="first")
        self._last = DateEntry(day, "", today, backward=False, id="last")
        self._starts, self._ends = TimeEntry(None, "", id="starts"), TimeEntry(None, "", id="ends")
        self._reason = Entry(id="reason", max_length=200, placeholder="for example Course; no names of clients")
        self._rows = {
            At.DATE: Field("First date", self._first, id="from"),
            At.TIME: Field("From", self._starts, hint=_WHOLE, id="from_time"),
            At.LAST_DATE: Field("Last date", self._last, id="to"),
            At.END_TIME: Field("Until", self._ends, hint=_WHOLE, id="to_time"),
            At.REASON: Field("Reason", self._reason, id="why"),
        }
        self._zone = phrases.place(now.zone)
        self._seen: LeaveWish | None = None
        """What was checked and would hit appointments, which are told now."""

    def body(self) -> Iterable[Widget]:
        """Lay out the fields, and what they would hit."""
        yield Static(Content(f"On your clock, {self._zone}. A break is short leave: give both times."))
        yield from self._rows.values()
        yield Static(id="hits")

    def presses(self) -> Iterable[Press]:
        """Offer to add it."""
        yield Press("Close", id="close")
        yield Press("Add leave", id="add")

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        self._seen = None
        self._offer("Add leave", "")
        if message.input is self._first:
            self._follow()
        for entry, field in ((self._first, At.DATE), (self._last, At.LAST_DATE)):
            self._rows[field].hint(read_as(entry))
        for row in self._rows.values():
            row.say("")

    def _follow(self) -> None:
        """Keep the last date at the first one until it is another."""
        first, last = self._first.day, self._last.day
        if isinstance(first, date) and last == self._day:
            self._last.value = first.isoformat()
            self._day = first

    @on(Press.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    def action_next_field(self) -> None:
        """Go on; after the last field to the button that adds it."""
        if self.focused is self._reason:
            self.query_one("#add").focus()
        else:
            self.focus_next()

    @on(Press.Pressed, "#add")
    def _add_pressed(self) -> None:
        self._add()

    @work(exclusive=True, group="add")
    async def _add(self) -> None:
        wish = self._read()
        if wish is None:
            return
        try:
            if wish != self._seen:
                check = await self.ask(self.desk.api.check_leave(wish))
                if self._say(check.refusals):
                    return
                if check.hits:
                    self._seen = wish
                    self._offer("Add it all the same", hits(check.hits))
                    return
            self.dismiss(await self.ask(self.desk.api.add_leave(wish), changes=True))
        except Unknown:
            added = await settle(self, lambda: self._look_for(wish))
            if isinstance(added, LeaveAdded):
                self.dismiss(added)
        except ApiError as error:
            if not (isinstance(error, Refused) and self._say(error.problem.refusals)):
                await self.app.push_screen_wait(Trouble(self.desk, story_of(error), retry=False))

    async def _look_for(self, wish: LeaveWish) -> LeaveAdded | Outcome:
        """Find leave that was sent without an answer: the same once more is refused with its reference."""
        check = await self.desk.api.check_leave(wish)
        stands = next((one for one in check.refusals if one.code is Code.LEAVE_EXISTS), None)
        if stands is None or check.span is None:
            return Outcome.NOT_MADE
        return LeaveAdded(leave=Leave(reference=stands.name, span=check.span, reason=wish.reason), hits=check.hits)

    def _read(self) -> LeaveWish | None:
        """Read the fields; None when one cannot be read, which is then said beside it."""
        first, last = self._first.day, self._last.day
        starts, ends = (_time(entry) for entry in (self._starts, self._ends))
        wrong = {
            At.DATE: words.unread_day(first),
            At.TIME: words.unread_start(starts) if starts is not None else "",
            At.LAST_DATE: words.unread_day(last),
            At.END_TIME: words.unread_start(ends) if ends is not None else "",
        }
        if self._say_words(wrong) or isinstance(first, Unread) or isinstance(last, Unread):
            return None
        if isinstance(starts, Unread) or isinstance(ends, Unread):
            return None
        return LeaveWish(first=first, starts=starts, last=last, ends=ends, reason=self._reason.value.strip())

    def _say(self, refusals: tuple[Refusal, ...]) -> bool:
        """Say each refusal at its field; whether there was one that has a field here."""
        said = dict.fromkeys(self._rows, "")
        for refusal in refusals:
            field = At.DATE if refusal.code is Code.LEAVE_EXISTS else refusal.field
            if field in said:
                said[field] = f"{said[field]} {why_refused(refusal)}".strip()
        return self._say_words(said)

    def _say_words(self, said: dict[At, str]) -> bool:
        for field, sentence in said.items():
            self._rows[field].say(sentence)
        wrong = [field for field, sentence in said.items() if sentence]
        if wrong:
            self._rows[wrong[0]].enter()
        return bool(wrong)

    def _offer(self, label: str, said: str) -> None:
        press = self.query_one("#add", Press)
        press.label = label
        press.refresh(layout=True)
        told = self.query_one("#hits", Static)
        told.update(Content(said))
        told.display = bool(said)


def _time(entry: TimeEntry) -> time | Unread | None:
    return entry.start if entry.value.strip() else None
