"""Owns what a client types for a booking: how it is read, what it lacks, and how it is kept until the confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from consultant_tui.contract.text import clean

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

_MISSING = {
    "first_name": "Enter your first name",
    "last_name": "Enter your last name",
    "phone": "Enter the number on which you can be reached",
    "attendee_name": "Enter the name of who attends",
}

_CALLED = {
    "first_name": "Your first name",
    "last_name": "Your last name",
    "phone": "Your phone number",
    "address": "Your address",
    "attendee_name": "The name",
    "attendee_details": "What you tell of them",
    "wishes": "What you would like to talk about",
}


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


def read_typed(form: Mapping[str, str]) -> Typed:
    """Read what was typed; characters that could mislead a reader are left out."""
    read = {name: _one_line(form.get(name, "")) for name in _LONGEST if name != "wishes"}
    wishes = "\n".join(clean(line).rstrip() for line in form.get("wishes", "").splitlines()).strip()
    return Typed(**read, wishes=wishes, remember=bool(form.get("remember")))


def lacking(typed: Typed, wanted: Wanted) -> dict[str, str]:
    """Say of each field what is wrong with it, in the order of the form."""
    found = {}
    for name, most in _LONGEST.items():
        value = getattr(typed, name)
        if name in wanted.required and not value:
            found[name] = _MISSING[name]
        elif len(value) > most:
            found[name] = f"{_CALLED[name]} has {len(value)} characters; at most {most} fit"
    if "phone" not in found and typed.phone and not any(sign.isdigit() for sign in typed.phone):
        found["phone"] = "Enter a phone number, such as 0400 123 456"
    return found


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Typed)


def pack(typed: Typed) -> str:
    """Write what was typed as it is kept."""
    return _encoder.encode(typed).decode()


def unpack(kept: str) -> Typed | None:
    """Read what was kept; None when there is nothing."""
    return _decoder.decode(kept) if kept else None


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
