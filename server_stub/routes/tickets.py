"""Owns the routes by which user support looks after tickets."""

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from consultant_tui.contract import paths
from consultant_tui.contract.tickets import Ticket, TicketReply, Tickets
from consultant_tui.contract.vocabulary import TicketState
from server_stub.routes.access import TheOffice, ThisSupport
from server_stub.routes.describing import CHANGING, LOOKING
from server_stub.routes.parameters import Reference, Version, route, version_from
from server_stub.services import tickets

Standing = Annotated[TicketState | None, QueryParameter(name="state", description="Where they stand; absent: anywhere")]
After = Annotated[str, QueryParameter(max_length=32, description="The last ticket of the page before")]


@get(paths.TICKETS, **LOOKING)
def get_tickets(office: TheOffice, support: ThisSupport, standing: Standing = None, after: After = "") -> Tickets:
    """Give the tickets, the longest waiting first."""
    return tickets.listed(office, support, standing, after)


@get(route(paths.TICKET), **LOOKING)
def get_ticket(office: TheOffice, support: ThisSupport, ticket: Reference) -> Ticket:
    """Give a ticket with its answers."""
    return tickets.read(office, support, ticket)


@post(route(paths.TICKET_ANSWERS), status_code=200, **CHANGING)
def post_reply(
    office: TheOffice, support: ThisSupport, ticket: Reference, data: JSONBody[TicketReply], version: Version = None
) -> Ticket:
    """Answer a ticket that still has the version in ``If-Match``."""
    return tickets.answer(office, support, ticket, version_from(version), data)


@post(route(paths.TICKET_CLOSING), status_code=200, **CHANGING)
def post_closing(office: TheOffice, support: ThisSupport, ticket: Reference, version: Version = None) -> Ticket:
    """Close a ticket that still has the version in ``If-Match``."""
    return tickets.close(office, support, ticket, version_from(version))


ROUTES = [get_tickets, get_ticket, post_reply, post_closing]
