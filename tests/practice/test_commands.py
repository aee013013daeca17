"""Each command of booking-server, as a script sees it: what it prints, what it leaves, and its exit code."""

import os
import signal
import sqlite3
import stat
import subprocess
from contextlib import closing
from datetime import UTC, datetime

import pytest
from litestar.testing import TestClient

from benchmarks.terminals import PROGRAMS
from consultant_tui.contract import paths
from server_stub.app import create_app
from server_stub.cli import main
from server_stub.storage.engines import open_engines
from tests.practice.test_exporting import contents

AT = "2026-11-23T09:04"
TLS = ("--certificate", "chain.pem", "--key", "key.pem")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    mask = os.umask(0o022)
    yield tmp_path / "data" / "consultant-tui"
    os.umask(mask)


@pytest.fixture
def run(capsys):
    """Run a command; tell its exit code, what it printed, and what it said on the error output."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def practice(run, tmp_path, home):
    """The demo practice as files, imported as the user's own."""
    run("demo", tmp_path / "demo", "--at", AT)
    run("import", tmp_path / "demo")
    return home / "practice.db"


def test_a_practice_goes_through_files_and_database_and_back(run, tmp_path):
    assert run("demo", tmp_path / "demo", "--at", AT) == (
        0, f"wrote the demo practice of 2026-11-23 to {tmp_path}/demo\n", "",
    )  # fmt: skip
    assert run("import", tmp_path / "demo") == (0, "imported 151 rows; 0 were there already\n", "")
    assert run("import", tmp_path / "demo") == (0, "imported 0 rows; 151 were there already\n", "")
    assert run("check") == (0, "clean: 59 appointments, 30 cases, 29 clients\n", "")
    assert run("export", tmp_path / "out") == (0, f"exported 151 rows to {tmp_path}/out\n", "")
    assert contents(tmp_path / "out") == contents(tmp_path / "demo")


def test_the_practice_is_for_its_owner_s_eyes_only(practice):
    assert stat.S_IMODE(practice.stat().st_mode) == 0o600
    assert stat.S_IMODE(practice.parent.stat().st_mode) == 0o700


def test_a_refused_practice_names_its_faults_and_leaves_no_database(run, tmp_path, home):
    run("demo", tmp_path / "demo", "--at", AT)
    file = tmp_path / "demo" / "clients.csv"
    file.write_text(file.read_text().replace("Asia/Kathmandu", "Asia/Katmandu").replace("Ana L", "\u202eAna L"))
    code, out, said = run("import", tmp_path / "demo")
    assert (code, out) == (1, "")
    assert said == (
        "booking-server: clients.csv:2: name: holds a mark that turns the direction of writing (U+202E)\n"
        "clients.csv:11: zone: is no canonical IANA time zone, such as Australia/Melbourne\n"
        "2 faults; nothing was imported\n"
    )
    assert list(home.iterdir()) == []


def test_a_broken_database_is_told_by_the_exit_code(run, practice):
    with closing(sqlite3.connect(practice)) as connection:
        connection.execute("DELETE FROM person_claims WHERE appointment_id = 59")
        connection.commit()
    code, out, _ = run("check")
    assert code == 1
    assert out.splitlines()[-1] == "12 broken"
    assert out.startswith("appointments APP-20056: claims no cell ")


