"""Owns the list of the portal's pages, and what holds for all of them."""

from typing import Any

from litestar import Router
from litestar.di import Provide

from server_stub.portal import account, entering, helping, mailed, signing_up
from server_stub.portal.booking.doors import ROUTES as BOOKING
from server_stub.portal.forms import begin_posted
from server_stub.portal.guests import HOME, begin_guest, begin_holder
from server_stub.portal.sessions.doors import ROUTES as SESSIONS
from server_stub.portal.troubles import HANDLERS

PAGES: list[Any] = [
    *entering.ROUTES,
    *signing_up.ROUTES,
    *mailed.ROUTES,
    *account.ROUTES,
    *helping.ROUTES,
    *BOOKING,
    *SESSIONS,
]
"""Every page; a slice of the portal adds its own."""


def portal() -> Router:
    """Make the portal: no page needs a token, those of an account need a session."""
    return Router(
        HOME,
        route_handlers=PAGES,
        dependencies={
            "guest": Provide(begin_guest),
            "holder": Provide(begin_holder, sync_to_thread=False),
            "posted": Provide(begin_posted),
        },
        exception_handlers=HANDLERS,
        opt={"public": True},
        include_in_schema=False,
    )
