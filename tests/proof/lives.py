"""Owns the rest of an appointment's life in the plain model: ended, changed, taken back, and extra sessions.

Written from the design's words with the almanac for the time; it shares no code with the backend.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from tests.proof.almanac import wall
from tests.proof.model import HOUR, Deed, Model, ModelAppointment, ModelCase, ModelLine, ModelRequest, Wish, instants

MELBOURNE = "Australia/Melbourne"
UNDO = timedelta(seconds=180)
FREE = timedelta(hours=24)
NO_SHOW = timedelta(minutes=30)
LEFT = timedelta(days=31)
MOST_EXTRA, MOST_DATES, REVIEW_AT = 4, 12, 12
HOLIDAYS = {date(2026, 11, 3), date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
"""Those of Victoria that fall on a weekday while the test lasts."""


def is_late(known: ModelAppointment, now: datetime) -> bool:
    """Whether the client's wish to change an appointment costs a session."""
    return now > known.starts - FREE


def against_cancelling(known: ModelAppointment, asked: dict[str, object], now: datetime) -> set[str]:
    """Name what stands against a cancellation."""
    if known.state != "booked":
        return {"not_booked"}
    said = set() if asked["reason"] else {"reason_needed"}
    computed = asked["by"] == "client" and is_late(known, now)
    return said if asked["charged"] == computed or asked["override"] else said | {"override_reason_needed"}


def against_no_show(
    known: ModelAppointment, attempts: Sequence[time], reason: str, now: datetime, zone: str
) -> set[str]:
    """Name what stands against marking a no show; tries are told on the consultant's clock."""
    if known.state != "booked":
        return {"not_booked"}
    if now < known.starts + NO_SHOW:
        return {"no_show_too_early"}
    said = set() if reason else {"reason_needed"}
    if not 2 <= len(attempts) <= 4:
        said.add("attempts_needed")
    if not all(known.starts <= _tried(at, known, zone) <= now for at in attempts):
        said.add("attempt_outside")
    return said


def _tried(at: time, known: ModelAppointment, zone: str) -> datetime:
    day = wall(known.starts, zone).date()
    (first, *_) = instants(datetime.combine(day, at), zone)
    if first >= known.starts or wall(known.starts + HOUR + NO_SHOW, zone).date() == day:
        return first
    return instants(datetime.combine(day + timedelta(days=1), at), zone)[0]


def against_editing(model: Model, known: ModelAppointment, asked: Wish, now: datetime) -> set[str]:
    """Name what stands against an edit; its day stays, and a time that stays needs no defence."""
    if known.state != "booked":
        return {"not_booked"}
    said = _against_means(asked)
    was = wall(known.starts, known.case.zone)
    if asked.start == was.time() and asked.occurrence is None:
        return said
    start, unclear = placed(asked, known.case.zone)
    if start is None or start == known.starts:
        return said | unclear
    said |= model.against_time(known.profile, asked, known.case, start, now, without=known.reference)
    said |= model.against_place(known.profile, replace(asked, approval="given"), model.lines[known.line], start)
    return said - {"in_the_past"} if known.starts < now else said


def against_moving(model: Model, known: ModelAppointment, asked: Wish, by: str | None, now: datetime) -> set[str]:
    """Name what stands against a move; the session that is held counts as free, less what the move costs."""
    if known.state != "booked":
        return {"not_booked"}
    late = is_late(known, now)
    room = 0 if late and by == "client" else 1
    said = model.against_line(known.profile, asked)
    if known.case.figures["available"] + room < 1:
        said.add("no_sessions_left")
    if late and by is None:
        said.add("wish_needed")
    start, unclear = placed(asked, known.case.zone)
    if start is None:
        return said | unclear
    if start == known.starts and asked.schedule == known.line:
        said.add("same_time")
    said |= model.against_time(known.profile, asked, known.case, start, now, without=known.reference)
    line = model.lines.get(asked.schedule)
    if line is not None and line.owner == known.profile:
        said |= model.against_place(known.profile, asked, line, start)
    return said


def placed(asked: Wish, zone: str) -> tuple[datetime | None, set[str]]:
    """Find the instant of a wish, or say why there is none."""
    starts = instants(datetime.combine(asked.day, asked.start), zone)
    if not starts:
        return None, {"time_does_not_exist"}
    if len(starts) == 2 and asked.occurrence is None:
        return None, {"time_exists_twice"}
    return (starts[-1] if asked.occurrence == "second" else starts[0]), set()


