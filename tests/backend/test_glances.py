"""Single questions see what is there now, from as many threads as ask, and after whatever went wrong before."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from tests.databases import on_sqlite

COUNT = text("SELECT count(*) FROM settings")


def glance(engines):
    with engines.glancing() as connection:
        return connection.execute(COUNT).scalar_one()


def write(engines, name):
    with engines.writing() as connection:
        connection.execute(text("INSERT INTO settings (name, value) VALUES (:name, '1')"), {"name": name})


def test_each_sees_what_was_written_before_it(engines):
    before = glance(engines)
    write(engines, "one")
    assert glance(engines) == before + 1


def test_one_within_another_is_answered_as_well(engines):
    """The first holds what is kept; the second, of another thread as well, gets its own."""
    found = []
    with engines.glancing():
        glance(engines)
        thread = threading.Thread(target=lambda: found.append(glance(engines)))
        thread.start()
        thread.join()
    assert found == [glance(engines)]


def look_twice_and_fail(engines, found):
    with engines.glancing() as connection:
        found.append(connection.execute(COUNT).scalar_one())
        connection.execute(text("SELECT nothing FROM nowhere"))


def test_after_an_error_the_next_sees_what_was_written_since(engines):
    found = []
    with pytest.raises((OperationalError, ProgrammingError)):
        look_twice_and_fail(engines, found)
    write(engines, "one")
    assert glance(engines) == found[0] + 1


@on_sqlite
def test_a_closed_database_leaves_nothing_beside_its_file(engines, database, tmp_path):
    glance(engines)
    write(engines, "one")
    engines.dispose()
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("practice.db-")] == []
    glance(engines)
    engines.dispose()
