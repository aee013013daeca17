"""Owns the three sections of Quick View: their rules, rows and shares of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static

from consultant_tui.contract.vocabulary import Section
from consultant_tui.widgets.appointment_rows import Columns, Item, Styles, item, name
from consultant_tui.widgets.ends import Rule
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.share import share

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import QuickView, Row

_NAMES = {
    Section.NOT_STARTED: "Not started",
    Section.IN_PROGRESS: "In progress",
    Section.RECENTLY_COMPLETED: "Recently completed",
}
_EMPTY = {
    Section.NOT_STARTED: "No appointment waits to be started.",
    Section.IN_PROGRESS: "No session is going on.",
    Section.RECENTLY_COMPLETED: "Nothing was completed lately.",
}
_NO_MATCH = "Nothing matches the filter."


class Agenda(Vertical):
    """A consultant's appointments; the section with the focus gets the lines that the others can spare."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"agenda--late", "agenda--going", "agenda--none-left", "agenda--fresh"}

    DEFAULT_CSS = """
    Agenda {
        height: 1fr;
        overflow: hidden;

        & > #headings { height: 1; color: $text-muted; }
        & > Roll { height: 1; }
        & .agenda--late { color: $text-warning; }
        & .agenda--going { color: $text-success; }
        & .agenda--none-left { color: $text-error; }
        & .agenda--fresh { color: $text-success; text-style: bold; }
    }
    """

    class Moved(Message):
        """Another appointment is under the cursor."""

    class Opened(Message):
        """An appointment was double-clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[Section, list[Item]] = {section: [] for section in _NAMES}
        self._term = "client"
        self._filter = ""
        self._columns = Columns.fitting((), 80)
        self._loaded = False
        self._last_focused = 0
        self._styles: Styles | None = None

    def compose(self) -> ComposeResult:
        """Lay out the headings and the sections."""
        yield Static(id="headings")
        for number, (section, words) in enumerate(_NAMES.items(), start=1):
            yield Rule(str(number), words, id=f"rule_{section}")
            yield Roll[Item](self._draw, name, id=section)

    @property
    def row(self) -> Row | None:
        """The appointment under the cursor, in the section that has the focus."""
        under = self._rolls()[self._focused()].row
        return None if under is None else under.row

    @property
    def counts(self) -> tuple[int, int]:
        """How many appointments are shown, and how many there are."""
        return sum(len(roll.rows) for roll in self._rolls()), sum(map(len, self._all.values()))

    def show(self, view: QuickView, fresh: tuple[str, ...] = ()) -> None:
        """Show appointments; the cursor stays on the one that it was on, even when that changed its section.

        Args:
            view: What the backend answered.
            fresh: The references of what was booked or signed off just now; the cursor goes to the first.
        """
        before = self.row
        rows = {part.section: part.rows for part in view.sections}
        self._all = {
            section: [item(row, view.now, fresh=row.reference in fresh) for row in rows.get(section, ())]
            for section in _NAMES
        }
        self._term = view.client_term
        self._loaded = True
        self._lay_out()
        if fresh and self.move_to(fresh[0]):
            return
        if before is not None:
            self.move_to(before.reference)

    def narrow(self, text: str) -> None:
        """Show only the appointments that contain a text."""
        self._filter = text.casefold()
        self._lay_out()

    def move_to(self, reference: str) -> bool:
        """Put the cursor on an appointment, in whichever section it is.

        Returns:
            Whether it is shown.
        """
        rolls = self._rolls()
        for roll in (rolls[self._focused()], *rolls):
            if roll.move_to(reference):
                self.screen.set_focus(roll)
                return True
        return False

    def jump(self, index: int) -> None:
        """Put the focus on a section."""
        self.screen.set_focus(self._rolls()[index])

    def resume_focus(self, *, with_rows: bool = False) -> None:
        """Put the focus back where it was.

        Args:
            with_rows: Whether to prefer a section that shows something.
        """
        rolls = self._rolls()
        wanted = [rolls[self._last_focused], *rolls]
        self.screen.set_focus(next((roll for roll in wanted if roll.rows), wanted[0]) if with_rows else wanted[0])

    def _rolls(self) -> list[Roll[Item]]:
        return [self.query_one(f"#{section}", Roll) for section in _NAMES]

    def _focused(self) -> int:
        # Not by ``has_focus``, which lags behind: a key may follow at once on the one that moved the focus.
        focused = self.screen.focused
        return next((index for index, roll in enumerate(self._rolls()) if roll is focused), self._last_focused)

    def _lay_out(self) -> None:
        """Bring headings, rows and heights in line with what there is to show."""
        self._columns = Columns.fitting((one for items in self._all.values() for one in items), self.size.width - 1)
        self.query_one("#headings", Static).update(Content(self._columns.heading(self._term, self.size.width)))
        for section, roll in zip(_NAMES, self._rolls(), strict=True):
            every = self._all[section]
            shown = [one for one in every if self._filter in one.text]
            roll.empty = (_NO_MATCH if every else _EMPTY[section]) if self._loaded else ""
            roll.show(shown)
            self.query_one(f"#rule_{section}", Rule).told = self._told(shown) if self._loaded else ""
        self._share()
        self.post_message(self.Moved())

    @staticmethod
    def _told(shown: list[Item]) -> str:
        late = sum(one.row.late_days is not None for one in shown)
        return f"{len(shown)} · {late} late" if late else str(len(shown))

    def _share(self) -> None:
        rolls = self._rolls()
        needs = [max(len(roll.rows), 1) for roll in rolls]
        focused = self._focused()
        room = self.size.height - 1 - len(rolls)
        for index, (roll, lines) in enumerate(zip(rolls, share(needs, focused, room), strict=True)):
            roll.styles.height = lines
            self.query_one(f"#rule_{roll.id}", Rule).chosen = index == focused

    def _draw(self, of: Item, width: int, look: Look) -> Strip:
        return self._columns.draw(of, width, look, self._state_styles())

    def notify_style_update(self) -> None:
        """Forget the colours when the theme changes."""
        super().notify_style_update()
        self._styles = None

    def _state_styles(self) -> Styles:
        if self._styles is None:
            self._styles = self._find_styles()
        return self._styles

    def _find_styles(self) -> Styles:
        def part(which: str) -> Style:
            return self.get_component_rich_style(f"agenda--{which}", partial=True)

        return Styles(late=part("late"), going=part("going"), none_left=part("none-left"), fresh=part("fresh"))

    def on_resize(self) -> None:
        """Fit everything to the window."""
        self._lay_out()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give the section with the focus its lines."""
        if event.widget in self._rolls():
            self._last_focused = self._rolls().index(event.widget)
            self._share()
            self.post_message(self.Moved())

    @on(Roll.Moved)
    def _moved(self, message: Roll.Moved) -> None:
        message.stop()
        self.post_message(self.Opened() if isinstance(message, Roll.Opened) else self.Moved())

    @on(Rule.Clicked)
    def _rule_clicked(self, message: Rule.Clicked) -> None:
        message.stop()
        self.jump([f"rule_{section}" for section in _NAMES].index(str(message.rule.id)))
