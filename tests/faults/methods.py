"""Owns the table of every method of the API: how each is called, and whether it changes something."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import date, time

from consultant_tui.api.client import BookingApi
from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.calendar import LeaveWish
from consultant_tui.contract.completion import Completion, CompletionDraft
from consultant_tui.contract.endings import Cancellation, Edit, Move, NoShow
from consultant_tui.contract.prospects import Person
from consultant_tui.contract.series import SeriesDate, SeriesRequest
from consultant_tui.contract.vocabulary import Approach, Attendance, CancelledBy, Modality

A, DAY, AT = "APP-1", date(2026, 11, 30), time(12)
EDIT = Edit(modality=Modality.PHONE, start=AT, notify=False, attendance=Attendance.INDIVIDUAL)
MOVE = Move(schedule="SCH-1", day=DAY, start=AT)
BOOKING = BookingRequest(
    previous=A, approach=Approach.MANUAL, schedule="SCH-1", modality=Modality.PHONE, day=DAY, start=AT
)
SERIES = SeriesRequest(
    previous=A,
    approach=Approach.MANUAL,
    schedule="SCH-1",
    modality=Modality.PHONE,
    dates=(SeriesDate(day=DAY, start=AT),),
)
LEAVE = LeaveWish(first=DAY, last=DAY)
NELL = Person(first_name="Nell", last_name="Ash", email="n@example.org", phone="", address="", zone="Australia/Perth")

Call = Callable[[BookingApi], Awaitable[object]]

ASKS: dict[str, Call] = {
    "quick_view": lambda api: api.quick_view(),
    "summary": lambda api: api.summary(A),
    "ledger": lambda api: api.ledger("ASST-1"),
    "rebooking": lambda api: api.rebooking(A),
    "schedules": lambda api: api.schedules(A, Approach.MANUAL, DAY),
    "week": lambda api: api.week(A, "SCH-1", Approach.MANUAL, DAY),
    "openings": lambda api: api.openings(A, (1,), AT, AT, DAY),
    "check": lambda api: api.check(BOOKING),
    "check_series": lambda api: api.check_series(SERIES),
    "key": lambda api: api.key("k" * 12),
    "health": lambda api: api.health(),
    "completion": lambda api: api.completion(A),
    "record": lambda api: api.record(A),
    "record_file": lambda api: api.record_file(A),
    "search": lambda api: api.search("ana"),
    "client": lambda api: api.client("CLI-1"),
    "past": lambda api: api.past("CLI-1", A),
    "history": lambda api: api.history(A),
    "reports": lambda api: api.reports(),
    "messages": lambda api: api.messages("CLI-1"),
    "message": lambda api: api.message("1"),
    "ending": lambda api: api.ending(A),
    "check_edit": lambda api: api.check_edit(A, EDIT),
    "check_move": lambda api: api.check_move(A, MOVE),
    "calendar": lambda api: api.calendar(DAY, 7),
    "calendar_file": lambda api: api.calendar_file(DAY, 7),
    "check_leave": lambda api: api.check_leave(LEAVE),
    "prospects": lambda api: api.prospects(),
    "prospect": lambda api: api.prospect("ACC-1"),
    "access": lambda api: api.access("CLI-1"),
    "online_booking": lambda api: api.online_booking(),
    "sign_in": lambda api: api.sign_in("a@example.org", "seven quiet herons"),
    "sign_out": lambda api: api.sign_out(),
}
"""What changes nothing that could be lost or made twice."""

CHANGES: dict[str, Call] = {
    "start": lambda api: api.start(A, 1),
    "book": lambda api: api.book(BOOKING, "k" * 12),
    "book_series": lambda api: api.book_series(SERIES, "k" * 12),
    "void": lambda api: api.void("k" * 12),
    "keep_completion": lambda api: api.keep_completion(A, 1, CompletionDraft(ticks=())),
    "sign_off": lambda api: api.sign_off(A, 1, Completion(ticks=())),
    "ask_extra": lambda api: api.ask_extra("ASST-1", 1, "Grief"),
    "cancel": lambda api: api.cancel(A, 1, Cancellation(by=CancelledBy.CLIENT, reason="ill", charged=False)),
    "no_show": lambda api: api.no_show(A, 1, NoShow(attempts=(), reason="away")),
    "edit": lambda api: api.edit(A, 1, EDIT),
    "move": lambda api: api.move(A, 1, MOVE),
    "undo": lambda api: api.undo(A, 1),
    "add_leave": lambda api: api.add_leave(LEAVE),
    "remove_leave": lambda api: api.remove_leave("LV-1"),
    "make_feed": lambda api: api.make_feed(),
    "revoke_feed": lambda api: api.revoke_feed(),
    "change_password": lambda api: api.change_password("a", "b"),
    "verify": lambda api: api.verify("ACC-1", 1),
    "resend_verification": lambda api: api.resend_verification("ACC-1", 1),
    "create_client": lambda api: api.create_client("ACC-1", 1, NELL),
    "associate": lambda api: api.associate("ACC-1", 1, "CLI-1"),
    "part": lambda api: api.part("ACC-1", 1),
    "give_access": lambda api: api.give_access("CLI-1", "n@example.org", "seven quiet herons"),
}
"""What is found out about when no answer comes."""

CARRIERS = {"read", "send", "fetch", "aclose"}
"""What the methods are made of."""


def methods() -> set[str]:
    """Name everything that a backend can be asked."""
    found = inspect.getmembers(BookingApi, inspect.iscoroutinefunction)
    return {name for name, _ in found if not name.startswith("_")} - CARRIERS
