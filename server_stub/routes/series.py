"""Owns the routes about series: the preview of several appointments, and the booking of all of them."""

from litestar import post
from litestar.params import JSONBody

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import SeriesReceipt
from consultant_tui.contract.series import SeriesCheck, SeriesRequest
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import CHANGING
from server_stub.routes.parameters import Key
from server_stub.services import keys, series


@post(paths.SERIES_CHECKS, status_code=200, **CHANGING, **BY_SERVICE)
def post_series_check(office: TheOffice, visit: ThisVisit, data: JSONBody[SeriesRequest]) -> SeriesCheck:
    """Give the verdict on each date without holding anything."""
    return series.check(office, visit, data)


@post(paths.SERIES, **CHANGING, **BY_SERVICE)
def post_series(office: TheOffice, visit: ThisVisit, data: JSONBody[SeriesRequest], key: Key = None) -> SeriesReceipt:
    """Book every date or none, once per key."""
    return series.book(office, visit, keys.checked_key(key), data)


ROUTES = [post_series_check, post_series]
