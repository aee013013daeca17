"""Owns the trace that lists leave: what customer service is shown of a consultant's lists is audited, each time.

What consultants are shown of their own lists is not: the day is looked at every minute, and says nothing of a client
but who comes when. Whatever is opened from a list is audited by itself.
"""

from server_stub.services.office import Visit
from server_stub.storage import books
from server_stub.storage.faults import Transaction


def write_audit(transaction: Transaction, visit: Visit, act: str) -> None:
    """Write that a list was shown, if it is another's; what was searched for is not written, it may be a name."""
    if visit.caller.staff:
        books.write_audit(
            transaction, at=visit.now, act=act, profile_id=visit.caller.profile_id, staff=visit.caller.staff
        )
