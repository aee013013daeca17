"""Owns a small practice for tests: verbs that put people, lines and appointments straight into a database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import count

from sqlalchemy import insert, select

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    EngagementType,
    LedgerCause,
    Modality,
    Platform,
    RequestState,
    Role,
    ScheduleKind,
)
from server_stub.domain import clocks
from server_stub.storage import books
from server_stub.storage.engines import Engines
from server_stub.storage.tables import (
    cases,
    clients,
    extra_requests,
    leave,
    organisations,
    persons,
    profiles,
    schedules,
    settings,
    tokens,
)
from server_stub.storage.tokens import give_approver_token, give_staff_token

NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
"""Monday 23 November 2026, 09:04 in Melbourne."""

MELBOURNE = "Australia/Melbourne"
ADELAIDE = "Australia/Adelaide"


@dataclass
class Practice:
    """A practice in the making; every verb answers what tests need to name what it made."""

    engines: Engines
    now: datetime = NOW
    _numbers: count = field(default_factory=lambda: count(1))
    _organisation: int = 0

    def clock(self) -> datetime:
        """Give the time of the practice."""
        return self.now

    def set(self, **values: object) -> None:
        """Set what a provider may set."""
        with self.engines.writing() as connection:
            for name, value in values.items():
                connection.execute(insert(settings), {"name": name, "value": str(value)})

    def engage(
        self,
        email: str,
        engagement: EngagementType = EngagementType.PARTNER,
        *,
        zone: str = MELBOURNE,
        name: str = "Mira Okafor",
        person_of: str = "",
    ) -> str:
        """Add a profile, of a new person or of somebody who has another one; returns a bearer token for it."""
        token = f"token-of-{email}"
        with self.engines.writing() as connection:
            if person_of:
                person = connection.execute(
                    select(profiles.c.person_id).where(profiles.c.email == person_of)
                ).scalar_one()
            else:
                person = connection.execute(
                    insert(persons).returning(persons.c.id), {"reference": self._next("CON"), "name": name}
                ).scalar_one()
            profile = connection.execute(
                insert(profiles).returning(profiles.c.id),
                {"person_id": person, "email": email, "engagement": engagement, "zone": zone},
            ).scalar_one()
            connection.execute(
                insert(tokens),
                {
                    "hash": sha256(token.encode()).hexdigest(),
                    "profile_id": profile,
                    "issued": self.now,
                    "expires": self.now + timedelta(days=400),
                },
            )
        return token

    def add_organisation(self, reference: str) -> None:
        """Add an employer that pays for sessions."""
        with self.engines.writing() as connection:
            connection.execute(insert(organisations), {"reference": reference, "name": reference})

    def appoint_approver(self, organisation: str = "ORG-1") -> str:
        """Let somebody answer for an organisation; returns a bearer token."""
        token = f"token-of-{organisation}"
        with self.engines.writing() as connection:
            give_approver_token(connection, token, organisation, self.now, timedelta(days=400))
        return token

    def appoint_staff(self, name: str = "Noor", role: Role = Role.USER_SUPPORT) -> str:
        """Let one of the provider's own people in; returns a bearer token."""
        token = f"token-of-{name}-{role}"
        with self.engines.writing() as connection:
            give_staff_token(connection, token, role, name, self.now, timedelta(days=400))
        return token

    def add_line(
        self,
        email: str,
        kind: ScheduleKind = ScheduleKind.OPEN,
        *,
        days: str = "1,2,3,4,5",
        opens: str = "09:00",
        closes: str = "17:00",
        zone: str = MELBOURNE,
        valid_from: date | None = None,
        valid_until: date | None = None,
    ) -> str:
        """Add a line to a profile; returns its reference."""
        reference = self._next("SCH")
        with self.engines.writing() as connection:
            connection.execute(
                insert(schedules),
                {
                    "reference": reference,
                    "profile_id": _id(connection, profiles, email=email),
                    "kind": kind,
                    "days": days,
                    "opens": time.fromisoformat(opens),
                    "closes": time.fromisoformat(closes),
                    "zone": zone,
                    "rate": "A",
                    "valid_from": valid_from,
                    "valid_until": valid_until,
                },
            )
        return reference

    def go_on_leave(self, email: str, starts: str, ends: str, *, zone: str = MELBOURNE) -> None:
        """Put the person behind a profile on leave between two wall times."""
        first, last = (datetime.fromisoformat(wall) for wall in (starts, ends))
        with self.engines.writing() as connection:
            person = connection.execute(select(profiles.c.person_id).where(profiles.c.email == email)).scalar_one()
            connection.execute(
                insert(leave),
                {
                    "reference": self._next("LV"),
                    "person_id": person,
                    "wall_start": first,
                    "wall_end": last,
                    "zone": zone,
                    "starts": clocks.edge(first, zone),
                    "ends": clocks.edge(last, zone),
                    "reason": "holiday",
                },
            )

    def open_case(
        self,
        *,
        client: str = "",
        name: str = "Ana Lindqvist",
        zone: str = ADELAIDE,
        entitled: int = 6,
        email: str = "-",
    ) -> str:
        """Open a case, for a new client or an old one; returns its reference."""
        reference = self._next("ASST")
        with self.engines.writing() as connection:
            if not self._organisation:
                self._organisation = connection.execute(
                    insert(organisations).returning(organisations.c.id), {"reference": "ORG-1", "name": "Northwind"}
                ).scalar_one()
            if client:
                client_id = _id(connection, clients, reference=client)
            else:
                client_reference = self._next("CLI")
                client_id = connection.execute(
                    insert(clients).returning(clients.c.id),
                    {
                        "reference": client_reference,
                        "name": name,
                        "zone": zone,
                        "email": f"{client_reference.lower()}@example.com" if email == "-" else email,
                        "phone": "",
                    },
                ).scalar_one()
            case = connection.execute(
                insert(cases).returning(cases.c.id),
                {
                    "reference": reference,
                    "client_id": client_id,
                    "organisation_id": self._organisation,
                    "issue": "Workplace stress",
                    "opened": self.now - timedelta(days=300),
                },
            ).scalar_one()
            books.open_balance(connection, case)
            books.post(
                connection,
                case_id=case,
                cause=LedgerCause.ENTITLED,
                sessions=entitled,
                at=self.now - timedelta(days=300),
            )
        return reference

    def client_of(self, case: str) -> str:
        """Return the reference of the client whose case it is."""
        with self.engines.reading() as connection:
            return connection.execute(
                select(clients.c.reference).join_from(cases, clients).where(cases.c.reference == case)
            ).scalar_one()

    def ask_for_extra(self, case: str, email: str, sessions: int = 2) -> None:
        """Leave a request for extra sessions without an answer."""
        with self.engines.writing() as connection:
            connection.execute(
                insert(extra_requests),
                {
                    "reference": books.next_reference(connection, "EXT"),
                    "case_id": _id(connection, cases, reference=case),
                    "profile_id": _id(connection, profiles, email=email),
                    "sessions": sessions,
                    "reason": "going well",
                    "asked": self.now,
                    "answer_due": self.now + timedelta(days=9),
                    "state": RequestState.PENDING,
                },
            )

    def appoint(
        self,
        email: str,
        case: str,
        start: str,
        state: AppointmentState = AppointmentState.BOOKED,
        *,
        schedule: str = "",
        zone: str = ADELAIDE,
        approach: Approach = Approach.MANUAL,
        modality: Modality = Modality.VIDEO_CALL,
        platform: Platform | None = Platform.TEAMS,
        charged: bool = False,
    ) -> str:
        """Put an appointment on the books as the ledger would have it; returns its reference."""
        agreed = clocks.read(clocks.edge(datetime.fromisoformat(start), zone), zone)
        begun = state in (AppointmentState.COMMENCED, AppointmentState.COMPLETED)
        final = state in (AppointmentState.COMPLETED, AppointmentState.CANCELLED, AppointmentState.NO_SHOW)
        with self.engines.writing() as connection:
            reference = books.next_reference(connection, books.APPOINTMENT)
            profile = connection.execute(select(profiles).where(profiles.c.email == email)).one()
            about = connection.execute(select(cases).where(cases.c.reference == case)).one()
            appointment = books.record_appointment(
                connection,
                books.NewAppointment(
                    reference=reference,
                    case_id=about.id,
                    client_id=about.client_id,
                    person_id=profile.person_id,
                    profile_id=profile.id,
                    schedule_id=_id(connection, schedules, reference=schedule) if schedule else None,
                    approach=approach,
                    modality=modality,
                    platform=platform,
                    attendance=Attendance.INDIVIDUAL,
                    confirmed=True,
                    notify=True,
                    approval="",
                    agreed=agreed,
                    ends=agreed.utc + timedelta(minutes=60),
                    booked_at=agreed.utc - timedelta(days=7),
                    state=state,
                    commenced_at=agreed.utc if begun else None,
                    ended_at=agreed.utc + timedelta(minutes=50) if final else None,
                    charged=charged,
                ),
            )
            for version, cause in enumerate(_CAUSES[state], start=1):
                released = cause is LedgerCause.RELEASED and charged
                books.post(
                    connection,
                    case_id=about.id,
                    cause=LedgerCause.LATE_CANCELLATION if released else cause,
                    at=agreed.utc,
                    appointment_id=appointment,
                    version=version,
                )
        return reference

    def _next(self, kind: str) -> str:
        return f"{kind}-{100 + next(self._numbers)}"


_CAUSES = {
    AppointmentState.BOOKED: (LedgerCause.BOOKED,),
    AppointmentState.COMMENCED: (LedgerCause.BOOKED, LedgerCause.COMMENCED),
    AppointmentState.COMPLETED: (LedgerCause.BOOKED, LedgerCause.COMMENCED),
    AppointmentState.CANCELLED: (LedgerCause.BOOKED, LedgerCause.RELEASED),
    AppointmentState.NO_SHOW: (LedgerCause.BOOKED, LedgerCause.NO_SHOW),
}


def _id(connection, table, **named):
    ((column, value),) = named.items()
    return connection.execute(select(table.c.id).where(table.c[column] == value)).scalar_one()
