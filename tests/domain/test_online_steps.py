"""The questions before a time is chosen come in order, are skipped where there is one choice, and forget nothing."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_tui.contract.vocabulary import AccountState, Modality
from server_stub.domain.day_parts import DayPart, lies_in
from server_stub.domain.online import AttendeeKind, Audience, Location, OnlineBooking, Reason, ReasonGroup
from server_stub.domain.online_steps import (
    ASKED,
    Answers,
    Attendee,
    Booker,
    Step,
    choices,
    named,
    previous,
    read_answers,
    settle,
)

VIDEO, PHONE, ROOM = Modality.VIDEO_CALL, Modality.PHONE, Modality.IN_PERSON
ROOMS = Location(key="rooms", name="Rooms", address="3 Hill St", modalities=(ROOM, VIDEO), kinds=("child", "partner"))
LINE = Location(key="line", name="By phone", address="", modalities=(PHONE,))
FIRST = Reason(key="first", name="First talk", minutes=60, audience=Audience.NEW, instructions="Just come.")
NEXT = Reason(key="next", name="Next session", minutes=60, audience=Audience.EXISTING)
SHORT = Reason(key="short", name="Short call", minutes=30, audience=Audience.EXISTING, modalities=(PHONE,))
WORK = Reason(key="work", name="Trouble at work", minutes=50)
TALKS = ReasonGroup(key="talks", name="Talks", reasons=(FIRST, NEXT, SHORT))
JOB = ReasonGroup(key="job", name="Work", reasons=(WORK,))
ONLINE = OnlineBooking(
    enabled=True,
    locations=(ROOMS, LINE),
    kinds=(AttendeeKind(key="child", name="My child"), AttendeeKind(key="partner", name="My partner")),
    groups=(TALKS, JOB),
)
NEW = Booker(AccountState.NOT_ASSOCIATED)
KNOWN = Booker(AccountState.ASSOCIATED, (Attendee("ATT-7", "Leo", "child"), Attendee("ATT-8", "Rex", "pet")))


def keys(step: Step, booker: Booker, **given: str) -> list[str]:
    return [choice.key for choice in choices(step, ONLINE, booker, Answers(**given))]


def test_the_first_question_is_where():
    answers, step = settle(ONLINE, NEW, Answers())
    assert (answers, step) == (Answers(), Step.LOCATION)
    assert [choice.hint for choice in choices(step, ONLINE, NEW, answers)] == ["3 Hill St", ""]


def test_a_single_location_is_not_asked_for():
    answers, step = settle(replace(ONLINE, locations=(ROOMS,)), NEW, Answers())
    assert (answers.location, step) == ("rooms", Step.WHO)


def test_where_only_holders_attend_nobody_is_asked_who():
    answers, step = settle(ONLINE, NEW, Answers(location="line"))
    assert (answers.who, step) == ("me", Step.GROUP)


def test_who_lists_the_holder_those_known_and_a_new_one_of_each_kind():
    assert keys(Step.WHO, KNOWN, location="rooms") == ["me", "ATT-7", "new-child", "new-partner"]


def test_a_kind_that_does_not_attend_there_is_not_offered():
    assert "ATT-8" not in keys(Step.WHO, KNOWN, location="rooms")


@pytest.mark.parametrize("state", [AccountState.UNVERIFIED, AccountState.NOT_ASSOCIATED])
def test_new_clients_are_offered_what_is_for_new_clients_and_for_everybody(state):
    booker = Booker(state)
    assert keys(Step.REASON, booker, location="rooms", group="talks") == ["first"]
    assert keys(Step.REASON, booker, location="rooms", group="job") == ["work"]


def test_existing_clients_are_offered_what_is_for_them_and_for_everybody():
    assert keys(Step.REASON, KNOWN, location="line", group="talks") == ["next", "short"]
    assert keys(Step.REASON, KNOWN, location="line", group="job") == ["work"]


def test_a_reason_that_cannot_be_had_there_is_not_offered():
    assert "short" not in keys(Step.REASON, KNOWN, location="rooms", group="talks")


def test_a_group_with_one_reason_takes_it_and_one_way_of_meeting_is_not_asked_for():
    answers, step = settle(ONLINE, NEW, Answers(location="line", group="talks"))
    assert (answers.reason, answers.modality, step) == ("first", PHONE, Step.DAY)


def test_one_group_is_skipped_and_its_reasons_are_asked_for():
    answers, step = settle(replace(ONLINE, groups=(TALKS,)), KNOWN, Answers(location="line"))
    assert (answers.group, step) == ("talks", Step.REASON)


def test_a_reason_tells_its_group():
    answers, step = settle(ONLINE, KNOWN, Answers(location="rooms", who="me", reason="work"))
    assert (answers.group, step) == ("job", Step.MODALITY)


def test_the_day_comes_after_how_and_the_time_after_the_day():
    answers = Answers(location="rooms", who="me", reason="work", modality=VIDEO)
    assert settle(ONLINE, NEW, answers)[1] is Step.DAY
    assert settle(ONLINE, NEW, replace(answers, day="2026-11-30"))[1] is Step.TIME
    assert settle(ONLINE, NEW, replace(answers, day="30 Nov"))[1] is Step.DAY


def test_a_changed_answer_keeps_those_after_it_that_still_fit():
    answers = Answers(location="line", who="new-child", group="job", reason="work", modality=ROOM, day="2026-11-30")
    settled, step = settle(ONLINE, NEW, answers)
    assert step is Step.TIME
    assert (settled.who, settled.reason, settled.modality, settled.day) == ("me", "work", PHONE, "2026-11-30")


def test_another_group_asks_for_its_reason_again():
    answers = Answers(location="line", who="me", group="talks", reason="work", modality=PHONE, day="2026-11-30")
    settled, step = settle(ONLINE, KNOWN, answers)
    assert (settled.group, settled.reason, settled.day, step) == ("talks", "", "2026-11-30", Step.REASON)


def test_an_answer_that_is_not_offered_is_asked_for_again():
    assert settle(ONLINE, NEW, Answers(location="nowhere"))[1] is Step.LOCATION
    settled, step = settle(ONLINE, NEW, Answers(location="rooms", who="ATT-7"))
    assert (settled.who, step) == ("", Step.WHO)


def test_without_anything_for_them_there_is_no_choice():
    only_existing = replace(ONLINE, groups=(ReasonGroup(key="g", name="G", reasons=(NEXT,)),))
    answers, step = settle(only_existing, NEW, Answers())
    assert step is Step.LOCATION
    assert choices(step, only_existing, NEW, answers) == ()


def test_going_back_passes_over_what_was_not_asked():
    answers = Answers(location="line", who="me", group="talks", reason="next", modality=PHONE, day="2026-11-30")
    assert previous(Step.TIME, ONLINE, KNOWN, answers) is Step.DAY
    assert previous(Step.DAY, ONLINE, KNOWN, answers) is Step.REASON
    assert previous(Step.GROUP, ONLINE, KNOWN, answers) is Step.LOCATION
    assert previous(Step.LOCATION, ONLINE, KNOWN, answers) is None


def test_who_attends_is_told_by_reference_or_by_kind():
    assert (Answers(who="ATT-7").attendee, Answers(who="ATT-7").new_kind) == ("ATT-7", "")
    assert (Answers(who="new-child").attendee, Answers(who="new-child").new_kind) == ("", "child")
    assert (Answers(who="me").attendee, Answers(who="me").new_kind) == ("", "")


def test_what_is_no_answer_is_left_out_of_an_address():
    read = read_answers({"location": "rooms", "reason": "x" * 65, "group": "a\nb", "more": "1", "hold": "3"})
    assert read == Answers(location="rooms", hold="3")
    assert read.query() == {"location": "rooms", "hold": "3"}


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (time(0), DayPart.MORNING),
        (time(11, 55), DayPart.MORNING),
        (time(12), DayPart.AFTERNOON),
        (time(17), DayPart.EVENING),
        (time(23, 55), DayPart.EVENING),
    ],
)
def test_each_time_is_in_one_part_and_in_the_whole_day(start, part):
    assert [one for one in DayPart if lies_in(start, one, ONLINE)] == [DayPart.WHOLE, part]


def test_an_unknown_part_is_the_whole_day():
    assert Answers(part="night").day_part is DayPart.WHOLE
    assert Answers(part="evening").day_part is DayPart.EVENING


KEYS = ["", "rooms", "line", "me", "ATT-7", "new-child", "talks", "job", "first", "next", "short", "work", "?"]

words = st.sampled_from([*KEYS, *Modality])


@given(booker=st.sampled_from([NEW, KNOWN]), given=st.lists(words, min_size=5, max_size=5))
def test_answering_each_question_as_it_comes_always_leads_to_the_day(booker, given):
    answers = Answers(**{step.value: word for step, word in zip(ASKED, given, strict=True)})
    for _ in ASKED:
        answers, step = settle(ONLINE, booker, answers)
        if step is Step.DAY:
            break
        answers = replace(answers, **{step.value: choices(step, ONLINE, booker, answers)[-1].key})
    answers, step = settle(ONLINE, booker, answers)
    assert step is Step.DAY
    assert settle(ONLINE, booker, answers) == (answers, step)
    assert all(named(one, ONLINE, booker, answers) for one in ASKED)
