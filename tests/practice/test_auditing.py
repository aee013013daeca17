"""Who did and read what is listed from the command line, by person, client or time."""

import sqlite3
from contextlib import closing

import pytest

from tests.practice.test_commands import AT, home, practice, run

__all__ = ["home", "practice", "run"]


@pytest.fixture
def answered(run, practice):
    """The demo practice, in which one request was answered after all that was imported."""
    assert run("requests", "approve", "EXT-2", "--at", AT)[0] == 0


def test_everything_is_listed_oldest_first(run, answered):
    code, told, _ = run("audit")
    lines = told.splitlines()
    assert code == 0
    assert lines[-1] == f"{len(lines) - 1} rows"
    days = [line[:10] for line in lines[:-2]]
    assert len(days) > 50
    assert lines[-2].startswith("2026-11-23 09:04:00  provider  extra_approved")


def test_a_client_is_found_by_reference_and_never_named(run, practice, answered):
    with closing(sqlite3.connect(practice)) as connection:
        reference, name = connection.execute("SELECT reference, name FROM clients WHERE id = 3").fetchone()
    told = run("audit", "--client", reference)[1].splitlines()
    assert len(told) > 1
    assert all(reference in line for line in told[:-1])
    assert name not in run("audit")[1]


def test_days_are_the_provider_s_and_the_last_is_included(run, answered):
    assert run("audit", "--since", "2026-11-23", "--until", "2026-11-23")[1].endswith("\n2 rows\n")
    assert run("audit", "--since", "2026-11-22", "--until", "2026-11-22", "--by", "provider")[1] == "0 rows\n"
    assert run("audit", "--since", "2026-11-24")[1] == "0 rows\n"


def test_somebody_s_own_deeds(run, practice, answered):
    with closing(sqlite3.connect(practice, isolation_level=None)) as connection:
        connection.execute("INSERT INTO audit (at, profile_id, staff, act, detail, hash) VALUES"
                           " ('2026-11-22 22:30:00', 1, '', 'read_summary', '', '')")  # fmt: skip
    (email,) = (line.split()[2] for line in run("audit")[1].splitlines() if "read_" in line)
    assert run("audit", "--by", email)[1] == f"2026-11-23 09:30:00  {email}  read_summary\n1 row\n"
    assert run("audit", "--by", "CON-1")[1].endswith("1 row\n")
    assert run("audit", "--by", "nobody@example.org")[1] == "0 rows\n"


def test_days_the_wrong_way_round_are_refused(run, practice):
    code, _, told = run("audit", "--since", "2026-11-23", "--until", "2026-11-22")
    assert (code, told) == (1, "booking-server: --until lies before --since\n")
