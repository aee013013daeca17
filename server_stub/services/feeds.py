"""Owns the private feed: an address that only its owner knows, read by calendar programs without a token."""

from consultant_tui.contract.calendar import FeedMade, FeedRevoked
from consultant_tui.contract.paths import FEED
from consultant_tui.contract.refusals import Code
from server_stub.domain.calendars import stretch_of_feed
from server_stub.services import wire
from server_stub.services.calendars import file_of
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because
from server_stub.storage import books, feeds, people
from server_stub.storage.faults import Transaction, persistent, reading, writing
from server_stub.storage.tokens import make_token

SUFFIX = ".ics"
"""By which calendar programs know the file."""


@persistent
def make(office: Office, visit: Visit) -> FeedMade:
    """Make a feed; the one before, if any, can be read no more."""
    secret = make_token()
    with writing(office.engines, visit.caller.person_id) as transaction:
        feeds.revoke(transaction, visit.caller.profile_id, visit.now)
        feeds.make(transaction, visit.caller.profile_id, secret, visit.now)
        _write_audit(transaction, visit, "feed_made")
    return FeedMade(path=FEED.format(feed=secret + SUFFIX), made=wire.moment(visit.now, visit.zone))


@persistent
def revoke(office: Office, visit: Visit) -> FeedRevoked:
    """Take the caller's feed back; it does no harm to do so twice."""
    with writing(office.engines, visit.caller.person_id) as transaction:
        had = feeds.revoke(transaction, visit.caller.profile_id, visit.now)
        if had:
            _write_audit(transaction, visit, "feed_revoked")
    return FeedRevoked(had=had)


def read(office: Office, name: str) -> bytes:
    """Return the calendar that an address stands for.

    Raises:
        RefusedError: If it stands for none, or no longer; nothing tells the two apart.
    """
    with reading(office.engines) as transaction:
        owner = feeds.owner(transaction, name.removesuffix(SUFFIX))
        if owner is None or not name.endswith(SUFFIX):
            raise because(Code.NOT_FOUND)
        now = office.clock()
        within = stretch_of_feed(now, owner.zone, people.load_settings(transaction))
        return file_of(transaction, owner.profile_id, owner.person_id, within, now)


def _write_audit(transaction: Transaction, visit: Visit, act: str) -> None:
    books.write_audit(transaction, at=visit.now, act=act, profile_id=visit.caller.profile_id, staff=visit.caller.staff)
