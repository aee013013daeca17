"""Whatever a practice's texts hold, no command of booking-server prints a control character or a line too many."""

import io
import shutil
import sys

import pytest

from consultant_tui.contract.text import clean
from server_stub.domain.tickets import Written
from server_stub.practice.checking import check_practice
from server_stub.services import tickets
from server_stub.services.office import Office
from server_stub.storage.engines import open_engines
from tests.backend.practice import NOW
from tests.hostile.corpus import HARMFUL, SENT, by_name
from tests.hostile.spoiling import spoil
from tests.practice.test_commands import AT, home, run
from tests.rebooking.stage import make_demo

__all__ = ["home", "run"]


def is_safe(told: str) -> bool:
    return all(clean(line) == line for line in told.split("\n"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The demo practice as files and as a database, to be copied."""
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def practice(made, tmp_path, home):
    """The demo practice as files, and as the user's own."""
    shutil.copytree(made.with_name("practice"), tmp_path / "demo")
    home.mkdir(mode=0o700, parents=True)
    return shutil.copy(made, home / "practice.db")


@pytest.fixture
def spoiled(practice):
    """The demo with tickets, as a file whose texts are all hostile."""
    engines = open_engines(f"sqlite:///{practice}")
    for number in range(8):
        written = Written(message="Help", email=f"a{number}@example.com", name=f"Ana {number}", code="", page="/portal")
        tickets.write(Office(engines, lambda: NOW), written, None, f"203.0.113.{number}")
    engines.dispose()
    assert spoil(str(practice)) > 300
    return practice


@pytest.mark.parametrize(
    "command",
    [
        ("tickets", "list", "--all"), ("tickets", "show", "TKT-1"), ("tickets", "show", "TKT-2"),
        ("tickets", "answer", "TKT-3", "--text", "\x1b]52;c;eA==\x07\u202eHi\n.\nthere"),
        ("requests", "list"), ("audit",), ("organisations", "list"), ("online-booking", "show"), ("check",), ("info",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_prints_a_control_character(run, spoiled, command):
    code, out, err = run(*command, *(("--at", AT) if command[0] in ("tickets", "requests") else ()))
    assert code in (0, 1)
    assert "Traceback" not in err
    assert out + err
    assert is_safe(out)
    assert is_safe(err)


def test_no_text_makes_another_line_of_a_list(run, spoiled):
    lines = run("tickets", "list", "--all")[1].splitlines()
    assert [line[:5] for line in lines] == [f"TKT-{number}" for number in range(1, 9)]


def test_check_names_every_text_that_may_not_be_there(spoiled):
    engines = open_engines(f"sqlite:///{spoiled}")
    broken = [line for line in check_practice(engines).broken if " holds " in line]
    engines.dispose()
    assert len(broken) > 50


@pytest.mark.parametrize("one", HARMFUL, ids=by_name)
def test_an_import_s_errors_are_told_safely(run, tmp_path, practice, one):
    folder = shutil.copytree(tmp_path / "demo", tmp_path / "spoiled")
    for file, old in (("clients.csv", "Ana Lindqvist"), ("organisations.csv", "ORG-1"), ("consultants.csv", "partner")):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, one.text.replace('"', "'")), encoding="utf-8")
    code, out, err = run("import", folder)
    assert (code, out) == (1, "")
    assert "nothing was imported" in err
    assert is_safe(err)


@pytest.mark.parametrize("odd", ["\udcff\udc9b31m", "\x1b]0;owned\x07", "\u202egpj", "a\nb"])
@pytest.mark.parametrize(
    "command",
    [("audit", "--by"), ("audit", "--client"), ("tickets", "show"), ("requests", "approve"), ("organisations", "code"),
     ("token", "--profile"), ("password", "--profile"), ("online-booking", "check"), ("import",)],
    ids=" ".join,
)  # fmt: skip
def test_an_argument_comes_back_safely(run, practice, monkeypatch, command, odd):
    monkeypatch.setattr(sys, "stdin", io.StringIO("three words unrelated\n"))
    _, out, err = run(*command, odd)
    assert "Traceback" not in err
    assert is_safe(out)
    assert is_safe(err)


def test_the_corpus_is_of_every_kind():
    assert len(SENT) > 75
    assert len(HARMFUL) > 30
    assert len({one.name for one in SENT}) == len(SENT)
