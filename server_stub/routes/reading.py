"""Owns the routes by which a consultant looks: Quick View, session summary, ledger, health."""

from functools import cache
from importlib.metadata import version

from litestar import get

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import Health, QuickView
from consultant_tui.contract.cases import Ledger, SessionSummary
from server_stub.domain.clocks import TZDATA
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import LOOKING, PUBLIC
from server_stub.routes.parameters import Reference, route
from server_stub.services import cases, quick_view
from server_stub.services.office import is_alive


@cache
def _version() -> str:
    return version("consultant-tui")


@get(paths.HEALTH, **PUBLIC)
def get_health(office: TheOffice) -> Health:
    """Tell whether the backend can serve."""
    is_alive(office)
    return Health(status="ok", version=_version(), tzdata=TZDATA)


@get(paths.QUICK_VIEW, **LOOKING, **BY_SERVICE)
def get_quick_view(office: TheOffice, visit: ThisVisit) -> QuickView:
    """Give the three sections of the caller's appointments."""
    return quick_view.quick_view(office, visit)


@get(route(paths.SUMMARY), **LOOKING, **BY_SERVICE)
def get_summary(office: TheOffice, visit: ThisVisit, appointment: Reference) -> SessionSummary:
    """Give what is reviewed before a session is started or the client rebooked."""
    return cases.summary(office, visit, appointment)


@get(route(paths.LEDGER), **LOOKING, **BY_SERVICE)
def get_ledger(office: TheOffice, visit: ThisVisit, case: Reference) -> Ledger:
    """Give everything that made a case's figures."""
    return cases.ledger(office, visit, case)


ROUTES = [get_health, get_quick_view, get_summary, get_ledger]
