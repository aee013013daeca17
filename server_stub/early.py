"""Owns the first answer of a bundled backend: Quick View is told before the rest of the backend is loaded."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec

from consultant_tui.contract import paths
from server_stub.routes.safety import SAFE
from server_stub.services.office import Office, recognise, visit
from server_stub.services.quick_view import quick_view

if TYPE_CHECKING:
    from server_stub.app import Backend

Scope = Any
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
"""What an ASGI server hands over, in words that need no framework."""


class Early:
    """Answers the question that a terminal program begins with, and leaves all others to the whole backend.

    The framework and all the routes take longer to load than everything that Quick View needs, so they are loaded when
    its first answer is out, or something else is asked. Only a plain success is answered here, and just as the whole
    backend would; whatever stands in its way is for the whole backend to tell.
    """

    def __init__(self, office: Office, make_whole: "Callable[[], Backend]") -> None:
        self._office = office
        self._make_whole = make_whole
        self._wanted = asyncio.Event()
        self._whole: asyncio.Future[Backend]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif not self._wanted.is_set() and scope["type"] == "http" and (answer := await self._first(scope)):
            await _send(answer, send)
            self._wanted.set()
        else:
            self._wanted.set()
            whole = await asyncio.shield(self._whole)
            await whole(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._whole = asyncio.get_running_loop().create_future()
        await send({"type": "lifespan.startup.complete"})
        over, wanted = asyncio.ensure_future(receive()), asyncio.ensure_future(self._wanted.wait())
        await asyncio.wait({over, wanted}, return_when=asyncio.FIRST_COMPLETED)
        if over.done():
            wanted.cancel()
        else:
            await self._complete()
            await over
        await send({"type": "lifespan.shutdown.complete"})

    async def _complete(self) -> None:
        """Load the whole backend."""
        try:
            self._whole.set_result(await asyncio.to_thread(self._make_whole))
        except Exception as error:
            self._whole.set_exception(error)
            raise

    async def _first(self, scope: Scope) -> bytes | None:
        if (scope["method"], scope["path"]) != ("GET", paths.QUICK_VIEW):
            return None
        headers = {name: value.decode("latin-1") for name, value in reversed(list(scope["headers"]))}
        if paths.ON_BEHALF_OF.lower().encode() in headers:
            return None
        scheme, _, token = headers.get(b"authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        return await asyncio.to_thread(self._quick_view, token, headers.get(paths.TIME_ZONE.lower().encode()))

    def _quick_view(self, token: str, zone: str | None) -> bytes | None:
        try:
            caller = recognise(self._office, token)
            return msgspec.json.encode(quick_view(self._office, visit(self._office, caller, zone)))
        except Exception:  # noqa: BLE001  (the whole backend meets it again, and answers to it)
            return None


async def _send(answer: bytes, send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer)), *SAFE]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer, "more_body": False})
