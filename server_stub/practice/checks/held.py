"""Checks what is kept for clients online: each claim within its hold, each hold that was booked with its booking."""

from collections.abc import Iterator

from sqlalchemy import select

from server_stub.domain.spans import Span
from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t
from server_stub.storage.books import cells
from server_stub.storage.portal_tables import holds


def broken(contents: Contents) -> Iterator[str]:
    """Name every claim that its hold does not explain, and every hold whose booking is not its own."""
    kept = contents.by_id(holds)
    query = select(t.person_claims).where(t.person_claims.c.hold_id.is_not(None)).order_by(t.person_claims.c.cell)
    for claim in contents.connection.execute(query):
        name, hold = f"person_claims {claim.person_id}/{claim.cell}", kept.get(claim.hold_id)
        if hold is None:
            yield f"{name}: is claimed by a hold that is not there"
        elif hold.appointment_id is not None:
            yield f"{name}: is claimed by a hold that was booked"
        elif hold.person_id != claim.person_id or claim.cell not in cells(Span(hold.starts, hold.ends)):
            yield f"{name}: is claimed by a hold for another time"
    appointments = contents.by_id(t.appointments)
    for hold in contents.rows(holds):
        booked = appointments.get(hold.appointment_id)
        if hold.appointment_id is not None and (booked is None or booked.account_id != hold.account_id):
            yield f"holds {hold.id}: was booked as a session that its account did not book"
