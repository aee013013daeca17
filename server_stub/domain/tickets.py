"""Owns the rules of support tickets: what may be written, and what may become of one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import TicketState
from server_stub.domain.accounts import ENCODED
from server_stub.domain.objections import Objection

LONGEST_TEXT = 4000
"""Characters of what is written or answered."""

LONGEST_NAME = 200

LONGEST_PAGE = 200

LONGEST_EMAIL = 254

_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
_CODE = re.compile("[a-z][a-z0-9_]{0,63}", re.ASCII)
_PAGE = re.compile("/[A-Za-z0-9/_.-]*", re.ASCII)
_GAPS = re.compile("\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A ticket as somebody wrote it."""

    email: str
    message: str
    name: str = ""
    code: str = ""
    page: str = ""


def tidied(written: Written) -> Written:
    """Write a ticket as it is kept: harmless text, and of code and page only what can be one.

    A page loses its query, because what is asked there is nobody's business.
    """
    page = written.page.partition("?")[0].partition("#")[0]
    return Written(
        email=written.email.strip(),
        message=in_lines(written.message),
        name=one_line(written.name),
        code=written.code if _CODE.fullmatch(written.code) else "",
        page=page if _PAGE.fullmatch(page) and len(page) <= LONGEST_PAGE else "",
    )


def objections_to_ticket(written: Written) -> tuple[Objection, ...]:
    """Say what stands against a ticket, once it is tidied."""
    found = list(_against_text(written.message))
    if not is_address(written.email):
        found.append(Objection(Code.EMAIL_NOT_VALID, Field.EMAIL))
    if len(written.name) > LONGEST_NAME:
        found.append(Objection(Code.TOO_LONG, Field.NAME, number=LONGEST_NAME))
    return tuple(found)


def objections_to_answer(state: TicketState, text: str) -> tuple[Objection, ...]:
    """Say what stands against an answer to a ticket."""
    closed = [Objection(Code.TICKET_CLOSED)] if state is TicketState.CLOSED else []
    return (*closed, *_against_text(text))


def objection_to_closing(state: TicketState) -> Objection | None:
    """Say why a ticket may not be closed, or None when it may."""
    return Objection(Code.TICKET_CLOSED) if state is TicketState.CLOSED else None


def is_address(text: str) -> bool:
    """Whether a text can be an address of mail."""
    return len(text) <= LONGEST_EMAIL and clean(text) == text and ENCODED not in text and bool(_EMAIL.fullmatch(text))


def in_lines(text: str | Iterable[str]) -> str:
    """Write a text of several lines as it is kept: harmless, and without long gaps."""
    lines = (text if isinstance(text, str) else "\n".join(text)).splitlines()
    return _GAPS.sub("\n\n", "\n".join(clean(line).rstrip() for line in lines)).strip()


def one_line(text: str) -> str:
    """Write a text of one line as it is kept."""
    return " ".join(clean(text).split())


def _against_text(text: str) -> Iterable[Objection]:
    if not text:
        yield Objection(Code.MESSAGE_NEEDED, Field.MESSAGE)
    if len(text) > LONGEST_TEXT:
        yield Objection(Code.TOO_LONG, Field.MESSAGE, number=LONGEST_TEXT)
