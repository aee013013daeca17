"""Owns the turning of records and verdicts into the types of the wire."""

from datetime import datetime

from consultant_tui.contract.appointments import BookingRequest, Notice, Row
from consultant_tui.contract.cases import AnsweredRequest, LedgerEntry, Meeting, PendingRequest, Verdict
from consultant_tui.contract.cases import Figures as WireFigures
from consultant_tui.contract.extras import OpenRequest
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.moments import Span as WireSpan
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.schedules import Line as WireLine
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.series import SeriesRequest
from consultant_tui.contract.vocabulary import Link, Silence
from server_stub.domain import clocks
from server_stub.domain.appointments import actions, late_days, link_for, why_silent
from server_stub.domain.cases import Figures
from server_stub.domain.clocks import Reading
from server_stub.domain.extras import overdue
from server_stub.domain.lines import Line
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span
from server_stub.domain.undoing import until
from server_stub.storage.extras import Request
from server_stub.storage.records import Entry, Posting

LONGEST_NAME = 64
"""Characters of a foreign word that are given back in a refusal."""


def moment(instant: datetime, zone: str) -> Moment:
    """Make an instant as a zone's clocks show it."""
    return reading(clocks.read(instant, zone))


def reading(read: Reading) -> Moment:
    """Make what was read off a clock."""
    return Moment(utc=read.utc, wall=read.wall, zone=read.zone, offset=read.offset)


def span(stretch: Span, zone: str) -> WireSpan:
    """Make a stretch as a zone's clocks show it."""
    return WireSpan(start=moment(stretch.starts, zone), end=moment(stretch.ends, zone))


def refusal(objection: Objection) -> Refusal:
    """Make what a rule says."""
    return Refusal(
        code=objection.code,
        field=objection.field,
        number=objection.number,
        start=reading(objection.start) if objection.start else None,
        end=reading(objection.end) if objection.end else None,
        name=objection.name[:LONGEST_NAME],
    )


def verdict(objection: Objection | None) -> Verdict:
    """Make whether something may be done."""
    return Verdict(refusal=refusal(objection) if objection else None)


def figures(sums: Figures) -> WireFigures:
    """Make the five figures."""
    return WireFigures(**sums._asdict(), available=sums.available)


def line(of: Line) -> WireLine:
    """Make a line."""
    return WireLine(
        reference=of.reference, kind=of.kind, days=of.days, opens=of.opens, closes=of.closes, zone=of.zone, rate=of.rate
    )


def opening(of: Line, session: Span, consultant_zone: str, client_zone: str) -> Opening:
    """Make a free time of a line."""
    return Opening(schedule=of.reference, consultant=span(session, consultant_zone), client=span(session, client_zone))


def notice(recipient: str, request: BookingRequest | SeriesRequest, *, news: bool) -> Notice:
    """Make what the client will be sent, and why nothing is; of what is no news there is no link either."""
    silent = why_silent(news=news, notify=request.notify, address=recipient)
    if silent is Silence.PAST:
        return Notice(to=(), link=Link.NONE, silent=silent)
    link = link_for(request.modality, request.platform, notified=silent is None)
    return Notice(to=() if silent else (recipient,), link=link, silent=silent)


def row(entry: Entry, now: datetime, zone: str, settings: Settings) -> Row:
    """Make a row of Quick View."""
    shown = span(entry.span, zone)
    today = clocks.day_of(now, zone)
    return Row(
        reference=entry.reference,
        version=entry.version,
        case=entry.case,
        client=entry.client,
        client_reference=entry.client_reference,
        span=shown,
        modality=entry.modality,
        state=entry.state,
        actions=actions(entry.state, entry.span.starts, now, settings.no_show_minutes),
        late_days=late_days(entry.state, shown.start.wall.date(), today, settings.overdue_days),
        available=entry.available,
        commenced=moment(entry.commenced, zone) if entry.commenced else None,
        charged=entry.charged,
        undo=entry.act,
        undo_until=moment(until(entry.acted, settings), zone) if entry.acted else None,
        origin=entry.origin,
        account=entry.account,
    )


def meeting(entry: Entry, zone: str) -> Meeting:
    """Make an appointment in one line."""
    return Meeting(reference=entry.reference, span=span(entry.span, zone), modality=entry.modality, state=entry.state)


def pending(request: Request, now: datetime, zone: str) -> PendingRequest:
    """Make a request for extra sessions, as the consultant sees it."""
    return PendingRequest(
        sessions=request.sessions,
        asked=moment(request.asked, zone),
        answer_due=moment(request.answer_due, zone),
        reference=request.reference,
        state=request.state,
        overdue=overdue(request.answer_due, now),
    )


def open_request(request: Request, now: datetime, zone: str) -> OpenRequest:
    """Make a request for extra sessions, as the approver sees it."""
    return OpenRequest(
        reference=request.reference,
        case=request.case,
        sessions=request.sessions,
        reason=request.reason,
        asked=moment(request.asked, zone),
        answer_due=moment(request.answer_due, zone),
        overdue=overdue(request.answer_due, now),
    )


def answered_request(request: Request, zone: str) -> AnsweredRequest:
    """Make a request with its answer."""
    return AnsweredRequest(
        reference=request.reference,
        case=request.case,
        sessions=request.sessions,
        granted=request.granted,
        state=request.state,
        reason=request.answer_reason,
        answered=moment(request.answered or request.asked, zone),
    )


def ledger_entries(postings: list[Posting], zone: str) -> tuple[LedgerEntry, ...]:
    """Make the entries of a ledger, each with what was available after it."""
    entries, sums = [], Figures()
    for posting in postings:
        sums = sums.plus(posting.change)
        entries.append(
            LedgerEntry(
                at=moment(posting.at, zone),
                cause=posting.cause,
                **posting.change._asdict(),
                available=sums.available,
                appointment=posting.appointment,
                note=posting.note,
            )
        )
    return tuple(entries)
