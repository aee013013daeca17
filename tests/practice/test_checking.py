"""The check names every broken row: each rule is broken behind the program's back, and must be told."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server_stub.practice.checking import check_practice
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import write_demo
from server_stub.storage.backup import back_up
from server_stub.storage.catalogue import metadata
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.schema import TRIGGERS, prepare
from tests.practice.served import Desk

AT = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
# Rows are numbered in the order of their references: APP-20028 (Grace's last) is row 28, and APP-20057 was booked here.


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """The demo practice, with one booking made through the API."""
    folder = tmp_path_factory.mktemp("finished")
    engines = open_engines(f"sqlite:///{folder}/practice.db")
    prepare(engines.writer)
    write_demo(folder / "demo", AT)
    import_practice(engines, folder / "demo")
    with Desk(engines, AT) as desk:
        desk.book(desk.same_time_next_week(desk.newest_completed().reference))
    back_up(engines, folder / "copy.db")
    engines.dispose()
    return folder / "copy.db"


@pytest.fixture
def file(finished, tmp_path) -> Path:
    """A copy of it to break."""
    return Path(shutil.copy(finished, tmp_path / "practice.db"))


@pytest.fixture
def engines(file) -> Iterator[Engines]:
    engines = open_engines(f"sqlite:///{file}")
    yield engines
    engines.dispose()


def break_it(file: Path, *statements: str) -> None:
    """Change rows as only somebody with the file in hands can."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        kept = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for (made,) in kept:
            connection.execute(made)


