"""Owns the page after the booking, with what was booked and its file for the client's own calendar (seed 004)."""

from litestar import Response, get
from litestar.params import FromPath

from consultant_tui.contract.vocabulary import AccountState, Modality
from server_stub.domain.spans import Span
from server_stub.portal import times
from server_stub.portal.booking import wording
from server_stub.portal.frame import HEADERS, page
from server_stub.portal.guests import HOME, TheHolder
from server_stub.services import online_booking, online_calendar
from server_stub.services.booking_steps import begin
from server_stub.services.online_booking import Booked


@get("/booked/{reference:str}", sync_to_thread=True)
def get_booked(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Show what was booked."""
    booked = online_booking.booked(holder.office, holder.account.id, reference)
    asked = begin(holder.office, holder.account.id)
    return page(
        holder,
        "booking/booked.html",
        "Your session is booked",
        rows=_rows(booked, shows_length=asked.online.show_length),
        mail=holder.account.email,
        unverified=asked.holder.state is AccountState.UNVERIFIED,
        instructions=booked.reason.instructions if booked.reason else "",
        calendar=f"{HOME}/booked/{booked.reference}/calendar.ics",
    )


@get("/booked/{reference:str}/calendar.ics", sync_to_thread=True)
def get_calendar(holder: TheHolder, reference: FromPath[str]) -> Response[bytes]:
    """Give a session as a file for calendar programs."""
    file = online_calendar.calendar_of(holder.office, holder.account.id, reference)
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{reference}.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


def _rows(booked: Booked, *, shows_length: bool) -> list[tuple[str, str, str]]:
    start, zone = booked.client.start.utc, booked.client.start.zone
    span = Span(start, booked.client.end.utc)
    theirs = booked.consultant_time.start.zone if booked.consultant_time else zone
    rows = [
        ("When", wording.clocks(times.when(span, zone, shows_end=shows_length), start, zone, theirs)),
        ("With", booked.consultant),
        ("What", booked.reason_name),
        ("How", wording.way(booked.modality)),
        ("Where", _where(booked)),
        ("Reference", booked.reference),
    ]
    return [(name, value, "") for name, value in rows if value]


def _where(booked: Booked) -> str:
    if booked.location is None:
        return ""
    address = booked.location.address if booked.modality is Modality.IN_PERSON else ""
    return "\n".join(filter(None, (booked.location.name, address)))


ROUTES = [get_booked, get_calendar]
