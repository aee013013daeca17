"""Owns the measurement of what it costs to recognise a caller: the same requests with the token's check and without."""

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from litestar.middleware.authentication import AuthenticationResult

from benchmarks import large
from benchmarks.measure import Finding, Samples, at_most, by_turns
from benchmarks.servers import token
from server_stub.app import create_app
from server_stub.routes.access import Access
from server_stub.services.office import Office, Recognised, recognise
from server_stub.storage.engines import open_engines

REQUESTS = 10
ROUNDS = 150
LOOKS = {"Quick View": "/v1/quick-view", "a calendar's week": "/v1/calendar"}
ASKED = {"as served": Recognised.SECONDS, "of a caller whom nobody remembers": 0}
"""How long a caller is remembered: as it is, and not at all."""


def token_checks(home: Path) -> Iterable[Finding]:
    """Processor time of a request with its token's check, against the same request of a known caller."""
    database = large.make(home / "tokens.db", consultants=1, clients=30, appointments=600, now=large.present())
    secret = token(large.email(1), database, home)
    engines = open_engines(f"sqlite:///{database}")
    office = Office(engines, _now)
    app, known = create_app(engines, _now), recognise(office, secret)
    check, seconds = Access.authenticate_request, Recognised.SECONDS

    async def stub(_access: Access, _connection: object) -> AuthenticationResult:
        return AuthenticationResult(user=known, auth=None)

    def measured(path: str, remembered: int, *, checks: bool) -> Iterable[float]:
        Access.authenticate_request = check if checks else stub  # type: ignore[method-assign]  # the floor
        Recognised.SECONDS = remembered
        try:
            yield asyncio.run(_asked(app, path, secret))
        finally:
            Access.authenticate_request = check  # type: ignore[method-assign]  # as it was
            Recognised.SECONDS = seconds

    for (what, path), (how, remembered) in product(LOOKS.items(), ASKED.items()):
        samples: Samples = by_turns(
            partial(measured, path, remembered, checks=True), partial(measured, path, remembered, checks=False), ROUNDS
        )
        yield at_most(f"{what} with its token's check, {how}", samples, target=1.10, unit="ms")
    engines.dispose()


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (tokens are given out by the clock)


async def _asked(app: Any, path: str, secret: str) -> float:  # noqa: ANN401 - an ASGI program
    """Ask a number of times, and give the processor's milliseconds for each, those of every thread included."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"authorization", f"Bearer {secret}".encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    begun = time.process_time()
    for _ in range(REQUESTS):
        await app({**scope, "state": {}}, receive, send)
    spent = time.process_time() - begun
    if statuses != [200] * REQUESTS:
        raise RuntimeError(f"not answered: {set(statuses)}")
    return spent * 1000 / REQUESTS


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {"tokens": token_checks}
