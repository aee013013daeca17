"""The program is killed in a real terminal at each moment of a booking: the next start knows what became of it."""

import os
import signal

import pytest

from benchmarks.terminals import PROGRAMS, Terminal, until
from server_stub.practice.checking import check_practice
from tests.faults import server
from tests.faults.test_every_step import rows

ENTER, CTRL_F = "\r", "\x06"
BOOKINGS = "/v1/bookings"


@pytest.fixture
def start(stage, tmp_path):
    """Start the program as the same consultant each time, with the same home."""
    token = tmp_path / "token"
    token.write_text(stage.api.credentials.access)
    program = str(PROGRAMS / "consultant-tui")

    def start():
        return Terminal((program, "--server", stage.line.address, "--token-file", str(token)), home=tmp_path)

    return start


def walk_to_review(terminal):
    """Go to the last step of Grace's next session."""
    terminal.see("Grace Mbeki")
    for keys, words in (("3", "Fri 20 Nov 16:00"), ("r", "Continue to Rebook"), (ENTER, "How do you want")):
        terminal.press(keys)
        terminal.see(words)
    for words in ("37 left", "Fits ", "Is this right?"):
        terminal.press(ENTER)
        terminal.see(words)


def kill(terminal):
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL


def finalise(terminal, stage):
    """Send the booking, and wait until it has left the program."""
    terminal.press(CTRL_F)
    until(lambda: ("POST", BOOKINGS) in stage.line.app.seen, seconds=15, what="it is sent")


def test_before_it_was_sent_it_is_offered_and_can_be_discarded(stage, start):
    before = rows(stage)
    with start() as terminal:
        walk_to_review(terminal)
        kill(terminal)
    with start() as terminal:
        terminal.see("There is an unfinished booking for ASST-100028.", "Discard", "Resume")
        assert "It was sent" not in terminal.screen()
        terminal.press(ENTER)
        terminal.see("Starting time", "Fits ")
        kill(terminal)
    with start() as terminal:
        terminal.see("There is an unfinished booking", "Discard")
        terminal.press("\x1b[Z" + ENTER)
        terminal.see_no_more("unfinished")
        kill(terminal)
    with start() as terminal:
        terminal.see("Grace Mbeki")
        terminal.settle(0.5)
        assert "unfinished" not in terminal.screen()
    assert rows(stage) == before
    assert ("POST", BOOKINGS) not in stage.line.app.seen


@pytest.mark.parametrize("acts", [True, False], ids=["done", "never arrived"])
def test_after_it_was_sent_the_next_start_first_finds_out(stage, start, acts):
    before = rows(stage)
    with start() as terminal:
        walk_to_review(terminal)
        with stage.line.failing("POST", BOOKINGS, server.hang, acts=acts):
            finalise(terminal, stage)
            if acts:
                until(lambda: rows(stage) == before + 1, seconds=15, what="it is booked")
            kill(terminal)
    with start() as terminal:
        terminal.see("There is an unfinished booking", "It was sent, and we don't know yet", "Resume")
        assert "Discard" not in terminal.screen()
        terminal.press(ENTER)
        if not acts:
            terminal.see("Starting time", "Fits ")
            terminal.press(ENTER)
            terminal.see("Is this right?")
            terminal.press(CTRL_F)
        terminal.see("Booked as APP-")
    assert rows(stage) == before + 1
    assert stage.line.app.seen.count(("POST", BOOKINGS)) == (1 if acts else 2)
    assert not check_practice(stage.engines).broken


def test_after_the_answer_nothing_is_left_to_do(stage, start):
    before = rows(stage)
    with start() as terminal:
        walk_to_review(terminal)
        terminal.press(CTRL_F)
        terminal.see("Booked as APP-")
        kill(terminal)
    with start() as terminal:
        terminal.see("Grace Mbeki")
        terminal.settle(0.5)
        assert "unfinished" not in terminal.screen()
    assert rows(stage) == before + 1


def test_the_second_of_two_programs_is_told(stage, start):
    with start() as first, start() as second:
        walk_to_review(first)
        second.see("Grace Mbeki")
        for keys, words in (("3", "Fri 20 Nov 16:00"), ("r", "Continue to Rebook"), (ENTER, "in another terminal")):
            second.press(keys)
            second.see(words)
        kill(first)
        second.press(ENTER)
        second.see("How do you want")
