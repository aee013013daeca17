"""Owns how Quick View is kept up to date: asked for on every return, on a key, and by itself now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.timer import Timer

from consultant_tui.api.errors import ApiError, GivenUp, NotRecognised, Unreachable
from consultant_tui.desk import Desk
from consultant_tui.screens.journey import Journey
from consultant_tui.widgets.ends import Title
from consultant_tui.wording import phrases

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import QuickView


class Refreshing(Journey):
    """A screen that shows Quick View as it is now; its title tells of when that is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: QuickView | None = None
        """What the backend answered last."""
        self._trouble: ApiError | None = None
        self._timer: Timer | None = None

    def show(self, view: QuickView) -> None:
        """Show what the backend answered."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Ask for the appointments, and again now and then."""
        self._timer = self.set_interval(self.desk.settings.refresh_seconds, self._look_again, pause=True)

    def on_screen_resume(self) -> None:
        """Ask at once on every return; what was done elsewhere shows here.

        The screen is painted before that: what a question needs is loaded in a thread, which would slow the painting.
        """
        if self._timer is not None:
            self._timer.reset()
            self._timer.resume()
        if self._trouble is None and not self.awaits:
            self.call_after_refresh(self._look_again)

    def on_screen_suspend(self) -> None:
        """Ask nothing while covered."""
        if self._timer is not None:
            self._timer.pause()

    def _look_again(self) -> None:
        self.load(quietly=self.view is not None)

    @work(exclusive=True, group="load")
    async def load(self, *, quietly: bool = False) -> None:
        """Ask the backend for the appointments.

        Args:
            quietly: Whether a failure is only said in the title, because nobody asked for this.
        """
        try:
            self._show(await self.ask(self.desk.api.quick_view()))
        except ApiError as error:
            self._trouble = error
            self._tell_title(current=False)
            if self.view is None and self.desk.hopeless():
                self.app.exit(return_code=3)
            elif not quietly and not isinstance(error, GivenUp):
                self._tell(error)

    @work(exclusive=True, group="trouble")
    async def _tell(self, error: ApiError) -> None:
        if await self.told(error):
            self.load()

    def _show(self, view: QuickView) -> None:
        self.view, self._trouble = view, None
        self.desk.learn(view.now.utc)
        self.show(view)
        self._tell_title(current=True)
        self.refresh_bindings()  # at once, so that rows and hints are one paint
        self.resume_unfinished()

    def _tell_title(self, *, current: bool) -> None:
        if self.view is None:
            self.query_one(Title).right = ("not loaded · ctrl+r tries again",)
            return
        who = self.view.consultant
        told = [who.name, phrases.place(who.zone), phrases.instant(self.view.now)]
        if self.desk.settings.read_only:
            told.insert(0, "read only")
        if clock := phrases.clock_differs(self.desk.difference.ahead):
            told.insert(0, clock)
        if not current:
            told[-1] = f"not refreshed since {phrases.clock(self.view.now)}"
        self.query_one(Title).right = tuple(told)

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    def action_quit(self) -> None:
        """End the program; its exit code tells when it never got to show anything."""
        never = self._trouble if self.view is None else None
        code = {Unreachable: 3, GivenUp: 3, NotRecognised: 4}.get(type(never), 0)
        self.app.exit(return_code=code)
