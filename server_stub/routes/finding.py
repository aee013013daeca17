"""Owns the routes by which a consultant finds clients, reads about them, and looks at reports."""

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from consultant_tui.contract import paths
from consultant_tui.contract.finding import AppointmentHistory, ClientPage, PastPage, Search, SearchQuery
from consultant_tui.contract.reports import Reports
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import LOOKING, LOOKING_ROUND
from server_stub.routes.parameters import Reference, route
from server_stub.services import clients, finding, reports

After = Annotated[str | None, QueryParameter(max_length=32, description="What the page before gave as after")]
Weeks = Annotated[int, QueryParameter(ge=1, le=53, description="How many weeks, the present one included")]


@post(paths.SEARCH, status_code=200, **LOOKING, **BY_SERVICE)
def post_search(office: TheOffice, visit: ThisVisit, data: JSONBody[SearchQuery]) -> Search:
    """Give a page of the clients, cases and appointments that match."""
    return finding.search(office, visit, data)


@get(route(paths.CLIENT), **LOOKING, **BY_SERVICE)
def get_client(office: TheOffice, visit: ThisVisit, client: Reference) -> ClientPage:
    """Give everything about a client that the caller may see."""
    return clients.page(office, visit, client)


@get(route(paths.CLIENT_APPOINTMENTS), **LOOKING, **BY_SERVICE)
def get_past(office: TheOffice, visit: ThisVisit, client: Reference, after: After = None) -> PastPage:
    """Give a page of the caller's appointments with a client."""
    return clients.past(office, visit, client, after)


@get(route(paths.HISTORY), **LOOKING)
def get_history(office: TheOffice, visit: ThisVisit, appointment: Reference) -> AppointmentHistory:
    """Give who did what with an appointment."""
    return clients.history(office, visit, appointment)


@get(paths.REPORTS, **LOOKING_ROUND)
def get_reports(office: TheOffice, visit: ThisVisit, weeks: Weeks = 12) -> Reports:
    """Give what became of the caller's appointments in the last weeks."""
    return reports.reports(office, visit, weeks)


ROUTES = [post_search, get_client, get_past, get_history, get_reports]
