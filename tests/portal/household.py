"""Owns how tests give clients accounts for online booking, straight into the database, and sign them in."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update

from consultant_tui.contract.vocabulary import Standing
from server_stub.domain.passwords import UNUSABLE
from server_stub.storage import accounts, documents, portal_access
from server_stub.storage.accounts import NewAccount
from server_stub.storage.portal_tables import accounts as table
from server_stub.storage.tables import cases, clients, organisations
from tests.backend.practice import MELBOURNE, Practice

SETTINGS = """
enabled = true
address = "http://127.0.0.1:8377/portal"
information = "Book a session."
notice_minutes = 60
furthest_days = 60
grid_minutes = 30
hold_minutes = 10
most_open = 4

[[kind]]
key = "child"
name = "My child"

[[location]]
key = "rooms"
name = "Rooms"
address = "1 Collins Street"
modalities = ["in_person", "video_call", "phone"]
kinds = ["child"]

[[group]]
key = "counselling"
name = "Counselling"

[[group.reason]]
key = "first-talk"
name = "First talk"
minutes = 60
audience = "new"

[[group.reason]]
key = "next-session"
name = "Next session"
minutes = 60
audience = "existing"
"""


@dataclass
class Household:
    """The people who book online."""

    practice: Practice

    def set_up(self, text: str = SETTINGS) -> None:
        """Set online booking."""
        with self.practice.engines.writing() as connection:
            documents.put(connection, documents.ONLINE_BOOKING, text, self.practice.now)

    def join(
        self,
        email: str = "ana@example.com",
        *,
        case: str = "",
        prospect: bool = False,
        verified: bool = True,
        organisation: str = "ORG-1",
        zone: str = MELBOURNE,
        first_name: str = "Ana",
        last_name: str = "Lindqvist",
    ) -> str:
        """Give somebody an account; returns a session's secret.

        Whose case is named is the client that the account is associated with, or the prospect that stands for it.
        """
        now = self.practice.now
        with self.practice.engines.writing() as connection:
            asked = select(organisations.c.id).where(organisations.c.reference == organisation)
            paying = connection.execute(asked).scalar()
            if paying is None:
                row = {"reference": organisation, "name": "Northwind"}
                paying = connection.execute(insert(organisations).returning(organisations.c.id), row).scalar_one()
            client = connection.execute(select(cases.c.client_id).where(cases.c.reference == case)).scalar()
            made = accounts.add(
                connection,
                NewAccount(
                    organisation_id=paying,
                    email=email,
                    password=UNUSABLE,
                    zone=zone,
                    made=now,
                    first_name=first_name,
                    last_name=last_name,
                    client_id=None if prospect else client,
                    verified=now if verified else None,
                ),
            )
            if prospect:
                connection.execute(update(table).where(table.c.id == made.id).values(prospect_id=client))
                connection.execute(update(clients).where(clients.c.id == client).values(standing=Standing.PROSPECT))
            secret = f"session-of-{email}"
            portal_access.open_session(connection, made.id, secret, now, now + timedelta(days=400), remembered=True)
        return secret
