"""The installed program in a real pseudo-terminal: from start to receipt, and nothing left behind however it ends."""

import os
import signal
import subprocess
import termios
from pathlib import Path

import pytest

from benchmarks.terminals import PROGRAMS, Terminal, clean_environment, marked, until

PROGRAM = str(PROGRAMS / "consultant-tui")
DEMO = (PROGRAM, "--demo", "--at", "2026-11-23T09:04")
ENTER, ESCAPE, CTRL_F, CTRL_S = "\r", "\x1b", "\x06", "\x13"
TAKEN = {"alternate screen": "?1049", "mouse": "?1000", "pasting": "?2004"}
"""What a full-screen program takes from the terminal and must give back."""

TYPED = "abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    return tmp_path


def is_whole(terminal: Terminal) -> None:
    """Assert that the terminal is as the shell left it: its own screen, a cursor, echo, lines."""
    written = bytes(terminal.written).decode(errors="replace")
    for what, mode in TAKEN.items():
        assert written.rfind(f"\x1b[{mode}l") > written.rfind(f"\x1b[{mode}h"), f"{what} was not given back"
    assert written.rfind("\x1b[?25h") > written.rfind("\x1b[?25l"), "no cursor"
    local = terminal.manners()[3]
    for flag in (termios.ECHO, termios.ICANON, termios.ISIG):
        assert local & flag, "the terminal does not take lines as before"


def stopped(terminal: Terminal) -> bool:
    """Say whether the program was stopped, reading what it writes until then."""
    terminal.read(0.02)
    return Path(f"/proc/{terminal.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T"


def stop_and_go_on(terminal: Terminal, number: signal.Signals) -> None:
    """Stop the program, and let it go on until it has taken the terminal again."""

    def took() -> int:
        terminal.read(0.02)
        return terminal.written.count(b"\x1b[?1049h")

    os.kill(terminal.pid, number)
    until(lambda: stopped(terminal), seconds=10, what="it stops")
    terminal.settle(0.1)
    if number == signal.SIGTSTP:
        is_whole(terminal)
    before = took()
    os.kill(terminal.pid, signal.SIGCONT)
    until(lambda: took() > before, seconds=10, what="it goes on")
    terminal.settle(0.3)


def nothing_is_left(terminal: Terminal) -> None:
    """Assert that every process the program started has ended, and its throw-away data is gone."""
    until(lambda: not marked(terminal.mark), seconds=10, what="every process it started ends")
    assert not list(terminal.temporary.iterdir())


def test_last_weeks_booking_is_repeated_with_eight_keys(home: Path) -> None:
    """From Quick View to the finalised booking (seed 001, steps 1 to 6), and back with the new row."""
    pressed = 0
    with Terminal(DEMO, home=home) as terminal:
        terminal.see("Quick View", "Dr Mira Okafor", "Not started", "In progress", "Recently completed", "ASST-")
        for key, *seen in (
            ("3", "Recently completed"),
            ("r", "Available", "Continue to Rebook"),
            (ENTER, "Approach", "Manual", "Retrospective", "Rebook with me"),
            (ENTER, "Schedule", "rate"),
            (ENTER, "Details", "Appointment date", "Starting time"),
            (CTRL_S, "For the client", "For you", "Fri 27 Nov 2026  16:00-17:00"),
            (ENTER, "Review", "Finalise appointment"),
            (CTRL_F, "Booked as APP-", "Fri 27 Nov 2026  16:00-17:00"),
        ):
            terminal.press(key)
            pressed += 1
            terminal.see(*seen)
        assert pressed <= 8
        terminal.press(ENTER)
        terminal.see("Quick View", "Not started", "Fri 27 Nov 16:00  Grace Mbeki")
        terminal.press("q")
        assert terminal.end() == 0
        is_whole(terminal)
        nothing_is_left(terminal)


@pytest.mark.parametrize("keys", ["q", "\x11"], ids=["q", "ctrl+q"])
def test_quitting_leaves_nothing_running(home: Path, keys: str) -> None:
    """The backend ends with the program, and its data goes with it."""
    with Terminal(DEMO, home=home) as terminal:
        terminal.see("ASST-")
        assert len(marked(terminal.mark)) >= 2, "the backend is a process of its own"
        terminal.press(keys)
        assert terminal.end() == 0
        is_whole(terminal)
        nothing_is_left(terminal)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_leaves_nothing_running_and_a_whole_terminal(home: Path, number: signal.Signals, status: int) -> None:
    """The program ends in order and says by its status which signal it was."""
    with Terminal(DEMO, home=home) as terminal:
        terminal.see("ASST-")
        os.kill(terminal.pid, number)
        assert terminal.end() == status
        is_whole(terminal)
        nothing_is_left(terminal)


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGTSTP])
def test_a_program_that_was_stopped_takes_keys_in_their_order_and_gives_the_terminal_back(
    home: Path, number: signal.Signals
) -> None:
    """However often somebody stops it, in the way that tells it or in the one that does not."""
    with Terminal(DEMO, home=home) as terminal:
        terminal.see("ASST-")
        terminal.settle(0.3)
        for _ in range(5):
            stop_and_go_on(terminal, number)
        terminal.press("f")
        terminal.see("Type the beginning")
        for key in TYPED:
            terminal.press(key)
        terminal.see(TYPED)
        terminal.press("\x11")
        assert terminal.end() == 0
        is_whole(terminal)
        nothing_is_left(terminal)


def test_killing_the_program_leaves_nothing_running(home: Path) -> None:
    """Even when it has no chance to say goodbye, the backend notices and ends."""
    with Terminal(DEMO, home=home) as terminal:
        terminal.see("ASST-")
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.end() == -signal.SIGKILL
        nothing_is_left(terminal)


def test_killing_the_program_before_it_shows_anything_leaves_nothing_running(home: Path) -> None:
    """Also while the backend is still starting."""
    with Terminal(DEMO, home=home) as terminal:
        until(lambda: len(marked(terminal.mark)) >= 2, seconds=10, what="the backend starts")
        os.kill(terminal.pid, signal.SIGKILL)
        nothing_is_left(terminal)


def test_without_a_terminal_it_says_so_in_one_line(home: Path) -> None:
    """And starts nothing."""
    done = subprocess.run(
        [PROGRAM, "--demo"], env=clean_environment(home), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "terminal" in done.stderr
