"""Owns the sending and receiving: one request, bounded in time and size, and sent again where that harms nobody.

A question that got no answer is asked again, a little later and within its own bound. A change is never sent again
by itself: whoever sent it finds out first what became of it.
"""

import asyncio
import importlib
import logging
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import msgspec

from consultant_tui.api.answers import understood
from consultant_tui.api.certificates import trusting, trusting_nobody
from consultant_tui.api.errors import Misunderstood, NotRecognised, Refused, Unknown, Unreachable
from consultant_tui.api.patience import Patience, retry_after
from consultant_tui.contract import paths
from consultant_tui.credentials import Credentials

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

T = TypeVar("T")

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes; the largest file of notes needs nearly as many, a day of appointments a few thousand."""


class Conversation:
    """The way to a booking backend and back."""

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        zone: str | None = None,
        read_seconds: float = 10,
        write_seconds: float = 30,
        transport: "httpx.AsyncBaseTransport | None" = None,
        credentials: Credentials | None = None,
        authority: "Path | None" = None,
        patience: Patience | None = None,
    ) -> None:
        """Prepare to talk; nothing is sent or connected yet.

        Args:
            address: The backend's base address, such as ``https://booking.example.org``.
            token: The bearer token of the profile that asks.
            zone: The zone in which the consultant's times are wanted; the profile's own when None.
            read_seconds: How long a question may take as a whole.
            write_seconds: How long a change may take as a whole.
            transport: What carries the requests, in place of the network.
            credentials: Who asks, where that can sign in; in the place of the token.
            authority: Who alone vouches for the backend's certificate; those whom the system trusts when None.
            patience: When a question is asked again.
        """
        self.address = address.rstrip("/")
        # A compressed answer would have to be unpacked before it is known how large it is.
        self._headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if zone:
            self._headers[paths.TIME_ZONE] = zone
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._transport = transport
        self._authority = authority
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self.credentials = credentials or Credentials(token)
        self._recognising = asyncio.Lock()
        self._patience = patience or Patience()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def read(self, wanted: type[T], path: str, query: Mapping[str, str] | None = None) -> T:
        """Ask a question that changes nothing."""
        return await self.send(wanted, "GET", path, changes=False, query=query)

    async def fetch(self, path: str, query: Mapping[str, str] | None = None) -> bytes:
        """Ask for a file."""
        client = await self._opened()
        request = client.build_request("GET", path, params=query)
        status, answer = await self._recognised(client, request, changes=False, repeats=True)
        return answer if status == 200 else understood(bytes, status, answer, changes=False)

    async def send(
        self,
        wanted: type[T],
        method: str,
        path: str,
        *,
        changes: bool,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        public: bool = False,
        repeats: bool | None = None,
    ) -> T:
        """Send a request and understand its answer.

        Args:
            wanted: What is to be answered.
            method: The verb of HTTP.
            path: Where to.
            changes: Whether it changes something, so that without an answer its outcome is unknown.
            query: The parameters of the address.
            body: What is sent, as JSON.
            headers: More headers.
            public: Whether anybody may ask it, so that no token goes with it.
            repeats: Whether it may be sent again by itself; unless told, what asks in somebody's name and changes
                nothing.

        Raises:
            ApiError: In one of its kinds.
        """
        client = await self._opened()
        request = client.build_request(
            method,
            path,
            params=query,
            content=body,
            headers={**(headers or {}), **({"Content-Type": "application/json"} if body is not None else {})},
        )
        send = self._exchange if public else self._recognised
        repeats = not (changes or public) if repeats is None else repeats
        status, answer = await send(client, request, changes=changes, repeats=repeats)
        if status == 401:
            raise NotRecognised(signs_in=self.credentials.signs_in)
        return understood(wanted, status, answer, changes=changes)

    async def _recognised(
        self, client: "httpx.AsyncClient", request: "httpx.Request", *, changes: bool, repeats: bool
    ) -> tuple[int, bytes]:
        """Send a request in somebody's name; who is no longer recognised signs in, and it is sent once more.

        Nothing was done with a request that was answered with 401, so it may always be sent again.
        """
        used = self.credentials.access
        while True:
            if used:
                request.headers["Authorization"] = f"Bearer {used}"
            status, answer = (
                (401, b"")
                if self.credentials.signs_in and not used
                else (await self._exchange(client, request, changes=changes, repeats=repeats))
            )
            if status != 401 or not await self._recognise_again(used):
                return status, answer
            used = self.credentials.access

    async def _recognise_again(self, used: str) -> bool:
        """Get a token that is not the one that failed: from a renewal, or from the consultant."""
        if not self.credentials.signs_in:
            return False
        async with self._recognising:
            await asyncio.to_thread(self.credentials.recall)
            if self.credentials.access not in ("", used):
                return True
            async with self.credentials.turn():
                renewed = await self._renew()
            return renewed or (self.credentials.ask is not None and await self.credentials.ask())

    async def _renew(self) -> bool:
        from consultant_tui.contract.signing import Renewal, SignedIn

        if not self.credentials.renewal:
            return False
        body = msgspec.json.encode(Renewal(renewal=self.credentials.renewal))
        try:
            given = await self.send(SignedIn, "POST", paths.RENEWALS, changes=False, body=body, public=True)
        except (NotRecognised, Refused):
            await asyncio.to_thread(self.credentials.drop)
            return False
        await asyncio.to_thread(self.credentials.take, given.email, given.access, given.renewal)
        return True

    async def _exchange(
        self, client: "httpx.AsyncClient", request: "httpx.Request", *, changes: bool, repeats: bool
    ) -> tuple[int, bytes]:
        """Send and receive within one bound, as often as that is of use and harms nobody."""
        until = asyncio.get_running_loop().time() + (self._write_seconds if changes else self._read_seconds)
        tries = self._patience.pauses() if repeats else ()
        for pause in tries:
            error: Unreachable | None = None
            try:
                status, answer, later = await self._exchange_once(client, request, until, changes=changes)
            except Unreachable as failed:
                error, later = failed, None
            else:
                if later is None:
                    return status, answer
            wait = max(pause, later or 0)
            if (error is not None and error.waited) or not self._patience.bears(wait, until):
                if error is not None:
                    raise error
                return status, answer
            await asyncio.sleep(wait)
        status, answer, _ = await self._exchange_once(client, request, until, changes=changes)
        return status, answer

    async def _exchange_once(
        self, client: "httpx.AsyncClient", request: "httpx.Request", until: float, *, changes: bool
    ) -> tuple[int, bytes, float | None]:
        """Send and receive once; httpx itself only bounds each single read.

        Returns:
            Status and answer, and in how many seconds to ask again when that is what the answer says.
        """
        import httpx

        try:
            async with asyncio.timeout_at(until):
                response = await client.send(request, stream=True)
                try:
                    answer = await _bounded(response)
                    return response.status_code, answer, retry_after(response.status_code, response.headers)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unreachable(self.address) from error
        except _UnfitError as error:
            if changes:
                raise Unknown(str(error)) from error
            raise Misunderstood(str(error)) from error
        except (httpx.TransportError, httpx.StreamError, TimeoutError) as error:
            if changes:
                raise Unknown(type(error).__name__) from error
            slow = isinstance(error, httpx.TimeoutException | TimeoutError)
            raise Unreachable(self.address, waited=slow, cut=not slow) from error

    async def _opened(self) -> "httpx.AsyncClient":
        async with self._opening:
            if self._client is None:
                # In a thread: the import takes longer than a frame, and the first paint must not wait for it.
                await asyncio.to_thread(_load_httpx)
                self._client = self._open()
        return self._client

    def _open(self) -> "httpx.AsyncClient":
        import httpx

        # Plain http (loopback only) needs no certificates, and loading them is slow; an empty context trusts nobody.
        verify = trusting(self._authority) if self.address.startswith("https:") else trusting_nobody()
        return httpx.AsyncClient(
            base_url=self.address,
            headers=self._headers,
            timeout=httpx.Timeout(max(self._read_seconds, self._write_seconds), connect=self._read_seconds),
            verify=verify,
            trust_env=False,
            follow_redirects=False,
            transport=self._transport,
        )


def _load_httpx() -> None:
    """Load httpx without its own command line, which would bring click, rich.syntax and pygments: half of the time."""
    if "httpx" not in sys.modules:
        # None makes the import of that one module fail, and httpx takes that for a missing extra.
        sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # documented, but not typed
    importlib.import_module("httpx")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below that they write down addresses and headers


class _UnfitError(Exception):
    """An answer that is larger than any that makes sense, or packed although nobody asked for that."""


async def _bounded(response: "httpx.Response") -> bytes:
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise _UnfitError("the answer is packed")
    answer = bytearray()
    async for part in response.aiter_bytes():
        answer += part
        if len(answer) > LARGEST_ANSWER:
            raise _UnfitError("the answer is too large")
    return bytes(answer)


def fill(path: str, **values: str) -> str:
    """Put values into an address of the wire."""
    return path.format(**{name: quote(value, safe="") for name, value in values.items()})
