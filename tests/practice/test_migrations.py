"""A database that grew by its migrations is the one that is made in one go, and the way back leaves nothing."""

import base64
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from server_stub.practice.checking import check_practice
from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import write_demo
from server_stub.storage import schema
from server_stub.storage.catalogue import metadata

OLDEST = Path(__file__).with_name("oldest.json.gz")
"""Every row of a practice as the first revision kept it; never made anew, or it would not be old."""
MIGRATIONS = Path(schema.__file__).parent / "migrations"
MADE_OF = sorted(MIGRATIONS.glob("*/*.py"))
"""The revisions, and the modules that they are made of."""
MONDAY = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)


@pytest.fixture
def open_new(shelf, tmp_path):
    """Open new databases without a schema; they are gone afterwards."""
    made, opened = [], []

    def open_new(name):
        made.append(shelf.blank(tmp_path / f"{name}.db"))
        opened.append(made[-1].open())
        return opened[-1]

    yield open_new
    for engines in opened:
        engines.dispose()
    for database in made:
        shelf.remove(database)


def _told(index):
    return str(index | {"dialect_options": {name: str(value) for name, value in index["dialect_options"].items()}})


def laws(engines):
    """Everything the database enforces, in an order of its own."""
    with engines.reading() as connection:
        inspector = inspect(connection)
        tables = {
            name: {
                "columns": {column["name"]: (str(column["type"]), column["nullable"]) for column in columns},
                "key": inspector.get_pk_constraint(name),
                "points": sorted(map(str, inspector.get_foreign_keys(name))),
                "unique": sorted(map(str, inspector.get_unique_constraints(name))),
                "checks": sorted(map(str, inspector.get_check_constraints(name))),
                "indexes": sorted(map(_told, inspector.get_indexes(name))),
            }
            for name in inspector.get_table_names()
            for columns in [inspector.get_columns(name)]
        }
        if connection.dialect.name == "postgresql":
            functions = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            rules = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
            return tables, connection.execute(text(rules)).all(), connection.execute(text(functions)).all()
        triggers = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all())
        rowid_less = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'"))
        return tables, triggers, sorted(rowid_less.scalars())


def test_migrating_leads_to_what_is_made_in_one_go(open_new, tmp_path):
    migrated, made = open_new("migrated"), open_new("made")
    schema.migrate(migrated.writer, "head")
    schema.prepare(made.writer)
    assert laws(migrated) == laws(made)
    with migrated.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_migrated_database_holds_a_practice_that_is_clean(open_new, tmp_path):
    engines = open_new("practice")
    schema.migrate(engines.writer, "head")
    schema.prepare(engines.writer)
    write_demo(tmp_path / "demo", MONDAY)
    import_practice(engines, tmp_path / "demo")
    assert check_practice(engines).broken == ()


def test_the_way_back_leaves_nothing_and_can_be_gone_again(open_new, tmp_path):
    engines = open_new("practice")
    schema.prepare(engines.writer)
    write_demo(tmp_path / "demo", MONDAY)
    import_practice(engines, tmp_path / "demo")
    schema.migrate(engines.writer, "base")
    with engines.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        if engines.has_turns:
            functions = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            assert connection.execute(text(functions)).scalar_one() == 0
    schema.migrate(engines.writer, "head")
    import_practice(engines, tmp_path / "demo")
    assert check_practice(engines).broken == ()


def put_in(engines):
    """Write the oldest rows, by nothing but their names."""
    with engines.writing() as connection:
        for table, rows in json.loads(gzip.decompress(OLDEST.read_bytes())).items():
            columns = {column["name"]: str(column["type"]) for column in inspect(connection).get_columns(table)}
            names = ", ".join(f'"{name}"' for name in rows[0])
            places = ", ".join(f":{name}" for name in rows[0])
            values = [{name: _value(value, columns[name]) for name, value in row.items()} for row in rows]
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)  # noqa: S608
            if engines.has_turns and "id" in columns:
                last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                connection.execute(text(last))


def _value(value, kind):
    if isinstance(value, dict):
        return base64.b64decode(value["bytes"])
    return bool(value) if kind == "BOOLEAN" and value is not None else value


def test_a_practice_of_the_oldest_revision_is_brought_to_the_newest(open_new, tmp_path):
    """Whoever has not updated since the first release loses nothing."""
    engines = open_new("oldest")
    schema.migrate(engines.writer, "0001")
    put_in(engines)
    schema.prepare(engines.writer)
    with engines.reading() as connection:
        assert schema.version(connection) == schema.HEAD
        assert connection.execute(text("SELECT count(*) FROM appointments")).scalar_one() == 60
        assert connection.execute(text("SELECT count(*) FROM completions")).scalar_one() == 1
    assert check_practice(engines).broken == ()
    assert export_practice(engines, tmp_path / "out")
    schema.migrate(engines.writer, "base")
    with engines.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


@pytest.mark.parametrize("file", MADE_OF, ids=lambda file: file.stem)
def test_a_revision_takes_nothing_of_the_program(file):
    """What a revision makes must not change with what the program becomes; its own modules do not either."""
    lines = file.read_text(encoding="utf-8").replace("from server_stub.storage.migrations.", "").splitlines()
    assert [line for line in lines if "import" in line and "server_stub" in line] == []


def test_several_that_start_at_once_make_one_schema(shelf, tmp_path):
    """Each of four processes finds an empty database, or what another has just made."""
    database = shelf.blank(tmp_path / "practice.db")
    own, start = [database.open() for _ in range(4)], Barrier(4)

    def make(engines):
        start.wait(10)
        schema.prepare(engines.writer)
        return check_practice(engines).broken

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(make, own)) == [()] * 4
    for engines in own:
        engines.dispose()
    shelf.remove(database)
