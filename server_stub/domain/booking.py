"""Owns every rule against a booking; all that can be known to be wrong is said at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Approach, EngagementType, Modality, Occurrence, Word
from server_stub.domain import approaches, clocks, lines
from server_stub.domain.appointments import is_news
from server_stub.domain.lines import Line
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span, first_overlap

LONGEST_APPROVAL = 64
"""Characters that the reference of an approval may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules look at besides the request itself."""

    now: datetime
    zone: str
    """The zone in which the consultant's times are shown."""
    client_zone: str
    engagement: EngagementType
    settings: Settings
    lines: tuple[Line, ...]
    """All lines of the profile."""
    available: int
    """Sessions that the case has left."""
    answer_due: datetime | None = None
    """Until when an open request for extra sessions is to be answered."""
    expires: datetime | None
    """When the case ends."""
    busy: tuple[Span, ...] = ()
    """The person's other appointments, under any profile."""
    client_busy: tuple[Span, ...] = ()
    """The client's other appointments, with any consultant."""
    leave: tuple[Span, ...] = ()
    held: tuple[Span, ...] = ()
    """Times of the person that are kept for clients who book online at this moment."""

    def line(self, reference: str) -> Line | None:
        """Return the profile's line of that reference."""
        return next((line for line in self.lines if line.reference == reference), None)


def time_of(request: BookingRequest, client_zone: str, settings: Settings) -> Span | Objection:
    """Find the session's place in time, or say why the wall time names none, or two."""
    if request.start.tzinfo is not None:
        return Objection(Code.MALFORMED, Field.TIME)
    if not clocks.in_range(request.day):
        return _beyond_reckoning(request, settings)
    length = timedelta(minutes=settings.session_minutes)
    match clocks.place(datetime.combine(request.day, request.start), client_zone):
        case clocks.Once(instant):
            return Span(instant, instant + length)
        case clocks.Never(before, after):
            return Objection(Code.TIME_DOES_NOT_EXIST, Field.TIME, start=before, end=after)
        case clocks.Twice(first, second):
            if request.occurrence is Occurrence.FIRST:
                return Span(first.utc, first.utc + length)
            if request.occurrence is Occurrence.SECOND:
                return Span(second.utc, second.utc + length)
            return Objection(Code.TIME_EXISTS_TWICE, Field.OCCURRENCE, start=first, end=second)


def is_told(request: BookingRequest, when: Span | Objection, now: datetime) -> bool:
    """Whether a client could be told of a booking; while its time is not known, its approach says so."""
    if isinstance(when, Objection):
        return request.approach is not Approach.RETROSPECTIVE
    return is_news(when.starts, now)


def objections(request: BookingRequest, when: Span | Objection, facts: Facts) -> tuple[Objection, ...]:
    """Say everything that stands against a booking; nothing means that it may be recorded.

    Args:
        request: What is asked for.
        when: What ``time_of`` made of its time.
        facts: Busy and leave stretches need only reach over the session itself.
    """
    found: list[Objection | None] = [*against_words(request), *against_means(request)]
    found.append(_against_approach(request, facts))
    line = facts.line(request.schedule)
    found.append(_against_line(request, line))
    found.append(_against_count(facts.available, facts.answer_due, facts.settings.provider_zone))
    if isinstance(when, Objection):
        found.append(when)
    else:
        found += against_time(request, when, facts)
        if line is not None:
            found += against_place(request, when, line, facts)
    return tuple(objection for objection in found if objection is not None)


def objection_to_another(
    available: int,
    expires: datetime | None,
    now: datetime,
    zone: str,
    settings: Settings,
    answer_due: datetime | None = None,
) -> Objection | None:
    """Say why no further session of a case can be recorded at all, or None when one can (seed 001, step 2)."""
    if expires and expires <= approaches.starts_allowed(Approach.RETROSPECTIVE, now, zone, settings).starts:
        return Objection(Code.CASE_EXPIRED, start=clocks.read(expires, zone))
    return _against_count(available, answer_due, settings.provider_zone)


def _against_count(available: int, answer_due: datetime | None, zone: str) -> Objection | None:
    """Say that no session is left, and until when an answer may change that."""
    if available >= 1:
        return None
    until = clocks.read(answer_due, zone) if answer_due else None
    return Objection(Code.NO_SESSIONS_LEFT, number=available, end=until)


