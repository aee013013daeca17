"""A series is previewed date by date, and booked whole or not at all."""

import asyncio

import pytest
from sqlalchemy import func, select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.practice.checking import check_practice
from server_stub.storage.tables import appointments, audit, booking_keys, ledger, outbox
from tests.backend.asking import book, book_series, check_series, codes, many, wish
from tests.backend.conftest import MIRA


def stored(engines):
    with engines.reading() as connection:
        return connection.execute(select(appointments).where(appointments.c.series.is_not(None))).all()


def counts(engines):
    with engines.reading() as connection:
        return [
            connection.scalar(select(func.count()).select_from(table))
            for table in (appointments, ledger, audit, outbox, booking_keys)
        ]


def wrong(engines):
    return [line for line in check_practice(engines).broken if "booking_keys" in line or "balance" in line]


async def test_three_mondays_are_booked_in_one_go(engines, mira, last):
    made = await book_series(mira, many(wish(last)))
    assert made.status_code == 201
    receipt = made.json()
    assert receipt["reference"] == "SER-1"
    assert [one["client"]["start"]["wall"] for one in receipt["receipts"]] == [
        "2026-11-30T14:00:00", "2026-12-07T14:00:00", "2026-12-14T14:00:00",
    ]  # fmt: skip
    assert [one["figures"]["available"] for one in receipt["receipts"]] == [4, 3, 2]
    rows = stored(engines)
    assert [(row.reference, row.series, row.state) for row in rows] == [
        (one["reference"], "SER-1", State.BOOKED) for one in receipt["receipts"]
    ]
    assert not wrong(engines)
    view = (await mira.get("/v1/quick-view")).json()
    assert len(view["sections"][0]["rows"]) == 3


async def test_nothing_is_sent_of_a_series_that_has_been(engines, mira, last):
    past = many(wish(last, approach="retrospective"), "2026-11-18", "2026-11-19")
    nothing = {"to": [], "link": "none", "silent": "past"}
    assert (await check_series(mira, past))["notice"] == nothing
    made = (await book_series(mira, past)).json()
    assert [one["notice"] for one in made["receipts"]] == [nothing, nothing]
    with engines.reading() as connection:
        assert connection.execute(select(outbox)).all() == []
    assert not wrong(engines)


async def test_each_appointment_leaves_everything_it_should(engines, mira, last):
    before = counts(engines)
    await book_series(mira, many(wish(last)))
    assert [after - earlier for after, earlier in zip(counts(engines), before, strict=True)] == [3, 3, 3, 3, 1]


async def test_the_same_key_books_once_and_can_be_asked(engines, mira, last):
    first = await book_series(mira, many(wish(last)), "k" * 12)
    again = await book_series(mira, many(wish(last)), "k" * 12)
    assert (again.status_code, again.json()) == (201, first.json())
    told = (await mira.get(f"/v1/booking-keys/{'k' * 12}")).json()
    assert (told["state"], told["series"], told["receipt"]) == ("booked", first.json(), None)
    assert (await mira.delete(f"/v1/booking-keys/{'k' * 12}")).json()["series"] == first.json()
    other = await book_series(mira, many(wish(last), "2027-01-04"), "k" * 12)
    assert (other.status_code, codes(other)) == (422, ["key_reused"])
    single = await book(mira, wish(last, day="2027-01-04"), "k" * 12)
    assert (single.status_code, codes(single)) == (422, ["key_reused"])
    assert len(stored(engines)) == 3


async def test_a_voided_key_books_nothing(engines, mira, last):
    await mira.delete(f"/v1/booking-keys/{'k' * 12}")
    refused = await book_series(mira, many(wish(last)), "k" * 12)
    assert (refused.status_code, codes(refused)) == (409, ["key_voided"])
    assert not stored(engines)


async def test_one_date_that_clashes_books_none(engines, practice, mira, last):
    practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-12-07T14:30")
    before = counts(engines)
    refused = await book_series(mira, many(wish(last)))
    assert (refused.status_code, codes(refused)) == (409, ["consultant_busy"])
    assert counts(engines) == before


async def test_the_preview_marks_each_date(practice, mira, last):
    practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-12-07T14:30")
    practice.go_on_leave(MIRA, "2026-12-14T09:00", "2026-12-14T17:00")
    told = await check_series(mira, many(wish(last), "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-19"))
    assert [[refusal["code"] for refusal in date["refusals"]] for date in told["dates"]] == [
        [], ["consultant_busy"], ["on_leave"], ["outside_schedule"],
    ]  # fmt: skip
    assert [date["left"] for date in told["dates"]] == [4, 3, 2, 1]
    assert told["dates"][1]["nearest"]
    assert {refusal["code"] for refusal in told["refusals"]} == {"consultant_busy", "on_leave", "outside_schedule"}


