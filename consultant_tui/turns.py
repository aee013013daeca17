"""Owns the order of what is typed: each key is for whatever the one before left in focus.

Textual hands a key to the widget that has the focus when it arrives, and looks for what it is bound to only after it
has come back. Of keys that arrive together, as through a slow line, those behind a tab would all go to the old field.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

PATIENCE = 2.0
"""Seconds that a key waits at most for the one before."""
SOON = 0.02
"""Seconds until it is looked whether the widget that had the one before is gone; it never says that it is done."""

Typed = events.Key | events.Paste


class Through(Message):
    """Follows a key through every widget that it meets, and so arrives after it was answered."""

    def __init__(self, typed: Typed | None, *, last: bool = False) -> None:
        """Make the message.

        Args:
            typed: What it follows.
            last: Whether it follows also what was said in answer to that, as a choice that brings another field.
        """
        super().__init__()
        self.typed = typed
        self.last = last


class Turns:
    """Lets one key at a time be answered, in the order in which they were typed."""

    def __init__(self, app: App[None], give: Callable[[Typed], Awaitable[None]]) -> None:
        """Make it.

        Args:
            app: Whose keys they are.
            give: Hands a key to whatever has the focus.
        """
        self._app = app
        self._give = give
        self._waiting: deque[Typed] = deque()
        self._given: Typed | None = None
        """What was handed on last, until it is through."""
        self._target: Widget
        """To whom."""
        self._until = 0.0
        self._held_until = 0.0
        self._followed = False
        self._looks = False

    async def take(self, typed: Typed) -> None:
        """Hand on what was typed, now or when it is its turn."""
        self._waiting.append(typed)
        if len(self._waiting) == 1:
            await self._go_on()

    def hold(self) -> None:
        """Hand nothing on until it is known what comes first; for a moment at most, whatever happens."""
        self._held_until = monotonic() + PATIENCE

    async def give_first(self, typed: Iterable[Typed]) -> None:
        """Hand on what was kept from earlier, and then what has waited since."""
        self._waiting.extendleft(reversed(list(typed)))
        self._held_until = 0.0
        await self._go_on()

    async def come_back(self, typed: Typed) -> None:
        """Hear that a key met no widget that kept it, and that what it is bound to is done."""
        if typed is self._given:
            await self._done()

    async def follow(self, through: Through) -> None:
        """Hear that what follows a key has arrived: the key was answered, at last with all that its answer led to."""
        if through.typed is not self._given:
            return
        if through.last:
            self._app.screen.call_after_refresh(self._laid_out, through.typed)
        else:
            await self._done()

    async def _laid_out(self, typed: Typed | None) -> None:
        """Go on once a field that the key brought has its place; without one, a tab would take it for the first."""
        if typed is self._given:
            await self._through()

    async def _done(self) -> None:
        if self._waiting and self._target.post_message(Through(self._given, last=True)):
            self._followed = True
        else:
            await self._through()

    async def _through(self) -> None:
        self._given = None
        await self._go_on()

    @property
    def _is_busy(self) -> bool:
        return self._given is not None and self._target.is_running and monotonic() < self._until

    @property
    def _is_held(self) -> bool:
        return monotonic() < self._held_until

    async def _go_on(self) -> None:
        while self._waiting and not self._is_busy and not self._is_held:
            await self._hand_on(self._waiting.popleft())
        if self._waiting and not self._followed and not self._is_held:
            self._followed = self._target.post_message(Through(self._given))
        if self._waiting and not self._looks:
            self._looks = True
            self._app.set_timer(SOON, self._look)

    async def _look(self) -> None:
        self._looks = False
        await self._go_on()

    async def _hand_on(self, typed: Typed) -> None:
        self._target = self._app.focused or self._app.screen
        self._given, self._followed = typed, False
        self._until = monotonic() + PATIENCE
        await self._give(typed)


class InTurns(App[None], inherit_bindings=False):
    """A program whose keys are answered one after the other."""

    def __init__(self) -> None:
        """Make the program; nothing is typed yet."""
        super().__init__()
        self.turns = Turns(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        """Let what is typed wait for its turn."""
        if isinstance(event, Typed) and not event.is_forwarded:
            await self.turns.take(event)
            return
        await super().on_event(event)
        if isinstance(event, Typed):
            await self.turns.come_back(event)

    async def on_through(self, message: Through) -> None:
        """Let the next key have its turn."""
        await self.turns.follow(message)
