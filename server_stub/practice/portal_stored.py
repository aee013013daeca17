"""Owns the questions that read the files of online booking out of the database."""

from typing import Any

from sqlalchemy import Select, func, select

from server_stub.practice.portal_records import Account, Attendee, OrganisationCode
from server_stub.practice.record import Record
from server_stub.storage import portal_tables as p
from server_stub.storage import tables as t

_MADE_BY, _VERIFIED_BY = t.profiles.alias("made_by"), t.profiles.alias("verified_by")
_CLIENT, _PROSPECT = t.clients.alias("client"), t.clients.alias("prospect")

SELECTS: dict[type[Record], Select[Any]] = {
    OrganisationCode: select(
        t.organisations.c.reference.label("organisation"), p.organisation_codes.c.hint, p.organisation_codes.c.hash,
        p.organisation_codes.c.made, p.organisation_codes.c.retires,
    ).join_from(p.organisation_codes, t.organisations),
    Account: select(
        p.accounts.c.reference, t.organisations.c.reference.label("organisation"), p.accounts.c.email,
        p.accounts.c.first_name, p.accounts.c.last_name, p.accounts.c.phone, p.accounts.c.address, p.accounts.c.zone,
        p.accounts.c.made, func.coalesce(_MADE_BY.c.email, "").label("made_by"), p.accounts.c.verified,
        func.coalesce(_VERIFIED_BY.c.email, "").label("verified_by"),
        func.coalesce(_CLIENT.c.reference, "").label("client"),
        func.coalesce(_PROSPECT.c.reference, "").label("prospect"),
    )
    .join_from(p.accounts, t.organisations)
    .outerjoin(_MADE_BY, _MADE_BY.c.id == p.accounts.c.made_by)
    .outerjoin(_VERIFIED_BY, _VERIFIED_BY.c.id == p.accounts.c.verified_by)
    .outerjoin(_CLIENT, _CLIENT.c.id == p.accounts.c.client_id)
    .outerjoin(_PROSPECT, _PROSPECT.c.id == p.accounts.c.prospect_id),
    Attendee: select(
        p.attendees.c.reference, func.coalesce(p.accounts.c.reference, "").label("account"),
        func.coalesce(t.clients.c.reference, "").label("client"), p.attendees.c.name, p.attendees.c.kind,
        p.attendees.c.details,
    )
    .select_from(p.attendees)
    .outerjoin(p.accounts, p.accounts.c.id == p.attendees.c.account_id)
    .outerjoin(t.clients, t.clients.c.id == p.attendees.c.client_id),
}  # fmt: skip
"""What each of those files is read with; passwords never leave the database."""
