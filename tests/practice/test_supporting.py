"""Support tickets are listed, shown, answered and closed from the command line."""

import io
import sys

import pytest
from sqlalchemy import select

from server_stub.domain.tickets import Written
from server_stub.services import tickets
from server_stub.services.office import Office
from server_stub.storage.engines import open_engines
from server_stub.storage.tables import audit
from tests.backend.practice import NOW
from tests.practice.test_commands import AT, home, practice, run

__all__ = ["home", "practice", "run"]


@pytest.fixture
def engines(practice):
    engines = open_engines(f"sqlite:///{practice}")
    yield engines
    engines.dispose()


@pytest.fixture
def ticket(engines):
    """A ticket of somebody who was not signed in."""
    written = Written(
        email="ana@example.com", name="Ana", message="The code\nis refused.", code="code_not_known", page="/portal"
    )
    return tickets.write(Office(engines, lambda: NOW), written, None, "203.0.113.7")


def test_what_waits_is_listed(run, ticket):
    line = f"{ticket}  open  2026-11-23 09:04  code_not_known  /portal  -\n"
    assert run("tickets", "list", "--at", AT) == (0, line, "")


def test_nothing_waits(run, practice):
    assert run("tickets", "list") == (0, "no ticket waits\n", "")


def test_one_is_shown(run, ticket):
    code, told, _ = run("tickets", "show", ticket)
    assert code == 0
    assert told.splitlines()[1:] == ["from Ana <ana@example.com>, not signed in", "  The code", "  is refused."]


def test_one_is_answered_and_closed(run, ticket, engines):
    told = run("tickets", "answer", ticket, "--text", "It has a new one.", "--by", "Noor")
    assert told == (0, f"{ticket}: answered to ana@example.com\n", "")
    shown = run("tickets", "show", ticket)[1]
    assert "answered by Noor on " in shown
    assert "  It has a new one.\n" in shown
    assert run("tickets", "close", ticket) == (0, f"{ticket}: closed\n", "")
    assert run("tickets", "list")[1] == "no ticket waits\n"
    assert run("tickets", "list", "--all")[1].startswith(f"{ticket}  closed")
    assert run("check")[0] == 0
    with engines.reading() as connection:
        staff = set(connection.execute(select(audit.c.staff).where(audit.c.act.like("ticket%"))).scalars())
    assert staff == {"", "Noor", "user support"}


def test_a_long_answer_comes_by_the_standard_input(run, ticket, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Dear Ana,\n\nit works now.\n"))
    code, told, _ = run("tickets", "answer", ticket, "--text", "-", "--close")
    assert (code, told) == (0, f"{ticket}: answered to ana@example.com; closed\n")
    assert "  it works now.\n" in run("tickets", "show", ticket)[1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("show", "TKT-99"), "TKT-99: there is no such ticket"),
        (("answer", "{}"), "{}: answering needs a --text"),
        (("answer", "{}", "--text", "x" * 4001), "{}: the text is too long"),
    ],
)
def test_what_goes_wrong_is_one_line(run, ticket, arguments, why):
    code, _, told = run("tickets", *(argument.format(ticket) for argument in arguments))
    assert (code, told) == (1, f"booking-server: {why.format(ticket)}\n")


def test_a_closed_one_is_not_closed_again(run, ticket):
    run("tickets", "close", ticket)
    assert run("tickets", "close", ticket)[2] == f"booking-server: {ticket}: it is closed already\n"


@pytest.mark.parametrize("arguments", [("list", "TKT-1"), ("show",), ("reopen", "TKT-1"), ("show", "T", "--by", " ")])
def test_a_wrong_command_is_a_usage_error(run, practice, arguments):
    assert run("tickets", *arguments)[0] == 2


@pytest.mark.parametrize("option", ["--support", "--service"])
def test_a_token_stands_for_a_person_of_the_provider(run, practice, option):
    code, token, _ = run("token", option, "Noor Haddad")
    assert (code, len(token.strip()) >= 43) == (0, True)
    assert run("token", option, "x" * 121)[0] == 2
    assert run("token", option, "Noor", "--approver", "ORG-2")[0] == 2
