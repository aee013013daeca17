"""Owns how a screen asks the backend, and how it shows what may be done."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual import on, work
from textual.await_complete import AwaitComplete
from textual.screen import ScreenResultType

from consultant_tui.api.errors import GivenUp, Unknown
from consultant_tui.commands.command import Command, Commanded, Need, shown
from consultant_tui.commands.everywhere import Help, HelpWhileTyping, Menu
from consultant_tui.desk import Desk
from consultant_tui.turns import InTurns, Turns
from consultant_tui.widgets.hints import Hint, Hints
from consultant_tui.widgets.waiting import Waiting

T = TypeVar("T")


@dataclass(eq=False)
class _Wait:
    """One question that has no answer yet."""

    task: "asyncio.Task[Any]"
    since: float
    """When it was asked, on the event loop's clock."""
    given_up: bool = False


class Asking(Commanded[ScreenResultType], Generic[ScreenResultType]):
    """A screen that asks, tells that it waits, and lets the consultant give up."""

    DEFAULT_CSS = """
    Asking { layers: default waiting; }
    """

    BUSY_AFTER: ClassVar[float] = 0.3
    """Seconds until it is shown that an answer is being waited for."""
    PATIENCE: ClassVar[float] = 5
    """Seconds until a way out is offered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._waits: list[_Wait] = []
        self._hints: tuple[Hints, ...] = ()

    @property
    def turns(self) -> Turns:
        """The order in which what is typed is answered."""
        return cast("InTurns", self.app).turns

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen, once, and whatever stands above it.

        Textual would close the topmost screen, whichever that is: a second press that was on its way took one too many.
        """
        if self not in self.app.screen_stack:
            return AwaitComplete()
        for above in reversed(self.app.screen_stack[self.app.screen_stack.index(self) + 1 :]):
            above.dismiss()
        return super().dismiss(result)

    async def ask(self, question: Coroutine[Any, Any, T], *, changes: bool = False) -> T:
        """Await an answer of the backend while the screen stays alive.

        Args:
            question: The call of the API.
            changes: Whether it changes something, so that giving up leaves the outcome unknown.

        Raises:
            GivenUp: If the consultant did not want to wait longer for an answer.
            CancelledError: If the screen has gone meanwhile, so that nothing is there to show an answer.
            Unknown: If that happened with a change.
        """
        task = asyncio.ensure_future(question)
        with self._waiting(task) as wait:
            try:
                answer = await task
            except asyncio.CancelledError:
                task.cancel()
                if not wait.given_up:
                    raise
                raise Unknown("given up") if changes else GivenUp(self.desk.api.address, waited=True) from None
        if not changes and not self._is_there:
            raise asyncio.CancelledError
        return answer

    @property
    def _is_there(self) -> bool:
        """Whether this screen is open; one that was just left may still hear of what it asked for.

        So may one whose program ends: it stays in the stack while its parts are taken away.
        """
        return self.app.is_running and self.is_attached and self in self.app.screen_stack

    @property
    def awaits(self) -> bool:
        """Whether an answer is under way already, as while the consultant signs in for it."""
        return bool(self._waits)

    @contextmanager
    def _waiting(self, task: "asyncio.Task[Any]") -> Iterator[_Wait]:
        wait = _Wait(task, asyncio.get_running_loop().time())
        self._waits.append(wait)
        timers = [
            self.set_timer(self.BUSY_AFTER, self._show_waiting),
            self.set_timer(self.PATIENCE, self.refresh_bindings),
        ]
        try:
            yield wait
        finally:
            self._waits.remove(wait)
            for timer in timers:
                timer.stop()
            if self._is_there and not self._waits:
                for line in self.query(Waiting):
                    line.rest()
            self.refresh_bindings()

    def _show_waiting(self) -> None:
        if self._waits and not self.desk.credentials.asking and not self.query(Waiting):
            self.mount(Waiting(self._waited, self.PATIENCE))
        elif self._waits:
            for line in self.query(Waiting):
                line.begin()

    def on_screen_resume(self) -> None:
        """Tell again what is still waited for; a screen is also resumed while the program ends."""
        if self._is_there and self._waited() >= self.BUSY_AFTER:
            self._show_waiting()

    def _waited(self) -> float:
        now = asyncio.get_running_loop().time()
        return max((now - wait.since for wait in self._waits), default=0)

    @on(Waiting.GivenUp)
    def action_give_up(self) -> None:
        """Stop waiting."""
        for wait in self._waits:
            wait.given_up = True
            wait.task.cancel()

    def met(self) -> frozenset[Need]:
        """Say which needs hold now; screens add theirs."""
        needs = set()
        if not self.desk.settings.read_only:
            needs.add(Need.CHANGES)
        if self._waits and self._waited() >= self.PATIENCE:
            needs.add(Need.WAITING)
        return frozenset(needs)

    def refresh_bindings(self) -> None:
        """Bring keys and hints in line with what may be done now; on a screen that is closing, nothing may."""
        super().refresh_bindings()
        if not self._is_there:
            return
        met = self.met()
        hints = tuple(
            Hint(shown(command.keys[0]), command.footer, command.name, command.aside, command.green)
            for command in self.hinted(met)
            if command.footer and command.shown_with <= met
        )
        self._hints = self._hints or tuple(self.query(Hints))
        for line in self._hints:
            line.hints = hints

    def hinted(self, met: frozenset[Need]) -> list[type[Command]]:
        """List the commands that the footer names, with a key for help that is not text where the focus is.

        Args:
            met: The needs that hold now.
        """
        typed = self.focused is not None and self.focused.check_consume_key("question_mark", "?")
        return [HelpWhileTyping if typed and command is Help else command for command in self.offered(met)]

    @on(Hints.Chosen)
    async def _do_hint(self, message: Hints.Chosen) -> None:
        await self.run_action(message.action)

    @work(exclusive=True, group="menu")
    async def action_menu(self) -> None:
        """Show the commands to choose from, and give the chosen one."""
        from consultant_tui.screens.menu import MenuDialog

        offers = [command for command in self.offered() if command is not Menu]
        name = await self.app.push_screen_wait(MenuDialog(self.desk, offers, self.more_offers()))
        if name is not None:
            await self.run_action(name)

    def more_offers(self) -> list[type[Command]]:
        """List commands that the menu finds only when they are typed."""
        return []

    def action_help(self) -> None:
        """Show keys and words."""
        from consultant_tui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self.desk, self.OFFERS))

    async def before_quit(self) -> None:
        """Do, within a moment, what must be done before the program ends."""

    def action_quit(self) -> None:
        """End the program."""
        self.app.exit()
