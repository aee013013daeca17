"""Owns where pages that only look something up are made: on the spot where the database is near, else in a thread.

SQLite answers within this process, and readers wait for nobody. Going to a thread and back, and taking turns with it,
takes several times as long as such a page itself.
"""

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread

from server_stub.services.office import Office
from server_stub.services.online_times import is_short

R = TypeVar("R")


async def look_up(office: Office, work: Callable[..., R], *args: object) -> R:
    """Do a piece of work that asks the database a few questions and changes nothing."""
    return work(*args) if office.engines.is_near else await to_thread.run_sync(work, *args)


async def search(office: Office, work: Callable[..., R], *args: object) -> R:
    """Do a piece of work that looks for free times; nobody else waits for a long one."""
    if office.engines.is_near and office.extent.is_short(lambda: is_short(office)):
        return work(*args)
    return await to_thread.run_sync(work, *args)
