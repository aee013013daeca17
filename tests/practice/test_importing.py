"""A practice on paper is imported whole, or refused with every fault named by file, line, column and reason."""

import pytest
from sqlalchemy import event

from server_stub.practice.checking import check_practice
from server_stub.practice.importing import Imported, import_practice
from server_stub.storage import tables as t
from tests.effort import tries
from tests.practice.paper import COMPLETED, appointment, case, client, consultant, refusals

APP, CASES, CLIENTS, PEOPLE = "appointments.csv", "cases.csv", "clients.csv", "consultants.csv"


def stored(engines, table):
    with engines.reading() as connection:
        return connection.execute(table.select()).all()


def test_everything_is_stored_and_clean(engines, paper):
    assert import_practice(engines, paper.write()) == Imported(added=18, unchanged=0)
    assert check_practice(engines).broken == ()


def test_the_same_again_changes_nothing(engines, paper):
    folder = paper.write()
    import_practice(engines, folder)
    before = {table: stored(engines, table) for table in t.appointments.metadata.sorted_tables}
    assert import_practice(engines, folder) == Imported(added=0, unchanged=18)
    assert {table: stored(engines, table) for table in t.appointments.metadata.sorted_tables} == before


def test_rows_are_added_to_what_is_stored(engines, paper):
    import_practice(engines, paper.write())
    paper.add(APP, appointment("APP-7", "ASST-1", "mira@example.org", "2026-11-20 14:00", **COMPLETED))
    assert import_practice(engines, paper.write()).added == 1
    assert sorted((row.used, row.booked) for row in stored(engines, t.balances)) == [(0, 1), (1, 1)]
    assert {row.kind: row.last for row in stored(engines, t.counters)}["APP"] == 7
    assert check_practice(engines).broken == ()


def test_a_stored_row_is_never_changed(engines, paper):
    import_practice(engines, paper.write())
    paper.change(CLIENTS, 0, name="Ana L.", phone="1").change("settings.csv", 0, value="15")
    reason = "the database has something else under this name, and an import changes nothing that is stored"
    assert refusals(engines, paper.write()) == [
        f"clients.csv:2: name: CLI-1: {reason}",
        f"clients.csv:2: phone: CLI-1: {reason}",
        f"settings.csv:2: value: grid_minutes: {reason}",
    ]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"reference": "APP-01"}, "reference: must be APP- and a number, as in APP-101"),
        ({"reference": "20017"}, "reference: must be APP- and a number, as in APP-101"),
        ({"start": "2026-02-30 14:00"}, "start: there is no such date and time"),
        ({"start": "30/11/2026"}, "start: must be a date and a time, as in 2026-11-23 09:30"),
        ({"start": "2026-11-13 14:03"}, "start: must lie on the 5-minute grid"),
        ({"start": "1826-11-13 14:00"}, "start: must lie between 1990 and 2099"),
        (
            {"start": "2026-10-04 02:30"},
            "start: 02:30 does not exist that day in Australia/Melbourne, the clocks go forward over it",
        ),
        (
            {"start": "2027-04-04 02:30"},
            "occurrence: must be first or second, Australia/Melbourne shows this time twice",
        ),
        ({"occurrence": "first"}, "occurrence: must be empty, the clocks show this time once"),
        ({"zone": "Australia/ACT"}, "zone: is no canonical IANA time zone, such as Australia/Melbourne"),
        ({"zone": "+11:00"}, "zone: is no canonical IANA time zone, such as Australia/Melbourne"),
        ({"minutes": "62"}, "minutes: must be a multiple of 5"),
        ({"minutes": "0"}, "minutes: must be a whole number from 5 to 1440"),
        ({"state": "done"}, "state: must be one of booked, commenced, completed, cancelled, no_show"),
        ({"confirmed": "true"}, "confirmed: must be yes or no"),
        ({"approval": "x" * 65}, "approval: has 65 characters, at most 64 fit"),
        ({"approval": "a\x1b[2J"}, "approval: holds a control character (U+001B)"),
        ({"approval": "a\x00"}, "approval: holds a control character (U+0000)"),
        ({"approval": "a\nb"}, "approval: holds a control character (U+000A)"),
        ({"approval": "a\u202eb"}, "approval: holds a mark that turns the direction of writing (U+202E)"),
        ({"booked_at": "2026-11-01 00:00"}, "booked_at: must be a point in time with its offset, as in"),
        ({"booked_at": "2026-13-01T00:00:00Z"}, "booked_at: there is no such point in time"),
        ({"booked_at": "2026-09-01T00:00:00Z"}, "booked_at: must not be before ASST-1 was opened"),
        ({"modality": "video_call"}, "platform: must name a platform for a video call, and only for one"),
        ({"platform": "zoom"}, "platform: must name a platform for a video call, and only for one"),
        ({"state": "commenced"}, "commenced_at: must be given when the state is commenced"),
        ({"commenced_at": "2026-11-13T03:00:00Z"}, "commenced_at: must be empty when the state is booked"),
        ({"state": "cancelled"}, "ended_at: must be given when the state is cancelled"),
        ({"ended_at": "2026-11-13T03:00:00Z"}, "ended_at: must be empty when the state is booked"),
        (
            {"state": "commenced", "commenced_at": "2026-10-13T03:00:00Z"},
            "commenced_at: must not be before it was booked",
        ),
        (COMPLETED | {"ended_at": "2026-11-12T04:00:00Z"}, "ended_at: must not be before it was booked or commenced"),
        ({"charged": "yes"}, "charged: must be no when the state is booked"),
        ({"case": "ASST-9"}, "case: ASST-9 is neither in cases.csv nor in the database"),
        ({"consultant": "eve@example.org"}, "consultant: eve@example.org is neither in consultants.csv nor in the"),
        ({"schedule": "SCH-9"}, "schedule: SCH-9 is neither in schedules.csv nor in the database"),
        ({"schedule": "SCH-2"}, "schedule: SCH-2 is a line of another profile"),
    ],
)
def test_a_wrong_appointment_is_named(engines, paper, cells, fault):
    told = refusals(engines, paper.change(APP, 0, **cells).write())
    assert len(told) == 1
    assert told[0].startswith(f"appointments.csv:2: {fault}")


