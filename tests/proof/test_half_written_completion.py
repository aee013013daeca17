"""A half-written completion outlives the program that it was written in, however that ends."""

import os
import signal
import subprocess
from pathlib import Path

from benchmarks.terminals import PROGRAMS, Terminal, clean_environment, marked, until

SERVER = str(PROGRAMS / "booking-server")
MIRA = "mira.okafor@example.org"
CTRL_O, TAB = "\x0f", "\t"


def take_in_the_demo(home: Path) -> None:
    """Make the demo the user's own practice."""
    for command in (("demo", str(home / "demo")), ("import", str(home / "demo"))):
        subprocess.run([SERVER, *command], env=clean_environment(home), check=True, capture_output=True, timeout=60)


def test_it_is_there_again_after_kill_9(tmp_path: Path) -> None:
    take_in_the_demo(tmp_path)
    program = (str(PROGRAMS / "consultant-tui"), "--profile", MIRA)
    with Terminal(program, home=tmp_path) as terminal:
        terminal.see("In progress", "since ")
        terminal.press("2")
        terminal.see("c Resume")
        terminal.press("c")
        terminal.see("Complete Jun Watanabe", "nothing written yet")
        terminal.press("123" + TAB)
        terminal.press("\x1b[200~He said [b]no\nand then he sle\x1b[201~")
        terminal.press("pt")
        terminal.see("and then he slept", "draft saved")
        os.kill(terminal.pid, signal.SIGKILL)
        until(lambda: not marked(terminal.mark), seconds=10, what="everything it started ends")
    with Terminal(program, home=tmp_path) as terminal:
        terminal.see("In progress", "since ")
        terminal.press("2")
        terminal.see("c Resume")
        terminal.press("c")
        terminal.see("He said [b]no", "and then he slept", "[x] Introduction checklist", "draft saved")
        terminal.press(CTRL_O)
        terminal.see("closes the session for good", "2 lines")
        terminal.press(CTRL_O)
        terminal.see("No session is going on.", "Recently completed")
        terminal.press("q")
        assert terminal.end() == 0
    subprocess.run([SERVER, "check"], env=clean_environment(tmp_path), check=True, capture_output=True, timeout=60)
    text = b"and then he slept"
    kept = [file for file in tmp_path.rglob("*") if file.is_file() and text in file.read_bytes()]
    assert {file.name.partition(".")[0] for file in kept} == {"practice"}
