"""Owns how tests let clients sign up and book online, straight into a database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    LedgerCause,
    Modality,
    Origin,
    Standing,
)
from server_stub.domain import clocks
from server_stub.domain.passwords import UNUSABLE
from server_stub.storage import accounts, books
from server_stub.storage.portal_tables import accounts as accounts_table
from server_stub.storage.portal_tables import attendees
from server_stub.storage.tables import cases, clients, organisations, profiles
from tests.backend.practice import ADELAIDE, Practice

EMAIL = "ana@example.com"


@dataclass
class Newcomers:
    """Clients who come in online; every verb answers what tests need to name what it made."""

    practice: Practice

    def sign_up(
        self,
        email: str = EMAIL,
        *,
        first_name: str = "Ana",
        last_name: str = "Lindqvist",
        phone: str = "",
        address: str = "",
        verified: bool = True,
    ) -> str:
        """Make an account; returns its reference."""
        with self.practice.engines.writing() as connection:
            return accounts.add(
                connection,
                accounts.NewAccount(
                    organisation_id=self._organisation(connection),
                    email=email,
                    password=UNUSABLE,
                    zone=ADELAIDE,
                    made=self.practice.now - timedelta(hours=1),
                    first_name=first_name,
                    last_name=last_name,
                    phone=phone,
                    address=address,
                    verified=self.practice.now if verified else None,
                ),
            ).reference

    def book(
        self,
        account: str,
        email: str,
        start: str,
        *,
        state: AppointmentState = AppointmentState.BOOKED,
        attendee: tuple[str, str] | None = None,
        wishes: str = "",
    ) -> str:
        """Book online with a profile, as the first or another session of an account; returns its reference."""
        agreed = clocks.read(clocks.edge(datetime.fromisoformat(start), ADELAIDE), ADELAIDE)
        begun = state in (AppointmentState.COMMENCED, AppointmentState.COMPLETED)
        final = state is AppointmentState.COMPLETED
        with self.practice.engines.writing() as connection:
            holder = connection.execute(select(accounts_table).where(accounts_table.c.reference == account)).one()
            client_id = holder.client_id or holder.prospect_id or self._prospect(connection, holder)
            case_id = self._case(connection, client_id, holder.organisation_id)
            profile = connection.execute(select(profiles).where(profiles.c.email == email)).one()
            reference = books.next_reference(connection, books.APPOINTMENT)
            appointment = books.record_appointment(
                connection,
                books.NewAppointment(
                    reference=reference,
                    case_id=case_id,
                    client_id=client_id,
                    person_id=profile.person_id,
                    profile_id=profile.id,
                    schedule_id=None,
                    approach=Approach.REBOOK_WITH_ME,
                    modality=Modality.IN_PERSON,
                    platform=None,
                    attendance=Attendance.INDIVIDUAL,
                    confirmed=True,
                    notify=True,
                    approval="",
                    agreed=agreed,
                    ends=agreed.utc + timedelta(minutes=50),
                    booked_at=agreed.utc - timedelta(days=7),
                    state=state,
                    commenced_at=agreed.utc if begun else None,
                    ended_at=agreed.utc + timedelta(minutes=50) if final else None,
                    origin=Origin.PORTAL,
                    account_id=holder.id,
                    attendee_id=self._attendee(connection, holder.id, attendee) if attendee else None,
                    reason="stress",
                    reason_name="Stress at work",
                    wishes=wishes,
                ),
            )
            books.write_audit(
                connection,
                at=agreed.utc - timedelta(days=7),
                act="booked",
                profile_id=None,
                account_id=holder.id,
                client_id=client_id,
                appointment_id=appointment,
                version=1,
            )
            books.post(
                connection,
                case_id=case_id,
                cause=LedgerCause.BOOKED,
                at=agreed.utc,
                appointment_id=appointment,
                version=1,
            )
        return reference

    def _organisation(self, connection) -> int:
        if not self.practice._organisation:
            added = {"reference": "ORG-1", "name": "Northwind"}
            self.practice._organisation = connection.execute(
                insert(organisations).returning(organisations.c.id), added
            ).scalar_one()
        return self.practice._organisation

    def _prospect(self, connection, holder) -> int:
        made = connection.execute(
            insert(clients).returning(clients.c.id),
            {
                "reference": books.next_reference(connection, "CLI"),
                "name": f"{holder.first_name} {holder.last_name}",
                "first_name": holder.first_name,
                "last_name": holder.last_name,
                "zone": holder.zone,
                "email": holder.email,
                "phone": holder.phone,
                "standing": Standing.PROSPECT,
            },
        ).scalar_one()
        mine = update(accounts_table).where(accounts_table.c.id == holder.id)
        connection.execute(mine.values(prospect_id=made))
        return made

    def _case(self, connection, client_id: int, organisation_id: int) -> int:
        found = connection.execute(select(cases.c.id).where(cases.c.client_id == client_id)).scalars().first()
        if found is not None:
            return found
        case_id = connection.execute(
            insert(cases).returning(cases.c.id),
            {
                "reference": books.next_reference(connection, "ASST"),
                "client_id": client_id,
                "organisation_id": organisation_id,
                "issue": "Stress at work",
                "opened": self.practice.now - timedelta(days=8),
            },
        ).scalar_one()
        books.open_balance(connection, case_id)
        books.post(connection, case_id=case_id, cause=LedgerCause.ENTITLED, sessions=6, at=self.practice.now)
        return case_id

    def _attendee(self, connection, account_id: int, attendee: tuple[str, str]) -> int:
        name, kind = attendee
        row = {"reference": books.next_reference(connection, "ATT"), "account_id": account_id}
        return connection.execute(
            insert(attendees).returning(attendees.c.id), {**row, "name": name, "kind": kind}
        ).scalar_one()
