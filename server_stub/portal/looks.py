"""Owns pages that only show an account something: who asks and what is shown come from one transaction."""

from collections.abc import Awaitable, Callable
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
        made, guest, found = await (search if searches else look_up)(office, _made, request, office, make)
        await stay(office, guest, found)
        return made

    return page


def _made(request: Request[Any, Any, Any], office: Office, make: Page) -> tuple[Response[str], Guest, Session | None]:
    with office.at_once() as within:
        guest = stranger(request, within)
        found = recall(guest)
        return make(begin_holder(guest)), guest, found
