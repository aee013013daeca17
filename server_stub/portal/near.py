"""Owns where pages that only look something up are made: on the spot where the database is near, else in a thread.

SQLite answers within this process, and readers wait for nobody. Going to a thread and back, and taking turns with it,
takes several times as long as such a page itself.
"""

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any, TypeVar

from anyio import to_thread
from litestar import Response

from server_stub.storage.engines import Engines

R = TypeVar("R")


async def look_up(engines: Engines, work: Callable[..., R], *args: object) -> R:
    """Do a piece of work that asks the database a few questions and changes nothing."""
    return work(*args) if engines.is_near else await to_thread.run_sync(work, *args)


def quick(make: Callable[..., Response[str]]) -> Callable[..., Awaitable[Response[str]]]:
    """Let a page that changes nothing and searches nothing be made on the spot where that can be."""

    @wraps(make)
    async def page(**told: Any) -> Response[str]:  # noqa: ANN401  (what the page itself asks for)
        guest = told.get("holder") or told["guest"]
        return await look_up(guest.office.engines, partial(make, **told))

    return page
