"""Owns the routes by which a consultant sees what was sent to whom."""

from litestar import get

from consultant_tui.contract import paths
from consultant_tui.contract.messages import Message, Messages
from server_stub.routes.access import TheOffice, ThisVisit
from server_stub.routes.describing import LOOKING
from server_stub.routes.parameters import Reference, route
from server_stub.services import told


@get(route(paths.CLIENT_MESSAGES), **LOOKING)
def get_messages(office: TheOffice, visit: ThisVisit, client: Reference) -> Messages:
    """Give the messages about a client that are the caller's business."""
    return told.messages(office, visit, client)


@get(route(paths.MESSAGE), **LOOKING)
def get_message(office: TheOffice, visit: ThisVisit, message: Reference) -> Message:
    """Give one message as it is read."""
    return told.message(office, visit, message)


ROUTES = [get_messages, get_message]
