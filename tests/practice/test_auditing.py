"""Who did and read what is listed from the command line, by person, client or time."""

import re
import sqlite3
import sys
from contextlib import closing

import pytest

from tests.practice.test_commands import AT, home, practice, run

__all__ = ["home", "practice", "run"]

CLOCK = ", on the clock of Australia/Melbourne"


@pytest.fixture
def answered(run, practice):
    """The demo practice, in which one request was answered after all that was imported."""
    assert run("requests", "approve", "EXT-2", "--at", AT)[0] == 0


def test_everything_is_listed_oldest_first(run, answered):
    code, told, _ = run("audit")
    lines = told.splitlines()
    assert code == 0
    assert lines[-1] == f"{len(lines) - 1} rows, on the clock of Australia/Melbourne"
    days = [line[:10] for line in lines[:-2]]
    assert len(days) > 50
    assert days == sorted(days)
    assert lines[-2].startswith("2026-11-23 09:04:00  provider  extra_approved")


def test_a_client_is_found_by_reference_and_never_named(run, practice, answered):
    with closing(sqlite3.connect(practice)) as connection:
        reference, name = connection.execute("SELECT reference, name FROM clients WHERE id = 3").fetchone()
    told = run("audit", "--client", reference)[1].splitlines()
    assert len(told) > 1
    assert all(reference in line for line in told[:-1])
    assert name not in run("audit")[1]


def test_days_are_the_provider_s_and_the_last_is_included(run, answered):
    assert run("audit", "--since", "2026-11-23", "--until", "2026-11-23")[1].endswith(f"\n2 rows{CLOCK}\n")
    assert run("audit", "--since", "2026-11-22", "--until", "2026-11-22", "--by", "provider")[1] == f"0 rows{CLOCK}\n"
    assert run("audit", "--since", "2026-11-24")[1] == f"0 rows{CLOCK}\n"


def test_somebody_s_own_deeds(run, practice, answered):
    with closing(sqlite3.connect(practice, isolation_level=None)) as connection:
        connection.execute("INSERT INTO audit (at, profile_id, staff, act, detail, hash) VALUES"
                           " ('2026-11-22 22:30:00', 1, '', 'read_summary', '', '')")  # fmt: skip
    (email,) = (line.split()[2] for line in run("audit")[1].splitlines() if "read_" in line)
    assert run("audit", "--by", email)[1] == f"2026-11-23 09:30:00  {email}  read_summary\n1 row{CLOCK}\n"
    assert run("audit", "--by", "CON-1")[1].endswith(f"1 row{CLOCK}\n")
    assert run("audit", "--by", "nobody@example.org")[1] == f"0 rows{CLOCK}\n"


def test_days_the_wrong_way_round_are_refused(run, practice):
    code, _, told = run("audit", "--since", "2026-11-23", "--until", "2026-11-22")
    assert (code, told) == (1, "booking-server: --until lies before --since\n")


def test_days_begin_when_the_provider_s_do(run, practice):
    """The last minute of a day in Melbourne is the afternoon before in UTC."""
    with closing(sqlite3.connect(practice, isolation_level=None)) as connection:
        for at in ("2026-11-23 12:59:59.000000", "2026-11-23 13:00:00.000000"):
            connection.execute("INSERT INTO audit (at, profile_id, staff, act, detail, hash) VALUES"
                               " (?, 1, '', 'read_summary', '', '')", (at,))  # fmt: skip
    told = run("audit", "--by", "CON-1", "--since", "2026-11-23", "--until", "2026-11-23")[1]
    assert [line[:19] for line in told.splitlines()[:-1]] == ["2026-11-23 23:59:59"]
    told = run("audit", "--by", "CON-1", "--since", "2026-11-24")[1]
    assert [line[:19] for line in told.splitlines()[:-1]] == ["2026-11-24 00:00:00"]


def test_on_a_terminal_long_rows_are_folded_below_the_time(run, practice, monkeypatch):
    with closing(sqlite3.connect(practice, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO audit (at, profile_id, client_id, appointment_id, staff, act, detail, hash)"
            " VALUES ('2026-11-22 22:30:00', 1, 3, 5, 'Lee of the service', 'read_completion', '', '')"
        )
    whole = run("audit", "--by", "Lee of the service")[1].splitlines()[0]
    assert len(whole) > 80
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    folded = run("audit", "--by", "Lee of the service")[1].splitlines()[:-1]
    assert all(len(line) <= 80 for line in folded)
    assert folded[0].startswith(whole[:19])
    assert all(line.startswith(" " * 21) for line in folded[1:])
    assert re.sub(r" +", " ", " ".join(folded)) == re.sub(r" +", " ", whole)


def test_a_mark_tells_that_the_last_rows_are_gone(run, practice, answered):
    """The chain alone cannot: what is left still hangs together, and its triggers were put back."""
    mark = run("audit", "--mark")[1].strip()
    assert len(mark) <= 80
    assert run("check", "--mark", mark)[0] == 0
    with closing(sqlite3.connect(practice, isolation_level=None)) as connection:
        (trigger,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_no_delete'").fetchone()
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")
        connection.execute(trigger)
    number = int(mark.partition(":")[0])
    assert run("check")[0] == 0
    assert run("check", "--mark", mark) == (
        1, f"audit: has {number - 1} rows, and had {number} when the mark was taken\n1 broken\n", "",
    )  # fmt: skip


def test_a_mark_outlives_what_is_written_later_and_tells_a_trail_written_anew(run, practice):
    mark = run("audit", "--mark")[1].strip()
    run("requests", "approve", "EXT-2", "--at", AT)
    assert run("check", "--mark", mark)[0] == 0
    number = mark.partition(":")[0]
    anew = f"{number}:{'0' * 64}"
    said = f"audit: its first {number} rows are not those that the mark was taken of\n1 broken\n"
    assert run("check", "--mark", anew) == (1, said, "")
    assert run("check", "--mark", "5")[0] == 2
