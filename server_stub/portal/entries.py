"""Owns the forms by which one comes in: how each is read, and what it lacks."""

from dataclasses import dataclass
from typing import Self

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain import clocks, passwords
from server_stub.domain.accounts import email_read, is_phone
from server_stub.portal.forms import Posted, Troubles
from server_stub.services.accounts import SignUp
from server_stub.services.contact import Contact
from server_stub.services.wire import refusal as told

_LONGEST_NAME = 100
_LONGEST_PHONE = 40


@dataclass(frozen=True, slots=True)
class SignUpForm:
    """What makes an account."""

    email: str | None
    password: str
    zone: str

    @classmethod
    def read(cls, posted: Posted) -> Self:
        """Read what was typed."""
        return cls(email_read(posted.line("email")), posted.secret("password"), posted.line("zone"))

    @property
    def troubles(self) -> Troubles:
        """What it lacks, by field."""
        found = email_troubles(self.email) | password_troubles(self.password, self.email or "")
        if self.zone not in clocks.canonical_names():
            found["zone"] = Refusal(code=Code.ZONE_NOT_KNOWN)
        return found

    def wanted(self, code: str) -> SignUp:
        """Return the account that is to be made, once nothing is lacking."""
        return SignUp(code=code, email=self.email or "", password=self.password, zone=self.zone)


@dataclass(frozen=True, slots=True)
class ContactForm:
    """How somebody is called and reached."""

    first_name: str
    last_name: str
    phone: str
    address: str
    zone: str

    @classmethod
    def read(cls, posted: Posted) -> Self:
        """Read what was typed."""
        return cls(*(posted.line(name) for name in ("first_name", "last_name", "phone", "address", "zone")))

    @property
    def troubles(self) -> Troubles:
        """What is wrong with it, by field; nothing of it is required but the zone."""
        found: Troubles = {}
        for name in ("first_name", "last_name"):
            if len(getattr(self, name)) > _LONGEST_NAME:
                found[name] = Refusal(code=Code.TOO_LONG, number=_LONGEST_NAME)
        if self.phone and not is_phone(self.phone):
            found["phone"] = Refusal(code=Code.PHONE_NOT_VALID)
        if self.zone not in clocks.canonical_names():
            found["zone"] = Refusal(code=Code.ZONE_NOT_KNOWN)
        return found

    @property
    def wanted(self) -> Contact:
        """Return the details, once nothing is wrong with them."""
        return Contact(
            first_name=self.first_name,
            last_name=self.last_name,
            phone=self.phone,
            address=self.address,
            zone=self.zone,
        )


def email_troubles(email: str | None) -> Troubles:
    """Say when an e-mail address is none."""
    return {} if email else {"email": Refusal(code=Code.EMAIL_NOT_VALID)}


def password_troubles(password: str, *own: str) -> Troubles:
    """Say when a password may not be chosen."""
    objection = passwords.objection(password, *own)
    return {"password": told(objection)} if objection else {}


def asked(name: str, what: str) -> Troubles:
    """Say that a field is empty."""
    return {name: Refusal(code=Code.ANSWER_NEEDED, name=what)}
