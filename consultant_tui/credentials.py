"""Owns who is asking: the tokens of a sign-in, and where the way back into it is kept."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple, Protocol

_TURNS, _MOMENT = 300, 0.05
"""How often, and after how many seconds each, it is tried to have the turn: longer than any exchange takes."""


class Way(NamedTuple):
    """What is kept of a sign-in between two starts of the program."""

    email: str
    renewal: str
    """The token that is exchanged for the next pair; empty when only the address is known."""


class Keeper(Protocol):
    """A place outside of the program where one way is kept."""

    problem: str
    """Why nothing could be kept, in words; empty while all is well."""

    def load(self) -> Way | None:
        """Return what is kept, if anything is."""

    def keep(self, way: Way) -> None:
        """Keep a way in the place of the one before."""

    def claim(self) -> bool:
        """Take the turn before all other programs that keep it here; whether it could be had."""

    def release(self) -> None:
        """Let another program have the turn."""


class Credentials:
    """Who is asking."""

    def __init__(self, access: str = "", keep: Callable[[], Keeper] | None = None) -> None:
        """Begin with what is known.

        Args:
            access: The bearer token, where one was handed over.
            keep: Makes the place where a sign-in is kept; None where one cannot sign in, only hand over a token.
        """
        self.access = access
        self.email = ""
        self.renewal = ""
        self.entered = False
        """Whether somebody was signed in since the program began: nobody else takes their place."""
        self.ask: Callable[[], Awaitable[bool]] | None = None
        """Asks the consultant to sign in; whether that was done."""
        self.asking = False
        """Whether the consultant is being asked right now."""
        self._keep = keep
        self._keeper: Keeper | None = None

    @property
    def signs_in(self) -> bool:
        """Whether one may sign in."""
        return self._keep is not None

    @property
    def problem(self) -> str:
        """Why a sign-in is not kept, in words."""
        return self._keeper.problem if self._keeper else ""

    def recall(self) -> None:
        """Look up, once, what was kept; may take a moment."""
        if self._keep is not None and self._keeper is None:
            self._keeper = self._keep()
            if way := self._keeper.load():
                self.email, self.renewal = way

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Have the turn to exchange the renewal, with what another program of the same consultant made of it.

        A renewal that two programs have used ends the sign-in of both, as if one had stolen it.
        """
        keeper = self._keeper
        if keeper is None:
            yield
            return
        for _ in range(_TURNS):
            if keeper.claim():
                break
            await asyncio.sleep(_MOMENT)
        try:
            way = None if keeper.problem else await asyncio.to_thread(keeper.load)
            if way is not None and way.email == self.email and way.renewal:
                self.renewal = way.renewal
            yield
        finally:
            keeper.release()

    def take(self, email: str, access: str, renewal: str) -> None:
        """Be signed in; may take a moment."""
        self.email, self.access, self.renewal, self.entered = email, access, renewal, True
        self._write()

    def drop(self) -> None:
        """Be signed in no longer; the address stays known, so that the same consultant comes back."""
        self.access = self.renewal = ""
        self._write()

    def _write(self) -> None:
        if self._keeper is not None:
            self._keeper.keep(Way(self.email, self.renewal))
