"""Owns what a client types for a booking: how it is read, what it lacks, and how it is kept until the confirmation."""

from dataclasses import dataclass
from hashlib import sha256

import msgspec

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain.prospects import objection_to_name
from server_stub.portal.forms import Posted, Troubles
from server_stub.services.wire import refusal

_LONGEST = {
    "first_name": 100,
    "last_name": 100,
    "phone": 40,
    "address": 400,
    "attendee_name": 200,
    "attendee_details": 400,
    "wishes": 1000,
}
"""Characters that fit."""

_ASKED = {
    "first_name": "your first name",
    "last_name": "your last name",
    "phone": "the number on which you can be reached",
    "attendee_name": "the name of who attends",
}
"""What is asked for where a field may not be empty."""


class Typed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was typed."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    address: str = ""
    attendee_name: str = ""
    attendee_details: str = ""
    wishes: str = ""
    remember: bool = False
    """Whether name and phone are to be filled in for the next booking."""

    @property
    def seal(self) -> str:
        """What tells whether the same was typed, so that nothing is booked but what was shown for checking."""
        return sha256(pack(self).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a client besides wishes."""

    contact: bool
    """Whether names, phone and address are asked for: of a client they are known."""
    attendee: bool
    """Whether somebody new attends."""

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that may not be left empty."""
        return ("first_name", "last_name", "phone") * self.contact + ("attendee_name",) * self.attendee


def read_typed(posted: Posted) -> Typed:
    """Read what was typed; characters that could mislead a reader are left out."""
    read = {name: posted.line(name, most + 1) for name, most in _LONGEST.items() if name != "wishes"}
    wishes = posted.text("wishes", _LONGEST["wishes"] + 1)
    return Typed(**read, wishes=wishes, remember=posted.ticked("remember"))


def lacking(typed: Typed, wanted: Wanted) -> Troubles:
    """Say of each field what is wrong with it, in the order of the form."""
    found: Troubles = {}
    for name, most in _LONGEST.items():
        value = getattr(typed, name)
        if name in wanted.required and not value:
            found[name] = Refusal(code=Code.ANSWER_NEEDED, name=_ASKED[name])
        elif len(value) > most:
            found[name] = Refusal(code=Code.TOO_LONG, number=most)
    too_long = objection_to_name(typed.first_name, typed.last_name)
    if wanted.contact and too_long and not found.keys() & {"first_name", "last_name"}:
        found["last_name"] = refusal(too_long)
    return found


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Typed)


def pack(typed: Typed) -> str:
    """Write what was typed as it is kept."""
    return _encoder.encode(typed).decode()


def unpack(kept: str) -> Typed | None:
    """Read what was kept; None when there is nothing."""
    return _decoder.decode(kept) if kept else None
