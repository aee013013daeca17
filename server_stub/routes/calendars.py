"""Owns the routes of the calendar: its days, its file, leave, and the private feed."""

from datetime import date
from typing import Annotated

from litestar import Response, delete, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from consultant_tui.contract import paths
from consultant_tui.contract.calendar import (
    Calendar,
    FeedMade,
    FeedRevoked,
    LeaveAdded,
    LeaveCheck,
    LeaveRemoved,
    LeaveWish,
)
from server_stub.routes.access import BY_SERVICE, TheOffice, ThisVisit
from server_stub.routes.describing import CHANGING, LOOKING, LOOKING_ROUND, OPEN
from server_stub.routes.parameters import Day, Reference, route
from server_stub.services import calendars, feeds, leave

CALENDAR_TYPE = "text/calendar"

Days = Annotated[int, QueryParameter(ge=1, le=calendars.MOST_DAYS, description="How many days, from the first")]
FirstDay = Annotated[date | None, QueryParameter(description="YYYY-MM-DD; the present Monday when absent")]
Secret = Annotated[str, PathParameter(max_length=64, description="The secret of a private feed, then .ics")]


@get(paths.CALENDAR, **LOOKING, **BY_SERVICE)
def get_calendar(office: TheOffice, visit: ThisVisit, first: FirstDay = None, days: Days = 7) -> Calendar:
    """Give some days of the caller across all schedules."""
    return calendars.calendar(office, visit, first, days)


@get(paths.CALENDAR_FILE, media_type=CALENDAR_TYPE, **LOOKING_ROUND)
def get_calendar_file(office: TheOffice, visit: ThisVisit, first: Day, days: Days = 7) -> Response[bytes]:
    """Give the same days as a file for calendar programs."""
    return Response(calendars.calendar_file(office, visit, first, days), media_type=CALENDAR_TYPE)


@post(paths.LEAVE_CHECKS, status_code=200, **CHANGING)
def post_leave_check(office: TheOffice, visit: ThisVisit, data: JSONBody[LeaveWish]) -> LeaveCheck:
    """Give the appointments that leave would hit, without adding it."""
    return leave.check(office, visit, data)


@post(paths.LEAVE, **CHANGING)
def post_leave(office: TheOffice, visit: ThisVisit, data: JSONBody[LeaveWish]) -> LeaveAdded:
    """Add leave or a break."""
    return leave.add(office, visit, data)


@delete(route(paths.ONE_LEAVE), status_code=200, **CHANGING)
def delete_leave(office: TheOffice, visit: ThisVisit, leave_reference: Reference) -> LeaveRemoved:
    """Remove leave or a break."""
    return leave.remove(office, visit, leave_reference)


@post(paths.CALENDAR_FEED, **CHANGING)
def post_feed(office: TheOffice, visit: ThisVisit) -> FeedMade:
    """Make a private feed in the place of any other."""
    return feeds.make(office, visit)


@delete(paths.CALENDAR_FEED, status_code=200, **CHANGING)
def delete_feed(office: TheOffice, visit: ThisVisit) -> FeedRevoked:
    """Take the private feed back."""
    return feeds.revoke(office, visit)


@get(route(paths.FEED), media_type=CALENDAR_TYPE, **OPEN)
def read_feed(office: TheOffice, feed: Secret) -> Response[bytes]:
    """Give the calendar of a private feed to whoever knows its address."""
    return Response(feeds.read(office, feed), media_type=CALENDAR_TYPE)


ROUTES = [
    get_calendar,
    get_calendar_file,
    post_leave_check,
    post_leave,
    delete_leave,
    post_feed,
    delete_feed,
    read_feed,
]
