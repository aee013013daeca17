"""Proves that there are words for everything, and that they are the right ones."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from consultant_tui.contract import vocabulary
from consultant_tui.contract.appointments import Notice, Row
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.refusals import Code, Field, Refusal
from consultant_tui.contract.schedules import Line
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import (
    AccountState,
    AppointmentState,
    LedgerCause,
    Link,
    Modality,
    Origin,
    ScheduleKind,
    Silence,
    Word,
)
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused


def at(text: str, zone: str = "Australia/Melbourne", offset: int = 660) -> Moment:
    wall = datetime.fromisoformat(text)
    utc = wall.replace(tzinfo=timezone(timedelta(minutes=offset))).astimezone(UTC)
    return Moment(utc=utc, wall=wall, zone=zone, offset=offset)


NOW = at("2026-11-23T09:04")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T10:00", "Today 10:00"),
        ("2026-11-24T09:00", "Tomorrow 09:00"),
        ("2026-11-22T00:00", "Yesterday 00:00"),
        ("2026-11-13T14:00", "Fri 13 Nov 14:00"),
        ("2026-12-01T08:30", "Tue 1 Dec 08:30"),
        ("2027-11-13T14:00", "13 Nov 2027 14:00"),
    ],
)
def test_an_instant_is_said_as_people_say_it(moment, said):
    assert phrases.when(at(moment), NOW) == said


def test_dates_zones_and_offsets():
    assert phrases.instant(NOW) == "Mon 23 Nov 2026 09:04"
    assert phrases.weekday(date(2026, 11, 30)) == "Monday"
    assert phrases.place("Australia/Lord_Howe") == "Lord Howe"
    assert phrases.place("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert [phrases.offset(minutes) for minutes in (630, -210, 0, 845)] == [
        "UTC+10:30",
        "UTC−3:30",
        "UTC+0",
        "UTC+14:05",
    ]


def test_hours_say_when_they_end_on_the_next_day():
    assert phrases.hours(Span(start=at("2026-11-23T14:00"), end=at("2026-11-23T15:00"))) == "14:00-15:00"
    assert phrases.hours(Span(start=at("2026-11-23T23:30"), end=at("2026-11-24T00:30"))) == "23:30-00:30 +1 day"


def test_a_line_is_told_in_one_line():
    line = Line(
        reference="SCH-1",
        kind=ScheduleKind.AD_HOC,
        days=(1, 2),
        opens=time(9),
        closes=time(17),
        zone="Australia/Melbourne",
        rate="A",
    )
    assert phrases.line(line) == "Mon, Tue 09:00-17:00 Melbourne · Ad hoc · rate A"
    assert phrases.weekdays((1, 2, 3, 4, 5)) == "Mon-Fri"
    assert phrases.weekdays((1, 3, 5)) == "Mon, Wed, Fri"


LISTS = [
    found
    for found in vars(vocabulary).values()
    if isinstance(found, type) and issubclass(found, Word) and found is not Word
]


@pytest.mark.parametrize(
    "word", [word for words in LISTS for word in words], ids=lambda word: f"{type(word).__name__}.{word}"
)
def test_every_word_of_the_wire_is_written_for_people(word):
    said = phrases.word(word)
    assert said[0].isupper()
    assert "_" not in said


def test_words_that_look_alike_in_two_lists_keep_their_own_meaning():
    assert phrases.word(AppointmentState.NO_SHOW) == "No show"
    assert phrases.word(LedgerCause.NO_SHOW) == "No show, charged"


def test_a_word_of_a_later_version_is_shown_as_it_came():
    assert phrases.word(Modality("holo_deck")) == "Holo deck"


FACTS = {"number": 30, "start": at("2026-11-30T13:00"), "end": at("2026-11-30T14:00"), "name": "zoom"}


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("facts", [{}, FACTS], ids=["bare", "with facts"])
def test_every_refusal_says_why_and_what_to_do(code, facts):
    for said in {why_refused(Refusal(code=code, field=field, **facts), "customer") for field in (None, *Field)}:
        assert re.fullmatch(r"[A-Z][^{}_]+[.]", said), said
        assert said.count(". ") + said.count("; ") + said.count(": ") >= 1, "why, and what to do"
        assert "client" not in said, "the provider's own word is used"
        assert "None" not in said


def test_refusals_carry_their_facts():
    def said(code, **facts):
        return why_refused(Refusal(code=code, **facts))

    assert "13:00-14:00" in said(Code.CONSULTANT_BUSY, **FACTS)
    assert said(Code.CONSULTANT_BUSY, **FACTS).startswith("Another date of this series has this time already 13:00")
    assert said(Code.CONSULTANT_BUSY, **FACTS | {"number": None}).startswith("You have another appointment 13:00-14:00")
    assert "30 days" in said(Code.TOO_LONG_AGO, number=30)
    assert "1 day " in said(Code.TOO_LONG_AGO, number=1)
    assert "every 5 minutes" in said(Code.OFF_THE_GRID, number=5)
    assert "Mon 30 Nov 2026" in said(Code.ON_LEAVE, start=at("2026-11-30T00:00"), end=at("2026-12-05T00:00"))


def test_a_refusal_of_a_later_version_is_still_said():
    assert "moon is full" in why_refused(Refusal(code=Code("moon_is_full")))


def row(state: AppointmentState, start: str, **facts) -> Row:
    begins = at(start)
    ends = at((begins.wall + timedelta(hours=1)).isoformat())
    defaults = {"late_days": None, "available": 3, "commenced": None, "charged": False}
    return Row(
        reference="APP-1",
        version=1,
        case="ASST-1",
        client="A",
        span=Span(start=begins, end=ends),
        modality=Modality.PHONE,
        state=state,
        actions=(),
        **{**defaults, **facts},
    )


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (row(AppointmentState.BOOKED, "2026-11-13T14:00", late_days=10), "10 d late"),
        (row(AppointmentState.BOOKED, "2026-11-23T10:00"), "in 56 min"),
        (row(AppointmentState.BOOKED, "2026-11-23T10:00", available=0), "in 56 min"),
        (row(AppointmentState.BOOKED, "2026-11-23T13:30", available=0), "0 sessions"),
        (row(AppointmentState.BOOKED, "2026-11-24T09:00"), ""),
        (row(AppointmentState.BOOKED, "2026-11-23T09:04"), "due now"),
        (row(AppointmentState.BOOKED, "2026-11-23T08:00"), "due 64 min ago"),
        (row(AppointmentState.BOOKED, "2026-11-20T09:04"), "due 3 d ago"),
        (row(AppointmentState.BOOKED, "2026-11-21T18:00"), "due 2 d ago"),
        (row(AppointmentState.BOOKED, "2026-11-22T08:00"), "due 25 h ago"),
        (row(AppointmentState.COMMENCED, "2026-11-23T08:00", commenced=at("2026-11-23T08:02")), "since 08:02"),
        (row(AppointmentState.COMMENCED, "2026-11-20T08:00", commenced=at("2026-11-20T08:02")), "since Fri 20 Nov"),
        (row(AppointmentState.COMPLETED, "2026-11-20T16:00"), "completed"),
        (row(AppointmentState.CANCELLED, "2026-11-20T16:00"), "cancelled"),
        (row(AppointmentState.CANCELLED, "2026-11-20T16:00", charged=True), "charged"),
        (row(AppointmentState.NO_SHOW, "2026-11-20T16:00", charged=True), "no show"),
    ],
)
def test_how_a_row_stands(of, said):
    assert phrases.row_state(of, NOW) == said


@pytest.mark.parametrize(
    ("link", "silent", "said"),
    [
        (Link.NONE, Silence.PAST, "No notification: the time has passed."),
        (Link.NONE, Silence.NO_ADDRESS, "No notification: the customer has no e-mail address."),
        (Link.NONE, Silence("asked"), "No notification: asked."),
        (Link.NONE, None, "No notification is sent."),
        (
            Link.NOT_SENT,
            Silence.OFF,
            "No notification: it is off. The customer gets no link.",
        ),
    ],
)
def test_why_nothing_is_sent_and_what_that_means_for_the_link(link, silent, said):
    assert phrases.notice(Notice(to=(), link=link, silent=silent), "customer") == said


@pytest.mark.parametrize("mark", ["\x1b", "\x00", "\n", "\x9b", "\u202e", "\u2066", "\u200f", "\ud800", "\u2028"])
def test_marks_that_upset_a_terminal_are_cleaned_out(mark):
    assert mark not in clean(f"a{mark}b")


@pytest.mark.parametrize(
    "name", ["Zoë [he/him] O’Brien", "محمد الأحمد", "王小明", "Siân 👩‍🚀 Rhydderch", "نرگس می‌آید", "=cmd()"]
)
def test_honest_names_are_left_alone(name):
    assert clean(name) == name


@pytest.mark.parametrize(
    ("origin", "account", "mark"),
    [
        (Origin.PORTAL, AccountState.UNVERIFIED, "Unverified"),
        (Origin.PORTAL, AccountState.NOT_ASSOCIATED, "Not associated"),
        (Origin.CONSULTANT, AccountState.NOT_ASSOCIATED, "Not associated"),
        (Origin.PORTAL, None, "From portal"),
        (Origin.CONSULTANT, None, ""),
    ],
)
def test_what_was_booked_online_is_marked(origin, account, mark):
    assert phrases.portal_mark(origin, account) == mark


@pytest.mark.parametrize(
    ("start", "account", "said"),
    [
        ("2026-11-25T10:00", AccountState.UNVERIFIED, "Unverified"),
        ("2026-11-23T10:00", AccountState.NOT_ASSOCIATED, "Not associated"),
        ("2026-11-25T10:00", None, "From portal"),
        ("2026-11-23T10:00", None, "in 56 min, portal"),
        ("2026-11-23T09:00", None, "due 4 min ago"),
    ],
)
def test_a_row_of_quick_view_says_where_it_was_booked(start, account, said):
    booked = row(AppointmentState.BOOKED, start, origin=Origin.PORTAL, account=account)
    assert phrases.row_state(booked, NOW) == said
