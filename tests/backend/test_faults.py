"""When the database will not, the answer says so, nothing is half written, and the log names nobody."""

import sqlite3

import httpx
import pytest
from sqlalchemy import select, update

from server_stub.app import create_app
from server_stub.domain.booking import time_of
from server_stub.services import bookings
from server_stub.storage import books, postgresql
from server_stub.storage import engines as engines_module
from server_stub.storage.faults import TIMES_AGAIN, writing
from server_stub.storage.tables import appointments, balances, booking_keys, outbox, person_claims
from tests.backend.asking import book, codes, wish
from tests.backend.conftest import MIRA
from tests.databases import Refused, before_each_statement, on_postgresql, on_sqlite


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(engines_module, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(postgresql, "WAIT_SECONDS", 1)


@on_sqlite
async def test_a_locked_database_is_busy_not_broken(impatient, tmp_path, mira, last):
    with sqlite3.connect(tmp_path / "practice.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await book(mira, wish(last))
        assert (answer.status_code, codes(answer)) == (503, ["busy_try_later"])
        assert int(answer.headers["Retry-After"]) > 0
        assert (await mira.get("/v1/quick-view")).status_code == 200
        other.execute("ROLLBACK")
    other.close()
    assert (await book(mira, wish(last))).status_code == 201


@on_sqlite
async def test_a_full_disk_is_said_and_nothing_is_half_written(engines, mira, last):
    with engines.writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    answers = [await book(mira, wish(last, day=f"2026-12-{day:02}", start="09:00:00")) for day in (1, 2, 3, 4)]
    assert (answers[-1].status_code, codes(answers[-1])) == (507, ["out_of_space"])
    with engines.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    booked = sum(answer.status_code == 201 for answer in answers)
    with engines.reading() as connection:
        assert len(connection.execute(select(booking_keys)).all()) == booked
        assert len(connection.execute(select(person_claims)).all()) == 12 * (booked + 1)


@on_postgresql
@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("53100", 507, "out_of_space"),
        ("53300", 503, "busy_try_later"),
        ("55P03", 503, "busy_try_later"),
        ("57014", 503, "busy_try_later"),
        ("57P01", 503, "busy_try_later"),
        ("08006", 503, "busy_try_later"),
        ("40001", 503, "busy_try_later"),
        ("40P01", 503, "busy_try_later"),
        ("42P01", 500, "internal"),
    ],
)
async def test_what_a_server_of_databases_says_is_told_apart(engines, mira, last, code, status, said):
    told = []

    def refuse(statement):
        if "balances" in statement:
            told.append(code)
            raise Refused(code)

    with before_each_statement(engines, refuse):
        answer = await book(mira, wish(last))
    assert (answer.status_code, codes(answer)) == (status, [said])
    assert ("Retry-After" in answer.headers) == (status in (503, 507))
    assert len(told) == (1 + TIMES_AGAIN if code in ("57P01", "08006", "40001", "40P01") else 1)
    assert (await book(mira, wish(last))).status_code == 201


@on_postgresql
async def test_a_transaction_that_gave_way_is_done_again_unseen(engines, mira, last):
    told = []

    def refuse(statement):
        if "balances" in statement and len(told) < TIMES_AGAIN:
            told.append(statement)
            raise Refused("40P01")

    with before_each_statement(engines, refuse):
        answer = await book(mira, wish(last))
    assert (answer.status_code, len(told)) == (201, TIMES_AGAIN)
    with engines.reading() as connection:
        assert len(connection.execute(select(booking_keys)).all()) == 1


@on_postgresql
async def test_connections_that_were_cut_are_made_again(engines, shelf, database, mira, last):
    """Those that lie ready, as after a restart of the server, and one in the middle of its transaction."""
    assert (await book(mira, wish(last))).status_code == 201
    shelf.cut(database)
    assert (await mira.get("/v1/quick-view")).status_code == 200
    shelf.cut(database)
    assert (await book(mira, wish(last, day="2026-12-01"))).status_code == 201
    cut = []

    def cut_once(statement):
        if "balances" in statement and not cut:
            cut.append(shelf.cut(database))

    with before_each_statement(engines, cut_once):
        answer = await book(mira, wish(last, day="2026-12-02"))
    assert (answer.status_code, len(cut)) == (201, 1)


@on_postgresql
async def test_a_database_that_is_away_is_for_later(engines, shelf, database, mira, last):
    shelf.close(database)
    for answer in (await book(mira, wish(last)), await mira.get("/v1/quick-view"), await mira.get("/health")):
        assert (answer.status_code, codes(answer)) == (503, ["busy_try_later"])
        assert int(answer.headers["Retry-After"]) > 0
    shelf.reopen(database)
    assert (await book(mira, wish(last))).status_code == 201


