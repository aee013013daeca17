"""Owns showing what is in force for online booking, and the way that clients are led by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

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
from consultant_tui.contract.vocabulary import AccountState, OnlineQuestion
from server_stub.domain import clocks
from server_stub.domain.online import Audience, OnlineBooking, Reason
from server_stub.domain.online_steps import ASKED, Answers, Booker, Step, choices, settle
from server_stub.services import wire
from server_stub.services.office import Office, Visit
from server_stub.services.online import settings_in_force
from server_stub.storage import documents, online, people, schedules
from server_stub.storage.faults import Transaction, reading


def in_force(office: Office, visit: Visit) -> OnlineSettings:
    """Return what is in force, a preview of how clients are led by it, and which of the caller's lines they find."""
    with reading(office.engines) as transaction:
        settings = people.load_settings(transaction)
        found = settings_in_force(transaction)
        lines = tuple(_lines(transaction, visit, found))
    return OnlineSettings(
        enabled=found.enabled,
        client_term=settings.client_term,
        address=found.address,
        information=found.information,
        notice_minutes=found.notice_minutes,
        furthest_days=found.furthest_days,
        grid_minutes=found.grid_minutes,
        gap_minutes=found.gap_minutes,
        hold_minutes=found.hold_minutes,
        show_length=found.show_length,
        show_consultant=found.show_consultant,
        most_open=found.most_open,
        free_cancel_hours=settings.free_cancel_hours,
        morning_until=found.morning_until,
        afternoon_until=found.afternoon_until,
        copies=found.copies,
        tell_consultant=found.tell_consultant,
        locations=tuple(_locations(found)),
        groups=tuple(
            OnlineGroup(name=group.name, reasons=tuple(map(_reason, group.reasons))) for group in found.groups
        ),
        ways=(_way(found, AccountState.NOT_ASSOCIATED), _way(found, AccountState.ASSOCIATED)),
        lines=lines,
    )


def _locations(found: OnlineBooking) -> Iterator[OnlineLocation]:
    for at in found.locations:
        kinds = tuple(kind.name for key in at.kinds if (kind := found.kind(key)))
        yield OnlineLocation(name=at.name, address=at.address, modalities=at.modalities, kinds=kinds)


def _reason(reason: Reason) -> OnlineReason:
    return OnlineReason(
        name=reason.name,
        minutes=reason.minutes,
        new=reason.audience in (Audience.NEW, Audience.EVERYBODY),
        existing=reason.audience in (Audience.EXISTING, Audience.EVERYBODY),
        instructions=reason.instructions,
        placeholder=reason.placeholder,
        modalities=reason.modalities,
    )


def _way(found: OnlineBooking, state: AccountState) -> OnlineWay:
    booker, answers, asked = Booker(state), Answers(), []
    answers, step = settle(found, booker, answers)
    while step in ASKED:
        offered = _choices(step, found, booker, answers)
        asked.append(OnlineAsked(question=OnlineQuestion(step.value), choices=offered))
        if not offered:
            break
        answers, step = settle(found, booker, replace(answers, **{step.value: offered[0].key}))
    reason = found.reason(answers.reason)
    return OnlineWay(
        existing=state is AccountState.ASSOCIATED, asked=tuple(asked), placeholder=reason.placeholder if reason else ""
    )


def _choices(step: Step, found: OnlineBooking, booker: Booker, answers: Answers) -> tuple[OnlineChoice, ...]:
    return tuple(
        OnlineChoice(key=one.key, name=one.name, hint=one.hint, minutes=_minutes(step, found, one.key))
        for one in choices(step, found, booker, answers)
    )


def _minutes(step: Step, found: OnlineBooking, key: str) -> int | None:
    reason = found.reason(key) if step is Step.REASON and found.show_length else None
    return reason.minutes if reason else None


def _lines(transaction: Transaction, visit: Visit, found: OnlineBooking) -> Iterator[OnlineLine]:
    searched = {one.line.id for one in online.open_lines(transaction, visit.caller.person_id)} if found.enabled else ()
    places = documents.places_of(transaction, visit.caller.profile_id)
    today = clocks.day_of(visit.now, visit.zone)
    for line in schedules.lines_of(transaction, visit.caller.profile_id):
        if line.in_force(today, today + timedelta(days=found.furthest_days)):
            location = found.location(places.get(line.id, ""))
            yield OnlineLine(
                line=wire.line(line),
                location=location.name if location else "",
                found=line.id in searched and location is not None,
            )
