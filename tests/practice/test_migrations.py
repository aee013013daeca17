"""A database that grew by its migrations is the one that is made in one go, and the way back leaves nothing."""

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.mock import MockConnection

from server_stub.practice.checking import check_practice
from server_stub.practice.importing import import_practice
from server_stub.practice.rehearsal import write_demo
from server_stub.storage import schema
from server_stub.storage.catalogue import metadata
from server_stub.storage.engines import open_engines

MONDAY = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)


def open_new(tmp_path, name):
    return open_engines(f"sqlite:///{tmp_path}/{name}.db")


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
        triggers = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all())
        rowid_less = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'"))
        return tables, triggers, sorted(rowid_less.scalars())


def test_migrating_leads_to_what_is_made_in_one_go(tmp_path):
    migrated, made = open_new(tmp_path, "migrated"), open_new(tmp_path, "made")
    schema.migrate(migrated.writer, "head")
    schema.prepare(made.writer)
    assert laws(migrated) == laws(made)
    with migrated.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated.dispose()
    made.dispose()


def test_a_migrated_database_holds_a_practice_that_is_clean(tmp_path):
    engines = open_new(tmp_path, "practice")
    schema.migrate(engines.writer, "head")
    schema.prepare(engines.writer)
    write_demo(tmp_path / "demo", MONDAY)
    import_practice(engines, tmp_path / "demo")
    assert check_practice(engines).broken == ()
    engines.dispose()


def test_the_way_back_leaves_nothing_and_can_be_gone_again(tmp_path):
    engines = open_new(tmp_path, "practice")
    schema.prepare(engines.writer)
    write_demo(tmp_path / "demo", MONDAY)
    import_practice(engines, tmp_path / "demo")
    schema.migrate(engines.writer, "base")
    with engines.reading() as connection:
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")).scalars()
        assert set(left) <= {"alembic_version"}
    schema.migrate(engines.writer, "head")
    import_practice(engines, tmp_path / "demo")
    assert check_practice(engines).broken == ()
    engines.dispose()


class Paper(MockConnection):
    """A connection to PostgreSQL that only writes down what it is told."""

    def __init__(self):
        self.told = []
        super().__init__(postgresql.dialect(), lambda ddl, *_, **__: self.told.append(self._worded(ddl)))

    def _worded(self, ddl):
        return str(ddl.compile(dialect=self.dialect))

    def exec_driver_sql(self, statement):
        self.told.append(statement)


def test_postgresql_is_told_as_well_which_rows_an_index_is_for(tmp_path):
    paper = Paper()
    schema.create(paper)
    told = {line.split()[line.split().index("INDEX") + 1] for line in paper.told if "INDEX" in line and "WHERE" in line}
    engines = open_new(tmp_path, "made")
    schema.prepare(engines.writer)
    with engines.reading() as connection:
        limited = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        assert told == set(connection.execute(text(limited)).scalars()) != set()
    engines.dispose()
