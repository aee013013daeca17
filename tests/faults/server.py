"""Owns a backend that fails on demand: the real one behind a small app that breaks answers, on a real connection."""

import asyncio
import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import uvicorn

from tests.lateness import Lateness
from tests.ports import kept, port_of

Message = dict[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Fault = Callable[[Receive, Send], Awaitable[None]]

JSON = (b"content-type", b"application/json")


@cache
def packed() -> bytes:
    """Give 64 KB that would become 64 MB."""
    return gzip.compress(b" " * (64 * 1024 * 1024), compresslevel=9)


async def whole(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [JSON, *headers]})
    await send({"type": "http.response.body", "body": body})


async def hang(receive: Receive, send: Send) -> None:
    """Say nothing until the other side has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def drip(receive: Receive, send: Send) -> None:
    """Give one byte after the other, for ever."""
    await send({"type": "http.response.start", "status": 200, "headers": [JSON]})
    gone = asyncio.ensure_future(hang(receive, send))
    while not gone.done():
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.wait({gone}, timeout=0.01)


async def cut(receive: Receive, send: Send) -> None:
    """Promise more than is given, and close."""
    headers = [JSON, (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"refer', "more_body": True})


async def garbage(receive: Receive, send: Send) -> None:
    """Answer as a proxy's page would."""
    await whole(send, 200, b"<html>\xff\x00 Please sign in to the network</html>")


async def huge(receive: Receive, send: Send) -> None:
    """Answer without end, as fast as it is taken."""
    await send({"type": "http.response.start", "status": 200, "headers": [JSON]})
    gone = asyncio.ensure_future(hang(receive, send))
    while not gone.done():
        await send({"type": "http.response.body", "body": b" " * 262_144, "more_body": True})
        await asyncio.sleep(0)  # gives way, waits for nothing


async def bomb(receive: Receive, send: Send) -> None:
    """Answer with little that unpacks to much."""
    await whole(send, 200, packed(), (b"content-encoding", b"gzip"))


def says(status: int, code: str, retry: int | None = None, **facts: object) -> Fault:
    """Make the fault that is a refusal of the backend."""

    async def answer(receive: Receive, send: Send) -> None:
        headers = [(b"retry-after", str(retry).encode())] if retry is not None else []
        await whole(send, status, json.dumps({"refusals": [{"code": code, **facts}]}).encode(), *headers)

    return answer


@dataclass(frozen=True)
class Rule:
    """Which requests fail, and how."""

    method: str
    """Empty for any."""
    path: str
    """Its beginning, or the whole of it when a ``$`` ends it."""
    fault: Fault
    acts: bool
    """Whether the backend does what was asked before the answer fails."""

    def meets(self, method: str, path: str) -> bool:
        if self.method not in ("", method):
            return False
        return path == self.path[:-1] if self.path.endswith("$") else path.startswith(self.path)


@dataclass
class Faulty:
    """The app: what meets no rule goes through."""

    backend: App
    rule: Rule | None = None
    second: Rule | None = None
    seen: list[tuple[str, str]] = field(default_factory=list)
    lateness: Lateness = field(default_factory=Lateness)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.backend(scope, receive, send)
            return
        method, path = str(scope["method"]), str(scope["path"])
        self.seen.append((method, path))
        await self.lateness.pass_by()
        rule = next((one for one in (self.rule, self.second) if one and one.meets(method, path)), None)
        if rule is None:
            await self.backend(scope, receive, send)
            return
        await (self.backend(scope, receive, _nowhere) if rule.acts else _hear_out(receive))
        await rule.fault(receive, send)

    def also(self, method: str, path: str, fault: Fault) -> None:
        """Let a second kind of request fail, until the first does not any more."""
        self.second = Rule(method, path, fault, acts=False)


async def _hear_out(receive: Receive) -> None:
    """Take all that is sent: who is answered and cut off while still sending may never see the answer."""
    while (await receive()).get("more_body"):
        pass


async def _nowhere(message: Message) -> None:
    """Lose an answer."""


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go also of connections that are in the midst of an answer, which otherwise nobody would close."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # gives way, waits for nothing


class Line:
    """The server on loopback, in a thread; it can be taken away and brought back at the same address."""

    def __init__(self, backend: App) -> None:
        self.app = Faulty(backend)
        self._place = kept()
        self.port = port_of(self._place)
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Serve; returns when it does."""
        if self._server is not None:
            return
        self._socket = kept(self.port)
        config = uvicorn.Config(self.app, lifespan="off", log_level="critical", access_log=False, ws="none")
        self._server = server = _Server(config)
        self._thread = threading.Thread(target=server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        for _ in range(1000):
            if server.started:
                return
            self._thread.join(0.01)
        raise AssertionError("the server does not start")

    def close(self) -> None:
        """Refuse from now on."""
        if self._server is None or self._thread is None or self._socket is None:
            return
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive(), "the server does not end"
        self._socket.close()
        self._server = self._thread = self._socket = None

    def end(self) -> None:
        """Refuse for good, and give the address away."""
        self.close()
        self._place.close()

    @contextlib.contextmanager
    def failing(self, method: str, path: str, fault: Fault | None, *, acts: bool = False) -> Iterator[None]:
        """Let one kind of request fail; without a fault, nobody answers at all."""
        if fault is None:
            self.close()
        else:
            self.app.rule = Rule(method, path, fault, acts)
        try:
            yield
        finally:
            self.app.rule = self.app.second = None
            self.open()
