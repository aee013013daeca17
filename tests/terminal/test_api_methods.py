"""Proves that every question of the client is understood by the real backend, and its answer by the client."""

import inspect
import uuid
from datetime import date, time, timedelta

import pytest

from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import NotRecognised, Refused
from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.calendar import LeaveWish
from consultant_tui.contract.completion import Completion, CompletionDraft, CompletionFile
from consultant_tui.contract.endings import Attempt, Cancellation, Edit, Move, NoShow
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import SeriesDate, SeriesRequest
from consultant_tui.contract.vocabulary import (
    Act,
    AppointmentState,
    Approach,
    Attendance,
    CancelledBy,
    ContactMeans,
    FileType,
    KeyState,
    Modality,
    Section,
)

OVERDUE = "APP-20030"
BOOKED, COMMENCED, COMPLETED = "APP-20032", "APP-20029", "APP-20028"
A_FILE = CompletionFile(name="n.pdf", content=b"%PDF-1.7")
KEY, ANOTHER = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
WEEK = date(2026, 11, 23)


async def a_request(api: BookingApi, last: str = COMPLETED) -> BookingRequest:
    """Make a request that would be booked: the first free time of the first line that may be chosen."""
    offer = await api.rebooking(last)
    lines = await api.schedules(last, Approach.MANUAL, date(2026, 11, 30))
    line = next(one.line for one in lines.lines if one.verdict.allowed and not one.needs_approval)
    week = await api.week(last, line.reference, Approach.MANUAL, date(2026, 11, 30))
    opening = next(opening for day in week.days for opening in day.openings)
    start = opening.client.start.wall
    return BookingRequest(
        previous=last,
        approach=Approach.MANUAL,
        schedule=line.reference,
        modality=offer.prefill.modality,
        platform=offer.prefill.platform,
        day=start.date(),
        start=start.time(),
    )


async def test_quick_view(stage):
    view = await stage.api.quick_view()
    assert view.consultant.name == "Dr Mira Okafor"
    assert [part.section for part in view.sections] == list(Section)


async def test_summary_and_ledger_agree(stage):
    summary = await stage.api.summary(BOOKED)
    ledger = await stage.api.ledger(summary.case)
    assert ledger.figures == summary.figures
    assert ledger.entries[-1].available == summary.figures.available


async def test_openings(stage):
    found = await stage.api.openings(COMPLETED, (1, 2, 3, 4, 5), time(9), time(17), WEEK)
    assert found.days


async def test_check_book_key_and_void(stage):
    request = await a_request(stage.api)
    assert (await stage.api.check(request)).refusals == ()
    assert (await stage.api.key(KEY)).state is KeyState.UNKNOWN
    receipt = await stage.api.book(request, KEY)
    assert await stage.api.book(request, KEY) == receipt
    answer = await stage.api.key(KEY)
    assert (answer.state, answer.receipt) == (KeyState.BOOKED, receipt)
    assert (await stage.api.void(ANOTHER)).state is KeyState.VOIDED


async def test_asking_for_extra_sessions(stage):
    case = (await stage.api.summary(COMPLETED)).case
    pending = await stage.api.ask_extra(case, 2, "Sleep")
    assert await stage.api.ask_extra(case, 2, "Sleep") == pending
    assert (await stage.api.summary(COMPLETED)).pending == pending


async def test_check_and_book_a_series(stage):
    one = await a_request(stage.api)
    dates = tuple(SeriesDate(day=one.day + timedelta(weeks=number), start=one.start) for number in (0, 2))
    request = SeriesRequest(
        previous=one.previous, approach=one.approach, schedule=one.schedule, modality=one.modality, dates=dates
    )
    assert (await stage.api.check_series(request)).refusals == ()
    receipt = await stage.api.book_series(request, KEY)
    assert await stage.api.book_series(request, KEY) == receipt
    assert (await stage.api.key(KEY)).series == receipt


async def test_start_once(stage):
    summary = await stage.api.summary(BOOKED)
    started = await stage.api.start(BOOKED, summary.version)
    assert started.version > summary.version
    with pytest.raises(Refused):
        await stage.api.start(BOOKED, summary.version)


async def test_keep_and_sign_off_a_completion(stage):
    form = await stage.api.completion(COMMENCED)
    draft = CompletionDraft(ticks=form.ticks, notes=("one", "", "two"))
    assert (await stage.api.keep_completion(COMMENCED, form.version, draft)).against == ()
    assert (await stage.api.completion(COMMENCED)).begin == draft
    completed = await stage.api.sign_off(
        COMMENCED, form.version, Completion(ticks=form.ticks, notes=draft.notes, file=A_FILE, issues=form.issues[:2])
    )
    record = await stage.api.record(COMMENCED)
    assert (record.notes, record.file, record.issues) == (draft.notes, completed.file, form.issues[:2])
    assert record.file is not None
    assert await stage.api.record_file(COMMENCED) == A_FILE
    assert (record.file.name, record.file.type, record.file.size) == ("n.pdf", FileType.PDF, 8)


async def test_health(stage):
    assert (await stage.api.health()).status == "ok"