def test_what_was_imported_and_booked_is_clean(engines, file):
    found = check_practice(engines)
    assert found.broken == ()
    assert found.summary == "60 appointments, 30 cases, 29 clients"


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        # no two live appointments overlap, and claims are exactly those of live appointments
        (
            "UPDATE appointments SET starts = '2026-11-27 04:00:00.000000' WHERE id = 60",
            "appointments APP-20057: its wall time 2026-11-27 16:00:00 in Australia/Melbourne is not its start in UTC",
        ),
        (
            "UPDATE appointments SET (starts, ends) = (SELECT starts, ends FROM appointments WHERE id=35) WHERE id=60",
            "appointments APP-20057: overlaps APP-20032, of the same person CON-1",
        ),
        (
            "UPDATE appointments SET client_id = 5, starts='2026-11-24 00:30', ends='2026-11-24 01:30' WHERE id=60",
            "appointments APP-20057: overlaps APP-20035, of the same client CLI-3005",
        ),
        ("DELETE FROM person_claims WHERE appointment_id = 31 AND cell % 12 = 0", "APP-20028: claims no cell"),
        ("DELETE FROM client_claims WHERE appointment_id = 31", "APP-20028: claims no cell"),
        ("INSERT INTO person_claims VALUES (1, 1, 31, NULL)", "APP-20028: claims cell 1 in person_claims, outside"),
        ("INSERT INTO client_claims VALUES (99, 1, 31)", "client_claims 99/1: APP-20028 is somebody else's"),
        (
            "INSERT INTO person_claims VALUES (1, 1, 29, NULL)",
            "person_claims 1/1: claims time for APP-20026, which is not live",
        ),
        # everybody finds what they may see, and nothing else
        ("DELETE FROM search_words WHERE word = 'lindqvist'", "/lindqvist: is not found by it"),
        ("INSERT INTO search_words VALUES (2, 'ana', 'client', 1)", "/ana: is in the index and should not be"),
        # the ledger explains the sums
        ("UPDATE balances SET used = used + 1 WHERE case_id = 1", "is not the sum of its ledger"),
        ("UPDATE balances SET entitled = 0", "sessions are available"),
        ("DELETE FROM balances WHERE case_id = 1", "cases ASST-100003: has no balance"),
        ("DELETE FROM ledger WHERE appointment_id = 60", "appointments APP-20057: has nothing in the ledger"),
        (
            "UPDATE ledger SET cause = 'no_show' WHERE appointment_id = 31 AND cause = 'commenced'",
            "appointments APP-20028: has booked, no_show in the ledger, its state needs booked, commenced",
        ),
        ("UPDATE ledger SET booked = 2 WHERE id = 40", "ledger 40: its figures are not what"),
        ("UPDATE ledger SET cause = 'gift' WHERE id = 1", "ledger 1: its cause is not known"),
        ("UPDATE ledger SET appointment_id = 1 WHERE id = 1", "ledger 1: entitled has an appointment"),
        ("UPDATE ledger SET case_id = 1 WHERE appointment_id = 60", "belongs to another case than APP-20057"),
        # wall time, zone, offset and UTC agree
        ("UPDATE appointments SET offset = 600 WHERE id = 33", "APP-20030: its offset 600 is not the offset of"),
        ("UPDATE appointments SET zone = 'Asia/Kathmandu' WHERE id = 33", "APP-20030: its wall time"),
        ("UPDATE appointments SET zone = 'Australia/ACT' WHERE id = 33", "APP-20030: zone Australia/ACT is no"),
        (
            "UPDATE appointments SET wall_start = '2026-10-04 02:30:00.000000' WHERE id = 33",
            "APP-20030: its wall time 2026-10-04 02:30:00 does not exist in Australia/Adelaide",
        ),
        (
            "UPDATE appointments SET wall_start = '2027-04-04 02:30:00.000000' WHERE id = 33",
            "APP-20030: its wall time 2027-04-04 02:30:00 in Australia/Adelaide is not its start in UTC",
        ),
        ("UPDATE appointments SET ends = starts WHERE id = 33", "APP-20030: it ends before it starts"),
        (
            "UPDATE appointments SET ends = '2026-11-13 04:01:00.000000' WHERE id = 33",
            "APP-20030: its times are not on the five-minute grid",
        ),
        ("UPDATE leave SET ends = starts WHERE id = 1", "leave LV-1: its end in Australia/Melbourne and in UTC are"),
        ("UPDATE appointments SET starts = 'soon' WHERE id = 7", "appointments 7: cannot be read"),
        # legal states, with their times
        ("UPDATE appointments SET state = 'gone' WHERE id = 33", "APP-20030: state gone is not one of"),
        ("UPDATE appointments SET commenced_at = booked_at WHERE id = 33", "APP-20030: its state and commenced_at"),
        ("UPDATE appointments SET ended_at = NULL WHERE id = 31", "APP-20028: its state and ended_at contradict"),
        (
            "UPDATE appointments SET commenced_at = '2020-01-01 00:00:00.000000' WHERE id = 31",
            "APP-20028: it was commenced before it was booked",
        ),
        (
            "UPDATE appointments SET ended_at = '2020-01-01 00:00:00.000000' WHERE id = 31",
            "APP-20028: it ended before it was booked or commenced",
        ),
        ("UPDATE appointments SET charged = 1 WHERE id = 31", "APP-20028: it is charged as a cancellation"),
        ("UPDATE appointments SET platform = 'zoom' WHERE id = 31", "APP-20028: its modality and its platform"),
        ("UPDATE appointments SET version = 0 WHERE id = 31", "APP-20028: its version is below 1"),
        ("UPDATE appointments SET modality = 'fax' WHERE id = 31", "APP-20028: modality fax is not one of"),
        # rows point to each other without contradiction
        ("UPDATE appointments SET client_id = 1 WHERE id = 31", "APP-20028: its client is not the client of its"),
        ("UPDATE appointments SET person_id = 2 WHERE id = 31", "APP-20028: its person is not the person of its"),
        ("UPDATE appointments SET schedule_id = 6 WHERE id = 31", "APP-20028: its schedule is a line of another"),
        ("DELETE FROM organisations WHERE id = 1", "points to a row of organisations that is not there"),
        # every change leaves its traces
        ("DELETE FROM audit WHERE appointment_id = 60", "APP-20057: has version 1, and audit rows of none"),
        ("UPDATE audit SET detail = 'nothing' WHERE id = 5", "audit 5: does not follow the row before it"),
        ("UPDATE audit SET profile_id = 2 WHERE id = 5", "audit 5: does not follow the row before it"),
        ("DELETE FROM audit WHERE id = 5", "audit 6: does not follow the row before it"),
        (
            "INSERT INTO audit (id, at, staff, act, detail, hash) VALUES (0, '2026-11-01', '', 'x', '', 'x')",
            "audit 0: does not follow the row before it",
        ),
        ("UPDATE audit SET id = -id WHERE id IN (5, 6)", "audit -6: does not follow the row before it"),
        ("UPDATE appointments SET version = 2 WHERE id = 60", "APP-20057: has version 2, and audit rows of 1"),
        ("DELETE FROM outbox WHERE appointment_id = 60", "promises a message about APP-20057 that is not in the"),
        ("UPDATE outbox SET facts = '{}'", "outbox 1: its facts cannot be read"),
        ("UPDATE outbox SET facts = replace(facts, 'APP-20057', 'APP-1')", "outbox 1: it does not tell of APP-20057"),
        ("UPDATE outbox SET state = 'sent'", "outbox 1: its state and the time of sending differ"),
        ("UPDATE outbox SET due = datetime(made, '-1 day')", "outbox 1: it is due before it was made"),
        ("UPDATE outbox SET state = 'sent', sent = '2020-01-01 00:00:00'", "outbox 1: it was sent before it was made"),
        ("UPDATE outbox SET state = 'failed'", "outbox 1: it failed and does not say why"),
        ("UPDATE outbox SET client_id = 1 + (client_id = 1)", "about APP-20057, which is another client's"),
        (
            "UPDATE appointments SET withdrawn = 1, state = 'cancelled', version = 2 WHERE id = 60",
            "outbox 1: it waits, and APP-20057 was taken back",
        ),
        ("UPDATE outbox SET kind = 'telegram'", "outbox 1: kind telegram is not one of"),
        ("UPDATE appointments SET notify = 0 WHERE id = 60", "and APP-20057 is not to be notified"),
        ("UPDATE booking_keys SET appointment_id = 999", "has booked an appointment that is not there"),
        ("UPDATE booking_keys SET answer = '{}'", "its answer is no receipt"),
        ("UPDATE booking_keys SET appointment_id = 33", "is the receipt of APP-20057, it booked APP-20030"),
        (
            "INSERT INTO booking_keys SELECT 2,key,state,fingerprint,appointment_id,NULL,answer,at FROM booking_keys",
            "booking_keys 2/a-key-of-a-test: has booked APP-20057, and so has booking_keys 1/a-key-of-a-test",
        ),
        ("UPDATE counters SET last = 20056 WHERE kind = 'APP'", "APP-20057: is beyond the counter of APP, 20056"),
        ("DELETE FROM counters WHERE kind = 'CLI'", "is beyond the counter of CLI, 0"),
        ("UPDATE clients SET reference = 'X' WHERE id = 1", "clients X: its reference must be CLI- and a number"),
        # requests for extra sessions
        ("UPDATE extra_requests SET granted = 1, state = 'partly_approved' WHERE id = 2", "its state and answered"),
        ("UPDATE extra_requests SET granted = 1 WHERE id = 1", "EXT-1: 1 granted of 2 is not what approved means"),
        ("UPDATE extra_requests SET sessions = 9, granted = 9 WHERE id = 1", "EXT-1: grants sessions that are not in"),
        ("UPDATE extra_requests SET state = 'lost' WHERE id = 2", "state lost is no"),
        # private feeds
        ("INSERT INTO feeds VALUES ('x', 1, '2026-11-22', NULL)", "feeds x: its hash is no SHA-256"),
        ("INSERT INTO feeds VALUES (hex(zeroblob(32)), 1, '2026-11-22', '2026-11-21')", "revoked before it was made"),
        ("INSERT INTO feeds VALUES (hex(zeroblob(32)), 1, '2026-11-22', NULL)", "profiles 1: has made 1 feeds, and"),
        # accounts for online booking
        ("UPDATE accounts SET email = 'Ana@example.org' WHERE id = 1", "ACC-1: its address is not in small letters"),
        ("UPDATE accounts SET verified = NULL WHERE id = 1", "ACC-1: is associated and was never verified"),
        ("UPDATE accounts SET client_id = 27 WHERE id = 3", "ACC-3: is associated with CLI-3051, which is prospect"),
        ("UPDATE clients SET standing = 'client' WHERE id = 27", "ACC-2: stands for CLI-3051, which is client"),
        ("UPDATE attendees SET client_id = 1 WHERE id = 1", "ATT-1: attends for another client than that of ACC-1"),
        ("UPDATE appointments SET account_id = 1 WHERE id = 1", "APP-19991: ACC-1, which booked it, is another"),
        ("UPDATE organisation_codes SET hash = 'TRYTHEDEM234' WHERE hint = 'TRY'", "codes TRYT…: is no hash"),
        ("UPDATE documents SET body = 'hold_minutes = 0'", "documents online_booking: hold_minutes: must be"),
        # texts and words
        ("UPDATE clients SET name = 'A' || char(27) WHERE id = 1", "clients CLI-3001: name holds a control character"),
        ("UPDATE clients SET name = 'A' || char(8238) WHERE id = 1", "name holds a mark that turns the direction"),
        ("UPDATE audit SET detail = char(10) WHERE id = 1", "audit 1: detail holds a control character (U+000A)"),
        ("UPDATE clients SET phone = hex(zeroblob(25)) WHERE id = 1", "phone has 50 characters, at most 40 fit"),
        ("UPDATE profiles SET zone = 'Mars' WHERE id = 1", "profiles 1: zone Mars is no canonical IANA time zone"),
        ("UPDATE settings SET value = ''", "settings client_term: must be text"),
        # the database itself
        ("UPDATE alembic_version SET version_num = '0000'", "schema: has version 0000, this program has 0001"),
        ("UPDATE balances SET used = -1 WHERE case_id = 1", "database: CHECK constraint failed in balances"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(engines, file, statement, told):
    break_it(file, statement)
    assert any(told in line for line in check_practice(engines).broken), check_practice(engines).broken


def test_every_broken_row_is_told(engines, file):
    break_it(file, "UPDATE clients SET zone = 'Mars'")
    assert len([line for line in check_practice(engines).broken if line.endswith("no canonical IANA time zone")]) == 29


def test_what_is_told_is_safe_to_print(engines, file):
    break_it(file, "UPDATE clients SET reference = char(27) || '[2J' WHERE id = 1")
    assert all(line.isprintable() for line in check_practice(engines).broken)


@pytest.mark.parametrize("name", TRIGGERS)
def test_every_trigger_of_the_schema_is_looked_for(engines, file, name):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"DROP TRIGGER {name}")
    assert check_practice(engines).broken == (f"trigger {name}: is missing",)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_is_looked_for(engines, file, table):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute(f"ALTER TABLE {table.name} RENAME TO gone")
    assert check_practice(engines).broken == (f"table {table.name}: is missing",)