async def test_dates_beyond_the_sessions_are_marked(practice, mira):
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=3, name="Tomás")
    repeated = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED, schedule=line)
    told = await check_series(mira, many(wish(repeated, line)))
    assert [date["left"] for date in told["dates"]] == [1, 0, -1]
    assert [[refusal["code"] for refusal in date["refusals"]] for date in told["dates"]] == [
        [], [], ["no_sessions_left"],
    ]  # fmt: skip
    assert (await book_series(mira, many(wish(repeated, line)))).status_code == 409
    assert (await book_series(mira, many(wish(repeated, line), "2026-11-30", "2026-12-07"))).status_code == 201


async def test_the_clocks_of_client_and_consultant_part_when_one_is_put_forward(practice, mira):
    """London ends its summer time three weeks after Melbourne begins its own."""
    line = practice.add_line(MIRA, opens="06:00", closes="23:00")
    case = practice.open_case(zone="Europe/London")
    repeated = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED, schedule=line, zone="Europe/London")
    days = ("2027-03-22", "2027-03-29", "2027-04-05")
    told = await check_series(mira, many(wish(repeated, line, start="10:00:00"), *days))
    assert [date["shift"] for date in told["dates"]] == [0, -60, -120]
    assert [date["consultant"]["start"]["wall"][11:16] for date in told["dates"]] == ["21:00", "20:00", "19:00"]


async def test_two_dates_of_a_series_cannot_be_one(engines, mira, last):
    told = await check_series(mira, many(wish(last), "2026-11-30", "2026-11-30"))
    assert [refusal["code"] for refusal in told["dates"][1]["refusals"]] == ["consultant_busy"]
    assert (await book_series(mira, many(wish(last), "2026-11-30", "2026-11-30"))).status_code == 409
    assert not stored(engines)


async def test_a_clash_inside_a_series_is_told_as_such_and_its_time_is_not_offered(mira, last):
    told = await check_series(mira, many(wish(last), "2026-11-30", "2026-11-30"))
    (clash,) = told["dates"][1]["refusals"]
    assert (clash["code"], clash["number"]) == ("consultant_busy", 1)
    offered = [one["client"]["start"]["wall"] for one in told["dates"][1]["nearest"]]
    assert offered
    assert "2026-11-30T14:00:00" not in offered


async def test_free_times_that_another_date_takes_are_not_offered(practice, mira, last):
    practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-12-07T14:00")
    body = many(wish(last), "2026-12-07", "2026-12-07")
    body["dates"][1]["start"] = "15:00:00"
    told = await check_series(mira, body)
    offered = [one["client"]["start"]["wall"] for one in told["dates"][0]["nearest"]]
    assert offered
    assert "2026-12-07T15:00:00" not in offered


@pytest.mark.parametrize(("number", "code"), [(0, "no_dates"), (13, "too_many_dates")])
async def test_none_and_too_many_are_refused(mira, last, number, code):
    body = many(wish(last)) | {"dates": [{"day": "2026-11-30", "start": "14:00:00"}] * number}
    for path in ("/v1/series-checks", "/v1/series"):
        refused = await mira.post(path, json=body, headers={"Idempotency-Key": "k" * 12})
        assert (refused.status_code, codes(refused)) == (422, [code])


async def test_a_series_and_single_bookings_race_for_the_last_sessions(engines, practice, mira):
    """Three sessions are left; a series of three and eight single bookings want them."""
    line = practice.add_line(MIRA)
    case = practice.open_case(entitled=4, name="Tomás")
    repeated = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED, schedule=line)
    singles = [
        book(mira, wish(repeated, line, day=f"2026-12-{day:02}", start="10:00:00"))
        for day in (1, 2, 3, 4, 8, 9, 10, 11)
    ]
    answers = await asyncio.gather(book_series(mira, many(wish(repeated, line))), *singles)
    booked = [answer.status_code for answer in answers].count(201)
    series = answers[0].status_code == 201
    assert booked == (1 if series else 3)
    assert all(answer.status_code in (201, 409) for answer in answers)
    assert len(stored(engines)) == (3 if series else 0)
    assert not wrong(engines)


async def test_two_series_race_for_one_monday(engines, mira, last):
    answers = await asyncio.gather(*(book_series(mira, many(wish(last))) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(stored(engines)) == 3
