"""Owns the running program: its look, its first screen, and how it ends."""

import asyncio
import gc
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from consultant_tui.contract.text import lines_of
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.quick_view import QuickViewScreen
from consultant_tui.silence import last_line, write_down
from consultant_tui.themes import THEMES
from consultant_tui.turns import InTurns
from consultant_tui.widgets.cover import LEAST, Cover
from consultant_tui.widgets.waiting import Waiting

START_SECONDS = 3
"""After that the start is over, and garbage is collected again."""


class ConsultantApp(InTurns, inherit_bindings=False):
    """The terminal program of a counselling consultant."""

    TITLE = "Quick View"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", "Quit", show=False),
    ]
    CSS = """
    Toast { background: $panel; color: $text; padding: 0 1; }
    """

    def __init__(self, desk: Desk, log_file: Path | None = None) -> None:
        """Make the program.

        Args:
            desk: What its screens are handed.
            log_file: Where a crash is written down; told when that happens.
        """
        super().__init__()
        self.desk = desk
        self._log_file = log_file
        self._failed = False
        self._paused = False
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = desk.settings.theme
        self.home = QuickViewScreen(desk)

        desk.credentials.ask = self.sign_in

    async def sign_in(self) -> bool:
        """Let the consultant sign in over whatever is shown; whether that was done."""
        from consultant_tui.screens.sign_in import SignInDialog

        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        dialog = SignInDialog(self.desk)

        def hear(done: bool | None) -> None:
            if not answer.done():
                answer.set_result(bool(done))

        self.desk.credentials.asking = True
        await self.screen.query(Waiting).remove()
        await self.push_screen(dialog, hear)
        try:
            return await answer
        finally:
            self.desk.credentials.asking = False
            dialog.dismiss(False)

    def get_default_screen(self) -> Screen[Any]:
        """Begin with Quick View itself, so that the first paint already shows it."""
        return self.home

    def on_mount(self) -> None:
        """End, stop and go on cleanly when asked to from outside; cover the screens while the window is too small."""
        self.screen_change_signal.subscribe(self, lambda _: self._cover())
        self.set_timer(START_SECONDS, gc.enable)
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._end, 128 + number)
            loop.add_signal_handler(signal.SIGTSTP, self._pause)
            loop.add_signal_handler(signal.SIGCONT, self._continue)

    def _pause(self) -> None:
        with self.suspend():
            self._paused = True
            os.kill(os.getpid(), signal.SIGSTOP)

    def _continue(self) -> None:
        """Take the terminal anew after a stop, which whoever else used it meanwhile may have changed.

        Textual by itself would only begin to read once more beside the reading that goes on: keys would come in any
        order, and the terminal would never be given back as it was. After a pause of its own it is taken already, and
        taking it once more would lose what is typed by now.
        """
        if self._paused:
            self._paused = False
            return
        with self.suspend():
            pass

    def _end(self, code: int) -> None:
        self.call_later(self._leave, code)

    async def _leave(self, code: int) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Asking):
                await screen.before_quit()
        self.exit(return_code=code)

    async def action_quit(self) -> None:
        """End the program, once what was written is kept."""
        await self._leave(0)

    def action_interrupt(self) -> None:
        """End as an interrupted program does."""
        self._end(128 + signal.SIGINT)

    @property
    def _too_small(self) -> bool:
        return self.size.width < LEAST.width or self.size.height < LEAST.height

    def on_resize(self) -> None:
        """Cover or uncover the screens, once the new size is known everywhere."""
        self.call_later(self._cover)

    def _cover(self) -> None:
        for screen in self.screen_stack:
            if not self._too_small:
                screen.query(Cover).remove()
            elif not screen.query(Cover):
                screen.mount(Cover())
            else:
                screen.query_one(Cover).refresh()

    async def on_event(self, event: events.Event) -> None:
        """Let no key or click through to a screen that cannot be seen, and nothing pasted that no screen may show."""
        if self._too_small and isinstance(event, events.InputEvent | events.Paste):
            return
        if isinstance(event, events.Paste):
            event.text = "\n".join(lines_of(event.text))
        await super().on_event(event)

    def panic(self, *renderables: object) -> None:  # noqa: ARG002 - they may show names of clients
        """End after an error without printing anything of what was on the screens."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End after an error: a whole terminal, one line, and where the details are.

        Textual would print every local variable: names and tokens.
        """
        write_down(sys.exception())
        self._failed = True
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        if self._failed:
            sys.stderr.write(last_line(self._log_file))
