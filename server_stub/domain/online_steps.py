"""Owns the questions a client is asked before a time is chosen: their order, their choices, and which are skipped.

Every answer is a key from the settings of online booking, so that all of them fit into an address and name nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from consultant_tui.contract.vocabulary import AccountState, Modality, Word
from server_stub.domain.day_parts import DayPart
from server_stub.domain.online import Audience, Location, OnlineBooking, Reason, ReasonGroup

ME = "me"
"""The answer of a holder who attends."""

LONGEST_ANSWER = 64
"""Characters of an answer; keys of the settings are shorter."""


class Step(Word):
    """A question, in the order in which they are asked (seed 004)."""

    LOCATION = "location"
    WHO = "who"
    GROUP = "group"
    REASON = "reason"
    MODALITY = "modality"
    DAY = "day"
    TIME = "time"

    @property
    def before(self) -> "tuple[Step, ...]":
        """The questions before it, the nearest first."""
        steps = tuple(Step)
        return steps[: steps.index(self)][::-1]


ASKED = (Step.LOCATION, Step.WHO, Step.GROUP, Step.REASON, Step.MODALITY)
"""Questions whose choices are in the settings; the rest depends on what is free."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who attended in the holder's place before."""

    reference: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Booker:
    """Who books: how far the account has come, and for whom it has booked."""

    state: AccountState
    attendees: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer, with the words for it."""

    key: str
    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; empty where nothing was."""

    location: str = ""
    who: str = ""
    group: str = ""
    reason: str = ""
    modality: str = ""
    day: str = ""
    part: str = ""
    same: str = ""
    """The reference of an appointment whose consultant is wanted again."""
    case: str = ""
    """The case it belongs to, or that another one is wanted; empty where the rules choose."""
    hold: str = ""
    """The time that is kept for the client."""

    def query(self) -> dict[str, str]:
        """Return what was answered, by name."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def date(self) -> date | None:
        """The day that was chosen, if it is one."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None

    @property
    def day_part(self) -> DayPart:
        """The part of the day whose times are wanted; the whole of it unless one is named."""
        part = DayPart(self.part)
        return part if part.known else DayPart.WHOLE

    @property
    def attendee(self) -> str:
        """The reference of who attends, if that is somebody who did so before."""
        return "" if self.who == ME or self.new_kind else self.who

    @property
    def new_kind(self) -> str:
        """The kind of a new attendee; empty when there is none."""
        return self.who.removeprefix("new-") if self.who.startswith("new-") else ""


def read_answers(query: Mapping[str, str]) -> Answers:
    """Read answers from an address; what cannot be one is left out."""
    given = {field.name: query.get(field.name, "") for field in fields(Answers)}
    return Answers(
        **{name: value for name, value in given.items() if len(value) <= LONGEST_ANSWER and value.isprintable()}
    )


def settle(online: OnlineBooking, booker: Booker, answers: Answers) -> tuple[Answers, Step]:
    """Answer what has one choice only, and find the first question that is still open.

    Later answers are kept even so: when an earlier one changes, those that still fit need not be given again.
    """
    for step in ASKED:
        given = getattr(answers, step.value)
        if given and any(choice.key == given for choice in _offered(step, online, booker, answers)):
            continue
        offered = [choice.key for choice in choices(step, online, booker, answers)]
        inferred = _inferred(step, online, answers)
        if inferred in offered:
            answers = replace(answers, **{step.value: inferred})
        elif len(offered) == 1:
            answers = replace(answers, **{step.value: offered[0]})
        else:
            return replace(answers, **{step.value: ""}), step
    return answers, Step.TIME if answers.date else Step.DAY


def previous(step: Step, online: OnlineBooking, booker: Booker, answers: Answers) -> Step | None:
    """Return the question before, of those that leave a choice; None before the first."""
    for earlier in step.before:
        if earlier is Step.DAY or len(choices(earlier, online, booker, answers)) > 1:
            return earlier
    return None