def against_words(request: BookingRequest) -> list[Objection]:
    """Say which words of a request are not known."""
    words: dict[Field, Word | None] = {
        Field.APPROACH: request.approach,
        Field.MODALITY: request.modality,
        Field.PLATFORM: request.platform,
        Field.OCCURRENCE: request.occurrence,
        Field.ATTENDANCE: request.attendance,
    }
    return [
        Objection(Code.WORD_NOT_KNOWN, field, name=word)
        for field, word in words.items()
        if word is not None and not word.known
    ]


def against_means(request: BookingRequest) -> list[Objection]:
    """Say what does not go together in how they meet."""
    found = []
    video = request.modality is Modality.VIDEO_CALL
    if video and request.platform is None:
        found.append(Objection(Code.PLATFORM_NEEDED, Field.PLATFORM))
    if not video and request.modality.known and request.platform is not None:
        found.append(Objection(Code.PLATFORM_NOT_NEEDED, Field.PLATFORM))
    if len(request.approval) > LONGEST_APPROVAL or not request.approval.isprintable():
        found.append(Objection(Code.MALFORMED, Field.APPROVAL, number=LONGEST_APPROVAL))
    return found


def _against_approach(request: BookingRequest, facts: Facts) -> Objection | None:
    return approaches.objection_to(request.approach, facts.engagement) if request.approach.known else None


def _against_line(request: BookingRequest, line: Line | None) -> Objection | None:
    if line is None:
        return Objection(Code.SCHEDULE_NOT_FOUND, Field.SCHEDULE)
    return lines.objection_to(line, request.approach) if request.approach.known else None


def against_time(request: BookingRequest, when: Span, facts: Facts) -> list[Objection | None]:
    """Say what stands against a time by itself: grid, approach, the case's end, leave and other appointments."""
    found: list[Objection | None] = []
    grid = facts.settings.grid_minutes
    if request.start.minute % grid or request.start.second or request.start.microsecond:
        found.append(Objection(Code.OFF_THE_GRID, Field.TIME, number=grid))
    if request.approach.known:
        found.append(
            approaches.objection_to_start(when.starts, request.approach, facts.now, facts.client_zone, facts.settings)
        )
    if facts.expires and when.starts >= facts.expires:
        found.append(Objection(Code.CASE_EXPIRED, Field.DATE, start=clocks.read(facts.expires, facts.client_zone)))
    found.append(_clash(Code.ON_LEAVE, Field.DATE, when, facts.leave, facts.zone))
    found.append(_clash(Code.CONSULTANT_BUSY, Field.TIME, when, facts.busy, facts.zone))
    found.append(_clash(Code.HELD, Field.TIME, when, facts.held, facts.zone))
    found.append(_clash(Code.CLIENT_BUSY, Field.TIME, when, facts.client_busy, facts.client_zone))
    return found


def against_place(request: BookingRequest, when: Span, line: Line, facts: Facts) -> list[Objection | None]:
    """Say what stands against a time on a line."""
    found = [lines.objection_to_span(line, when)]
    day = clocks.day_of(when.starts, line.zone)
    if lines.needs_approval(line, request.approach, facts.lines, day, day) and not request.approval.strip():
        found.append(Objection(Code.APPROVAL_NEEDED, Field.APPROVAL, name=line.reference))
    return found


def _clash(code: Code, field: Field, when: Span, others: tuple[Span, ...], zone: str) -> Objection | None:
    other = first_overlap(when, others)
    if other is None:
        return None
    return Objection(code, field, start=clocks.read(other.starts, zone), end=clocks.read(other.ends, zone))


def _beyond_reckoning(request: BookingRequest, settings: Settings) -> Objection:
    past = request.day.year < clocks.FIRST_YEAR
    if past and request.approach is Approach.RETROSPECTIVE:
        return Objection(Code.TOO_LONG_AGO, Field.DATE, number=settings.retrospective_days)
    if past:
        return Objection(Code.IN_THE_PAST, Field.DATE)
    if request.approach is Approach.RETROSPECTIVE:
        return Objection(Code.IN_THE_FUTURE, Field.DATE)
    return Objection(Code.TOO_FAR_AHEAD, Field.DATE, number=settings.furthest_days)
