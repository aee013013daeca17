"""Checks the accounts of online booking: whom they stand for, what they booked, and who attends in their place."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from consultant_tui.contract.vocabulary import Standing
from server_stub.practice.checks.contents import Contents, named
from server_stub.storage import portal_tables as p
from server_stub.storage import tables as t

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HASHED = (p.organisation_codes, p.account_links, p.portal_sessions)
"""Tables whose keys stand for secrets."""


def broken(contents: Contents) -> Iterator[str]:
    """Name every account that stands for the wrong one, every session that is not its account's, and bare secrets."""
    clients = contents.by_id(t.clients)
    accounts = contents.by_id(p.accounts)
    for account in accounts.values():
        yield from (f"{named(p.accounts, account)}: {reason}" for reason in _holder(account, clients))
    for attendee in contents.rows(p.attendees):
        booker = accounts.get(attendee.account_id)
        if booker and attendee.client_id not in (None, booker.client_id, booker.prospect_id):
            yield f"{named(p.attendees, attendee)}: attends for another client than that of {booker.reference}"
    yield from _booked(contents, accounts)
    for table in _HASHED:
        for row in contents.rows(table):
            if not _SHA256.fullmatch(row.hash):
                yield f"{table.name} {row.hash[:4]}…: is no hash"


def _holder(account: Row[Any], clients: dict[int, Row[Any]]) -> Iterator[str]:
    if account.email != account.email.lower():
        yield "its address is not in small letters"
    if account.client_id and account.verified is None:
        yield "is associated and was never verified"
    client, prospect = clients.get(account.client_id), clients.get(account.prospect_id)
    if client and client.standing != Standing.CLIENT:
        yield f"is associated with {client.reference}, which is {client.standing}"
    if prospect and prospect.standing != (Standing.MERGED if client else Standing.PROSPECT):
        yield f"stands for {prospect.reference}, which is {prospect.standing}"


def _booked(contents: Contents, accounts: dict[int, Row[Any]]) -> Iterator[str]:
    for row in contents.rows(t.appointments):
        account = accounts.get(row.account_id)
        if account and row.client_id not in (account.client_id, account.prospect_id):
            yield f"{named(t.appointments, row)}: {account.reference}, which booked it, is another client's account"
