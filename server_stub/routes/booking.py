"""Owns the routes that change something: booking, its keys, and the start of a session."""

from litestar import delete, get, post
from litestar.params import JSONBody

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import BookingCheck, BookingRequest, KeyAnswer, Receipt, Started
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import CHANGING, LOOKING
from server_stub.routes.parameters import Key, PathKey, Reference, Version, route, version_from
from server_stub.services import bookings, checks, keys, sessions


@post(paths.BOOKING_CHECKS, status_code=200, **CHANGING, **BY_SERVICE)
def post_check(office: TheOffice, visit: ThisVisit, data: JSONBody[BookingRequest]) -> BookingCheck:
    """Give the verdict on a request without holding anything."""
    return checks.check(office, visit, data)


@post(paths.BOOKINGS, **CHANGING, **BY_SERVICE)
def post_booking(office: TheOffice, visit: ThisVisit, data: JSONBody[BookingRequest], key: Key = None) -> Receipt:
    """Book a client's next appointment, once per key."""
    return bookings.book(office, visit, keys.checked_key(key), data)


@get(route(paths.BOOKING_KEY), **LOOKING, **BY_SERVICE)
def get_key(office: TheOffice, visit: ThisVisit, key: PathKey) -> KeyAnswer:
    """Tell what became of the request that was sent under a key."""
    return keys.ask(office, visit, keys.checked_key(key))


@delete(route(paths.BOOKING_KEY), status_code=200, **CHANGING, **BY_SERVICE)
def delete_key(office: TheOffice, visit: ThisVisit, key: PathKey) -> KeyAnswer:
    """Void a key unless it has booked."""
    return keys.void(office, visit, keys.checked_key(key))


@post(route(paths.START), status_code=200, **CHANGING)
def post_start(office: TheOffice, visit: ThisVisit, appointment: Reference, version: Version = None) -> Started:
    """Commence a booked appointment that still has the version in ``If-Match``."""
    return sessions.start(office, visit, appointment, version_from(version))


ROUTES = [post_check, post_booking, get_key, delete_key, post_start]