def against_undoing(model: Model, known: ModelAppointment, profile: str, now: datetime) -> list[set[str]]:
    """Give every way of saying why nothing may be taken back; an empty list means that it may."""
    last = known.last
    if last is None or last.version != known.version:
        return [{"undo_not_possible"}]
    if now >= last.at + UNDO:
        return [{"undo_too_late"}]
    said = set()
    if last.act in ("cancelled", "moved"):
        starts = last.before["starts"]
        assert isinstance(starts, datetime)
        said = model.taken(model.persons[profile], known.case.client, starts, without=known.reference)
        said = {"consultant_busy" if one == "held" else one for one in said}
    if not said and known.case.figures["available"] + last.used + last.booked < 0:
        said = {"no_sessions_left"}
    return [{one} for one in said]


def do(known: ModelAppointment, act: str, now: datetime, *, used: int, booked: int, **values: object) -> None:
    """Change an appointment and its case's figures, in a way that can be taken back."""
    before = {name: getattr(known, name) for name in ("state", "starts", "line")}
    change(known, used=used, booked=booked, **values)
    known.last = Deed(act, known.version, now, before, used, booked)


def change(known: ModelAppointment, *, used: int = 0, booked: int = 0, **values: object) -> None:
    """Change an appointment and its case's figures."""
    for name, value in values.items():
        setattr(known, name, value)
    known.version += 1
    known.case.used += used
    known.case.booked += booked


def take_back(known: ModelAppointment) -> None:
    """Take back what was done last."""
    last = known.last
    assert last is not None
    before = {"state": "withdrawn"} if last.act == "booked" else last.before
    change(known, used=-last.used, booked=-last.booked, **before)


def against_asking(case: ModelCase, sessions: int, reason: str) -> set[str]:
    """Name what stands against a request for extra sessions."""
    said = {"request_open"} if case.request and case.request.answer is None else set()
    if not 1 <= sessions <= MOST_EXTRA:
        said.add("too_many_extra")
    if not reason:
        said.add("clinical_reason_needed")
    return said | ({"client_named"} if "Client" in reason else set())


def goes_to_review(case: ModelCase, sessions: int, now: datetime) -> bool:
    """Whether the sessions of a year become so many that they are looked at first."""
    today = wall(now, MELBOURNE)
    (since, *_) = instants(today.replace(year=today.year - 1), MELBOURNE)
    return sessions + sum(number for at, number in case.given if at >= since) >= REVIEW_AT


def answer_due(now: datetime) -> datetime:
    """Give the end of the seventh business day after an instant, on the provider's calendar."""
    day, left = wall(now, MELBOURNE).date(), 7
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() <= 5 and day not in HOLIDAYS
    return instants(datetime.combine(day, time(23, 59)), MELBOURNE)[0]


def against_answering(request: ModelRequest, granted: int, reason: str) -> set[str]:
    """Name what stands against an approver's answer."""
    said = {"request_answered"} if request.answer else set()
    if not 0 <= granted <= request.sessions:
        said.add("too_many_extra")
    return said | ({"answer_reason_needed"} if not granted and not reason else set())


def against_series(model: Model, profile: str, wish: Wish, days: Sequence[date], now: datetime) -> set[str]:
    """Name everything that stands against any date of a series, those before it taken as booked."""
    if not days:
        return {"no_dates"}
    if len(days) > MOST_DATES:
        return {"too_many_dates"}
    case, said = model.appointments[wish.previous].case, set()
    held: list[datetime] = []
    for number, day in enumerate(days):
        one = replace(wish, day=day)
        said |= model.broken(profile, one, now)
        if case.figures["available"] <= number:
            said.add("no_sessions_left")
        start, _ = placed(one, case.zone)
        if start is not None:
            said |= {"consultant_busy"} if any(abs(start - other) < timedelta(hours=1) for other in held) else set()
            held.append(start)
    return said


def _against_means(asked: Wish) -> set[str]:
    if (asked.modality == "video_call") == (asked.platform is not None):
        return set()
    return {"platform_not_needed" if asked.platform else "platform_needed"}


def line_of(model: Model, profile: str) -> ModelLine:
    """Give a profile's first line."""
    return next(line for line in model.lines.values() if line.owner == profile)
