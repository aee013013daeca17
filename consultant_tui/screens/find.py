"""Owns finding: a line to type in, and below it the clients, cases and appointments that match."""

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Input, Static

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.commands.everywhere import Back, HelpWhileTyping, Menu
from consultant_tui.commands.inquiries import OpenFound, TryAgain
from consultant_tui.contract.finding import Found, Search
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.found_rows import FoundColumns
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.long_roll import LongRoll
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.wording import stories

_HOW = "Type the beginning of names, or a reference such as ASST-100042."


class FindScreen(Looking):
    """Looks while one types; what comes too late for what is typed is not shown."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, OpenFound, TryAgain, HelpWhileTyping, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "page(1)", "Page down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    PAUSE: ClassVar[float] = 0.08
    """Seconds without a key after which it is looked."""

    DEFAULT_CSS = """
    FindScreen {
        & > #line { height: 1; margin: 1 0 0 0; background: $panel; }
        & > #line > #sign { width: 8; color: $text-accent; text-style: bold; }
        & > #line > #told { width: auto; color: $text-muted; padding: 0 1; }
        & > #line > Input, & > #line > Input:focus {
            width: 1fr;
            border: none;
            height: 1;
            padding: 0;
            background: $panel;
            background-tint: 0%;
        }
        & > #headings { height: 1; margin-top: 1; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: list[Found] = []
        self._after: str | None = None
        self._columns = FoundColumns(80)
        self._now: Moment | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line and the list."""
        yield Title()
        with Horizontal(id="line"):
            yield Static(Content("   Find "), id="sign")
            yield Input(compact=True, max_length=200)
            yield Static(id="told")
        yield Static(id="headings")
        yield LongRoll[Found](self._draw, lambda row: row.reference, picks=True)
        yield Hints()

    def on_mount(self) -> None:
        """Wait for something to look for."""
        self.query_one(Title).left = "Find"
        self._roll.can_focus = False
        self._roll.empty = _HOW

    @property
    def _roll(self) -> Roll[Found]:
        return self.query_one(Roll)

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value

    @property
    def subject(self) -> Subject | None:
        """The client under the cursor, and the appointment if that is what was found."""
        row = self._roll.row
        if row is None:
            return None
        return Subject(row.client, row.meeting.reference if row.meeting else "", "client")

    def met(self) -> frozenset[Need]:
        """Say whether there is anything to open."""
        return super().met() | ({Need.ROW} if self.query(Roll) and self._roll.row is not None else set())

    def on_resize(self, event: events.Resize) -> None:
        """Fit the columns to the window."""
        self._columns = FoundColumns(event.size.width)
        self.query_one("#headings", Static).update(Content(self._columns.heading()))

    @on(Input.Changed)
    def _wait_a_little(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self.PAUSE, self._look)

    def _look(self) -> None:
        self.search(self._typed)

    def action_try_again(self) -> None:
        """Ask the backend now."""
        self._look()

    @work(exclusive=True, group="search")
    async def search(self, typed: str, after: str | None = None) -> None:
        """Ask for what matches.

        Args:
            typed: What is looked for.
            after: Where the list goes on; None for its beginning.
        """
        try:
            answer = await self.ask(self.desk.api.search(typed, after))
        except ApiError as error:
            if after is not None:
                self._after = after
            elif not isinstance(error, GivenUp):
                self._fail(f"{stories.story_of(error).happened} ctrl+r tries again.")
            return
        if typed == self._typed:
            self._show(answer, onward=after is not None)

    def _show(self, answer: Search, *, onward: bool) -> None:
        self._now, self._after = answer.now, answer.after
        self._found = [*self._found, *answer.found] if onward else list(answer.found)
        self._roll.empty = "Nothing that you may see begins like this." if self._typed.strip() else _HOW
        if not onward:
            self._roll.show([])
            self._roll.scroll_to(y=0, animate=False, force=True, immediate=True)
        self._roll.show(self._found)
        more = " and more" if self._after is not None else " found"
        self._tell(f"{len(self._found)}{more}" if self._found else "")
        self.refresh_bindings()

    def _fail(self, words: str) -> None:
        """Say in place of the list why there is none."""
        self._found, self._after = [], None
        self._roll.empty = words
        self._roll.show([])
        self._tell("")
        self.refresh_bindings()

    def _tell(self, words: str) -> None:
        self.query_one("#told", Static).update(Content(clean(words)))

    @on(LongRoll.EndNear)
    def _look_further(self) -> None:
        if self._after is not None and self.query_one(LongRoll).end_is_near:
            after, self._after = self._after, None
            self.search(self._typed, after)

    def action_move(self, by: int) -> None:
        """Go to another row."""
        self._roll.action_move(by)

    def action_page(self, by: int) -> None:
        """Go on by as many rows as are in sight."""
        self._roll.action_page(by)

    @on(Roll.Opened)
    def action_open(self) -> None:
        """Open the page of the client."""
        self.action_client_page()

    def action_back(self) -> None:
        """Go back to where the search began."""
        self.dismiss(None)

    def _draw(self, row: Found, width: int, look: Look) -> Strip:
        return self._columns.draw(row, self._now, width, look)
