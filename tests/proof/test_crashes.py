"""The installed program breaks in a real pseudo-terminal: a whole terminal, one line, and nothing of anybody's."""

import signal
import stat
import sys
from pathlib import Path

import pytest

from benchmarks.terminals import Terminal, marked, until
from tests.proof.test_terminal_program import DEMO, home, is_whole, nothing_is_left

__all__ = ["home"]

BREAKING = """
import sys
from consultant_tui import app, cli, desk
from textual.widget import Widget

def fail(*_args, **_more):
    somebody = "Ana Lindqvist"
    raise RuntimeError(f"{somebody}, 0491 570 006")

async def fail_later():
    fail()

class Broken(Widget):
    render = fail

def interrupt(self):
    HOW

app.ConsultantApp.action_interrupt = interrupt
AT_START
sys.exit(cli.main())
"""

HOW = {
    "at a key": "fail()",
    "while drawing": "self.screen.mount(Broken())",
    "in a worker": "self.screen.run_worker(fail_later())",
    "in a thread": "self.screen.run_worker(fail, thread=True)",
    "in a timer": "self.set_timer(0.01, fail)",
    "while leaving": "self.call_later(fail); self.exit()",
}


def broken(how: str = "", at_start: str = "") -> tuple[str, ...]:
    program = BREAKING.replace("HOW", how or "pass").replace("AT_START", at_start)
    return sys.executable, "-c", program, *DEMO[1:]


def log_of(home: Path) -> Path:
    return home / ".local" / "state" / "consultant-tui" / "consultant-tui.log"


def last_words(terminal: Terminal) -> str:
    """Tell what the shell's own screen shows after the program."""
    return bytes(terminal.written).rpartition(b"\x1b[?1049l")[2].decode()


def is_told_in_one_line(terminal: Terminal, home: Path) -> None:
    """Assert that one line names the log, which is its owner's alone and names nobody."""
    assert f"Something went wrong; the program had to end. Details: {log_of(home)}" in terminal.screen().replace(
        "\n", ""
    )
    assert "Traceback" not in last_words(terminal)
    told = log_of(home).read_text(encoding="utf-8")
    assert "RuntimeError" in told
    for data in ("Lindqvist", "0491"):
        assert data not in told.replace('somebody = "Ana Lindqvist"', "")
        assert data not in last_words(terminal)
    assert stat.S_IMODE(log_of(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(log_of(home).parent.stat().st_mode) == 0o700


@pytest.mark.every(2)
@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_a_crash_leaves_a_whole_terminal_and_one_line(home: Path, how: str) -> None:
    """Wherever the screens break."""
    with Terminal(broken(how), home=home, size=(160, 24)) as terminal:
        terminal.see("Ana Lindqvist")
        terminal.press("\x03")
        assert terminal.end() == 1
        is_whole(terminal)
        is_told_in_one_line(terminal, home)
        assert last_words(terminal).strip().count("\n") == 0
        nothing_is_left(terminal)


def test_a_crash_before_the_screens_is_told_the_same_way(home: Path) -> None:
    """Python would print its traceback, with the words of the error."""
    with Terminal(broken(at_start="desk.Desk.__init__ = fail"), home=home, size=(160, 24)) as terminal:
        assert terminal.end() == 1
        is_told_in_one_line(terminal, home)
        assert bytes(terminal.written).decode().strip().count("\n") == 0
        nothing_is_left(terminal)


def test_a_log_that_cannot_be_written_is_not_promised(home: Path) -> None:
    """A folder stands where the log should be."""
    log_of(home).mkdir(parents=True)
    with Terminal(broken(), home=home, size=(160, 24)) as terminal:
        assert terminal.end() == 1
        assert terminal.screen().strip() == "Something went wrong; the program had to end."
        nothing_is_left(terminal)


def test_an_interrupt_before_the_screens_ends_it_without_a_word(home: Path) -> None:
    """Somebody changes their mind at once."""
    at_start = "import os, signal; desk.Desk.__init__ = lambda *_: os.kill(os.getpid(), signal.SIGINT)"
    with Terminal(broken(at_start=at_start), home=home) as terminal:
        assert terminal.end() == 128 + signal.SIGINT
        assert terminal.screen().strip() == ""
        nothing_is_left(terminal)


def test_neither_arguments_nor_files_are_for_others(home: Path) -> None:
    """Arguments are what everybody on a machine sees; files and folders are their owner's alone."""
    with Terminal(DEMO, home=home) as terminal:
        terminal.see("ASST-")
        processes = marked(terminal.mark)
        until(lambda: len(processes) >= 2, seconds=1, what="the backend runs")
        tokens = set()
        for pid in processes:
            values = dict(
                part.partition("=")[::2] for part in Path(f"/proc/{pid}/environ").read_text().split("\0") if part
            )
            tokens |= {values["BOOKING_SERVER_TOKEN"]} if "BOOKING_SERVER_TOKEN" in values else set()
            assert stat.S_IMODE(Path(f"/proc/{pid}/environ").stat().st_mode) == 0o400
        assert len(tokens) == 1, "the backend alone is told the token, where only its user can read it"
        for pid in processes:
            seen = Path(f"/proc/{pid}/cmdline").read_text()
            assert not any(secret in seen for secret in (*tokens, "@", "Lindqvist"))
        made = [path for top in (terminal.temporary, log_of(home).parent) for path in (*top.rglob("*"), top)]
        made.remove(terminal.temporary)
        assert len(made) > 10
        open_to_others = {path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077}
        assert not open_to_others
        terminal.press("q")
        assert terminal.end() == 0
