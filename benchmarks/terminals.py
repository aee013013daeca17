"""Owns a real pseudo-terminal with a program in it: what it paints, when, and how it leaves the terminal."""

import os
import re
import select
import signal
import sys
import termios
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

PROGRAMS = Path(sys.executable).parent
"""Where the programs of the environment in use are installed."""

MARK = "PROOF_MARK"
"""The environment variable by which a program and everything it started can be found again."""

_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()#%].|[=>78cDEHMNOZ])")
_SCRUBBED = ("NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "COLUMNS", "LINES")


def _as_from_a_shell() -> None:
    """Let the program be interrupted, also when whoever started us in the background does not let us be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a new user with an empty home on a plain colour terminal."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _SCRUBBED and not name.startswith(("TEXTUAL", "XDG_", "PYTEST", "COV_", "CONSULTANT_TUI"))
    }
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **more}


def until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for a condition of another process.

    Raises:
        TimeoutError: If it does not hold within the time.
    """
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what}")
        pause.wait(0.02)


def alive(pid: int) -> bool:
    """Say whether a process runs; one that only waits to be buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def marked(mark: str) -> list[int]:
    """Give the running processes that carry a mark, whoever their parent is by now."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if wanted in environment.split(b"\0") and alive(int(entry.name)):
            found.append(int(entry.name))
    return found


class Terminal:
    """A program in a pseudo-terminal, from its start to its end."""

    def __init__(
        self, argv: Sequence[str], *, home: Path, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> None:
        """Start the program; ``size`` is columns and rows."""
        columns, rows = size
        self.mark = uuid.uuid4().hex
        """Carried by the program and all that it starts."""
        self.written = bytearray()
        """Everything the program wrote."""
        self.last_output = 0.0
        """When the newest of it was read (perf_counter)."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self.temporary = home / "tmp" / self.mark
        """Where the program puts what it throws away."""
        self.temporary.mkdir(parents=True)
        environment = {**clean_environment(home), "TMPDIR": str(self.temporary), **(env or {}), MARK: self.mark}
        self.started = time.perf_counter()
        self._child = pexpect.spawn(
            argv[0],
            list(argv[1:]),
            env=environment,
            dimensions=(rows, columns),
            timeout=None,
            echo=True,
            preexec_fn=_as_from_a_shell,
        )
        self._child.delaybeforesend = None
        self._child.delayafterclose = 0.02

    def __enter__(self) -> Self:
        """Use the terminal; it is closed at the end, with all that still runs in it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the terminal."""
        self.close()

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return int(self._child.pid)

    def manners(self) -> list[Any]:
        """Tell how the terminal treats what is typed, as termios says it."""
        return termios.tcgetattr(self._child.child_fd)

    def read(self, seconds: float) -> bytes:
        """Wait for output and take what is there; nothing when there was none or the program has ended."""
        ready, _, _ = select.select([self._child.child_fd], [], [], max(seconds, 0))
        if not ready:
            return b""
        try:
            chunk = os.read(self._child.child_fd, 65536)
        except OSError:
            return b""
        self.last_output = time.perf_counter()
        self.written += chunk
        return chunk

    def screen(self) -> str:
        """Give the text on the screen, one line a row."""
        self._stream.feed(bytes(self.written[self._fed :]))
        self._fed = len(self.written)
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return "\n".join("".join(row[column].data for column in range(self._screen.columns)) for row in rows)

    def see(self, *texts: str, seconds: float = 15) -> str:
        """Wait until all the texts are on the screen at once, and give the screen.

        Raises:
            AssertionError: If they are not there within the time, or the program ends before.
        """
        return self._watch(lambda screen: all(text in screen for text in texts), f"{texts} seen", seconds)

    def see_change(self, before: str, *texts: str, without: Sequence[str] = (), seconds: float = 20) -> str:
        """Wait until the screen is another one than before, and give it.

        Args:
            before: What it was.
            texts: What must be on it.
            without: What may not be on it all at once.
            seconds: How long that may take.

        Raises:
            AssertionError: If that does not come within the time.
        """

        def changed(screen: str) -> bool:
            left = bool(without) and all(text in screen for text in without)
            return screen != before and not left and all(text in screen for text in texts)

        return self._watch(changed, f"{texts} seen anew", seconds)

    def see_no_more(self, text: str, seconds: float = 15) -> str:
        """Wait until the text is gone from the screen, and give the screen.

        Raises:
            AssertionError: If it stays.
        """
        return self._watch(lambda screen: text not in screen, f"{text!r} gone", seconds)

    def _watch(self, condition: Callable[[str], bool], what: str, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if condition(screen):
                return screen
            ended = not self._child.isalive()
            if not self.read(0 if ended else min(0.2, seconds)) and (ended or time.monotonic() > deadline):
                raise AssertionError(f"not {what}{' before the end' if ended else ''}:\n{screen}")

    def first(self, text: str, seconds: float = 30) -> float:
        """Wait for a text in what is written, without drawing it, and give the seconds since the start.

        Raises:
            TimeoutError: If it is not written within the time.
        """
        wanted = text.encode()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._child.isalive():
            if self.read(0.2) and wanted in _ESCAPES.sub(b"", bytes(self.written)):
                return self.last_output - self.started
        raise TimeoutError(f"{text!r} was not painted:\n{self.screen()}")

    def settle(self, quiet: float) -> None:
        """Read until nothing was written for a while, for at most 10 seconds."""
        deadline = time.monotonic() + 10
        while self.read(quiet) and time.monotonic() < deadline:
            pass

    def press(self, keys: str) -> None:
        """Send keys as a keyboard does."""
        os.write(self._child.child_fd, keys.encode())

    def end(self, seconds: float = 15) -> int:
        """Wait for the program's end and give its exit status, or minus the signal that ended it.

        Raises:
            TimeoutError: If it does not end.
        """
        deadline = time.monotonic() + seconds
        while self._child.isalive():
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running:\n{self.screen()}")
            self.read(0.02)
        while self.read(0.02):
            pass
        if self._child.signalstatus is not None:
            return -int(self._child.signalstatus)
        return int(self._child.exitstatus)

    def close(self) -> None:
        """End whatever still runs in the terminal and give it back."""
        self._child.close(force=True)
        for pid in marked(self.mark):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