async def test_what_is_found_leads_to_a_client_and_a_history(stage):
    found = (await stage.api.search("lindq")).found
    page = await stage.api.client(found[0].client)
    assert (page.name, page.cases[0].reference) == ("Ana Lindqvist", found[0].case)
    assert (await stage.api.past(page.reference, page.past.appointments[0].meeting.reference)).after is None
    history = await stage.api.history(page.past.appointments[0].meeting.reference)
    assert [deed.act for deed in history.deeds] == ["booked", "no_show"]
    assert await stage.api.messages(page.reference)


async def test_reports(stage):
    assert len((await stage.api.reports(3)).weeks) == 3


def to_monday(line: str, **other) -> Move:
    return Move(schedule=line, day=date(2026, 11, 30), start=time(12), **other)


async def test_ending_editing_moving_and_undoing(stage):
    """Every change answers with the version that the next one is based on."""
    api = stage.api
    offer, rebooking = await api.ending(BOOKED), await api.rebooking(BOOKED)
    line, prefill = rebooking.prefill.schedule, rebooking.prefill
    edit = Edit(modality=Modality.CHAT, start=prefill.start, notify=False, attendance=Attendance.COUPLE)
    assert (await api.check_edit(BOOKED, edit)).refusals == ()
    edited = await api.edit(BOOKED, offer.version, edit)
    wish = to_monday(line, by=CancelledBy.CONSULTANT)
    assert (await api.check_move(BOOKED, to_monday(line))).late
    assert (await api.check_move(BOOKED, wish)).check.refusals == ()
    moved = await api.move(BOOKED, edited.version, wish)
    back = await api.undo(BOOKED, moved.version)
    assert (back.undone, back.span) == (Act.MOVED, offer.span)
    cancellation = Cancellation(by=CancelledBy.PROVIDER, reason="closed", charged=False)
    cancelled = await api.cancel(BOOKED, back.version, cancellation)
    assert cancelled.figures == offer.figures_free
    missed = NoShow(attempts=(Attempt(at=time(14, 10), means=ContactMeans.PHONE),) * 2, reason="away")
    assert (await api.no_show(OVERDUE, 1, missed)).state is AppointmentState.NO_SHOW


async def test_another_token_is_not_recognised(stage):
    stranger = BookingApi("http://127.0.0.1:1", "nobody", transport=stage.wire)
    with pytest.raises(NotRecognised):
        await stranger.quick_view()


async def test_what_is_not_there_is_not_found(stage):
    with pytest.raises(Refused) as caught:
        await stage.api.summary("APP-99999")
    assert caught.value.has(Code.NOT_FOUND)


async def test_times_come_in_the_zone_that_was_asked_for(stage):
    elsewhere = BookingApi("http://127.0.0.1:1", stage.api.credentials.access, zone="Asia/Kathmandu")
    elsewhere._transport = stage.wire
    view = await elsewhere.quick_view()
    assert (view.consultant.zone, view.now.offset) == ("Asia/Kathmandu", 345)


async def test_calendar_leave_and_feed(stage):
    shown = await stage.api.calendar(WEEK, 7)
    assert [day.day.isoweekday() for day in shown.days] == [1, 2, 3, 4, 5, 6, 7]
    assert (await stage.api.calendar_file(WEEK, 7)).startswith(b"BEGIN:VCALENDAR")
    wish = LeaveWish(first=WEEK, last=WEEK)
    hits = (await stage.api.check_leave(wish)).hits
    added = await stage.api.add_leave(wish)
    assert added.hits == hits != ()
    assert (await stage.api.remove_leave(added.leave.reference)).reference == added.leave.reference
    assert (await stage.api.make_feed()).path.startswith("/calendar/")
    assert (await stage.api.revoke_feed()).had


async def test_a_file_that_is_refused_says_why(stage):
    with pytest.raises(Refused) as caught:
        await stage.api.calendar_file(date(1, 1, 1), 7)
    assert caught.value.has(Code.MALFORMED)


def test_no_method_is_left_out():
    asked = {"quick_view", "summary", "ledger", "rebooking", "schedules", "week", "openings", "check", "key", "health"}
    changed = {"start", "book", "void"}
    asked |= {"completion", "record", "record_file"}
    changed |= {"keep_completion", "sign_off"}
    asked |= {"search", "client", "past", "history", "reports", "messages", "message"}
    asked |= {"ending", "check_edit", "check_move", "check_series"}
    changed |= {"ask_extra", "book_series"}
    changed |= {"cancel", "no_show", "edit", "move", "undo"}
    asked |= {"fetch", "calendar", "calendar_file", "check_leave"}
    changed |= {"add_leave", "remove_leave", "make_feed", "revoke_feed"}
    asked |= {"prospects", "prospect", "access", "online_booking"}
    changed |= {"sign_in", "sign_out", "change_password"}
    changed |= {"verify", "resend_verification", "create_client", "associate", "part", "give_access"}
    methods = {name for name, _ in inspect.getmembers(BookingApi, inspect.iscoroutinefunction) if name[0] != "_"}
    assert methods - {"aclose", "read", "send"} == asked | changed
