"""Owns the routes that end, edit, move and take back an appointment."""

from litestar import get, post
from litestar.params import JSONBody

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import BookingCheck
from consultant_tui.contract.endings import Cancellation, Changed, Edit, EndingOffer, Move, MoveCheck, NoShow
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import CHANGING, LOOKING
from server_stub.routes.parameters import Reference, Version, route, version_from
from server_stub.services import endings, moving, undoing


@get(route(paths.ENDING), **LOOKING, **BY_SERVICE)
def get_ending(office: TheOffice, visit: ThisVisit, appointment: Reference) -> EndingOffer:
    """Give what ending an appointment would cost."""
    return endings.offer(office, visit, appointment)


@post(route(paths.CANCELLATION), status_code=200, **CHANGING, **BY_SERVICE)
def post_cancellation(
    office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[Cancellation], version: Version = None
) -> Changed:
    """Call an appointment off."""
    return endings.cancel(office, visit, appointment, version_from(version), data)


@post(route(paths.NO_SHOW), status_code=200, **CHANGING)
def post_no_show(
    office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[NoShow], version: Version = None
) -> Changed:
    """Record that the client did not come."""
    return endings.mark_no_show(office, visit, appointment, version_from(version), data)


@post(route(paths.EDIT_CHECKS), status_code=200, **CHANGING, **BY_SERVICE)
def post_edit_check(office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[Edit]) -> BookingCheck:
    """Give the verdict on an edit without changing anything."""
    return moving.check_edit(office, visit, appointment, data)


@post(route(paths.EDIT), status_code=200, **CHANGING, **BY_SERVICE)
def post_edit(
    office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[Edit], version: Version = None
) -> Changed:
    """Change how an appointment is held, or when on its day."""
    return moving.edit(office, visit, appointment, version_from(version), data)


@post(route(paths.MOVE_CHECKS), status_code=200, **CHANGING, **BY_SERVICE)
def post_move_check(office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[Move]) -> MoveCheck:
    """Give the verdict on a move without changing anything."""
    return moving.check_move(office, visit, appointment, data)


@post(route(paths.MOVE), status_code=200, **CHANGING, **BY_SERVICE)
def post_move(
    office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[Move], version: Version = None
) -> Changed:
    """Give an appointment another time or line."""
    return moving.move(office, visit, appointment, version_from(version), data)


@post(route(paths.UNDO), status_code=200, **CHANGING)
def post_undo(office: TheOffice, visit: ThisVisit, appointment: Reference, version: Version = None) -> Changed:
    """Take back what was done last."""
    return undoing.undo(office, visit, appointment, version_from(version))


ROUTES = [
    get_ending,
    post_cancellation,
    post_no_show,
    post_edit_check,
    post_edit,
    post_move_check,
    post_move,
    post_undo,
]
