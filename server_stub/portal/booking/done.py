"""Owns the page after the booking, with what was booked and its file for the client's own calendar (seed 004)."""

from litestar import Response, get
from litestar.params import FromPath

from server_stub.portal.frame import HEADERS, page
from server_stub.portal.guests import HOME, TheHolder
from server_stub.portal.sessions import wording
from server_stub.services import after_booking, own_sessions

HERE = "/booked/{reference:str}"


@get(HERE, sync_to_thread=True)
def get_booked(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Show what was booked."""
    session = own_sessions.session(holder.office, holder.account.id, reference)
    return page(
        holder,
        "booking/booked.html",
        "Your session is booked",
        rows=wording.rows(session),
        along=after_booking.taken_along(holder.office, holder.account.id, reference),
        calendar=f"{HOME}/booked/{session.reference}/calendar.ics",
        session=f"{HOME}/sessions/{session.reference}",
    )


@get(HERE + "/calendar.ics", sync_to_thread=True)
def get_calendar(holder: TheHolder, reference: FromPath[str]) -> Response[bytes]:
    """Give a session as a file for calendar programs."""
    file = after_booking.calendar_of(holder.office, holder.account.id, reference)
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{reference}.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


ROUTES = [get_booked, get_calendar]
