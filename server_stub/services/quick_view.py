"""Owns the answer to "what does my day look like": Quick View (seed 001, step 1)."""

from datetime import timedelta

from consultant_tui.contract.appointments import Consultant, QuickView, QuickViewSection
from consultant_tui.contract.vocabulary import Section
from server_stub.domain.appointments import section_of
from server_stub.services import lists, wire
from server_stub.services.office import Office, Visit
from server_stub.storage import appointments, people
from server_stub.storage.faults import looking, persistent
from server_stub.storage.records import Entry


@persistent
def quick_view(office: Office, visit: Visit) -> QuickView:
    """Return the caller's appointments in their three sections, the finished ones newest first."""
    with looking(office.engines) as connection:
        settings = people.load_settings(connection)
        since = visit.now - timedelta(days=settings.recent_days)
        undoable = visit.now - timedelta(seconds=settings.undo_seconds)
        entries = appointments.quick_view_entries(connection, visit.caller.profile_id, since, undoable)
        lists.write_audit(connection, visit, "read_quick_view")
    parts: dict[Section, list[Entry]] = {section: [] for section in Section}
    for entry in entries:
        parts[section_of(entry.state)].append(entry)
    parts[Section.RECENTLY_COMPLETED].reverse()
    return QuickView(
        consultant=Consultant(name=visit.caller.name, email=visit.caller.email, zone=visit.zone),
        now=wire.moment(visit.now, visit.zone),
        client_term=settings.client_term,
        sections=tuple(
            QuickViewSection(
                section=section,
                rows=tuple(wire.row(entry, visit.now, visit.zone, settings) for entry in listed),
            )
            for section, listed in parts.items()
        ),
    )
