"""Owns what every service works with: the database, the clock, the keys in flight, and who is asking."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Role
from server_stub.domain import clocks
from server_stub.services.proxies import Proxies
from server_stub.services.refused import because
from server_stub.storage import people
from server_stub.storage.engines import Engines
from server_stub.storage.faults import glancing, reading, reading_once
from server_stub.storage.records import Approver, Caller, Staff

Clock = Callable[[], datetime]
"""Gives the time now, in UTC."""

Anybody = Caller | Approver | Staff
"""Whom a token can stand for."""


class KeysInFlight:
    """The booking keys whose requests this process is working on."""

    def __init__(self) -> None:
        self._keys: set[tuple[int, str]] = set()
        self._turn = threading.Lock()

    @contextmanager
    def held(self, profile_id: int, key: str) -> Iterator[None]:
        """Hold a key for the length of its request.

        Raises:
            RefusedError: If another request holds it.
        """
        with self._turn:
            if (profile_id, key) in self._keys:
                raise because(Code.KEY_IN_PROGRESS)
            self._keys.add((profile_id, key))
        try:
            yield
        finally:
            with self._turn:
                self._keys.discard((profile_id, key))

    def holds(self, profile_id: int, key: str) -> bool:
        """Whether a request with that key is being worked on."""
        with self._turn:
            return (profile_id, key) in self._keys


class Recognised:
    """Who was recognised by which token a moment ago, so that a burst of requests is looked up once.

    A token that is withdrawn works for a few seconds more; one that expires does not.
    """

    SECONDS = 5
    MOST = 4096

    def __init__(self) -> None:
        self._callers: dict[str, tuple[float, Anybody]] = {}

    def recall(self, hashed: str, now: datetime) -> Anybody | None:
        """Return whom a token was found to belong to, if that is fresh and the token still valid."""
        looked_up, caller = self._callers.get(hashed, (0.0, None))
        fresh = caller is not None and monotonic() - looked_up < self.SECONDS and now < caller.until
        return caller if fresh else None

    def remember(self, hashed: str, caller: Anybody) -> None:
        """Keep whom a token belongs to for a moment."""
        if len(self._callers) >= self.MOST:
            self._callers.clear()
        self._callers[hashed] = (monotonic(), caller)

    def forget(self) -> None:
        """Look everybody up anew: somebody signed out."""
        self._callers.clear()


class Extent:
    """Whether a search among all lines is short, as it was found to be a while ago: practices grow slowly."""

    SECONDS = 60

    def __init__(self) -> None:
        self._found: tuple[float, bool] | None = None

    def is_short(self, look: Callable[[], bool]) -> bool:
        """Return what was found, and look again from time to time."""
        if self._found is None or monotonic() - self._found[0] >= self.SECONDS:
            self._found = monotonic(), look()
        return self._found[1]


class Office:
    """The parts that all services share."""

    def __init__(
        self, engines: Engines, clock: Clock, *, rehearses: bool = False, proxies: Proxies | None = None
    ) -> None:
        """Put them together.

        Args:
            engines: The two ways into the database.
            clock: Gives the time now.
            rehearses: Whether the practice is a throw-away one, so that trainers are let in.
            proxies: Who may tell where a request comes from; None for this machine alone.
        """
        self.engines = engines
        self.clock = clock
        self.rehearses = rehearses
        self.proxies = proxies or Proxies()
        self.keys = KeysInFlight()
        self.recognised = Recognised()
        self.extent = Extent()

    @contextmanager
    def at_once(self) -> Iterator["Office"]:
        """Let services look up what they need in one transaction, a single state of the data; none may write."""
        with reading_once(self.engines) as engines:
            within = copy(self)
            within.engines = engines
            yield within


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who asks, when, and in which zone the consultant's times are wanted."""

    caller: Caller
    now: datetime
    zone: str
    account_id: int | None = None
    """The account of the client who acts online, on an appointment of the caller's profile."""

    @property
    def profile_id(self) -> int | None:
        """The profile that acts; None when a client does."""
        return self.caller.profile_id if self.account_id is None else None


@dataclass(frozen=True, slots=True)
class Hearing:
    """One request of an approver: who asks, and when."""

    approver: Approver
    now: datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """One request of the provider's own people: who asks, and when."""

    staff: Staff
    now: datetime


def recall(office: Office, token: str) -> Anybody | None:
    """Return whom a bearer token was found to belong to a moment ago; never waits."""
    return office.recognised.recall(_hashed(token), office.clock())


def recognise(office: Office, token: str) -> Anybody:
    """Return whom a bearer token belongs to, as it was found a moment ago or as it is now.

    Raises:
        RefusedError: If it belongs to nobody, or no longer.
    """
    hashed, now = _hashed(token), office.clock()
    known = office.recognised.recall(hashed, now)
    if known is not None:
        return known
    with glancing(office.engines) as connection:
        caller = (
            people.caller_by_token(connection, hashed, now)
            or people.approver_by_token(connection, hashed, now)
            or people.staff_by_token(connection, hashed, now)
        )
    if caller is None:
        raise because(Code.NOT_SIGNED_IN)
    office.recognised.remember(hashed, caller)
    return caller


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def visit(office: Office, caller: Anybody, zone: str | None) -> Visit:
    """Begin a consultant's request.

    Raises:
        RefusedError: If somebody else asks, or the zone that was asked for is not a canonical one.
    """
    if not isinstance(caller, Caller) or (caller.role is Role.TRAINER and not office.rehearses):
        raise because(Code.NOT_YOUR_ROLE)
    try:
        shown = clocks.check_zone(zone) if zone else caller.zone
    except clocks.ZoneNotKnownError as error:
        raise because(Code.MALFORMED, name="Time-Zone") from error
    return Visit(caller, office.clock(), shown)


def visit_for(office: Office, staff: Anybody, email: str, zone: str | None) -> Visit:
    """Begin a request of customer service in the place of a consultant.

    Raises:
        RefusedError: If somebody else asks, or there is no such consultant.
    """
    on_duty = duty(office, staff, Role.CUSTOMER_SERVICE)
    with reading(office.engines) as connection:
        caller = people.caller_by_staff(connection, email, on_duty.staff) if email.isprintable() else None
    if caller is None:
        raise because(Code.NOT_FOUND)
    return visit(office, caller, zone)


def hearing(office: Office, caller: Anybody) -> Hearing:
    """Begin an approver's request.

    Raises:
        RefusedError: If somebody else asks.
    """
    if not isinstance(caller, Approver):
        raise because(Code.NOT_YOUR_ROLE)
    return Hearing(caller, office.clock())


def duty(office: Office, caller: Anybody, role: Role) -> Duty:
    """Begin a request of the provider's own people.

    Raises:
        RefusedError: If somebody else asks, or somebody with another role.
    """
    if not isinstance(caller, Staff) or caller.role is not role:
        raise because(Code.NOT_YOUR_ROLE)
    return Duty(caller, office.clock())


def is_alive(office: Office) -> None:
    """Ask the database for anything at all, so that health means that it can be reached."""
    with reading(office.engines) as connection:
        people.load_settings(connection)
