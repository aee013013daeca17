"""A booking is recorded whole, and everything that asks afterwards sees it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import EngagementType, LedgerCause, ScheduleKind
from server_stub.storage.tables import (
    appointments,
    audit,
    booking_keys,
    client_claims,
    ledger,
    outbox,
    person_claims,
)
from tests.backend.asking import book, check, codes, wish
from tests.backend.changing import change, faults
from tests.backend.conftest import MIRA


def rows(engines, table):
    with engines.reading() as connection:
        return connection.execute(select(table)).all()


def counts(engines):
    tables = (appointments, person_claims, client_claims, ledger, audit, outbox, booking_keys)
    with engines.reading() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) for table in tables}


async def test_repeating_last_weeks_session_gives_a_receipt_with_both_clocks(mira, last):
    answer = await book(mira, wish(last))
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["case"] == last.case
    assert receipt["client_name"] == "Ana Lindqvist"
    assert [receipt["client"]["start"][part] for part in ("wall", "zone", "offset", "utc")] == [
        "2026-11-30T14:00:00",
        "Australia/Adelaide",
        630,
        "2026-11-30T03:30:00Z",
    ]
    assert receipt["consultant"]["start"]["wall"] == "2026-11-30T14:30:00"
    assert receipt["consultant"]["end"]["wall"] == "2026-11-30T15:30:00"
    assert receipt["line"]["reference"] == last.line
    assert receipt["figures"] == {"entitled": 6, "extra": 0, "used": 1, "booked": 1, "available": 4}
    assert receipt["notice"] == {"to": ["ana@example.com"], "link": "in_notice", "silent": None}


async def test_the_new_row_is_in_quick_view_at_once(mira, last):
    reference = (await book(mira, wish(last))).json()["reference"]
    sections = (await mira.get("/v1/quick-view")).json()["sections"]
    (row,) = sections[0]["rows"]
    assert (row["reference"], row["state"], row["available"], row["version"]) == (reference, "booked", 4, 1)
    summary = (await mira.get(f"/v1/appointments/{last.reference}/summary")).json()
    assert summary["next"]["reference"] == reference


async def test_a_booking_leaves_everything_it_should(engines, practice, mira, last):
    before = counts(engines)
    reference = (await book(mira, wish(last))).json()["reference"]
    after = counts(engines)
    assert {name: after[name] - before[name] for name in after} == {
        "appointments": 1,
        "person_claims": 12,
        "client_claims": 12,
        "ledger": 1,
        "audit": 1,
        "outbox": 1,
        "booking_keys": 1,
    }
    new = rows(engines, appointments)[-1]
    assert (new.reference, new.zone, new.offset, new.version) == (reference, "Australia/Adelaide", 630, 1)
    assert new.wall_start - timedelta(minutes=new.offset) == new.starts.replace(tzinfo=None)
    assert (new.booked_at, new.state) == (practice.now, State.BOOKED)
    entry, message, read = rows(engines, ledger)[-1], rows(engines, outbox)[-1], rows(engines, audit)[-1]
    assert (entry.appointment_id, entry.cause) == (new.id, LedgerCause.BOOKED)
    assert (message.recipient, message.link, message.sent) == ("ana@example.com", "in_notice", None)
    assert (read.act, read.appointment_id, read.version) == ("booked", new.id, 1)
    cells = [claim.cell * 300 for claim in rows(engines, person_claims) if claim.appointment_id == new.id]
    assert (cells[0], cells[-1]) == (new.starts.timestamp(), new.ends.timestamp() - 300)


async def test_a_refused_booking_leaves_nothing(engines, mira, last):
    await book(mira, wish(last))
    before = counts(engines)
    assert (await book(mira, wish(last))).status_code == 409
    assert counts(engines) == before


async def test_without_notice_nothing_is_sent(engines, mira, last):
    receipt = (await book(mira, wish(last, notify=False))).json()
    assert receipt["notice"] == {"to": [], "link": "not_sent", "silent": "off"}
    assert rows(engines, outbox) == []


async def test_a_client_without_an_address_gets_no_notice(engines, practice, mira):
    line = practice.add_line(MIRA)
    done = practice.appoint(MIRA, practice.open_case(email=""), "2026-11-16T14:00", State.COMPLETED, schedule=line)
    receipt = (await book(mira, wish(done, line))).json()
    assert receipt["notice"] == {"to": [], "link": "not_sent", "silent": "no_address"}
    assert rows(engines, outbox) == []


async def test_references_are_never_given_twice(mira, last):
    first = (await book(mira, wish(last))).json()["reference"]
    second = (await book(mira, wish(last, day="2026-12-01"))).json()["reference"]
    assert int(second.split("-")[1]) == int(first.split("-")[1]) + 1


async def test_a_session_of_last_week_is_recorded_as_booked(engines, mira, last):
    answer = await book(mira, wish(last, approach="retrospective", day="2026-11-19"))
    assert answer.status_code == 201
    assert (rows(engines, appointments)[-1].state, rows(engines, appointments)[-1].approach) == (
        State.BOOKED,
        "retrospective",
    )


async def test_nothing_is_sent_of_a_session_that_has_been(engines, mira, last):
    past = wish(last, approach="retrospective", day="2026-11-19")
    nothing = {"to": [], "link": "none", "silent": "past"}
    assert (await check(mira, past))["notice"] == nothing
    receipt = (await book(mira, past)).json()
    assert receipt["notice"] == nothing
    assert rows(engines, outbox) == []
    assert (await change(mira, receipt["reference"], "undo")).status_code == 200
    assert faults(engines, receipt["reference"]) == []


async def test_of_a_session_that_begins_now_a_confirmation_is_sent(engines, practice, mira, last):
    practice.now = datetime(2026, 11, 30, 3, 30, tzinfo=UTC)
    assert (await book(mira, wish(last))).json()["notice"]["to"] == ["ana@example.com"]
    assert [row.kind for row in rows(engines, outbox)] == ["confirmation"]


async def test_a_past_time_that_is_no_time_promises_no_message(practice, mira, last):
    practice.now = datetime(2026, 10, 20, tzinfo=UTC)
    skipped = wish(last, approach="retrospective", day="2026-10-04", start="02:30:00")
    told = await check(mira, skipped)
    assert [refusal["code"] for refusal in told["refusals"]] == ["time_does_not_exist"]
    assert told["notice"] == {"to": [], "link": "none", "silent": "past"}


async def test_a_free_slot_of_rebook_with_me_can_be_booked(mira, last):
    page = await mira.get(
        f"/v1/appointments/{last.reference}/rebooking/openings",
        params={"days": "3", "earliest": "10:00", "latest": "12:00", "first": "2026-11-24"},
    )
    slot = page.json()["days"][0]["openings"][0]
    day, start = slot["client"]["start"]["wall"].split("T")
    answer = await book(mira, wish(last, approach="rebook_with_me", schedule=slot["schedule"], day=day, start=start))
    assert answer.status_code == 201
    assert answer.json()["client"] == slot["client"]


async def test_an_approved_booking_keeps_the_approval(engines, practice, mira, last):
    ad_hoc = practice.add_line(MIRA, ScheduleKind.AD_HOC)
    assert codes(await book(mira, wish(last, schedule=ad_hoc))) == ["approval_needed"]
    assert (await book(mira, wish(last, schedule=ad_hoc, approval=" US-4411 "))).status_code == 201
    assert rows(engines, appointments)[-1].approval == "US-4411"


async def test_a_repeated_hour_is_booked_as_it_was_meant(practice, sign_in):
    kim = sign_in(practice.engage("kim@example.org", EngagementType.EMPLOYEE))
    line = practice.add_line("kim@example.org", days="1,2,3,4,5,6,7", opens="00:00", closes="23:55")
    done = practice.appoint("kim@example.org", practice.open_case(), "2026-11-16T14:00", State.COMPLETED, schedule=line)
    body = wish(done, line, day="2027-04-04", start="02:30:00")
    assert codes(await book(kim, body)) == ["time_exists_twice"]
    for occurrence, utc in (("second", "2027-04-03T17:00:00Z"), ("first", "2027-04-03T16:00:00Z")):
        receipt = (await book(kim, {**body, "occurrence": occurrence})).json()
        assert receipt["client"]["start"]["utc"] == utc
        assert receipt["client"]["start"]["wall"] == "2027-04-04T02:30:00"


async def test_two_profiles_of_one_person_share_one_diary(practice, sign_in, mira, last):
    """Seed 002: nothing is ever double booked while somebody has two profiles."""
    other = "mira.new@example.org"
    again = sign_in(practice.engage(other, person_of=MIRA))
    line = practice.add_line(other)
    case = practice.open_case(name="Tomás")
    theirs = practice.appoint(other, case, "2026-11-17T10:00", State.COMPLETED, schedule=line)
    assert (await book(mira, wish(last))).status_code == 201
    assert codes(await book(again, wish(theirs, line))) == ["consultant_busy"]
    assert [refusal["code"] for refusal in (await check(again, wish(theirs, line)))["refusals"]] == ["consultant_busy"]


async def test_what_was_cancelled_takes_no_time(engines, practice, mira, last):
    practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-11-30T14:00", State.CANCELLED)
    assert (await check(mira, wish(last)))["refusals"] == []
    assert (await book(mira, wish(last))).status_code == 201


async def test_a_client_has_one_diary_whoever_books(practice, sign_in, mira, last):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    line = practice.add_line("kim@example.org")
    case = practice.open_case(client=practice.client_of(last.case))
    theirs = practice.appoint("kim@example.org", case, "2026-11-17T10:00", State.COMPLETED, schedule=line)
    assert (await book(mira, wish(last))).status_code == 201
    answer = await book(kim, wish(theirs, line))
    assert codes(answer) == ["client_busy"]
    assert set(answer.json()["refusals"][0]) == {"code", "field", "start", "end"}
