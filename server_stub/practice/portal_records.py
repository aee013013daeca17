"""Owns the files of a practice that online booking needs: codes, accounts and those who attend."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from server_stub.practice.kinds import Email, Instant, Reference, Text, Zone, number_of
from server_stub.practice.record import Record

ACCOUNT = "ACC"
"""The kind of reference that accounts have."""

ATTENDEE = "ATT"
"""The kind of reference that attendees have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationCode(Record):
    """What lets an organisation's people sign up; the code itself is nowhere."""

    FILE = "organisation_codes.csv"
    KEY = "hash"

    organisation: Annotated[str, Reference("ORG")]
    hint: Annotated[str, Text(8)]
    hash: Annotated[str, Text(64)]
    made: Annotated[datetime, Instant()]
    retires: Annotated[datetime | None, Instant(may_be_empty=True)]

    @property
    def order(self) -> tuple[int, str]:
        """By organisation, then by age."""
        return number_of(self.organisation), f"{self.made.isoformat()} {self.hash}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account(Record):
    """A client's way in online, without the password."""

    FILE = "accounts.csv"

    reference: Annotated[str, Reference(ACCOUNT)]
    organisation: Annotated[str, Reference("ORG")]
    email: Annotated[str, Email()]
    first_name: Annotated[str, Text(100, may_be_empty=True)]
    last_name: Annotated[str, Text(100, may_be_empty=True)]
    phone: Annotated[str, Text(40, may_be_empty=True)]
    address: Annotated[str, Text(400, may_be_empty=True)]
    zone: Annotated[str, Zone()]
    made: Annotated[datetime, Instant()]
    made_by: Annotated[str, Email(may_be_empty=True)]
    verified: Annotated[datetime | None, Instant(may_be_empty=True)]
    verified_by: Annotated[str, Email(may_be_empty=True)]
    client: Annotated[str, Reference("CLI", may_be_empty=True)]
    prospect: Annotated[str, Reference("CLI", may_be_empty=True)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee(Record):
    """Somebody who attends in the holder's place."""

    FILE = "attendees.csv"

    reference: Annotated[str, Reference(ATTENDEE)]
    account: Annotated[str, Reference(ACCOUNT, may_be_empty=True)]
    client: Annotated[str, Reference("CLI", may_be_empty=True)]
    name: Annotated[str, Text(200)]
    kind: Annotated[str, Text(64)]
    details: Annotated[str, Text(400, may_be_empty=True)]
