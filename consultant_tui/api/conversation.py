"""Owns the sending and receiving: one request, bounded in time and size, and what its answer means."""

import asyncio
import importlib
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import msgspec

from consultant_tui.api.certificates import trusting, trusting_nobody
from consultant_tui.api.errors import Misunderstood, NotRecognised, Refused, Unknown, Unreachable
from consultant_tui.contract import paths
from consultant_tui.contract.refusals import Code, Problem
from consultant_tui.contract.text import clean
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
        """
        self.address = address.rstrip("/")
        self._headers = {"Accept": "application/json"}
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
        status, answer = await self._recognised(client, request, changes=False)
        return answer if status == 200 else _understood(bytes, status, answer, changes=False)

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
        status, answer = await send(client, request, changes=changes)
        if status == 401:
            raise NotRecognised(signs_in=self.credentials.signs_in)
        return _understood(wanted, status, answer, changes=changes)

    async def _recognised(
        self, client: "httpx.AsyncClient", request: "httpx.Request", *, changes: bool
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
                else (await self._exchange(client, request, changes=changes))
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
            return await self._renew() or (self.credentials.ask is not None and await self.credentials.ask())

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
        self, client: "httpx.AsyncClient", request: "httpx.Request", *, changes: bool
    ) -> tuple[int, bytes]:
        """Send and receive within one bound; httpx itself only bounds each single read."""
        import httpx

        try:
            async with asyncio.timeout(self._write_seconds if changes else self._read_seconds):
                response = await client.send(request, stream=True)
                try:
                    return response.status_code, await _bounded(response)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unreachable(self.address) from error
        except (httpx.TransportError, httpx.DecodingError, httpx.StreamError, _TooLargeError, TimeoutError) as error:
            if changes:
                raise Unknown(type(error).__name__) from error
            slow = isinstance(error, httpx.TimeoutException | TimeoutError)
            raise Unreachable(self.address, waited=slow) from error

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


class _TooLargeError(Exception):
    """An answer that is larger than any that makes sense."""


async def _bounded(response: "httpx.Response") -> bytes:
    answer = bytearray()
    async for part in response.aiter_bytes():
        answer += part
        if len(answer) > LARGEST_ANSWER:
            raise _TooLargeError("the answer is too large")
    return bytes(answer)


def _understood(wanted: type[T], status: int, answer: bytes, *, changes: bool) -> T:
    """Turn an answer into what was asked for, or raise what it means instead."""
    if 200 <= status < 300:
        try:
            return _decoded(wanted, answer)
        except msgspec.MsgspecError as error:
            if changes:
                raise Unknown("the answer cannot be read") from error
            raise Misunderstood(f"the answer is no {wanted.__name__}") from error
    if status == 401:
        raise NotRecognised
    try:
        problem = _decoded(Problem, answer)
    except msgspec.MsgspecError as error:
        if changes and status >= 500:
            raise Unknown(f"status {status}") from error
        raise Misunderstood(f"status {status}") from error
    if changes and any(refusal.code is Code.INTERNAL for refusal in problem.refusals):
        raise Unknown("the backend failed while it made the change")
    raise Refused(problem)


def _decoded(wanted: type[T], answer: bytes) -> T:
    try:
        return msgspec.convert(_cleaned(msgspec.json.decode(answer)), wanted)
    except (RecursionError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError("the answer cannot be read") from error


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    return value


def fill(path: str, **values: str) -> str:
    """Put values into an address of the wire."""
    return path.format(**{name: quote(value, safe="") for name, value in values.items()})
