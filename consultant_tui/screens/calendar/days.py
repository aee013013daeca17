"""Owns which days a calendar shows: asking for them, and going to others."""

from datetime import date, timedelta

from textual import on, work

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.contract.calendar import Calendar
from consultant_tui.desk import Desk
from consultant_tui.screens.journey import Journey
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.week_grid import WeekGrid
from consultant_tui.widgets.week_plan import Thing
from consultant_tui.wording import phrases

_WEEK = 7


class Days(Journey):
    """A screen with a week or a day, and a cursor on something in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.calendar: Calendar | None = None
        """What is shown."""
        self._first: date | None = None
        """The first date; None until the backend has told what day it is."""
        self._days = _WEEK
        self._wanted: str | date = ""
        """The reference or the date to which the cursor goes when the days are there."""
        self._enter = 0
        """From which side the cursor comes in."""

    @property
    def term(self) -> str:
        """What the provider calls a client."""
        return self.calendar.client_term if self.calendar is not None else "client"

    @property
    def grid(self) -> WeekGrid:
        """The days that are shown."""
        return self.query_one(WeekGrid)

    @property
    def thing(self) -> Thing | None:
        """What is under the cursor."""
        place = self.grid.place if self.query(WeekGrid) else None
        return place.thing if place is not None else None

    def on_screen_resume(self) -> None:
        """Ask at once on every return."""
        if not self.awaits:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Ask for the days."""
        try:
            calendar = await self.ask(self.desk.api.calendar(self._first, self._days))
        except GivenUp:
            return
        except ApiError as error:
            if await self.told(error, self.term):
                self.load()
            return
        self._show(calendar)

    def _show(self, calendar: Calendar) -> None:
        self.calendar, self._first = calendar, calendar.days[0].day
        self.grid.show(calendar, enter=self._enter, wanted=self._wanted)
        self._enter, self._wanted = 0, ""
        shown = " - ".join(dict.fromkeys(phrases.day_words(calendar.days[index].day) for index in (0, -1)))
        self.query_one(Title).right = (phrases.place(calendar.now.zone), f"[ {shown} ]")

    def show_there(self, day: date, wanted: str) -> None:
        """Go to what was just made.

        Args:
            day: The date on which it lies.
            wanted: Its reference.
        """
        self._first = day if self._days == 1 else _monday(day)
        self._wanted = wanted
        self.load()

    @on(WeekGrid.Left)
    def _go_beyond(self, message: WeekGrid.Left) -> None:
        self._enter = message.by
        self.action_shift(message.by)

    def action_shift(self, by: int) -> None:
        """Show earlier or later days; the cursor stays on its weekday."""
        if self._first is not None:
            self._first += by * timedelta(days=self._days)
            self.load()

    def action_today(self) -> None:
        """Show the present."""
        if self.calendar is not None:
            today = self.calendar.now.wall.date()
            self._first = today if self._days == 1 else _monday(today)
            self._wanted = today
            self.load()

    def action_day_or_week(self) -> None:
        """Show the day under the cursor alone, or its whole week again."""
        day = self.grid.day
        if day is None:
            return
        self._days = 1 if self._days > 1 else _WEEK
        self._first = day if self._days == 1 else _monday(day)
        self._wanted = day
        self.load()

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
