"""Owns the picture of a week or a day: a column for each day, a row for each half hour, and a cursor."""

from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from consultant_tui.contract.calendar import Calendar, Engaged, Free, Leave
from consultant_tui.contract.text import clean
from consultant_tui.widgets import week_plan, week_words
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.week_plan import Place, Rows, Thing
from consultant_tui.wording import phrases

_GUTTER = 6
_NARROW, _ROOMY = 10, 13
"""Cells of a column from which on the weekday and the month are written."""
_WIDE = 40
"""Cells of a column from which on everything is told in it."""

_LOOKS = {Engaged: "engaged", Leave: "leave", Free: "free"}


class WeekGrid(Widget, can_focus=True):
    """Days side by side; the arrows go from thing to thing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "below(1)", "Later", show=False),
        Binding("up,k", "below(-1)", "Earlier", show=False),
        Binding("right", "beside(1)", "Next day", show=False),
        Binding("left", "beside(-1)", "Previous day", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--cursor", "grid--quiet", "grid--engaged", "grid--leave", "grid--free", "grid--today",
    }  # fmt: skip

    DEFAULT_CSS = """
    WeekGrid {
        height: 1fr;

        & .grid--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        & .grid--quiet { color: $text-muted; }
        & .grid--engaged { color: $text-accent; text-style: bold; }
        & .grid--leave { color: $text-warning; }
        & .grid--free { color: $text-success; }
        & .grid--today { text-style: bold reverse; }
    }
    """

    cursor: reactive[int] = reactive(0, layout=False)
    """Which place the cursor is on."""

    class Moved(Message):
        """The cursor is on another thing."""

    class Opened(Message):
        """A thing was double-clicked."""

    class Left(Message):
        """The cursor went out at a side."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by
            """1 for later days, -1 for earlier ones."""

    def __init__(self) -> None:
        super().__init__()
        self.calendar: Calendar | None = None
        self.places: list[Place] = []
        self._rows: Rows | None = None
        self._top = 0
        """The first row in sight."""

    @property
    def place(self) -> Place | None:
        """The place under the cursor."""
        return self.places[self.cursor] if self.cursor < len(self.places) else None

    @property
    def day(self) -> date | None:
        """The date under the cursor."""
        return self.calendar.days[self.place.day].day if self.calendar and self.place else None

    def show(self, calendar: Calendar, *, enter: int = 0, wanted: str | date = "") -> None:
        """Show days; the cursor stays on its thing when that is still there.

        Args:
            calendar: The days.
            enter: From which side the cursor comes in: 1 from the left, -1 from the right, 0 from neither.
            wanted: The reference or the date to which the cursor goes; empty when it stays.
        """
        before = self.place
        self.calendar, self.places = calendar, week_plan.places(calendar)
        self.set_reactive(WeekGrid.cursor, self._entered(before, enter, wanted))
        self._lay()
        self.refresh()
        self.post_message(self.Moved())

    def _entered(self, before: Place | None, enter: int, wanted: str | date) -> int:
        assert self.calendar is not None  # noqa: S101  (it was set a moment ago)
        days = [day.day for day in self.calendar.days]
        if isinstance(wanted, str) and wanted:
            named = [index for index, place in enumerate(self.places) if place.name.split(" ")[0] == wanted]
            return (named or [week_plan.upcoming(self.places, self.calendar)])[0]
        if before is None:
            return week_plan.upcoming(self.places, self.calendar)
        same = [index for index, place in enumerate(self.places) if place.name == before.name]
        if same and not enter and not wanted:
            return same[0]
        side = 0 if enter > 0 else len(days) - 1 if enter else before.day
        there = days.index(wanted) if isinstance(wanted, date) and wanted in days else side
        return week_plan.nearest(self.places, there, before.begin)

    def watch_cursor(self) -> None:
        """Keep the cursor in sight and tell that it moved."""
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight when there is less room."""
        self._lay()

    def on_focus(self) -> None:
        """Mark the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the mark away."""
        self.refresh()

    def action_below(self, by: int) -> None:
        """Go to the next or the previous thing of the day."""
        if self.places:
            self.cursor = week_plan.below(self.places, self.cursor, by)

    def action_beside(self, by: int) -> None:
        """Go to the day beside, or out at the side."""
        if not self.places:
            return
        there = week_plan.beside(self.places, self.cursor, by)
        if there is None:
            self.post_message(self.Left(by))
        else:
            self.cursor = there

    def on_click(self, event: events.Click) -> None:
        """Go to what is under the mouse; a second click opens it."""
        row = event.y - self._head + self._top
        day = (event.x - _GUTTER) // self._column if event.x >= _GUTTER else -1
        if self.calendar is None or event.y < self._head or not 0 <= day < len(self.calendar.days):
            return
        there = self._at(day, row)
        if there is not None:
            self.cursor = there
            if event.chain == 2:
                self.post_message(self.Opened())

    @property
    def _head(self) -> int:
        """Lines above the hours: the days, and the holidays if there is any."""
        return 1 + any(day.holiday for day in self.calendar.days) if self.calendar else 1

    @property
    def _column(self) -> int:
        days = len(self.calendar.days) if self.calendar else 1
        return max((self.size.width - _GUTTER) // days, 1)

    def _lay(self) -> None:
        """Lay everything on the rows there are room for."""
        if self.calendar is not None and self.size.height:
            self._rows = Rows(self.calendar, self.places, self.size.height - self._head)
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if self._rows is not None and self.place is not None:
            rows, room = self._rows.of[self.cursor], max(self.size.height - self._head, 1)
            self._top = max(min(self._top, rows.start), min(rows.stop - room, rows.start))

    def _at(self, day: int, row: int) -> int | None:
        """Return the place that is drawn in a cell: the one under the cursor, unless it hid where another begins."""
        if self._rows is None or not (shared := self._rows.cells.get((day, row))):
            return None
        begun = {index: self._rows.of[index].start == row for index in shared}
        hides = not begun.get(self.cursor, True) and begun[shared[0]]
        return self.cursor if self.cursor in shared and not hides else shared[0]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        base = self.rich_style
        if self.calendar is None:
            return Strip.blank(self.size.width, base)
        if y < self._head:
            segments = self._heading() if y == 0 else self._holidays()
        else:
            segments = self._hours(y - self._head + self._top)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _heading(self) -> list[Segment]:
        assert self.calendar is not None  # noqa: S101  (nothing is drawn without)
        today = self.calendar.now.wall.date()
        segments = [Segment(" " * _GUTTER, self.rich_style)]
        for index, day in enumerate(self.calendar.days):
            words = self._date(day.day)
            mark = "▸" if self.place is not None and self.place.day == index else " "
            text = f"{mark}{words}{'*' if day.day == today else ''}"
            style = self._style("today") if day.day == today else self._style("quiet")
            segments.append(Segment(filled(text, self._column - 1), style))
            segments.append(Segment(" ", self.rich_style))
        return segments

    def _date(self, day: date) -> str:
        """Write a date as there is room for it: "Mon 23 Nov", "Mon 23", "Mo23"."""
        weekday, number, month, _ = phrases.day_words(day).split(" ")
        if self._column < _NARROW:
            return f"{weekday[:2]}{number}"
        return f"{weekday} {number}" + (f" {month}" if self._column >= _ROOMY else "")

    def _holidays(self) -> list[Segment]:
        assert self.calendar is not None  # noqa: S101  (nothing is drawn without)
        segments = [Segment(" " * _GUTTER, self.rich_style)]
        for day in self.calendar.days:
            words = f"★{clean(day.holiday)}" if day.holiday else ""
            segments.append(Segment(filled(words, self._column - 1), self._style("leave")))
            segments.append(Segment(" ", self.rich_style))
        return segments

    def _hours(self, row: int) -> list[Segment]:
        if self.calendar is None or self._rows is None or row >= self._rows.count:
            return []
        minutes = self._rows.first + row * self._rows.step
        clock = f"{minutes // 60:02}:{minutes % 60:02} " if not minutes % 60 else " " * _GUTTER
        cells = [self._cell(day, row) for day in range(len(self.calendar.days))]
        gap = Segment(" ", self.rich_style)
        return [Segment(clock, self._style("quiet")), *(part for cell in cells for part in (cell, gap))]

    def _cell(self, day: int, row: int) -> Segment:
        assert self._rows is not None  # noqa: S101  (nothing is drawn without)
        width, index = self._column - 1, self._at(day, row)
        thing = self.places[index].thing if index is not None else None
        if index is None or thing is None:
            sign = week_words.HOURS if (day, row) in self._rows.working else ""
            return Segment(filled(sign, width), self._style("quiet"))
        here = index == self.cursor and self.has_focus
        style = self._style("cursor") if here else self._style(_LOOKS[type(thing)])
        if row != self._first_drawn(index):
            second = row == self._first_drawn(index) + 1
            return Segment(filled(week_words.more(thing, second=second), width), style)
        sign = "▸" if here else week_words.mark(thing)
        return Segment(filled(f"{sign}{self._words(self.places[index], thing)}", width), style)

    def _words(self, place: Place, thing: Thing) -> str:
        """Write what stands in the first cell of a thing: its minutes, where the row does not tell them, and name."""
        assert self._rows is not None  # noqa: S101  (nothing is drawn without)
        assert self.calendar is not None  # noqa: S101  (nothing is drawn without)
        if self._column > _WIDE:
            return clean(f"{week_words.hours(thing.span)} {week_words.whole(thing, self.calendar.now)}")
        early = place.begin < self._rows.first
        late = f":{place.begin % 60:02} " if place.begin % self._rows.step and not early else ""
        return late + clean(week_words.brief(thing))

    def _first_drawn(self, index: int) -> int:
        """Return the first row in sight in which a thing is what is drawn."""
        assert self._rows is not None  # noqa: S101  (nothing is drawn without)
        rows, day = self._rows.of[index], self.places[index].day
        return next((row for row in rows if row >= self._top and self._at(day, row) == index), rows.start)

    def _style(self, part: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"grid--{part}", partial=True)
