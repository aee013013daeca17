"""Owns the loading of what the booking rules and the search for free times look at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Approach
from server_stub.domain import approaches, clocks
from server_stub.domain.availability import Diary
from server_stub.domain.cases import expiry
from server_stub.domain.lines import Line
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span
from server_stub.services.office import Visit
from server_stub.services.refused import because
from server_stub.storage import appointments, people, schedules
from server_stub.storage.faults import Transaction
from server_stub.storage.records import Appointment


@dataclass(frozen=True, slots=True)
class Dossier:
    """An appointment that is opened for rebooking, with the provider's settings and the profile's lines."""

    opened: Appointment
    settings: Settings
    lines: tuple[Line, ...]
    expires: datetime | None
    """When the case ends."""

    @property
    def client_zone(self) -> str:
        """The zone of the client's clock."""
        return self.opened.case.client.zone

    @property
    def length(self) -> timedelta:
        """How long the next session will be."""
        return timedelta(minutes=self.settings.session_minutes)

    def line(self, reference: str | None) -> Line | None:
        """Return the profile's line of that reference."""
        return next((line for line in self.lines if line.reference == reference), None)


def open_dossier(transaction: Transaction, visit: Visit, reference: str) -> Dossier:
    """Load an appointment of the caller's own profile.

    Raises:
        RefusedError: If the profile has no such appointment, whoever else may.
    """
    opened = appointments.opened(transaction, visit.caller.profile_id, reference)
    if opened is None:
        raise because(Code.NOT_FOUND)
    case, settings = opened.case, people.load_settings(transaction)
    return Dossier(
        opened,
        settings,
        schedules.lines_of(transaction, visit.caller.profile_id),
        expiry(case.first_session, case.client.zone, settings.case_months),
    )


def open_diary(
    transaction: Transaction, visit: Visit, dossier: Dossier, approach: Approach, within: Span, *, without: int = 0
) -> Diary:
    """Load what is taken of both sides' time within a span, for a search under an approach.

    Args:
        transaction: The transaction.
        visit: Who searches.
        dossier: The appointment that is repeated or moved.
        approach: Under which.
        within: The span.
        without: An appointment whose time does not count as taken, because it is to be moved.
    """
    allowed = approaches.starts_allowed(approach, visit.now, dossier.client_zone, dossier.settings)
    if dossier.expires and dossier.expires < allowed.ends:
        allowed = Span(allowed.starts, dossier.expires)
    client_id = dossier.opened.case.client.id
    taken = schedules.taken(transaction, visit.caller.person_id, client_id, within, visit.now, without=without)
    return Diary(
        busy=taken.person,
        held=taken.held,
        leave=taken.leave,
        client_busy=taken.client,
        allowed=allowed,
        length=dossier.length,
        grid_minutes=dossier.settings.grid_minutes,
        client_zone=dossier.client_zone,
    )


def around(first: date, last: date) -> Span:
    """Return a span that covers some calendar days in every zone of the world."""
    return Span(
        clocks.midnight(first - timedelta(days=1), "UTC"),
        clocks.midnight(last + timedelta(days=2), "UTC"),
    )
