"""Owns the pages on which a client looks at the own sessions: all of them, and one."""

from litestar import Response, get
from litestar.params import FromPath

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.portal.frame import page
from server_stub.portal.guests import HOME, TheHolder
from server_stub.portal.sessions import wording
from server_stub.services import online_changes, own_sessions
from server_stub.services.own_sessions import OwnSession

HERE = "/sessions"
"""Where a client's sessions are, below the portal's home."""

AFTER = "after"
"""The field of the address that names the last session of the page before."""


def address_of(reference: str, below: str = "") -> str:
    """Return where a session is, below the portal's home."""
    return f"{HERE}/{reference}{below}"


@get(HERE, sync_to_thread=True)
def get_sessions(holder: TheHolder) -> Response[str]:
    """Show what is to come, and everything that was."""
    office, account_id, after = holder.office, holder.account.id, holder.query.get(AFTER, "")
    found = own_sessions.history(office, account_id, after)
    return page(
        holder,
        "sessions/all.html",
        "Earlier sessions" if after else "Your sessions",
        back=HOME + (HERE if after else "/account"),
        coming=[] if after else [wording.shown(one) for one in own_sessions.coming(office, account_id)],
        past=[wording.shown(one) for one in found.sessions],
        after=after,
        older=found.sessions[-1].reference if found.more else "",
    )


@get(HERE + "/{reference:str}", sync_to_thread=True)
def get_session(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Show one session, with what can be done about it and until when that is free."""
    session = own_sessions.session(holder.office, holder.account.id, reference)
    return page(
        holder,
        "sessions/one.html",
        _title(session),
        back=HOME + HERE,
        session=session,
        rows=wording.rows(session),
        consequence=_consequence(holder, session),
        cancelled=session.state is AppointmentState.CANCELLED,
        here=HOME + address_of(session.reference),
        calendar=f"{HOME}/booked/{session.reference}/calendar.ics" if session.may_change else "",
    )


def _title(session: OwnSession) -> str:
    if session.state is AppointmentState.CANCELLED:
        return "Cancelled session"
    return "Past session" if session.over or session.state is AppointmentState.NO_SHOW else "Your session"


def _consequence(holder: TheHolder, session: OwnSession) -> wording.Consequence | None:
    if not session.may_change:
        return None
    offer = online_changes.offer(holder.office, holder.account.id, session.reference)
    return wording.of_any_change(offer)


ROUTES = [get_sessions, get_session]
