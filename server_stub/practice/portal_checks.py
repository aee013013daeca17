"""Owns what must hold between the files that online booking needs, before any of them is stored."""

import re
from collections.abc import Iterator

from consultant_tui.contract.vocabulary import Origin, Standing
from server_stub.practice.faults import Faults
from server_stub.practice.merging import Merged
from server_stub.practice.portal_records import Account, Attendee, OrganisationCode
from server_stub.practice.record import Record
from server_stub.practice.records import Appointment, Case, Client, Consultant, Organisation

POINTERS: tuple[tuple[type[Record], str, type[Record]], ...] = (
    (OrganisationCode, "organisation", Organisation),
    (Account, "organisation", Organisation),
    (Account, "made_by", Consultant),
    (Account, "verified_by", Consultant),
    (Account, "client", Client),
    (Account, "prospect", Client),
    (Attendee, "account", Account),
    (Attendee, "client", Client),
    (Appointment, "account", Account),
    (Appointment, "attendee", Attendee),
)

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)

Wrong = tuple[str, str]
"""A column and what is wrong there."""


def code(row: OrganisationCode) -> Iterator[Wrong]:
    """Check a code's row by itself."""
    if not _SHA256.fullmatch(row.hash):
        yield "hash", "must be 64 hexadecimal digits"
    if row.retires and row.retires < row.made:
        yield "retires", "must not be before it was made"


def account(row: Account) -> Iterator[Wrong]:
    """Check an account's row by itself."""
    if row.email != row.email.lower():
        yield "email", "must be in small letters"
    if row.verified and row.verified < row.made:
        yield "verified", "must not be before it was made"
    if row.verified_by and not row.verified:
        yield "verified_by", "must be empty when it is not verified"
    if row.client and not row.verified:
        yield "client", "must be empty when it is not verified"


def attendee(row: Attendee) -> Iterator[Wrong]:
    """Check an attendee's row by itself."""
    if not (row.account or row.client):
        yield "account", "must be given when there is no client"


def booked_online(row: Appointment) -> Iterator[Wrong]:
    """Check what an appointment's row says about online booking."""
    online = row.origin == Origin.PORTAL
    if online != bool(row.account):
        yield "account", f"must {'be given' if online else 'be empty'} when the origin is {row.origin}"


def check_holders(merged: Merged, faults: Faults) -> None:
    """Check that every account stands for a client of the right standing, and no two for one."""
    for column, standings in (("client", (Standing.CLIENT,)), ("prospect", (Standing.PROSPECT, Standing.MERGED))):
        held: dict[str, str] = {}
        for entry in merged.all(Account):
            name = getattr(entry.row, column)
            if not name:
                continue
            client = merged.get(Client, name)
            if client and client.standing not in standings and not _became(entry.row, client):
                faults.add(Account.FILE, entry.line, column, f"{name} is {client.standing}")
            first = held.setdefault(name, entry.row.reference)
            if first != entry.row.reference:
                faults.add(Account.FILE, entry.line, column, f"{name} is that of {first} already")
    emails: dict[str, str] = {}
    for entry in merged.all(Account):
        first = emails.setdefault(entry.row.email, entry.row.reference)
        if first != entry.row.reference:
            faults.add(Account.FILE, entry.line, "email", f"is that of {first} already")
    _cases_of_prospects(merged, faults)


def _became(row: Account, client: Client) -> bool:
    """Whether the prospect itself was made a client."""
    return row.prospect == row.client == client.reference


def _cases_of_prospects(merged: Merged, faults: Faults) -> None:
    for entry in merged.new(Appointment):
        case, booked = merged.get(Case, entry.row.case), merged.get(Account, entry.row.account)
        if case and booked and case.client not in (booked.client, booked.prospect):
            reason = f"{booked.reference} is not the account of {case.client}"
            faults.add(Appointment.FILE, entry.line, "account", reason)