@pytest.mark.parametrize(
    ("file", "cells", "fault"),
    [
        ("settings.csv", {"name": "colour"}, "value: colour: there is no such setting"),
        (
            "settings.csv",
            {"name": "holiday_region", "value": "AU-XX"},
            "value: holiday_region: is none whose public holidays are known",
        ),
        ("settings.csv", {"name": "provider_zone", "value": "Mars"}, "value: provider_zone: is no canonical IANA"),
        ("settings.csv", {"value": "7"}, "value: grid_minutes: must be a multiple of 5"),
        (PEOPLE, {"email": "mira at example.org"}, "email: is no e-mail address"),
        (PEOPLE, {"engagement": "boss"}, "engagement: must be one of employee, partner, ad_hoc_only"),
        ("schedules.csv", {"days": "Mon Mon"}, "days: must list days once each, as in Mon Tue Fri"),
        ("schedules.csv", {"opens": "25:00"}, "opens: there is no such time"),
        ("schedules.csv", {"opens": "18:00"}, "closes: must be after it opens"),
        ("schedules.csv", {"valid_from": "2026-11-31"}, "valid_from: there is no such date"),
        ("schedules.csv", {"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, "valid_until: must not be before"),
        ("schedules.csv", {"consultant": "eve@example.org"}, "consultant: eve@example.org is neither in"),
        ("leave.csv", {"end": "2026-12-01 09:00"}, "end: must be after the start"),
        ("leave.csv", {"start": "2026-10-04 02:30"}, "start: 02:30 does not exist that day"),
        ("leave.csv", {"person": "CON-9"}, "person: CON-9 is neither in consultants.csv nor in the database"),
        (CLIENTS, {"name": "  "}, "name: is empty"),
        (CLIENTS, {"name": "A" * 201}, "name: has 201 characters, at most 200 fit"),
        (CASES, {"entitled": "-1"}, "entitled: must be a whole number from 0 to 999"),
        (CASES, {"entitled": "٣"}, "entitled: must be a whole number from 0 to 999"),
        (CASES, {"client": "CLI-9"}, "client: CLI-9 is neither in clients.csv nor in the database"),
        (CASES, {"organisation": "ORG-9"}, "organisation: ORG-9 is neither in organisations.csv nor in the database"),
        ("extra_requests.csv", {"answer_due": "2026-10-10T00:00:00Z"}, "answer_due: must not be before it was asked"),
        ("extra_requests.csv", {"answered": "2026-10-10T00:00:00Z"}, "answered: must not be before it was asked"),
        (
            "extra_requests.csv",
            {"answered": "2026-11-02T00:00:00Z"},
            "answered: must be empty when the state is",
        ),
        ("extra_requests.csv", {"state": "declined"}, "answered: must be given when the state is declined"),
        ("extra_requests.csv", {"granted": "1"}, "granted: 1 of 2 is not what pending means"),
        (
            "extra_requests.csv",
            {"state": "approved", "granted": "2", "answered": "2026-11-02T00:00:00Z"},
            "granted: ASST-1 was given 0 extra sessions only",
        ),
    ],
)
def test_a_wrong_row_of_another_file_is_named(engines, paper, file, cells, fault):
    told = refusals(engines, paper.change(file, 0, **cells).write())
    assert any(line.startswith(f"{file}:2: {fault}") for line in told)


def test_two_rows_of_one_name_are_named(engines, paper):
    paper.add(CLIENTS, client("CLI-2", "Somebody else"))
    paper.add(PEOPLE, consultant("CON-2", "Samuel", "sam@example.com"), consultant("CON-1", "Mira", "MIRA@example.org"))
    assert refusals(engines, paper.write()) == [
        "clients.csv:4: reference: 'CLI-2' stands on line 3 already",
        "consultants.csv:5: name: CON-2 is called otherwise in another row",
        "consultants.csv:6: email: 'MIRA@example.org' stands on line 2 already",
    ]


def test_overlaps_of_a_person_name_both_across_profiles(engines, paper):
    paper.add(APP, appointment("APP-3", "ASST-1", "sam@example.net", "2026-11-13 14:55"))
    assert refusals(engines, paper.write()) == [
        "appointments.csv:4: start: APP-3 overlaps APP-1 on line 2, of the same client CLI-1",
        "appointments.csv:4: start: APP-3 overlaps APP-2 on line 3, of the same consultant CON-2",
    ]


def test_an_overlap_behind_a_shorter_appointment_is_seen(engines, paper):
    paper.add(
        APP,
        appointment("APP-3", "ASST-1", "mira@example.org", "2026-11-20 09:00", minutes="180"),
        appointment("APP-4", "ASST-1", "mira@example.org", "2026-11-20 09:30", state="cancelled",
                    ended_at="2026-11-02T00:00:00Z"),
        appointment("APP-5", "ASST-2", "mira@example.org", "2026-11-20 09:30", minutes="30"),
        appointment("APP-6", "ASST-2", "mira@example.org", "2026-11-20 11:55"),
    )  # fmt: skip
    assert refusals(engines, paper.write()) == [
        "appointments.csv:6: start: APP-5 overlaps APP-3 on line 4, of the same consultant CON-1",
        "appointments.csv:7: start: APP-6 overlaps APP-3 on line 4, of the same consultant CON-1",
    ]


def test_what_was_granted_counts_from_the_answer_and_the_rest_from_the_beginning(engines, paper):
    answered = {"state": "partly_approved", "granted": "1", "answered": "2026-11-14T05:00:00Z", "answered_by": "EAP"}
    paper.change(CASES, 0, extra="3").change("extra_requests.csv", 0, answer_reason="enough", **answered)
    paper.files[APP] = paper.files[APP][:1]
    import_practice(engines, paper.write())
    told = [
        (f"{row.at:%m-%d}", row.cause, row.extra, row.note) for row in stored(engines, t.ledger) if row.case_id == 1
    ]
    assert told == [
        ("10-01", "entitled", 0, ""),
        ("10-01", "extra_granted", 2, ""),
        ("11-01", "booked", 0, ""),
        ("11-14", "extra_granted", 1, "EXT-1: 1 of 2"),
    ]
    assert check_practice(engines).broken == ()


def test_ledger_and_audit_tell_each_life_from_its_beginning(engines, paper):
    lives = {
        "booked": {},
        "commenced": {"commenced_at": "2026-11-20T00:00:00Z"},
        "completed": {"commenced_at": "2026-11-20T00:00:00Z", "ended_at": "2026-11-21T00:00:00Z"},
        "cancelled": {"ended_at": "2026-11-22T00:00:00Z"},
        "no_show": {"ended_at": "2026-11-23T00:00:00Z"},
    }
    paper.files[APP] = [
        appointment(f"APP-{number}", "ASST-1", "mira@example.org", f"2026-11-2{number} 14:00", state=state, **cells)
        for number, (state, cells) in enumerate(lives.items(), start=1)
    ]
    paper.add(APP, paper.files[APP][3] | {"reference": "APP-6", "charged": "yes"})
    import_practice(engines, paper.write())
    told = [
        (row.appointment_id, row.cause, row.at.day)
        for row in stored(engines, t.ledger)
        if row.appointment_id is not None
    ]
    assert told == [(number, "booked", 1) for number in range(1, 7)] + [
        (2, "commenced", 20), (3, "commenced", 20), (4, "released", 22), (6, "late_cancellation", 22),
        (5, "no_show", 23),
    ]  # fmt: skip
    assert [(row.appointment_id, row.version, row.act, row.at.day) for row in stored(engines, t.audit)] == [
        (1, 1, "booked", 1),
        (2, 1, "booked", 1), (2, 2, "commenced", 20),
        (3, 1, "booked", 1), (3, 2, "commenced", 20), (3, 3, "completed", 21),
        (4, 1, "booked", 1), (4, 2, "cancelled", 22),
        (5, 1, "booked", 1), (5, 2, "no_show", 23),
        (6, 1, "booked", 1), (6, 2, "cancelled", 22),
    ]  # fmt: skip


def test_an_overlap_with_a_stored_appointment_is_named(engines, paper):
    import_practice(engines, paper.write())
    paper.add(APP, appointment("APP-3", "ASST-2", "mira@example.org", "2026-11-13 13:30"))
    assert refusals(engines, paper.write()) == [
        "appointments.csv:4: start: APP-3 overlaps APP-1 in the database, of the same consultant CON-1",
        "appointments.csv:4: start: APP-3 overlaps APP-2 in the database, of the same client CLI-2",
    ]


def test_touching_and_cancelled_appointments_overlap_nothing(engines, paper):
    paper.add(
        APP,
        appointment("APP-3", "ASST-1", "mira@example.org", "2026-11-13 15:00"),
        appointment("APP-4", "ASST-1", "mira@example.org", "2026-11-13 14:00", state="cancelled",
                    ended_at="2026-11-02T00:00:00Z"),
    )  # fmt: skip
    import_practice(engines, paper.write())
    assert check_practice(engines).broken == ()


def test_a_repeated_hour_holds_two_appointments(engines, paper):
    paper.change(APP, 0, start="2027-04-04 02:30", occurrence="first", minutes="30")
    paper.add(APP, appointment("APP-3", "ASST-1", "mira@example.org", "2027-04-04 02:30", occurrence="second"))
    import_practice(engines, paper.write())
    starts = sorted(row.starts.isoformat() for row in stored(engines, t.appointments) if row.starts.year == 2027)
    assert starts == ["2027-04-03T15:30:00+00:00", "2027-04-03T16:30:00+00:00"]
    assert check_practice(engines).broken == ()


def test_more_sessions_than_there_are_name_the_first_too_many(engines, paper):
    paper.change(CASES, 0, entitled="1", extra="1")
    paper.add(APP, *(
        appointment(f"APP-{number}", "ASST-1", "mira@example.org", f"2026-11-{number} 14:00", **cells)
        for number, cells in ((16, COMPLETED), (17, {}), (18, {"state": "cancelled", "ended_at": "2026-11-02T00:00Z"}))
    ))  # fmt: skip
    assert refusals(engines, paper.write()) == [
        "appointments.csv:5: case: ASST-1 has 2 sessions, and APP-17 would be number 3"
    ]


def test_what_points_to_a_faulty_row_is_not_blamed_for_it(engines, paper):
    paper.change(PEOPLE, 0, zone="Mars").change(CASES, 0, issue="\u2066")
    assert refusals(engines, paper.write()) == [
        "cases.csv:2: issue: holds a mark that turns the direction of writing (U+2066)",
        "consultants.csv:2: zone: is no canonical IANA time zone, such as Australia/Melbourne",
    ]


def test_thousands_of_appointments_take_no_more_statements_than_ten(engines, paper):
    days = [f"2026-{month:02d}-{day:02d}" for month in (11, 12) for day in range(14, 29)]
    for number in range(10, 40):
        paper.add(PEOPLE, consultant(f"CON-{number}", f"C{number}", f"c{number}@example.org"))
    for number in range(1000, 2000):
        paper.add(CLIENTS, client(f"CLI-{number}", "=1+1")).add(CASES, case(f"ASST-{number}", f"CLI-{number}", "12"))
    many = tries(2_000, 10_000)
    for number in range(many):
        who, day, hour = number % 30, number // 30 % 30, 7 + number // 900
        paper.add(APP, appointment(f"APP-{number + 10}", f"ASST-{1000 + number // 10}", f"c{who + 10}@example.org",
                                   f"{days[day]} {hour:02d}:00", minutes="5"))  # fmt: skip
    for number, row in enumerate(paper.files[APP][2:]):
        row["start"] = row["start"][:-2] + f"{number % 10 * 5:02d}"
    statements = []
    event.listen(engines.writer, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    assert import_practice(engines, paper.write()).added > many + 2000
    assert len(statements) < 60
    assert check_practice(engines).broken == ()
