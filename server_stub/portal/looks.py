"""Owns pages that only show an account something: who asks and what is shown come from one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency

from server_stub.portal.guests import Guest, Holder, begin_holder, recall, stay, stranger
from server_stub.portal.near import look_up, search
from server_stub.services.office import Office
from server_stub.storage.portal_access import Session

Page = Callable[[Holder], Response[str]]


def look(make: Page, *, searches: bool = False) -> Callable[..., Awaitable[Response[str]]]:
    """Let a page that changes nothing be made in one look.

    Args:
        make: What makes it.
        searches: Whether free times are searched for it, which takes long where there are many consultants.
    """

    async def page(request: Request[Any, Any, Any], office: NamedDependency[Office]) -> Response[str]:
        guest = stranger(request, office)
        made, found = await (search if searches else look_up)(office, _made, guest, make)
        await stay(guest, found)
        return made

    return page


def _made(guest: Guest, make: Page) -> tuple[Response[str], Session | None]:
    with guest.office.at_once() as office:
        within = replace(guest, office=office)
        found = recall(within)
        return make(begin_holder(within)), found
