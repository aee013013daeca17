"""Owns booking by clients online in the plain model: which times are free for them, and what stands against one.

Written from the design's words with the almanac for the time; it shares no code with the backend.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tests.proof.almanac import wall
from tests.proof.model import Model, ModelCase, ModelLine, a_year_after, instants, within

SETTINGS = """
enabled = true
address = "http://127.0.0.1:8377/portal"
notice_minutes = 60
furthest_days = 30
grid_minutes = 30
hold_minutes = 10
most_open = 3

[[location]]
key = "rooms"
name = "Rooms"
modalities = ["phone"]

[[group]]
key = "talks"
name = "Talks"

[[group.reason]]
key = "talk"
name = "Talk"
minutes = 60
"""
NOTICE, HELD = timedelta(hours=1), timedelta(minutes=10)
FURTHEST_DAYS, MOST_OPEN, GRID_MINUTES = 30, 3, 30
_STEP, _DAY = timedelta(minutes=5), timedelta(days=1)


def zones(model: Model) -> dict[str, str]:
    """Give the zone of each client."""
    return {one.case.client: one.case.zone for one in model.appointments.values()}


def free_on(model: Model, client: str, day: date) -> list[datetime]:
    """Try every five minutes of a client's day for the times that can be booked."""
    zone = zones(model)[client]
    start, end = (_midnight(one, zone) for one in (day, day + _DAY))
    tried = (start + _STEP * step for step in range((end - start) // _STEP))
    return [at for at in tried if is_free(model, client, at)]


def is_free(model: Model, client: str, start: datetime) -> bool:
    """Whether a client can book an hour from an instant on, with anybody."""
    return next(lines_free(model, client, start), None) is not None


def lines_free(model: Model, client: str, start: datetime) -> Iterator[ModelLine]:
    """Give the open lines on which a client can book an hour from an instant on, the oldest first."""
    zone, now = zones(model)[client], model.now()
    if not now + NOTICE <= start < _midnight(wall(now, zone).date() + (FURTHEST_DAYS + 1) * _DAY, zone):
        return
    for line in model.lines.values():
        searched = line.kind == "open" and model.engagements[line.owner] != "ad_hoc_only"
        on_grid = wall(start, line.zone).minute % GRID_MINUTES == 0
        person = model.persons[line.owner]
        away = any(who == person and begin < start + _STEP * 12 and start < end for who, begin, end in model.leave)
        fits = searched and on_grid and within(line, start) and not away
        if fits and not model.taken(person, client, start, kept_for=client):
            yield line


def coming(model: Model, client: str) -> int:
    """Count the sessions that a client has before them, whoever booked them."""
    own = [one for one in model.appointments.values() if one.case.client == client]
    return sum(one.state == "booked" and one.starts > model.now() for one in own)


def case_for(model: Model, client: str, start: datetime) -> ModelCase:
    """Choose the case of a session: one that is open and has sessions left, of several the newest."""
    of_client = {one.case.reference: one.case for one in model.appointments.values() if one.case.client == client}
    return max(
        of_client.values(),
        key=lambda case: (_is_open(model, case, start), case.figures["available"] > 0, case.reference),
    )


def against(model: Model, client: str, start: datetime) -> set[str]:
    """Name what stands against booking an hour that is kept for a client."""
    said = {"too_many_open"} if coming(model, client) >= MOST_OPEN else set()
    said |= model.taken("", client, start, kept_for=client)
    case = case_for(model, client, start)
    if not _is_open(model, case, start):
        return said | {"case_expired"}
    return said if case.figures["available"] > 0 else said | {"no_sessions_left"}


def _is_open(model: Model, case: ModelCase, start: datetime) -> bool:
    first = model.first_session(case)
    return first is None or start < a_year_after(first, case.zone)


def _midnight(day: date, zone: str) -> datetime:
    return instants(datetime.combine(day, time.min), zone)[0]
