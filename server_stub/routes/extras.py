"""Owns the routes about extra sessions: a consultant asks, an organisation's approver answers."""

from litestar import get, post
from litestar.params import JSONBody

from consultant_tui.contract import paths
from consultant_tui.contract.cases import AnsweredRequest, PendingRequest
from consultant_tui.contract.extras import ExtraAnswer, ExtraAsk, OpenRequests
from server_stub.routes.access import TheOffice, ThisHearing, ThisVisit
from server_stub.routes.describing import CHANGING, LOOKING_ROUND
from server_stub.routes.parameters import Reference, route
from server_stub.services import approvals, extras


@post(route(paths.EXTRA_REQUESTS), **CHANGING)
def post_request(office: TheOffice, visit: ThisVisit, case: Reference, data: JSONBody[ExtraAsk]) -> PendingRequest:
    """Ask for extra sessions of a case, once."""
    return extras.ask(office, visit, case, data)


@get(paths.OPEN_REQUESTS, **LOOKING_ROUND)
def get_requests(office: TheOffice, hearing: ThisHearing) -> OpenRequests:
    """Give what waits for the approver's organisation."""
    return approvals.open_requests(office, hearing)


@post(route(paths.REQUEST_ANSWER), status_code=200, **CHANGING)
def post_answer(
    office: TheOffice, hearing: ThisHearing, extra_request: Reference, data: JSONBody[ExtraAnswer]
) -> AnsweredRequest:
    """Grant all or some of the sessions, or decline."""
    return approvals.answer(office, hearing, extra_request, data)


ROUTES = [post_request, get_requests, post_answer]
