"""Owns the route by which a consultant sees what is in force for online booking."""

from litestar import get

from consultant_tui.contract import paths
from consultant_tui.contract.online_settings import OnlineSettings
from server_stub.routes.access import TheOffice, ThisVisit
from server_stub.routes.describing import LOOKING_ROUND
from server_stub.services import online_settings


@get(paths.ONLINE_BOOKING, **LOOKING_ROUND)
def get_online_booking(office: TheOffice, visit: ThisVisit) -> OnlineSettings:
    """Give what is in force for online booking, with a preview of how clients are led by it."""
    return online_settings.in_force(office, visit)


ROUTES = [get_online_booking]
