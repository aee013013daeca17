"""Owns throw-away PostgreSQL clusters: made in a temporary folder, reached over a socket in it, and gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 30
"""Seconds within which a cluster stands or ends."""

_PLACES = ("/usr/lib/postgresql", "/usr/pgsql-15", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql@15")

_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_SETTINGS = {
    "listen_addresses": "", "max_connections": "200", "shared_buffers": "64MB", "autovacuum": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "log_min_messages": "panic", "log_min_error_statement": "panic",
}  # fmt: skip


def binaries() -> Path | None:
    """Tell where PostgreSQL 15 or newer keeps its programs; None when there is none."""
    found = [Path(path) for path in (shutil.which("initdb"), shutil.which("postgres")) if path]
    folders = [path.resolve().parent for path in found]
    for place in map(Path, _PLACES):
        versions = [folder for folder in place.glob("[0-9]*") if folder.name.isdigit() and int(folder.name) >= 15]
        folders += [folder / "bin" for folder in sorted(versions, key=lambda folder: -int(folder.name))]
        folders.append(place / "bin")
    return next((one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()), None)


class Cluster:
    """A PostgreSQL server of one's own; nobody reaches it but through its folder."""

    def __init__(self, *, quick: bool = True) -> None:
        """Make a cluster and start it.

        Args:
            quick: Whether nothing needs to outlive a crash.

        Raises:
            RuntimeError: If there is no PostgreSQL, or it does not start.
        """
        programs = binaries()
        if programs is None:
            raise RuntimeError("there is no PostgreSQL 15 on this machine")
        self._programs, self._quick = programs, quick
        memory = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory if quick and os.access(memory, os.W_OK) else None))
        self._server: subprocess.Popen[bytes] | None = None
        try:
            self._make()
            self.start()
        except BaseException:
            self.end()
            raise

    def url(self, database: str = "postgres") -> str:
        """Give the URL of one of its databases."""
        return f"postgresql+psycopg://tester@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start the server, as after a crash."""
        settings = _SETTINGS | (_QUICK if self._quick else {}) | {"unix_socket_directories": str(self.folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [*self._as_nobody(), str(self._programs / "postgres"), "-D", str(self.folder / "data"), *options],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True,
            )  # fmt: skip
        self._await()

    def crash(self) -> None:
        """End the server at once, as a power cut does to its processes; what is not on the disk is lost."""
        self._stop(signal.SIGQUIT)

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement by itself."""
        import psycopg

        with psycopg.connect(f"host={self.folder} user=tester dbname={database}", autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        """Stop the server and leave nothing."""
        self._stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _make(self) -> None:
        if os.geteuid() == 0:
            owner = _somebody()
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        command = [*self._as_nobody(), str(self._programs / "initdb"), "-D", str(self.folder / "data"), "--no-sync"]
        command += ["--username=tester", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", timeout=PATIENCE)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr}")

    def _await(self) -> None:
        import psycopg

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self._server is not None  # noqa: S101  (it was started)
            if self._server.poll() is not None:
                break
            try:
                self.sql("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")

    def _stop(self, by: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(by)
            self._server.wait(PATIENCE)
            self._server = None

    @staticmethod
    def _as_nobody() -> list[str]:
        """Give the words before a command that root must not run, and that must not outlive this process."""
        setpriv = shutil.which("setpriv")
        if os.geteuid() != 0:
            return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []
        if setpriv is None:
            raise RuntimeError("root may not run PostgreSQL, and setpriv is not there to become somebody else")
        owner = _somebody()
        return [setpriv, f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", "--pdeathsig", "QUIT"]


def _somebody() -> pwd.struct_passwd:
    """Tell who runs the server when this is root."""
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
