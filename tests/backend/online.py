"""Owns how tests book online: a provider's settings, consultants at locations, and clients with their accounts."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select, update

from consultant_tui.contract.vocabulary import Modality
from server_stub.domain import clocks
from server_stub.domain.passwords import UNUSABLE
from server_stub.practice.checking import check_practice
from server_stub.services import holds, online_booking, online_times
from server_stub.services.holds import Held
from server_stub.services.office import Office
from server_stub.services.online_booking import Booked
from server_stub.services.online_orders import Order
from server_stub.services.online_times import Wish
from server_stub.storage import accounts as stored
from server_stub.storage import documents
from server_stub.storage.newcomers import Contact
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import clients, organisations, schedules
from tests.backend.practice import MELBOURNE, Practice

SETTINGS = """
enabled = true
address = "https://booking.example.org/portal"
notice_minutes = 120
furthest_days = 60
grid_minutes = 60
hold_minutes = 10
most_open = 3
copies = []

[[kind]]
key = "child"
name = "My child"

[[kind]]
key = "partner"
name = "My partner"

[[location]]
key = "rooms"
name = "Rooms"
address = "1 High Street"
modalities = ["in_person", "video_call"]
kinds = ["child", "partner"]

[[location]]
key = "away"
name = "By phone"
address = ""
modalities = ["phone"]

[[group]]
key = "talks"
name = "Talks"

[[group.reason]]
key = "first"
name = "First talk"
minutes = 60
audience = "new"

[[group.reason]]
key = "next"
name = "Next session"
minutes = 50
audience = "existing"

[[group.reason]]
key = "any"
name = "Any talk"
minutes = 30
audience = "everybody"
modalities = ["video_call", "phone"]
"""

FIRST = Wish(location="rooms", reason="first", modality=Modality.IN_PERSON)
NEXT = Wish(location="rooms", reason="next", modality=Modality.IN_PERSON)
ANY = Wish(location="away", reason="any", modality=Modality.PHONE)
CONTACT = Contact(first_name="Ana", last_name="Lindqvist", phone="0400 123 456", address="2 Low Street")
TUESDAY = date(2026, 11, 24)


def at(wall: str, zone: str = MELBOURNE) -> datetime:
    """Give the instant at which a clock shows a time."""
    return clocks.edge(datetime.fromisoformat(wall), zone).astimezone(UTC)


@dataclass
class Clinic:
    """A practice with online booking; every verb answers what tests need to name what it made."""

    practice: Practice
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.office = Office(self.practice.engines, self.practice.clock)
        self.set_up(SETTINGS)

    def set_up(self, text: str = SETTINGS, **changes: str) -> None:
        """Set online booking; changes are lines that take the place of those that begin like them."""
        lines = text.strip().splitlines()
        for name, value in changes.items():
            lines = [line for line in lines if not line.startswith(f"{name} =")]
            lines.insert(0, f"{name} = {value}")
        with self.practice.engines.writing() as connection:
            documents.put(connection, documents.ONLINE_BOOKING, "\n".join(lines), self.practice.now)

    def consultant(self, email: str, *, location: str = "rooms", **line: str) -> str:
        """Engage a consultant with an open line at a location; returns the line's reference."""
        self.practice.engage(email, name=email.partition("@")[0].title())
        reference = self.practice.add_line(email, **line)
        self.place(reference, location)
        return reference

    def place(self, line: str, location: str) -> None:
        """Say at which location a line is."""
        with self.practice.engines.writing() as connection:
            connection.execute(update(schedules).where(schedules.c.reference == line).values(location=location))

    def sign_up(self, email: str, *, verified: bool = True, client: str = "", zone: str = MELBOURNE) -> int:
        """Make an account, associated with a client if one is named; returns its id."""
        if not self.practice._organisation:
            self.practice.open_case()
        with self.practice.engines.writing() as connection:
            made = stored.add(
                connection,
                stored.NewAccount(
                    organisation_id=self.practice._organisation,
                    email=email,
                    password=UNUSABLE,
                    zone=zone,
                    made=self.practice.now - timedelta(hours=1),
                    verified=self.practice.now if verified else None,
                ),
            )
            if client:
                client_id = select(clients.c.id).where(clients.c.reference == client).scalar_subquery()
                connection.execute(update(accounts).where(accounts.c.id == made.id).values(client_id=client_id))
        return made.id

    def entitle(self, sessions: int) -> None:
        """Say to how many sessions a case is entitled that is opened online."""
        with self.practice.engines.writing() as connection:
            connection.execute(update(organisations).values(sessions_per_case=sessions))

    def times(self, account: int, wish: Wish, day: date = TUESDAY) -> list[str]:
        """Tell the free times of a day on the client's clock."""
        found = online_times.free_times(self.office, account, wish, day)
        return [f"{time.client.start.wall:%H:%M}" for time in found]

    def hold(self, account: int, wish: Wish = FIRST, wall: str = "2026-11-24T10:00") -> Held:
        """Keep a time for an account."""
        return holds.hold(self.office, account, wish, at(wall))

    def book(self, account: int, wish: Wish = FIRST, wall: str = "2026-11-24T10:00", **order: object) -> Booked:
        """Keep a time and book it."""
        held = self.hold(account, wish, wall)
        return online_booking.confirm(self.office, account, ordered(held, wish, **order))

    def later(self, minutes: float) -> None:
        """Let time pass."""
        self.practice.now += timedelta(minutes=minutes)

    def broken(self) -> tuple[str, ...]:
        """Tell what ``booking-server check`` would name, but for what the practice of the tests leaves out itself."""
        left_out = re.compile("beyond the counter|audit rows of (none|2)|which APP-[0-9]+ never had")
        return tuple(line for line in check_practice(self.practice.engines).broken if not left_out.search(line))

    def count(self, table) -> int:
        """Count the rows of a table."""
        with self.practice.engines.reading() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()


def ordered(held: Held, wish: Wish = FIRST, **order: object) -> Order:
    """Write the order of what is kept."""
    return replace(Order(hold=held.id, wish=wish, contact=CONTACT), **order)
