"""Owns the words in which the settings of online booking are shown."""

from collections.abc import Iterator

from consultant_tui.contract.online_settings import (
    OnlineAsked,
    OnlineChoice,
    OnlineGroup,
    OnlineLine,
    OnlineLocation,
    OnlineReason,
    OnlineSettings,
    OnlineWay,
)
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Modality, OnlineQuestion
from consultant_tui.widgets.sheet import Facts
from consultant_tui.wording import phrases

_QUESTIONS = {
    OnlineQuestion.LOCATION: "Where?",
    OnlineQuestion.WHO: "Who is it for?",
    OnlineQuestion.GROUP: "About what?",
    OnlineQuestion.REASON: "What exactly?",
    OnlineQuestion.MODALITY: "How?",
}
_ME = "me"


def in_force(of: OnlineSettings) -> Facts:
    """Tell what is set."""
    facts = [
        ("Online booking", "on" if of.enabled else "off: nothing can be booked online"),
        ("Address", clean(of.address)),
        ("Information", _one_line(of.information) or "none"),
        ("Soonest", f"{_minutes(of.notice_minutes)} ahead" if of.notice_minutes else "at once"),
        ("Furthest", f"{phrases.count(of.furthest_days, 'day')} ahead"),
        ("Starts", _starts(of)),
        ("Kept for", f"{phrases.count(of.hold_minutes, 'minute')} while the form is filled in"),
        ("Coming sessions", f"{of.most_open} at most; one before the e-mail address is verified"),
        ("Free to cancel", f"up to {phrases.count(of.free_cancel_hours, 'hour')} before the start"),
        ("Parts of the day", f"morning until {of.morning_until:%H:%M}, afternoon until {of.afternoon_until:%H:%M}"),
        ("Shown", _shown(of)),
        ("Told by mail", _told(of)),
    ]
    for at in of.locations:
        facts += _location(at)
    for group in of.groups:
        facts += _group(group, of.client_term)
    return tuple(facts)


def own_hours(of: OnlineSettings) -> Facts:
    """Tell which of one's hours are found."""
    facts = [(_found(one), f"{phrases.line(one.line)}{_at(one)}") for one in of.lines]
    return tuple(facts) or (("None", "You have no hours that are in force."),)


def way(of: OnlineWay, settings: OnlineSettings) -> Facts:
    """Tell what a client is asked, one question after the other."""
    facts: list[tuple[str, str]] = []
    for number, asked in enumerate(of.asked, start=1):
        facts += _asked(number, asked)
    if not of.asked or of.asked[-1].choices:
        facts += _end(len(of.asked) + 1, of, settings)
    return tuple(facts)


def _asked(number: int, asked: OnlineAsked) -> Iterator[tuple[str, str]]:
    label = f"{number} {_QUESTIONS.get(asked.question, phrases.word(asked.question))}"
    if not asked.choices:
        yield label, "nothing: no reason is offered to this client"
    for index, choice in enumerate(asked.choices):
        yield "" if index else label, f"{'●' if index == 0 else '○'} {_choice(asked.question, choice)}"


def _choice(question: OnlineQuestion, choice: OnlineChoice) -> str:
    name = clean(choice.name)
    if question is OnlineQuestion.MODALITY:
        name = phrases.word(Modality(choice.key))
    elif choice.key == _ME:
        name = "Me"
    length = f", {choice.minutes} minutes" if choice.minutes else ""
    hint = f" - {_one_line(choice.hint)}" if choice.hint else ""
    return f"{name}{length}{hint}"


def _end(number: int, of: OnlineWay, settings: OnlineSettings) -> Iterator[tuple[str, str]]:
    yield f"{number} Which day?", f"days with free times, within {phrases.count(settings.furthest_days, 'day')}"
    yield f"{number + 1} What time?", "whole day, morning, afternoon or evening"
    yield (
        f"{number + 2} Details",
        "name, telephone, wishes" + (f" (“{clean(of.placeholder)}”)" if of.placeholder else ""),
    )
    yield f"{number + 3} Check", "everything once more, then Confirm appointment"


def _starts(of: OnlineSettings) -> str:
    if of.gap_minutes is not None:
        pause = phrases.count(of.gap_minutes, "minute") if of.gap_minutes else "no pause"
        return f"one after the other from the opening on, {pause} between"
    return {60: "at full hours", 30: "at full and half hours"}.get(of.grid_minutes, f"every {of.grid_minutes} minutes")


def _shown(of: OnlineSettings) -> str:
    length = "the length" if of.show_length else "no length"
    return f"{length}, {'the consultant’s name' if of.show_consultant else 'no consultant’s name'}"


def _told(of: OnlineSettings) -> str:
    told = ["the client", *(["you"] if of.tell_consultant else []), *map(clean, of.copies)]
    return ", ".join(told)


def _location(at: OnlineLocation) -> Iterator[tuple[str, str]]:
    ways = ", ".join(phrases.word(one).lower() for one in at.modalities)
    kinds = f"; for {', '.join(map(clean, at.kinds))} too" if at.kinds else ""
    yield "Location", f"{clean(at.name)}: {ways}{kinds}"
    if at.address:
        yield "", clean(at.address)


def _group(group: OnlineGroup, term: str) -> Iterator[tuple[str, str]]:
    yield "Reasons", clean(group.name)
    for reason in group.reasons:
        yield "", f"· {clean(reason.name)}, {reason.minutes} minutes, {_audience(reason, term)}{_only(reason)}"
        if reason.instructions:
            yield "", f"  {_one_line(reason.instructions)}"


def _audience(reason: OnlineReason, term: str) -> str:
    if reason.new and reason.existing:
        return "everybody"
    return f"new {term}s" if reason.new else f"existing {term}s"


def _only(reason: OnlineReason) -> str:
    ways = ", ".join(phrases.word(one).lower() for one in reason.modalities)
    return f", {ways} only" if ways else ""


def _found(one: OnlineLine) -> str:
    return "Found" if one.found else "Not found"


def _at(one: OnlineLine) -> str:
    return f" · {clean(one.location)}" if one.location else " · its location is not set up"


def _minutes(minutes: int) -> str:
    if minutes % 60:
        return phrases.count(minutes, "minute")
    return phrases.count(minutes // 60, "hour")


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
