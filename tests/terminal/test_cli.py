"""Proves how the program is started: its arguments, its settings, and what it says when it cannot."""

import os
import stat
from datetime import UTC, datetime

import pytest

from consultant_tui import cli
from consultant_tui.api.addresses import AddressError, check_address, read_token
from consultant_tui.arguments import parser
from consultant_tui.settings import Settings, SettingsError, load


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    old = os.umask(0o022)
    os.umask(old)
    yield tmp_path
    os.umask(old)


@pytest.fixture
def terminal(monkeypatch):
    """Let the program believe that it has a terminal."""
    monkeypatch.setattr(cli, "_has_terminal", lambda: True)


def refusal(capsys, *arguments: str) -> str:
    try:
        code = cli.main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    assert code == 2
    return capsys.readouterr().err


def test_version_and_help(capsys):
    for argument, words in (("--version", "consultant-tui 0.1"), ("--help", "--read-only")):
        with pytest.raises(SystemExit) as caught:
            cli.main([argument])
        assert caught.value.code == 0
        assert words in capsys.readouterr().out


def test_info_prints_every_path_in_use(capsys, home):
    assert cli.main(["info"]) == 0
    said = capsys.readouterr().out
    for path in (
        "data/consultant-tui/practice.db",
        "data/consultant-tui/practice-messages",
        "config/consultant-tui/settings.toml",
        "state/consultant-tui",
    ):
        assert str(home / path) in said
    assert not list(home.iterdir()), "looking makes nothing"


def test_without_a_terminal_it_says_so_in_one_line(capsys):
    said = refusal(capsys, "--demo")
    assert said == "consultant-tui: this program needs a terminal to run in\n"


@pytest.mark.usefixtures("terminal")
def test_without_a_practice_it_says_how_to_come_by_one(capsys, home):
    said = refusal(capsys)
    assert str(home / "data/consultant-tui/practice.db") in said
    assert "booking-server import" in said
    assert "--demo" in said


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--theme", "neon"], "no theme 'neon'"),
        (["--tz", "Mars/Olympus"], "no time zone 'Mars/Olympus'"),
        (["--tz", "../etc/passwd"], "no time zone"),
        (["--demo", "--at", "yesterday"], "is no date and time"),
        (["--demo", "--at", "2026-02-30T10:00"], "is no date and time"),
        (["--at", "2026-11-23T09:04"], "goes with --demo"),
        (["--session-file", "s"], "each goes with --server"),
        (["--server", "https://b.example", "--token-file", "t", "--session-file", "s"], "without --session-file"),
        (["--server", "https://b.example", "--demo"], "go without --server"),
        (["--demo", "--token-file", "x"], "goes with --server"),
        (["--server", "http://b.example", "--token-file", "x"], "must begin with https://"),
        (["--server", "https://b.example", "--token-file", "/nowhere"], "cannot be read"),
        (["--wrong"], "unrecognized arguments"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(capsys, arguments, words):
    said = refusal(capsys, *arguments)
    assert words in said
    assert "Traceback" not in said


UNUSABLE = """
b.example ftp://b.example http://192.168.0.1 http://localhost.evil.example https://u:p@b.example https://b.example?x
https://b.example#x https:// http://[::1 https://b.example:port //x
"""


@pytest.mark.parametrize("address", [*UNUSABLE.split(), ""])
def test_addresses_that_may_not(address):
    with pytest.raises(AddressError):
        check_address(address)


@pytest.mark.parametrize("content", [b"", b"\n", b"two words", b"\xff\xfe", b"a\x1bb", b"x" * 5000])
def test_a_token_file_without_a_token(tmp_path, content):
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(AddressError) as caught:
        read_token(tmp_path / "token")
    assert "two words" not in str(caught.value)


def test_a_token_is_read_without_its_line_end(tmp_path):
    (tmp_path / "token").write_text("abc123\n")
    assert read_token(tmp_path / "token") == "abc123"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_token_file_that_others_can_read_is_told_and_used(capsys, monkeypatch, tmp_path, mode):
    monkeypatch.setattr(cli, "_open", lambda *_, **__: 0)
    file = tmp_path / "token"
    file.write_text("abc123")
    file.chmod(mode)
    assert cli.main(["--server", "http://127.0.0.1:9", "--token-file", str(file)]) == 0
    told = "" if mode == 0o600 else f"consultant-tui: {file} can be read by others (chmod 600 mends that)\n"
    assert capsys.readouterr().err == told


def clock_for(*arguments: str) -> datetime:
    return cli._clock(parser().parse_args(arguments))()


def test_the_frozen_clock_is_read_in_the_given_zone():
    at = "2026-11-23T09:04"
    assert clock_for("--demo", "--at", at) == datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
    assert clock_for("--demo", "--at", at, "--tz", "Asia/Kathmandu") == datetime(2026, 11, 23, 3, 19, tzinfo=UTC)
    assert clock_for("--demo", "--at", at + "+02:00") == datetime(2026, 11, 23, 7, 4, tzinfo=UTC)


def test_settings_come_from_file_then_environment(tmp_path):
    file = tmp_path / "settings.toml"
    assert load(file, {}) == Settings()
    file.write_text('theme = "high-contrast"\nrefresh_seconds = 30\n')
    read = load(file, {"CONSULTANT_TUI_REFRESH_SECONDS": "90", "CONSULTANT_TUI_ZONE": "Asia/Kathmandu", "HOME": "/x"})
    assert read == Settings(theme="high-contrast", refresh_seconds=90, zone="Asia/Kathmandu")


@pytest.mark.parametrize(
    "content",
    ["theme = 3", "colour = 'red'", "read_only = 1", "refresh_seconds = 0", "refresh_seconds = true", "theme ="],
)
def test_settings_that_make_no_sense_are_named(tmp_path, content):
    file = tmp_path / "settings.toml"
    file.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load(file, {})
    assert str(file) in str(caught.value)


def test_the_log_is_for_the_user_only_and_does_not_grow_for_ever(tmp_path):
    from consultant_tui.silence import open_log

    file = tmp_path / "state" / "x.log"
    with open_log(file) as log:
        log.write(b"x" * 1_000_001)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with open_log(file) as log:
        log.write(b"new")
    assert file.read_bytes() == b"new"
