"""Owns the routes that the rebooking wizard asks on its way to a booking."""

from litestar import get

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import LineOffers, RebookingOffer
from consultant_tui.contract.schedules import Openings, WeekGlance
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import LOOKING
from server_stub.routes.parameters import (
    Clock,
    Day,
    Instant,
    Reference,
    Wanted,
    Weekdays,
    instant_from,
    route,
    wish_from,
)
from server_stub.services import openings, rebooking


@get(route(paths.REBOOKING), **LOOKING, **BY_SERVICE)
def get_offer(office: TheOffice, visit: ThisVisit, appointment: Reference, at: Instant = None) -> RebookingOffer:
    """Give all that the wizard needs to begin."""
    return rebooking.offer(office, visit, appointment, instant_from(at))


@get(route(paths.SCHEDULES), **LOOKING, **BY_SERVICE)
def get_schedules(
    office: TheOffice, visit: ThisVisit, appointment: Reference, approach: Wanted, week: Day
) -> LineOffers:
    """Give the lines to choose from, with the places left in a week."""
    return rebooking.line_offers(office, visit, appointment, approach, week)


@get(route(paths.WEEK), **LOOKING, **BY_SERVICE)
def get_week(
    office: TheOffice, visit: ThisVisit, appointment: Reference, schedule: Reference, approach: Wanted, week: Day
) -> WeekGlance:
    """Give one line's week at a glance."""
    return rebooking.week(office, visit, appointment, schedule, approach, week)


@get(route(paths.OPENINGS), **LOOKING, **BY_SERVICE)
def get_openings(
    office: TheOffice,
    visit: ThisVisit,
    appointment: Reference,
    days: Weekdays,
    earliest: Clock,
    latest: Clock,
    first: Day,
) -> Openings:
    """Give a page of free times for *Rebook with me*."""
    return openings.openings(office, visit, appointment, wish_from(days, earliest, latest, first))


ROUTES = [get_offer, get_schedules, get_week, get_openings]