def choices(step: Step, online: OnlineBooking, booker: Booker, answers: Answers) -> tuple[Choice, ...]:
    """Return the possible answers to a question, given those before it; the days and times are not known here."""
    return tuple(_offered(step, online, booker, answers))


def _offered(step: Step, online: OnlineBooking, booker: Booker, answers: Answers) -> Iterator[Choice]:
    location = online.location(answers.location) if answers.location else None
    match step:
        case Step.LOCATION:
            return (Choice(at.key, at.name, at.address) for at in _locations(online, booker))
        case Step.WHO:
            return _attendees(online, booker, location)
        case Step.GROUP:
            return (Choice(group.key, group.name) for group in _groups(online, booker, location))
        case Step.REASON:
            offered = _reasons(online, booker, location, answers.group)
            return (Choice(reason.key, reason.name, reason.instructions) for reason in offered)
        case Step.MODALITY:
            reason = online.reason(answers.reason)
            return _ways(reason, location) if reason and location else iter(())
    return iter(())


def open_to(reason: Reason, state: AccountState) -> bool:
    """Whether a reason is offered to an account (seed 003): before it is associated, only what new clients book."""
    fitting = Audience.EXISTING if state is AccountState.ASSOCIATED else Audience.NEW
    return reason.audience in (fitting, Audience.EVERYBODY)


def modalities(reason: Reason, location: Location) -> tuple[Modality, ...]:
    """Return how a session can be held there for that reason."""
    return tuple(way for way in location.modalities if not reason.modalities or way in reason.modalities)


def _locations(online: OnlineBooking, booker: Booker) -> Iterator[Location]:
    """Return the locations at which an account can book anything."""
    return (at for at in online.locations if any(_has_reason(group, booker, at) for group in online.groups))


def _groups(online: OnlineBooking, booker: Booker, location: Location | None) -> Iterator[ReasonGroup]:
    """Return the groups in which an account can book anything at a location."""
    return (group for group in online.groups if _has_reason(group, booker, location))


def _reasons(online: OnlineBooking, booker: Booker, location: Location | None, group: str) -> Iterator[Reason]:
    return next((_reasons_in(each, booker, location) for each in online.groups if each.key == group), iter(()))


def _has_reason(group: ReasonGroup, booker: Booker, location: Location | None) -> bool:
    return any(_reasons_in(group, booker, location))


def _reasons_in(group: ReasonGroup, booker: Booker, location: Location | None) -> Iterator[Reason]:
    if location is not None:
        for reason in group.reasons:
            if open_to(reason, booker.state) and modalities(reason, location):
                yield reason


def _attendees(online: OnlineBooking, booker: Booker, location: Location | None) -> Iterator[Choice]:
    yield Choice(ME, "")
    allowed = [kind for key in (location.kinds if location else ()) if (kind := online.kind(key))]
    names = {kind.key: kind.name for kind in allowed}
    yield from (Choice(one.reference, one.name, names[one.kind]) for one in booker.attendees if one.kind in names)
    yield from (Choice(f"new-{kind.key}", kind.name) for kind in allowed)


def _ways(reason: Reason, location: Location) -> Iterator[Choice]:
    return (
        Choice(way, "", location.address if way is Modality.IN_PERSON else "") for way in modalities(reason, location)
    )


def _inferred(step: Step, online: OnlineBooking, answers: Answers) -> str:
    """Return what an answer given already says about a question before it: a reason tells its group."""
    if step is not Step.GROUP or not answers.reason:
        return ""
    keys = (group.key for group in online.groups if answers.reason in {reason.key for reason in group.reasons})
    return next(keys, "")


def named(step: Step, online: OnlineBooking, booker: Booker, answers: Answers) -> Choice | None:
    """Return the choice that was taken for a question."""
    key = getattr(answers, step.value)
    return next((choice for choice in choices(step, online, booker, answers) if choice.key == key), None)
