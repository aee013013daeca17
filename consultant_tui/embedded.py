"""Owns the bundled backend: starts it, and makes sure that it ends with the program, however that ends."""

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from consultant_tui.silence import open_log

TOKEN_VARIABLE = "BOOKING_SERVER_TOKEN"  # noqa: S105 - the name of a variable
PATIENCE_SECONDS = 10
"""How long the backend may take to end in good order: longer than it gives its requests and its round together."""


class Embedded:
    """A backend in a child process, on a port of its own.

    The socket is bound and listening before the child exists: there is no race for the port, and a question
    that is asked too early simply waits. The child ends when the write end of its lifeline is closed, which the
    system does for a parent that was killed.
    """

    def __init__(self, arguments: Sequence[str], log_file: Path) -> None:
        """Start it.

        Args:
            arguments: What it is told besides socket and lifeline.
            log_file: Where its errors go.
        """
        self.token = os.urandom(32).hex()
        with socket.create_server(("127.0.0.1", 0), backlog=64) as door:
            self.address = f"http://127.0.0.1:{door.getsockname()[1]}"
            lifeline, self._lifeline = os.pipe()
            command = [sys.executable, "-P", "-m", "server_stub.cli", "serve"]
            self._log_file = log_file
            with open_log(log_file) as log:
                self._log_start = log.seek(0, os.SEEK_END)
                self._child = subprocess.Popen(  # noqa: S603 - our own program
                    [*command, "--fd", str(door.fileno()), "--lifeline", str(lifeline), *arguments],
                    env={**os.environ, TOKEN_VARIABLE: self.token},
                    pass_fds=(door.fileno(), lifeline),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    start_new_session=True,
                )
            os.close(lifeline)

    @property
    def pid(self) -> int:
        """The process that it runs in."""
        return self._child.pid

    def failed(self) -> bool:
        """Tell whether it ended by itself with an error; one that is just ending is waited for."""
        try:
            return self._child.wait(0.3) != 0
        except subprocess.TimeoutExpired:
            return False

    def last_words(self) -> str:
        """Give the last line that it wrote about itself."""
        with self._log_file.open(encoding="utf-8", errors="replace") as log:
            log.seek(self._log_start)
            lines = [line for line in log.read().splitlines() if line.strip()]
        return lines[-1].removeprefix("booking-server: ") if lines else "it left no word"

    def stop(self) -> None:
        """End it: kindly, then by force; a second time does nothing."""
        lifeline, self._lifeline = self._lifeline, -1
        if lifeline == -1:
            return
        os.close(lifeline)
        try:
            self._child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
