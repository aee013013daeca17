"""Owns the putting together of the backend: routes, access, answers and the description of it all."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import BaseRoute
from litestar.types import (
    ControllerRouterHandler,
    LifeSpanReceive,
    LifeSpanScope,
    LifeSpanSend,
    Message,
    Receive,
    Scope,
    Send,
)

from server_stub.portal.doors import portal
from server_stub.portal.guests import HOME
from server_stub.portal.troubles import HANDLERS as PAGE_HANDLERS
from server_stub.routes import (
    booking,
    calendars,
    changing,
    completing,
    extras,
    finding,
    messages,
    online,
    prospects,
    reading,
    rebooking,
    series,
    signing,
    tickets,
)
from server_stub.routes.access import Access, begin_hearing, begin_support, begin_visit, hand_over, office_of
from server_stub.routes.answers import HANDLERS
from server_stub.routes.describing import COMPONENTS, PUBLIC
from server_stub.routes.legible import Legible
from server_stub.routes.safety import SAFE
from server_stub.routes.schemas import WallClock
from server_stub.services.office import Clock, Office
from server_stub.services.proxies import Proxies
from server_stub.storage.engines import Engines

DESCRIPTION = "/openapi.json"

LARGEST_BODY = 16 * 1024
"""Bytes that a request may carry; a booking needs a few hundred."""


class _Description(Router):
    """Serves the description of the routes, without the pages that the framework would add around it."""

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        wanted = isinstance(value, HTTPRouteHandler) and DESCRIPTION in value.paths
        return super().register(value) if wanted else []


class Backend:
    """One office behind the routes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def __call__(self, scope: Scope | LifeSpanScope, receive: Receive, send: Send) -> None:
        """Answer what is asked, from this office."""
        if scope["type"] == "lifespan":
            await _live(cast("LifeSpanReceive", receive), cast("LifeSpanSend", send))
        else:
            hand_over(scope, self._office)
            await framework()(scope, receive, send)


async def _live(receive: LifeSpanReceive, send: LifeSpanSend) -> None:
    """Begin and end at once: the routes keep nothing that would have to be opened or closed."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def create_app(engines: Engines, clock: Clock, *, rehearses: bool = False, proxies: Proxies | None = None) -> Backend:
    """Make the backend over one database and one clock.

    Args:
        engines: The two ways into the database, which must have the newest schema.
        clock: Gives the time now, in UTC.
        rehearses: Whether the practice is a throw-away one, so that trainers are let in.
        proxies: Who may tell where a request comes from; None for this machine alone.
    """
    framework()
    return Backend(Office(engines, clock, rehearses=rehearses, proxies=proxies))


@cache
def framework() -> Litestar:
    """Put the routes together, once a process: it takes long, and no route knows whom it answers for."""
    return Litestar(
        route_handlers=[
            *reading.ROUTES,
            *rebooking.ROUTES,
            *booking.ROUTES,
            *calendars.ROUTES,
            *changing.ROUTES,
            *completing.ROUTES,
            *extras.ROUTES,
            *finding.ROUTES,
            *messages.ROUTES,
            *online.ROUTES,
            *prospects.ROUTES,
            *series.ROUTES,
            *signing.ROUTES,
            portal(),
            *tickets.ROUTES,
        ],
        dependencies={
            "office": Provide(office_of, sync_to_thread=False),
            "visit": Provide(begin_visit, sync_to_thread=False),
            "hearing": Provide(begin_hearing, sync_to_thread=False),
            "support": Provide(begin_support, sync_to_thread=False),
            "clerk": Provide(prospects.begin_clerk, sync_to_thread=True),
        },
        middleware=[Legible(), DefineMiddleware(Access)],
        exception_handlers={error: _for_pages_and_others(error) for error in HANDLERS},
        before_send=[_add_safe_headers],
        request_max_body_size=LARGEST_BODY,
        openapi_config=OpenAPIConfig(
            title="Booking backend",
            version="1",
            components=COMPONENTS,
            openapi_router=_Description("/", route_handlers=[], include_in_schema=False, opt=PUBLIC["opt"]),
            render_plugins=[JsonRenderPlugin(path=DESCRIPTION)],
        ),
        plugins=[WallClock()],
        logging_config=None,
        debug=False,
    )


async def _add_safe_headers(message: Message, _scope: Scope) -> None:
    if message["type"] == "http.response.start":
        said = {name.lower() for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(one for one in SAFE if one[0] not in said)]


def _for_pages_and_others(error: type[Exception]) -> Callable[[Request[Any, Any, Any], Exception], Response[Any]]:
    """Return what answers an error outside of every route: a page below the portal's home, a Problem elsewhere."""

    def answer(request: Request[Any, Any, Any], raised: Exception) -> Response[Any]:
        is_page = request.url.path == HOME or request.url.path.startswith(f"{HOME}/")
        answered: Response[Any] = (PAGE_HANDLERS if is_page else HANDLERS)[error](request, raised)
        return answered

    return answer
