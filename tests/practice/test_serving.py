"""The server as its starting program meets it: over an inherited socket, until its lifeline is cut or it is told."""

import http.client
import json
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from consultant_tui.contract import paths
from server_stub.cli import main

AT = ("--at", "2026-11-23T09:04")
TOKEN = "a-token-that-the-starting-program-made-up-01"  # noqa: S105
COMMAND = [str(Path(sys.executable).parent / "booking-server"), "serve"]
PATIENCE = 20
"""Seconds that anything here may take at most."""


def ask(port: int, path: str, *, token: str = TOKEN, method: str = "GET", body: object = None, **headers: str):
    """Ask the server one thing; tell the status and the answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        headers |= {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


class Server:
    """A server in a process of its own, started the way the terminal program starts it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        lifeline, self.lifeline = os.pipe()
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
            self.process = subprocess.Popen(
                [*COMMAND, "--fd", str(door.fileno()), "--lifeline", str(lifeline), *arguments],
                pass_fds=(door.fileno(), lifeline),
                env=os.environ | {"BOOKING_SERVER_TOKEN": TOKEN, "TMPDIR": str(folder)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        os.close(lifeline)

    def cut(self) -> None:
        """Cut the lifeline, as the system does when the starting program dies."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1

    def ended(self) -> tuple[int, str, str]:
        """Wait for the end; tell the exit code and all that was printed."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@pytest.fixture
def serve(tmp_path):
    """Start servers; none outlives the test."""
    started = []

    def serve(*arguments: str) -> Server:
        (tmp_path / "temporary").mkdir(exist_ok=True)
        started.append(Server(tmp_path / "temporary", *arguments))
        return started[-1]

    yield serve
    for server in started:
        server.cut()
        server.process.kill()
        server.process.communicate()


@pytest.fixture
def own(tmp_path):
    """The address of one's own practice: the demo, imported."""
    url = f"sqlite:///{tmp_path}/own.db"
    main(["demo", str(tmp_path / "demo")])
    main(["import", str(tmp_path / "demo"), "--database", url])
    return url


def test_the_demo_is_served_until_the_lifeline_is_cut_and_nothing_is_left(serve):
    server = serve("--demo", *AT)
    status, view = ask(server.port, paths.QUICK_VIEW)
    assert (status, view["consultant"]["name"]) == (200, "Dr Mira Okafor")
    assert view["now"]["wall"] == "2026-11-23T09:04:00"
    assert len(list(server.folder.iterdir())) == 1
    server.cut()
    assert server.ended() == (0, "", "")
    assert list(server.folder.iterdir()) == []


def test_a_lifeline_that_is_cut_before_the_server_stands_ends_it_too(serve):
    server = serve("--demo", *AT)
    server.cut()
    assert server.ended() == (0, "", "")
    assert list(server.folder.iterdir()) == []


def test_another_profile_may_be_chosen_and_only_the_token_lets_in(serve):
    server = serve("--demo", *AT, "--profile", "sam.hollis@example.org")
    assert ask(server.port, paths.QUICK_VIEW)[1]["consultant"]["name"] == "Sam Hollis"
    assert ask(server.port, paths.QUICK_VIEW, token="another")[0] == 401  # noqa: S106


def test_trusted_proxies_tell_who_guesses(serve):
    server = serve("--demo", *AT, "--trust-proxy", "10.0.0.0/8", "--trust-proxy", "2001:db8::1")
    guess = {"email": "sam.hollis@example.org", "password": "another long sentence"}

    def guessed_from(*hops: str) -> int:
        told = {"X-Forwarded-For": ", ".join(hops)}
        return ask(server.port, paths.SESSIONS, method="POST", body=guess, **told)[0]

    statuses = [guessed_from("198.51.100.1", "10.0.0.7") for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert guessed_from("198.51.100.2", "2001:db8::1", "10.0.0.7") == 422


def test_being_told_to_end_leaves_nothing_behind(serve):
    server = serve("--demo", *AT)
    ask(server.port, paths.HEALTH)
    server.process.terminate()
    assert server.ended() == (0, "", "")
    assert list(server.folder.iterdir()) == []


def test_a_terminal_s_signals_are_not_for_an_embedded_server(serve):
    server = serve("--demo", *AT)
    ask(server.port, paths.HEALTH)
    for number in (signal.SIGINT, signal.SIGHUP):
        server.process.send_signal(number)
    assert ask(server.port, paths.QUICK_VIEW)[0] == 200


def test_the_server_ends_when_its_starting_program_is_killed(tmp_path):
    program = (
        "import sys, pathlib, time; from tests.practice.test_serving import Server, ask\n"
        f"server = Server(pathlib.Path({str(tmp_path)!r}), '--demo', '--at', '2026-11-23T09:04')\n"
        "ask(server.port, '/health'); print(server.process.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        orphan = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    try:
        assert select.select([orphan], [], [], PATIENCE)[0] == [orphan]
    finally:
        os.close(orphan)
    assert list(tmp_path.iterdir()) == []


def test_one_s_own_practice_is_served_to_one_profile_and_the_token_taken_back(serve, own, tmp_path):
    server = serve("--database", own, "--profile", "noor.haddad@example.org")
    assert ask(server.port, paths.QUICK_VIEW)[1]["consultant"]["zone"] == "Australia/Perth"
    server.cut()
    assert server.ended() == (0, "", "")
    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        assert connection.execute("SELECT * FROM tokens").fetchall() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "this practice has several profiles; name one with --profile EMAIL"),
        (("--profile", "nobody.at.all@example.org"), "there is no profile nobody.at.all@example.org in this practice"),
    ],
)
def test_an_unclear_profile_ends_the_start(serve, own, arguments, said):
    assert serve("--database", own, *arguments).ended() == (1, "", f"booking-server: {said}\n")


def test_what_was_accepted_is_finished_before_the_end(serve, own, tmp_path):
    server = serve("--database", own, "--profile", "mira.okafor@example.org")
    _, offer = ask(server.port, paths.REBOOKING.format(appointment="APP-20028"))
    day = date.fromisoformat(offer["now_client"]["wall"][:10]) + timedelta(days=60)
    asked = {
        "previous": "APP-20028", "approach": "manual", "schedule": "SCH-101", "modality": "phone",
        "day": str(day - timedelta(days=day.weekday())), "start": "10:00:00",
    }  # fmt: skip
    key = "accepted-before-the-end"
    answers = []

    def book() -> None:
        answers.append(ask(server.port, paths.BOOKINGS, method="POST", body=asked, **{paths.IDEMPOTENCY_KEY: key}))

    with closing(sqlite3.connect(tmp_path / "own.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        booking = threading.Thread(target=book)
        booking.start()
        states = (ask(server.port, paths.BOOKING_KEY.format(key=key))[1]["state"] for _ in range(5000))
        assert "in_progress" in states
        server.process.send_signal(signal.SIGTERM)
        other.execute("COMMIT")
    booking.join(PATIENCE)
    assert [(status, answer["reference"]) for status, answer in answers] == [(201, "APP-20057")]
    assert server.ended() == (0, "", "")
    assert main(["check", "--database", own]) == 0


def test_on_a_port_it_says_where_it_listens_and_gives_a_token_for_the_demo(tmp_path):
    with subprocess.Popen(
        [*COMMAND, "--demo", *AT, "--port", "0"], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as process:  # fmt: skip
        try:
            listening, database, token = (process.stdout.readline().strip() for _ in range(3))
            port = int(listening.removeprefix("listening on http://127.0.0.1:"))
            assert ask(port, paths.QUICK_VIEW, token=token.removeprefix("token "))[0] == 200
            assert main(["check", "--database", database.removeprefix("database ")]) == 0
            with pytest.raises(subprocess.CalledProcessError) as taken:
                subprocess.run([*COMMAND, "--demo", "--port", str(port)], check=True, capture_output=True, text=True)
            assert taken.value.returncode == 1
            assert taken.value.stderr.startswith("booking-server: Address already in use")
            assert taken.value.stderr.count("\n") == 1
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []
