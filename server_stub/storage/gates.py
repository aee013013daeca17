"""Owns the queue before the connections: who comes first is served first, and nobody waits without end."""

import threading
from collections import deque
from types import TracebackType

from sqlalchemy.exc import TimeoutError as NoneFreeError


class Gate:
    """Lets so many through at a time, in the order in which they came.

    The pool of connections itself gives a free one to whoever asks at that moment, so that under load some wait very
    long.
    """

    def __init__(self, places: int, seconds: float) -> None:
        self._free, self._seconds = places, seconds
        self._turn = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._turn:
            if self._free:
                self._free -= 1
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=self._seconds):
            return
        with self._turn:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise NoneFreeError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._turn:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
