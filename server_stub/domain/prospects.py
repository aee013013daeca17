"""Owns how far an account has come, and which clients its holder may be: by exact rules, and never by guess."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import AccountState, Detail
from server_stub.domain.objections import Objection

LONGEST_NAME = 200
"""Characters of a client's name, first and last together."""

_ONE_OF = (Detail.PHONE, Detail.EMAIL, Detail.ADDRESS)
"""Beside both names, one of these must be the same (seed 004)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of somebody, as it was written down."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    zone: str = ""

    @property
    def name(self) -> str:
        """Both names."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    def told(self, detail: Detail) -> str:
        """Return one of the details."""
        return str(getattr(self, detail))


def state_of(verified: datetime | None, client_id: int | None) -> AccountState:
    """Return how far an account has come (seed 003)."""
    if verified is None:
        return AccountState.UNVERIFIED
    return AccountState.NOT_ASSOCIATED if client_id is None else AccountState.ASSOCIATED


def same(one: Details, other: Details, *, whole: str = "") -> tuple[Detail, ...]:
    """Return which details of two are the same; what is not known of one of them never is.

    Args:
        one: The holder of an account.
        other: A client.
        whole: The client's name in one piece, for those of whom first and last name were never told apart.
    """
    found = [detail for detail in Detail if one.told(detail) and _plain(one, detail) == _plain(other, detail)]
    if not other.first_name and not other.last_name and whole and one.name == _folded(whole):
        found = [Detail.FIRST_NAME, Detail.LAST_NAME, *found]
    return tuple(found)


def matches(found: Iterable[Detail]) -> bool:
    """Whether details that are the same make a client a candidate (seed 004)."""
    known = set(found)
    return {Detail.FIRST_NAME, Detail.LAST_NAME} <= known and any(detail in known for detail in _ONE_OF)


def objection_to_name(first_name: str, last_name: str) -> Objection | None:
    """Say when both names are too long to be written as one."""
    left = LONGEST_NAME - len(first_name) - 1
    return Objection(Code.TOO_LONG, Field.LAST_NAME, number=left) if len(last_name) > left else None


def objection_to_joining(state: AccountState) -> Objection | None:
    """Say why an account may not become a client's, or None when it may."""
    if state is AccountState.UNVERIFIED:
        return Objection(Code.ACCOUNT_NOT_VERIFIED)
    return Objection(Code.ACCOUNT_ASSOCIATED) if state is AccountState.ASSOCIATED else None


def _plain(of: Details, detail: Detail) -> str:
    """Return a detail as it is compared: to the letter, but for blanks, and for the case of an address."""
    told = _folded(of.told(detail))
    return told.casefold() if detail is Detail.EMAIL else told


def _folded(text: str) -> str:
    return " ".join(text.split())
