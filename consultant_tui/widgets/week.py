"""Owns the picture of a line's week: what is free, taken or leave, and a cursor over the free times."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.contract.schedules import DayGlance, Opening, WeekGlance
from consultant_tui.contract.vocabulary import StretchState
from consultant_tui.widgets.cells import CURSOR, fit
from consultant_tui.wording import phrases

_LABEL = 14
_MARKS = {StretchState.FREE: "·", StretchState.BUSY: "█", StretchState.LEAVE: "▒", StretchState.HELD: "▓"}
_KEY = "○ free time   █ busy   ▒ leave"
_HELD = "   ▓ being booked online"


class Week(Widget, can_focus=True):
    """One row a day; the arrows go from free time to free time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Later", show=False),
        Binding("left", "step(-1)", "Earlier", show=False),
        Binding("down", "day(1)", "Next day", show=False),
        Binding("up", "day(-1)", "Previous day", show=False),
    ]

    DEFAULT_CSS = """
    Week {
        height: auto;
    }
    """

    glance: reactive[WeekGlance | None] = reactive(None, layout=True)
    """The week that is shown; None while it is not known."""
    outdated: reactive[bool] = reactive(False)
    """Whether another line was chosen since, so that no free time can be taken from this picture any more."""
    cursor: reactive[int] = reactive(0)
    """Which free time the cursor is on, counted through the week."""
    chosen: reactive[int | None] = reactive(None)
    """Which free time is chosen while the cursor is elsewhere on the screen; None when it is none of them."""

    @dataclass
    class LeftUpward(Message):
        """The cursor left the picture at its top."""

    @dataclass
    class Taken(Message):
        """A free time was clicked."""

        opening: Opening

    @property
    def openings(self) -> list[Opening]:
        """Every free time of the week, in order; none while they are not known."""
        days = self.glance.days if self.glance is not None and not self.outdated else ()
        return [opening for day in days for opening in day.openings]

    @property
    def opening(self) -> Opening | None:
        """The free time under the cursor."""
        return self.openings[self.cursor] if self.cursor < len(self.openings) else None

    @property
    def marked(self) -> Opening | None:
        """The free time that Enter takes: under the cursor while the picture has the focus, else the chosen one."""
        if self.has_focus:
            return self.opening
        return self.openings[self.chosen] if self.chosen is not None else None

    def show(self, glance: WeekGlance | None) -> None:
        """Show a week of the line that is chosen now, from its first free time, with none chosen.

        Args:
            glance: The week; None when it cannot be known.
        """
        self.glance, self.outdated = glance, False
        self.cursor, self.chosen = 0, None

    def outdate(self) -> None:
        """Let no free time be taken until the week of another line is known."""
        self.outdated, self.chosen = True, None

    def point_at(self, instant: datetime) -> None:
        """Choose the free time that begins at an instant, if there is one, and put the cursor on it."""
        for index, opening in enumerate(self.openings):
            if opening.client.start.utc == instant:
                self.cursor = self.chosen = index

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """One line a working day, the hours above and what is under the cursor below."""
        return 3 + max(len(self._days()), 1)

    def render(self) -> Content:
        """Draw the week."""
        if self.glance is None:
            return Content("")
        days, ruler = self._days(), self._ruler()
        none = Content("No hours of this line lie in this week.")
        rows = [self._hours(ruler), *([self._row(day, ruler) for day in days] or [none])]
        held = any(stretch.state is StretchState.HELD for day in days for stretch in day.stretches)
        rows += [self._told(), Content.styled(" " * _LABEL + _KEY + _HELD * held, "$text-muted")]
        return Content("\n").join(rows)

    def action_step(self, by: int) -> None:
        """Go to the next or the previous free time."""
        if 0 <= self.cursor + by < len(self.openings):
            self.cursor += by

    def action_day(self, by: int) -> None:
        """Go to the free time nearest to this hour on another day; out at the top."""
        at = self.opening
        if at is None:
            self.post_message(self.LeftUpward())
            return
        here = at.consultant.start.wall
        others = [
            (index, opening.consultant.start.wall)
            for index, opening in enumerate(self.openings)
            if (opening.consultant.start.wall.date() - here.date()).days * by > 0
        ]
        if not others:
            if by < 0:
                self.post_message(self.LeftUpward())
            return
        day = min((wall.date() for _, wall in others), key=lambda one: abs((one - here.date()).days))
        same_day = [(index, wall) for index, wall in others if wall.date() == day]
        self.cursor = min(same_day, key=lambda one: abs(_time_of_day(one[1]) - _time_of_day(here)))[0]

    def on_click(self, event: events.Click) -> None:
        """Take the free time under the mouse."""
        at = event.get_content_offset(self)
        days = self._days()
        if at is None or not 1 <= at.y <= len(days) or at.x < _LABEL:
            return
        ruler = self._ruler()
        for opening in days[at.y - 1].openings:
            begin, end = ruler.places(days[at.y - 1], opening)
            if begin <= at.x - _LABEL < end:
                self.cursor = self.openings.index(opening)
                self.post_message(self.Taken(opening))
                return

    def _days(self) -> list[DayGlance]:
        return [day for day in self.glance.days if day.stretches] if self.glance else []

    def _ruler(self) -> "_Ruler":
        return _Ruler.fitting(self._days(), self.size.width - _LABEL)

    def _hours(self, ruler: "_Ruler") -> Content:
        every = next(hours for hours in (1, 2, 4) if ruler.column(ruler.first + 60 * hours) >= 3 or hours == 4)
        line = ""
        for hour in range(ruler.first // 60, ruler.last // 60, every):
            line = line.ljust(ruler.column(hour * 60)) + f"{hour % 24:02}"
        place = phrases.place(self._days()[0].stretches[0].span.start.zone) if self._days() else ""
        return Content.styled(f"{fit(place, _LABEL - 1):<{_LABEL}}{line}", "$text-muted")

    def _row(self, day: DayGlance, ruler: "_Ruler") -> Content:
        here = self.marked
        label = f" {phrases.day_words(day.day).rsplit(' ', 1)[0]:<{_LABEL - 1}}"
        row = Content(label + " " * ruler.column(ruler.last))
        for stretch in day.stretches:
            begin, end = (
                ruler.column(_minutes_of(day, moment.wall)) for moment in (stretch.span.start, stretch.span.end)
            )
            row = _over(row, begin, _MARKS.get(stretch.state, "?") * (end - begin), "$text-muted")
        for opening in day.openings:
            begin, end = ruler.places(day, opening)
            if opening is here:
                style = CURSOR if self.has_focus else "bold"
                row = _over(row, begin, "●" + _MARKS[StretchState.FREE] * (end - begin - 1), style)
            else:
                row = _over(row, begin, "○", "$text-muted" if self.outdated else "")
        return row

    def _told(self) -> Content:
        if self.outdated:
            return Content("")
        if not self.openings:
            return Content(" No free time in this week.")
        at = self.marked
        if at is None:
            return Content("")
        told, room = phrases.both_clocks(at.consultant, at.client), self.size.width - 1
        if cell_len(told) > room:
            told = phrases.both_starts(at.consultant, at.client)
        return Content.styled(f" {fit(told, room)}", "bold" if self.has_focus else "")


@dataclass(frozen=True)
class _Ruler:
    """How the minutes of a week's days lie along a row."""

    first: int
    """The whole hour, in minutes, before which nothing of the week lies."""
    last: int
    """The whole hour after which nothing does."""
    columns: int
    """How many columns stand for ``per`` minutes."""
    per: int

    @classmethod
    def fitting(cls, days: list[DayGlance], room: int) -> "_Ruler":
        """Make one for so many columns at most."""
        edges = [
            _minutes_of(day, moment.wall)
            for day in days
            for stretch in day.stretches
            for moment in (stretch.span.start, stretch.span.end)
        ]
        first, last = (min(edges) // 60 * 60, -(-max(edges) // 60) * 60) if edges else (0, 60)
        room = max(room, 12)
        scales = ((2, 15), (1, 15), (1, 30), (1, 60))
        fits = (scale for scale in scales if (last - first) * scale[0] <= room * scale[1])
        return cls(first, last, *next(fits, scales[-1]))

    def column(self, minutes: int) -> int:
        """Return where a minute lies."""
        return (minutes - self.first) * self.columns // self.per

    def places(self, day: DayGlance, opening: Opening) -> tuple[int, int]:
        """Return where a free time begins, and ends."""
        begin = self.column(_minutes_of(day, opening.consultant.start.wall))
        return begin, max(self.column(_minutes_of(day, opening.consultant.end.wall)), begin + 1)


def _over(row: Content, begin: int, drawn: str, style: str) -> Content:
    """Draw over a part of a row, beyond its label."""
    at = _LABEL + begin
    return row[:at] + Content.styled(drawn, style) + row[at + len(drawn) :]


def _minutes_of(day: DayGlance, wall: datetime) -> int:
    """Minutes since the midnight before the day's hours begin; beyond 24 hours they go on counting."""
    begins = day.stretches[0].span.start.wall
    return int((wall - datetime.combine(begins.date(), time())).total_seconds()) // 60


def _time_of_day(wall: datetime) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute)
