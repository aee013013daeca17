"""Owns the running server: what it serves, who may enter, and what ends it."""

import asyncio
import gc
import os
import signal
import socket
import ssl
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from server_stub.carriers.choosing import choose
from server_stub.carriers.folder import beside
from server_stub.chores import ChoreFailedError, opened
from server_stub.doors import certified
from server_stub.early import Early
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import ACCOUNT, CODE, MAIN_PROFILE, PASSWORD, open_portal, write_demo
from server_stub.rounds.running import Choice, rounds
from server_stub.services.office import Clock, Office
from server_stub.services.proxies import Network, Proxies
from server_stub.storage import schema, tokens
from server_stub.storage.engines import Engines, database_file, open_engines

if TYPE_CHECKING:
    from server_stub.app import Backend

TOKEN_VARIABLE = "BOOKING_SERVER_TOKEN"  # noqa: S105  (the name of a variable)
"""Holds the token that the starting program made up and will use."""

TOKEN_LASTS = timedelta(days=30)
"""How long a token that was handed over is valid at most; it is taken back when the server ends."""

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

PATIENCE_SECONDS = 5
"""How long requests that were accepted may take to finish once the server is to end."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be served, and to whom."""

    url: str | None
    """The address of the database; None for a throw-away copy of the demo practice."""
    profile: str | None
    """Whom the token stands for; None for the only profile, or the demo's main one."""
    token: str | None
    """A token that the starting program made up; None when there is none."""
    lifeline: int | None
    """The reading end of a pipe; the server ends when nobody holds the other end any more."""
    files: tuple[Path, Path] | None = None
    """The certificate and its key; None speaks plain HTTP."""
    proxies: tuple[Network, ...] = ()
    """The proxies on other machines that may tell where a request comes from."""


def run(wanted: Wanted, listener: socket.socket, clock: Clock) -> None:
    """Serve until a signal, or the end of the lifeline, says to stop.

    Raises:
        ChoreFailedError: If there is nothing to serve, or nobody to serve it to.
    """
    secure = certified(*wanted.files) if wanted.files else None
    with listener, _practice(wanted, clock) as (engines, url), _entry(wanted, engines, clock()) as token:
        address = f"http{'s' if secure else ''}://{_address(listener)}"
        told = [f"listening on {address}"]
        if wanted.url is None:
            with engines.writing() as connection:
                open_portal(connection, address)
        if wanted.url is None and wanted.token is None:
            told += [f"database {url}", f"token {token}", f"portal {address}/portal, {ACCOUNT}, {PASSWORD}, {CODE}"]
        with rounds(engines, clock, _way_of_sending(url)):
            manner = _Manner(wanted.lifeline, secure, Proxies(wanted.proxies), rehearses=wanted.url is None)
            _serve(engines, clock, listener, manner, lambda: _say(told) if wanted.lifeline is None else None)


def _way_of_sending(url: str) -> Choice:
    folder, environment = beside(database_file(url)), dict(os.environ)
    return lambda settings: choose(settings, folder, environment)


def heed_signals(*, embedded: bool) -> None:
    """Make a signal during the start end the program in good order; a terminal's own are its parent's business."""
    signal.signal(signal.SIGTERM, _leave)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN if embedded else _leave)


def _leave(_number: int, _frame: object) -> None:
    _turn_a_deaf_ear()
    sys.exit(0)


def _turn_a_deaf_ear() -> None:
    """Let nothing interrupt the tidying up."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _practice(wanted: Wanted, clock: Clock) -> AbstractContextManager[tuple[Engines, str]]:
    return _throw_away(clock()) if wanted.url is None else _own(wanted.url)


@contextmanager
def _own(url: str) -> Iterator[tuple[Engines, str]]:
    with opened(url, hurried=True) as engines:
        yield engines, url


@contextmanager
def _throw_away(at: datetime) -> Iterator[tuple[Engines, str]]:
    with tempfile.TemporaryDirectory(prefix="booking-server-", ignore_cleanup_errors=True) as folder:
        write_demo(Path(folder) / "practice", at)
        url = f"sqlite:///{folder}/practice.db"
        engines = open_engines(url, durable=False)
        try:
            schema.prepare(engines.writer)
            import_practice(engines, Path(folder) / "practice")
            yield engines, url
        finally:
            engines.dispose()


@contextmanager
def _entry(wanted: Wanted, engines: Engines, now: datetime) -> Iterator[str]:
    """Let a token stand for the profile for as long as the server runs; for one's own practice only if handed over."""
    if wanted.url is not None and wanted.token is None:
        yield ""
        return
    token = wanted.token or tokens.make_token()
    email = wanted.profile or (MAIN_PROFILE if wanted.url is None else None)
    try:
        with engines.writing() as connection:
            tokens.give_token(connection, token, email, now, TOKEN_LASTS)
    except tokens.ProfileUnclearError as unclear:
        raise ChoreFailedError(str(unclear)) from unclear
    try:
        yield token
    finally:
        with engines.writing() as connection:
            tokens.take_back(connection, token)


class _Server(uvicorn.Server):
    """Leaves signals to this module, and says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()

    def stop(self) -> None:
        """Finish what was accepted, then end."""
        self.should_exit = True


@dataclass(frozen=True)
class _Manner:
    """How it is served."""

    lifeline: int | None
    secure: ssl.SSLContext | None
    proxies: Proxies
    rehearses: bool = False


def _serve(engines: Engines, clock: Clock, listener: socket.socket, manner: _Manner, ready: Callable[[], None]) -> None:
    lifeline, secure, rehearses, proxies = manner.lifeline, manner.secure, manner.rehearses, manner.proxies

    def make_whole() -> "Backend":
        from server_stub.app import create_app

        app = create_app(engines, clock, rehearses=rehearses, proxies=proxies)
        gc.freeze()
        gc.enable()
        return app

    config = uvicorn.Config(
        make_whole() if lifeline is None else Early(Office(engines, clock, rehearses=rehearses), make_whole),
        log_config=None, log_level="warning", access_log=False, lifespan="on",
        ssl_context_factory=(lambda _config, _default: secure) if secure else None,
        server_header=False, proxy_headers=False, ws="none", timeout_graceful_shutdown=PATIENCE_SECONDS,
    )  # fmt: skip
    server = _Server(config, ready)

    async def live() -> None:
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, server.stop)
        if lifeline is not None:
            loop.add_reader(lifeline, _pull, loop, server, lifeline)
        await server.serve(sockets=[listener])
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
        _turn_a_deaf_ear()

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(live())


def _pull(loop: asyncio.AbstractEventLoop, server: _Server, lifeline: int) -> None:
    if not os.read(lifeline, 64):
        loop.remove_reader(lifeline)
        server.stop()