@on_postgresql
async def test_a_row_that_another_holds_is_not_waited_for_without_end(impatient, database, practice, sign_in, last):
    hurried = database.open()
    transport = httpx.ASGITransport(create_app(hurried, practice.clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://backend") as mira:
        mira.headers["Authorization"] = f"Bearer token-of-{MIRA}"
        with writing(practice.engines, of=1):
            answer = await book(mira, wish(last))
            assert (answer.status_code, codes(answer)) == (503, ["busy_try_later"])
            assert (await mira.get("/v1/quick-view")).status_code == 200
        assert (await book(mira, wish(last))).status_code == 201
    hurried.dispose()


@pytest.mark.parametrize("table", ["person_claims", "client_claims", "ledger", "audit", "outbox", "booking_keys"])
async def test_a_booking_that_breaks_off_leaves_nothing(engines, mira, last, table):
    """Whatever write fails, none of the others stays."""
    with engines.writing() as connection:
        for statement in _breaking_off(table)[connection.dialect.name]:
            connection.exec_driver_sql(statement)
    answer = await book(mira, wish(last))
    with engines.writing() as connection:
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER break_off{on}")
    assert (answer.status_code, codes(answer)) == (500, ["internal"])
    with engines.reading() as connection:
        assert len(connection.execute(select(appointments)).all()) == 1
        assert len(connection.execute(select(person_claims)).all()) == 12
        assert not connection.execute(select(outbox)).all()
        assert not connection.execute(select(booking_keys)).all()
        assert connection.execute(select(balances.c.booked)).scalar_one() == 0
    assert (await book(mira, wish(last))).status_code == 201


def _breaking_off(table):
    trigger = f"TRIGGER break_off BEFORE INSERT ON {table}"
    raising = "BEGIN RAISE EXCEPTION 'Ana Lindqvist'; END"
    return {
        "sqlite": [f"CREATE TEMP {trigger} BEGIN SELECT RAISE(ABORT, 'Ana Lindqvist'); END"],
        "postgresql": [
            f"CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$",
            f"CREATE {trigger} FOR EACH ROW EXECUTE FUNCTION break_off()",
        ],
    }


async def test_what_is_broken_is_logged_without_names(engines, mira, last, caplog):
    def break_off(*_):
        raise RuntimeError("Ana Lindqvist, ana@example.com")

    with before_each_statement(engines, break_off):
        answer = await book(mira, wish(last))
    assert answer.json() == {"refusals": [{"code": "internal"}]}
    assert "RuntimeError" in caplog.text
    assert "Ana" not in caplog.text


async def test_the_database_itself_forbids_what_the_rules_overlook(engines, practice, mira, last, monkeypatch):
    """With every rule silenced, claims and balances still tell consultant, client and count apart."""
    monkeypatch.setattr(bookings, "judge", _only_the_time)
    practice.engage("kim@example.org", name="Kim")
    practice.appoint(MIRA, practice.open_case(name="Tomás"), "2026-11-30T14:30")
    answer = await book(mira, wish(last))
    assert (answer.status_code, codes(answer)) == (409, ["consultant_busy"])
    again = practice.open_case(client=practice.client_of(last.case))
    practice.appoint("kim@example.org", again, "2026-12-01T14:00")
    answer = await book(mira, wish(last, day="2026-12-01", start="13:30:00"))
    assert (answer.status_code, codes(answer)) == (409, ["client_busy"])
    with engines.writing() as connection:
        connection.execute(update(balances).values(entitled=balances.c.used + balances.c.booked))
    answer = await book(mira, wish(last, day="2026-12-02"))
    assert (answer.status_code, codes(answer)) == (409, ["no_sessions_left"])


def _only_the_time(_transaction, _visit, dossier, request):
    return time_of(request, dossier.client_zone, dossier.settings), ()


async def test_any_other_constraint_is_a_bug_and_not_a_refusal(mira, last, monkeypatch):
    monkeypatch.setattr(books, "next_reference", lambda *_: last.reference)
    answer = await book(mira, wish(last))
    assert (answer.status_code, codes(answer)) == (500, ["internal"])


async def test_a_database_without_its_tables_is_not_healthy(engines, sign_in):
    with engines.writing() as connection:
        connection.exec_driver_sql("DROP TABLE settings")
    assert (await sign_in().get("/health")).status_code == 500
