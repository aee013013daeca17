"""Owns the measurements of the terminal program: first paint, first data, a cursor key, memory, modules."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.measure import Finding, Samples, at_most, by_turns
from benchmarks.terminals import PROGRAMS, Terminal

FLOORS = Path(__file__).parent / "floors"
DEMO = (str(PROGRAMS / "consultant-tui"), "--demo")
SMALLEST = (sys.executable, str(FLOORS / "smallest_app.py"))
BARE_LIST = (sys.executable, str(FLOORS / "bare_list.py"))

FRAME = "Quick View"
"""Painted first, before there is data."""
DATA = "ASST-"
"""Painted in the rows of the appointments."""
SMALLEST_FRAME = "smallest app"

DOWN = "\x1b[B"
UP = "\x1b[A"
CTRL_Q = "\x11"
NOT_AT_FIRST_PAINT = ("httpx", "click", "sqlalchemy", "litestar")


def first_paint(home: Path, rounds: int) -> Finding:
    """Time from the start of the process until the program shows itself."""
    samples = by_turns(
        lambda: [_painted(DEMO, FRAME, home)], lambda: [_painted(SMALLEST, SMALLEST_FRAME, home)], rounds
    )
    return at_most("first paint, against the smallest Textual app", _in_ms(samples), target=1.35, unit="ms")


def first_data(home: Path, rounds: int) -> Finding:
    """Time from the start of the process until Quick View shows appointments, backend and demo practice included."""
    samples = by_turns(lambda: [_painted(DEMO, DATA, home)], lambda: [_painted(SMALLEST, SMALLEST_FRAME, home)], rounds)
    return at_most("Quick View with its data, backend from cold", _in_ms(samples), target=3.0, unit="ms")


def _painted(argv: tuple[str, ...], text: str, home: Path) -> float:
    with Terminal(argv, home=home) as terminal:
        return terminal.first(text)


def _in_ms(samples: Samples) -> Samples:
    return Samples(tuple(s * 1000 for s in samples.ours), tuple(s * 1000 for s in samples.floor))


def cursor_key(home: Path, rounds: int) -> Finding:
    """Time from a cursor key until the moved cursor is wholly painted, in lists of the same length.

    What follows after a pause, such as a footer that waits for the cursor to rest, is waited for but not counted.
    """
    with Terminal(DEMO, home=home) as ours, Terminal([*BARE_LIST, "33"], home=home) as floor:
        for terminal in (ours, floor):
            terminal.first(DATA)
            terminal.settle(0.5)
        samples = by_turns(lambda: _moves(ours), lambda: _moves(floor), rounds)
    return at_most("cursor key to paint, p50, against a bare virtual list", _in_ms(samples), target=1.25, unit="ms")


def _moves(terminal: Terminal) -> Iterable[float]:
    for key in (DOWN, DOWN, DOWN, UP, UP, UP):
        pressed = time.perf_counter()
        terminal.press(key)
        if not terminal.read(2):
            raise RuntimeError("a cursor key changed nothing")
        terminal.settle(0.012)
        yield terminal.last_output - pressed
        terminal.settle(0.12)


def memory(home: Path, rounds: int) -> Finding:
    """Memory of the terminal program alone once Quick View shows its data; the backend is a process of its own."""
    samples = by_turns(
        lambda: [_resident(DEMO, DATA, home)], lambda: [_resident(SMALLEST, SMALLEST_FRAME, home)], rounds
    )
    return at_most("memory of the terminal program (PSS)", samples, target=1.5, unit="MiB")


def _resident(argv: tuple[str, ...], text: str, home: Path) -> float:
    with Terminal(argv, home=home) as terminal:
        terminal.first(text)
        terminal.settle(0.5)
        for line in Path(f"/proc/{terminal.pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not tell how much memory a process uses")


def modules(home: Path) -> Iterable[Finding]:
    """Modules loaded when the first frame is written, beyond those of the smallest Textual app."""
    ours = _loaded(list(DEMO), FRAME, home)
    floor = _loaded(list(SMALLEST[1:]), SMALLEST_FRAME, home)
    beyond = ours - floor
    yield Finding(
        what="modules at first paint beyond Textual's own",
        ours=str(len(ours)),
        floor=str(len(floor)),
        measured=str(len(beyond)),
        target="<= 60",
        holds=len(beyond) <= 60,
    )
    early = [name for name in NOT_AT_FIRST_PAINT if name in ours]
    yield Finding(
        what="httpx, click, sqlalchemy, litestar at first paint",
        ours=", ".join(early) or "none",
        floor="none",
        measured=str(len(early)),
        target="0",
        holds=not early,
    )


def _loaded(argv: list[str], text: str, home: Path) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "modules.txt"
        probe = (sys.executable, str(Path(__file__).parent / "probe.py"), str(report), text, *argv)
        with Terminal(probe, home=home) as terminal:
            terminal.first(text)
            terminal.settle(0.2)
        return set(report.read_text(encoding="utf-8").split())


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {
    "modules": modules,
    "paint": lambda home: [first_paint(home, 15)],
    "data": lambda home: [first_data(home, 11)],
    "key": lambda home: [cursor_key(home, 12)],
    "memory": lambda home: [memory(home, 3)],
}
