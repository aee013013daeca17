"""Owns the conversation with a booking backend: one method for each question that is asked."""

import asyncio
import importlib
import sys
from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import msgspec

from consultant_tui.api.errors import Misunderstood, NotRecognised, Refused, Unknown, Unreachable
from consultant_tui.contract import paths
from consultant_tui.contract.appointments import (
    BookingCheck,
    BookingRequest,
    Health,
    KeyAnswer,
    LineOffers,
    QuickView,
    RebookingOffer,
    Receipt,
    Started,
)
from consultant_tui.contract.cases import Ledger, SessionSummary
from consultant_tui.contract.refusals import Code, Problem
from consultant_tui.contract.schedules import Openings, WeekGlance
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Approach

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes; a day of appointments is a few thousand."""


class BookingApi:
    """A booking backend, as one consultant talks to it."""

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        zone: str | None = None,
        read_seconds: float = 10,
        write_seconds: float = 30,
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        """Prepare to talk; nothing is sent or connected yet.

        Args:
            address: The backend's base address, such as ``https://booking.example.org``.
            token: The bearer token of the profile that asks.
            zone: The zone in which the consultant's times are wanted; the profile's own when None.
            read_seconds: How long a question may take as a whole.
            write_seconds: How long a change may take as a whole.
            transport: What carries the requests, in place of the network.
        """
        self.address = address.rstrip("/")
        self._headers = {"Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        if zone:
            self._headers[paths.TIME_ZONE] = zone
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def quick_view(self) -> QuickView:
        """Ask for the consultant's appointments."""
        return await self._read(QuickView, paths.QUICK_VIEW)

    async def summary(self, appointment: str) -> SessionSummary:
        """Ask for what is to be reviewed before starting or rebooking an appointment."""
        return await self._read(SessionSummary, _fill(paths.SUMMARY, appointment=appointment))

    async def ledger(self, case: str) -> Ledger:
        """Ask for everything that made a case's figures."""
        return await self._read(Ledger, _fill(paths.LEDGER, case=case))

    async def rebooking(self, appointment: str) -> RebookingOffer:
        """Ask for all that a rebooking begins with."""
        return await self._read(RebookingOffer, _fill(paths.REBOOKING, appointment=appointment))

    async def schedules(self, appointment: str, approach: Approach, week: date) -> LineOffers:
        """Ask for the lines of an approach, with the places of the week that a date lies in."""
        query = {"approach": approach.value, "week": week.isoformat()}
        return await self._read(LineOffers, _fill(paths.SCHEDULES, appointment=appointment), query)

    async def week(self, appointment: str, schedule: str, approach: Approach, week: date) -> WeekGlance:
        """Ask for one line's week, the one that a date lies in."""
        query = {"approach": approach.value, "week": week.isoformat()}
        return await self._read(WeekGlance, _fill(paths.WEEK, appointment=appointment, schedule=schedule), query)

    async def openings(
        self, appointment: str, days: tuple[int, ...], earliest: time, latest: time, first: date
    ) -> Openings:
        """Ask for free times.

        Args:
            appointment: The appointment that is repeated.
            days: ISO weekdays that suit the client.
            earliest: The earliest start that suits, on the client's clock.
            latest: The latest one.
            first: The first date to look at.
        """
        query = {
            "days": ",".join(map(str, days)),
            "earliest": f"{earliest:%H:%M}",
            "latest": f"{latest:%H:%M}",
            "first": first.isoformat(),
        }
        return await self._read(Openings, _fill(paths.OPENINGS, appointment=appointment), query)

    async def check(self, request: BookingRequest) -> BookingCheck:
        """Ask what the rules say to a request; nothing is held by it."""
        body = msgspec.json.encode(request)
        return await self._send(BookingCheck, "POST", paths.BOOKING_CHECKS, changes=False, body=body)

    async def key(self, key: str) -> KeyAnswer:
        """Ask what became of a booking that was sent under a key."""
        return await self._read(KeyAnswer, _fill(paths.BOOKING_KEY, key=key))

    async def health(self) -> Health:
        """Ask whether the backend can serve."""
        return await self._read(Health, paths.HEALTH)

    async def start(self, appointment: str, version: int) -> Started:
        """Start the session of a booked appointment, if it is still as it was seen."""
        return await self._send(
            Started,
            "POST",
            _fill(paths.START, appointment=appointment),
            changes=True,
            headers={paths.IF_MATCH: f'"{version}"'},
        )

    async def book(self, request: BookingRequest, key: str) -> Receipt:
        """Book; the same request under the same key books once, however often it is sent."""
        return await self._send(
            Receipt,
            "POST",
            paths.BOOKINGS,
            changes=True,
            body=msgspec.json.encode(request),
            headers={paths.IDEMPOTENCY_KEY: key},
        )

    async def void(self, key: str) -> KeyAnswer:
        """Make a key useless unless it has booked, so that a late original is refused."""
        return await self._send(KeyAnswer, "DELETE", _fill(paths.BOOKING_KEY, key=key), changes=True)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _read(self, wanted: type[T], path: str, query: Mapping[str, str] | None = None) -> T:
        return await self._send(wanted, "GET", path, changes=False, query=query)

    async def _send(
        self,
        wanted: type[T],
        method: str,
        path: str,
        *,
        changes: bool,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        client = await self._opened()
        request = client.build_request(
            method,
            path,
            params=query,
            content=body,
            headers={**(headers or {}), **({"Content-Type": "application/json"} if body is not None else {})},
        )
        status, answer = await self._exchange(client, request, changes=changes)
        return _understood(wanted, status, answer, changes=changes)

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
        import ssl

        import httpx

        # Plain http (loopback only) needs no certificates, and loading them is slow; an empty context trusts nobody.
        secure = self.address.startswith("https:")
        verify = ssl.create_default_context() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
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


def _fill(path: str, **values: str) -> str:
    return path.format(**{name: quote(value, safe="") for name, value in values.items()})