def test_a_backup_is_the_practice_while_it_is_in_use(run, practice, tmp_path):
    with closing(sqlite3.connect(practice)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("DELETE FROM outbox")
        assert run("backup", tmp_path / "copy.db") == (0, f"copied to {tmp_path}/copy.db\n", "")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    run("export", tmp_path / "out", "--database", f"sqlite:///{tmp_path}/copy.db")
    assert contents(tmp_path / "out") == contents(tmp_path / "demo")


def test_a_backup_overwrites_nothing(run, practice, tmp_path):
    (tmp_path / "copy.db").write_text("precious")
    code, _, said = run("backup", tmp_path / "copy.db")
    assert (code, said) == (1, f"booking-server: {tmp_path}/copy.db is there already; a backup overwrites nothing\n")
    assert (tmp_path / "copy.db").read_text() == "precious"


@pytest.mark.parametrize(
    ("arguments", "hour", "status"),
    [
        (("--at", AT), 20, 200),
        (("--at", AT), 22, 401),
        (("--at", AT, "--hours", "36"), 22, 200),
        (("--at", "2026-11-23T09:04", "--tz", "Europe/London"), 22, 200),
    ],
)
def test_a_token_lets_its_profile_in_for_a_while(run, practice, arguments, hour, status):
    _, out, _ = run("token", "--profile", "sam.hollis@example.org", *arguments)
    assert len(out.strip()) >= 43
    assert out.strip() not in practice.read_bytes().decode("latin-1")
    later = datetime(2026, 11, 23, hour - 11, 5, tzinfo=UTC)
    engines = open_engines(f"sqlite:///{practice}")
    with TestClient(create_app(engines, lambda: later)) as client:
        answer = client.get(paths.QUICK_VIEW, headers={"Authorization": f"Bearer {out.strip()}"})
    engines.dispose()
    assert answer.status_code == status


def test_tokens_that_are_over_are_forgotten(run, practice):
    for at in ("2026-11-23T09:00", "2026-11-23T20:00", "2026-11-23T21:00"):
        run("token", "--profile", "sam.hollis@example.org", "--at", at)
    with closing(sqlite3.connect(practice)) as connection:
        assert connection.execute("SELECT count(*) FROM tokens").fetchone() == (2,)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("token", "--profile", "eve@example.org"), "there is no profile eve@example.org in this practice"),
        (("token",), "this practice has several profiles; name one with --profile EMAIL"),
        (("import", "/nowhere"), "there is no folder /nowhere"),
        (("backup", "/nowhere/copy.db"), "/nowhere/copy.db: No such file or directory"),
        (("export", "/dev/null/out"), "/dev/null/out: Not a directory"),
        (("check", "--database", "nonsense"), "--database: Could not parse SQLAlchemy URL from given URL string"),
        (("check", "--database", "oracle+none://x"), "--database: the database must be SQLite or PostgreSQL"),
        (("import", "{demo}", "--database", "sqlite://"), "--database: the database must be a file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(run, practice, tmp_path, arguments, said):
    told = run(*(argument.replace("{demo}", str(tmp_path / "demo")) for argument in arguments))
    assert told == (1, "", f"booking-server: {said}\n")


def test_a_database_of_a_newer_program_is_left_alone(run, practice, tmp_path):
    with closing(sqlite3.connect(practice)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    told = run("import", tmp_path / "demo")
    sentence = "the database was made by a newer version of this program (schema 9999)"
    assert told == (1, "", f"booking-server: {sentence}\n")


@pytest.mark.parametrize("command", ["demo", "export"])
def test_a_folder_with_a_practice_in_it_is_not_overwritten(run, practice, tmp_path, command):
    before = contents(tmp_path / "demo")
    told = run(command, tmp_path / "demo")
    sentence = f"{tmp_path}/demo/settings.csv is there already; choose an empty folder"
    assert told == (1, "", f"booking-server: {sentence}\n")
    assert contents(tmp_path / "demo") == before


@pytest.mark.parametrize("arguments", [("check",), ("export", "{}/out"), ("backup", "{}/copy.db"), ("token",)])
def test_without_a_practice_the_way_to_one_is_told(run, tmp_path, home, arguments):
    told = run(*(argument.replace("{}", str(tmp_path)) for argument in arguments))
    sentence = f"there is no practice at {home}/practice.db; `booking-server import DIR` makes one"
    assert told == (1, "", f"booking-server: {sentence}\n")
    assert not home.exists()


def test_another_program_s_database_is_left_alone(run, tmp_path):
    run("demo", tmp_path / "demo", "--at", AT)
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = (tmp_path / "other.db").read_bytes()
    code, _, said = run("import", tmp_path / "demo", "--database", f"sqlite:///{tmp_path}/other.db")
    assert (code, said) == (1, "booking-server: the database holds something else than a practice\n")
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    assert len((tmp_path / "other.db").read_bytes()) == len(before)


def test_a_file_that_is_no_database_is_told(run, tmp_path):
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 40)
    told = run("check", "--database", f"sqlite:///{tmp_path}/text.db")
    assert told == (1, "", "booking-server: the database says: file is not a database\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("demo",), "the following arguments are required: DIR"),
        (("demo", "x", "--at", "yesterday"), "--at: yesterday is no date and time, such as 2026-11-23T09:04"),
        (("demo", "x", "--at", "9999-01-01"), "--at: must lie between 1971 and 2199"),
        (("demo", "x", "--at", AT, "--tz", "AEST"), "--tz: AEST is no canonical IANA time zone"),
        (("demo", "x", "--at", "2026-10-04T02:30"), "--at: that time does not exist in Australia/Melbourne"),
        (("token", "--hours", "0"), "must be a number from 1 to 8784"),
        (("serve",), "one of the arguments --port --fd is required"),
        (("serve", "--port", "65536"), "must be a number from 0 to 65535"),
        (("serve", "--port", "0", "--host", "192.0.2.1"), "plain HTTP stays on this machine"),
        (("serve", "--port", "0", "--host", "here"), "must be an address, as in 127.0.0.1"),
        (("serve", "--port", "0", "--host", "0.0.0.0", "--demo", *TLS), "the demo stays on this machine"),  # noqa: S104
        (("serve", "--port", "0", "--key", "key.pem"), "--certificate and --key go together"),
        (("serve", "--fd", "3", *TLS), "--certificate goes with --port"),
        (("serve", "--port", "0", "--demo", "--database", "sqlite:///x"), "so it goes without --database"),
        (("serve", "--port", "0", "--at", AT), "--at freezes the clock of the demo only"),
        (("serve", "--port", "0", "--lifeline", "3"), "--lifeline goes with --fd"),
        (("serve", "--port", "0", "--trust-proxy", "balancer"), "--trust-proxy: must be an address or a network"),
        (("serve", "--port", "0", "--trust-proxy", "10.0.0.7/24"), "--trust-proxy: must be an address or a network"),
        (("serve", "--port", "0", "--trust-proxy", "0.0.0.0/0"), "--trust-proxy: must be an address or a network"),
    ],
)
def test_misuse_is_told_with_exit_code_two(run, arguments, said):
    code, out, told = run(*arguments)
    assert (code, out) == (2, "")
    assert said in told


@pytest.mark.parametrize(
    "command", [(), ("serve",), ("import",), ("export",), ("check",), ("backup",), ("token",), ("demo",)]
)
def test_every_command_explains_itself(run, command):
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert " ".join(("usage: booking-server", *command)) in out


@pytest.mark.parametrize("command", ["audit", "info"])
def test_a_reader_who_has_read_enough_is_no_failure(practice, command):
    with subprocess.Popen(
        [PROGRAMS / "booking-server", command, "--database", f"sqlite:///{practice}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 128 + signal.SIGPIPE


def test_the_version_is_told(run):
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("booking-server 0.")
