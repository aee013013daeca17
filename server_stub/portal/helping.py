"""Owns the pages on which somebody asks user support for help, signed in or not."""

import re

from litestar import Response, get, post

from consultant_tui.contract.refusals import Code
from server_stub.domain.tickets import LONGEST_EMAIL, LONGEST_NAME, LONGEST_TEXT, Written, tidied
from server_stub.portal import words
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page
from server_stub.portal.guests import Guest, TheGuest
from server_stub.services import tickets
from server_stub.services.refused import RefusedError

LARGEST_BODY = 64 * 1024
"""Bytes that a ticket may carry: a letter takes up to twelve of them on its way."""

_TICKET = re.compile("TKT-[0-9]{1,9}", re.ASCII)


@get("/help/ticket", sync_to_thread=True)
def get_ticket_form(guest: TheGuest) -> Response[str]:
    """Ask what happened; the code of the error and the page it was on are filled in."""
    about = tidied(Written(email="", message="", code=guest.query.get("code", ""), page=guest.query.get("page", "")))
    name = guest.account.name if guest.account else ""
    return _form(guest, Posted({"code": about.code, "page": about.page, "name": name}))


@post("/help/ticket", status_code=200, sync_to_thread=True, request_max_body_size=LARGEST_BODY)
def post_ticket(guest: TheGuest, posted: ThePosted) -> Response[str]:
    """Keep the ticket, or say what is missing; what was typed stays."""
    try:
        reference = tickets.write(guest.office, _written(posted), guest.account, guest.address)
    except RefusedError as error:
        return _form(guest, posted, words.by_field(error.refusals))
    return go(guest, "/help/sent", ticket=reference)


@get("/help/sent", sync_to_thread=True)
def get_sent(guest: TheGuest) -> Response[str]:
    """Say that the ticket arrived, and how it is answered."""
    asked = guest.query.get("ticket", "")
    ticket = asked if _TICKET.fullmatch(asked) else ""
    return page(guest, "help/sent.html", "Your ticket has arrived", ticket=ticket)


def _written(posted: Posted) -> Written:
    return Written(
        email=posted.line("email", LONGEST_EMAIL + 1),
        message=posted.text("message", LONGEST_TEXT + 1),
        name=posted.line("name", LONGEST_NAME + 1),
        code=posted.line("code"),
        page=posted.line("page"),
    )


def _form(guest: Guest, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    about = tidied(Written(email="", message="", code=posted.line("code"), page=posted.line("page")))
    return page(
        guest,
        "help/ticket.html",
        "Ask for help",
        typed=posted,
        troubles=troubles,
        status=429 if words.is_too_often(troubles) else 200,
        about=about,
        sentence=_sentence(about.code),
        longest=LONGEST_TEXT,
    )


def _sentence(code: str) -> str:
    """Say again what was said, if the portal has words for it that need no more facts."""
    found = words.REFUSALS.get(Code(code), "")
    return "" if "{" in found else found


ROUTES = [get_ticket_form, post_ticket, get_sent]
