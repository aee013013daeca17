"""Each command does the same on a server of databases as on a file, and a practice goes from one to the other."""

import os

import pytest
from sqlalchemy import select, text

from server_stub.cli import main
from server_stub.practice.checking import check_practice
from server_stub.storage import tables as t
from server_stub.storage.books import next_reference, write_audit
from server_stub.storage.catalogue import metadata
from server_stub.storage.schema import prepare
from tests.databases import on_postgresql
from tests.practice.served import Desk
from tests.practice.test_changed_practice import AT as NOW
from tests.practice.test_commands import AT
from tests.practice.test_exporting import contents


@pytest.fixture
def run(capsys):
    """Run a command; tell its exit code, what it printed, and what it said on the error output."""

    def run(*arguments):
        mask = os.umask(0o022)
        code = main([str(argument) for argument in arguments])
        os.umask(mask)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def blank(shelf, tmp_path):
    """Give new databases without a schema, on the engine of the test."""
    made = []

    def blank(name):
        made.append(shelf.blank(tmp_path / f"{name}.db"))
        return made[-1]

    yield blank
    for database in made:
        shelf.remove(database)


@pytest.fixture
def practice(run, blank, tmp_path):
    """The demo practice, imported by the command."""
    database = blank("practice")
    run("demo", tmp_path / "demo", "--at", AT)
    assert run("import", tmp_path / "demo", "--database", database.url)[0] == 0
    return database


def everything(engines):
    """Read every row of every table."""
    with engines.reading() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for table in metadata.sorted_tables
        }


def test_a_practice_goes_in_and_out(run, practice, tmp_path):
    assert run("import", tmp_path / "demo", "--database", practice.url)[1].startswith("imported 0 rows; ")
    assert run("check", "--database", practice.url) == (0, "clean: 59 appointments, 30 cases, 29 clients\n", "")
    assert run("export", tmp_path / "out", "--database", practice.url)[0] == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "demo")


def test_a_broken_row_is_named(run, practice):
    engines = practice.open()
    with engines.writing() as connection:
        connection.execute(t.person_claims.delete().where(t.person_claims.c.appointment_id == 59))
    engines.dispose()
    code, told, _ = run("check", "--database", practice.url)
    assert (code, told.splitlines()[-1]) == (1, "12 broken")
    assert told.startswith("appointments APP-20056: claims no cell ")


@pytest.mark.parametrize("to", ["sqlite", "same"])
def test_a_backup_taken_while_somebody_writes_is_restored_whole(run, practice, blank, tmp_path, to):
    """What is being written is not in it; what comes after the restore is numbered on."""
    engines = practice.open()
    with Desk(engines, NOW) as desk:
        desk.book(desk.same_time_next_week(desk.newest_completed().reference))
    before = everything(engines)
    with engines.writing() as connection:
        write_audit(connection, at=NOW, act="seen", profile_id=1)
        done = run("backup", tmp_path / "copy.db", "--database", practice.url)
        assert done == (0, f"copied to {tmp_path}/copy.db\n", "")
    engines.dispose()
    assert run("check", "--database", f"sqlite:///{tmp_path}/copy.db")[0] == 0
    url = f"sqlite:///{tmp_path}/restored/practice.db" if to == "sqlite" else blank("again").url
    code, told, _ = run("restore", tmp_path / "copy.db", "--database", url)
    assert (code, told) == (0, f"restored {sum(map(len, before.values()))} rows from {tmp_path}/copy.db\n")
    assert run("check", "--database", url)[0] == 0
    restored = type(practice)(url).open()
    assert everything(restored) == before
    with restored.writing() as connection:
        assert next_reference(connection, "APP") == "APP-20058"
        write_audit(connection, at=NOW, act="seen", profile_id=1)
    assert check_practice(restored).broken == ()
    restored.dispose()


def test_a_backup_goes_into_an_empty_database_only(run, practice, tmp_path):
    run("backup", tmp_path / "copy.db", "--database", practice.url)
    assert run("restore", tmp_path / "copy.db", "--database", practice.url) == (
        1, "", "booking-server: the database holds something already; a backup goes into an empty one\n",
    )  # fmt: skip
    missing = run("restore", tmp_path / "none.db", "--database", practice.url)
    assert missing == (1, "", f"booking-server: there is no backup {tmp_path}/none.db\n")


def test_what_is_no_backup_is_refused_and_nothing_made(run, tmp_path):
    (tmp_path / "copy.db").write_bytes(b"")
    code, _, told = run("restore", tmp_path / "copy.db", "--database", f"sqlite:///{tmp_path}/new.db")
    assert (code, told.rstrip().endswith("has schema none, this program has 0001")) == (1, True)
    assert not (tmp_path / "new.db").exists()


def test_a_token_is_given_and_requests_are_answered(run, practice):
    assert run("token", "--profile", "sam.hollis@example.org", "--database", practice.url)[0] == 0
    assert run("requests", "list", "--at", AT, "--database", practice.url)[1].startswith("EXT-2  ORG-2  ")
    granted = run("requests", "approve", "EXT-2", "--sessions", "2", "--at", AT, "--database", practice.url)
    assert granted == (0, "EXT-2: 2 of 3 granted\n", "")
    assert run("check", "--database", practice.url)[0] == 0


@on_postgresql
def test_info_tells_no_password(run, practice):
    url = practice.url.replace("tester@", "tester:secret@")
    code, told, _ = run("info", "--database", url)
    assert (code, "secret" in told, "tester:***@" in told) == (0, False, True)


@on_postgresql
def test_a_database_that_is_not_there_is_told_in_one_sentence(run, practice):
    name = practice.url.partition("@/")[2].partition("?")[0]
    code, _, told = run("check", "--database", practice.url.replace(name, "nowhere"))
    assert code == 1
    assert told.startswith("booking-server: the database says: ")
    assert "nowhere" in told


@on_postgresql
def test_readers_cannot_write_and_clocks_are_utc(practice):
    engines = practice.open()
    for engine in (engines.reader, engines.writer):
        with engine.connect() as connection:
            assert connection.execute(text("SHOW timezone")).scalar_one() == "UTC"
            read_only = connection.execute(text("SHOW transaction_read_only")).scalar_one()
            assert read_only == ("on" if engine is engines.reader else "off")
    prepare(engines.writer)
    engines.dispose()
