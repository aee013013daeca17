"""Requests for extra sessions are listed and answered from the command line, and nobody's name is printed."""

import sqlite3
from contextlib import closing

import pytest

from tests.practice.test_commands import AT, home, practice, run

__all__ = ["home", "practice", "run"]

NAMES = ("Zoë", "O’Brien", "zoe.obrien", "CLI-")


def test_what_waits_is_listed_without_a_name_and_late_is_said(run, practice):
    code, told, _ = run("requests", "list", "--at", AT)
    assert code == 0
    assert told == (
        "EXT-2  ORG-2  ASST-100063  3 asked  due 2026-11-30  Three sessions to close the work begun on loss\n"
    )
    assert not [name for name in NAMES if name in told]
    assert "OVERDUE since 2026-11-30" in run("requests", "list", "--at", "2026-12-01T00:00")[1]
    assert run("requests", "list", "--approver", "ORG-1", "--at", AT)[1] == "no request waits for an answer\n"


def test_some_are_granted_once(run, practice):
    assert run("requests", "approve", "EXT-2", "--sessions", "2", "--at", AT) == (0, "EXT-2: 2 of 3 granted\n", "")
    assert run("requests", "approve", "EXT-2", "--sessions", "2", "--at", AT)[0] == 0
    code, _, told = run("requests", "approve", "EXT-2", "--at", AT)
    assert (code, told) == (1, "booking-server: EXT-2: it was answered already\n")
    assert run("check")[1].startswith("clean")


def test_all_are_granted_unless_told_otherwise(run, practice):
    assert run("requests", "approve", "EXT-2", "--at", AT)[1] == "EXT-2: 3 of 3 granted\n"


def test_declining_needs_a_reason(run, practice):
    code, _, told = run("requests", "decline", "EXT-2", "--at", AT)
    assert (code, told) == (1, "booking-server: EXT-2: declining needs a --reason\n")
    assert run("requests", "decline", "EXT-2", "--reason", "Not covered", "--at", AT)[0] == 0
    assert run("requests", "list", "--at", AT)[1] == "no request waits for an answer\n"
    assert run("check")[1].startswith("clean")


def test_clinical_review_comes_first(run, practice):
    with closing(sqlite3.connect(practice, isolation_level=None)) as connection:
        connection.execute("UPDATE extra_requests SET state = 'in_review' WHERE id = 2")
    assert "in clinical review" in run("requests", "list", "--at", AT)[1]
    assert "it is in clinical review" in run("requests", "approve", "EXT-2", "--at", AT)[2]
    assert (
        run("requests", "review", "EXT-2", "--at", AT)[1] == "EXT-2: passed clinical review; ORG-2 may answer it now\n"
    )
    assert "it is not in clinical review" in run("requests", "review", "EXT-2", "--at", AT)[2]
    assert run("requests", "approve", "EXT-2", "--at", AT)[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [("list", "EXT-2"), ("approve",), ("grant", "EXT-2"), ("approve", "EXT-2", "--sessions", "0")],
)
def test_a_wrong_command_is_a_usage_error(run, practice, arguments):
    assert run("requests", *arguments)[0] == 2


def test_an_unknown_request_is_one_line(run, practice):
    assert run("requests", "approve", "EXT-9", "--at", AT)[2] == "booking-server: EXT-9: there is no such request\n"


def test_a_token_stands_for_an_organisation_or_a_profile(run, practice):
    code, token, _ = run("token", "--approver", "ORG-2")
    assert (code, len(token.strip()) >= 43) == (0, True)
    assert "there is no organisation ORG-9" in run("token", "--approver", "ORG-9")[2]
    assert run("token", "--approver", "ORG-2", "--profile", "mira.okafor@example.org")[0] == 2
