"""Online booking is set up from the command line: codes that are shown once, and settings as one file."""

import re
from datetime import UTC, datetime

import pytest

from server_stub.cli import main
from server_stub.practice.rehearsal import CODE
from server_stub.services import online, organisation_codes
from server_stub.storage.engines import open_engines

AT = ("--at", "2026-11-23T09:04")
NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
SHOWN = re.compile(r"^(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}$", re.MULTILINE)


@pytest.fixture
def url(tmp_path):
    """The address of the demo practice, imported."""
    url = f"sqlite:///{tmp_path}/practice.db"
    main(["demo", str(tmp_path / "demo"), *AT])
    main(["import", str(tmp_path / "demo"), "--database", url])
    return url


@pytest.fixture
def run(capsys, url):
    """Run a command on it; tell its exit code, what it printed, and what it said on the error output."""
    capsys.readouterr()

    def run(*arguments):
        try:
            code = main([*map(str, arguments), "--database", url])
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def engines(url):
    engines = open_engines(url)
    yield engines
    engines.dispose()


def owner(engines, code, now=NOW):
    with engines.reading() as transaction:
        found = organisation_codes.organisation_of(transaction, code, now)
    return found.reference if found else None


def made(run, *arguments):
    code, out, said = run("organisations", *arguments, *AT)
    assert (code, said) == (0, "")
    (shown,) = SHOWN.findall(out)
    return shown


def test_a_new_code_is_shown_once_and_lets_its_people_in_beside_the_others(run, engines):
    code = made(run, "code", "ORG-1")
    assert (owner(engines, code), owner(engines, code.lower().replace("-", " "))) == ("ORG-1", "ORG-1")
    assert owner(engines, CODE) == "ORG-1"
    _, listed, _ = run("organisations", "list", *AT)
    assert f"{code[:3]}…" in listed
    assert code not in listed


def test_no_code_is_kept(run, tmp_path):
    code = made(run, "code", "ORG-1")
    content = b"".join(path.read_bytes() for path in tmp_path.glob("practice.db*"))
    assert code.encode() not in content
    assert code.replace("-", "").encode() not in content


def test_rotating_ends_all_others_at_once(run, engines):
    code = made(run, "rotate", "ORG-1")
    assert (owner(engines, code), owner(engines, CODE)) == ("ORG-1", None)
    assert owner(engines, "FERN-HXBH-KW23") == "ORG-2"


def test_older_codes_may_be_kept_for_a_while(run, engines):
    code = made(run, "rotate", "ORG-1", "--keep-until", "2026-12-01")
    assert owner(engines, CODE) == "ORG-1"
    assert owner(engines, CODE, datetime(2026, 11, 30, 12, 59, 59, tzinfo=UTC)) == "ORG-1"
    assert owner(engines, CODE, datetime(2026, 11, 30, 13, 0, tzinfo=UTC)) is None
    assert owner(engines, code, datetime(2027, 11, 30, tzinfo=UTC)) == "ORG-1"


@pytest.mark.parametrize("named", ["TRY", "try", CODE])
def test_a_code_is_retired_by_its_hint_or_whole(run, engines, named):
    assert run("organisations", "retire", named, *AT) == (
        0, "TRY… of ORG-1 is accepted no more; who signed up with it keeps the account\n", "",
    )  # fmt: skip
    assert owner(engines, CODE) is None
    assert run("organisations", "retire", named, *AT)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("code", "ORG-9"), 1, "booking-server: there is no organisation ORG-9 in this practice\n"),
        (("retire", "QQQ"), 1, "booking-server: QQQ: no code in force is so\n"),
        (
            ("rotate", "ORG-1", "--keep-until", "2026-11-23"),
            1,
            "booking-server: --keep-until: 2026-11-23 is not ahead\n",
        ),
        (("rotate", "ORG-1", "--keep-until", "soon"), 1, "is no date, such as 2026-12-31\n"),
        (("code",), 2, "error: list goes alone"),
        (("list", "ORG-1"), 2, "error: list goes alone"),
        (("code", "ORG-1", "--keep-until", "2026-12-31"), 2, "--keep-until goes with rotate"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(run, engines, arguments, code, said):
    ended, out, told = run("organisations", *arguments, *AT)
    assert (ended, out) == (code, "")
    assert said in told
    assert owner(engines, CODE) == "ORG-1"


def test_the_settings_are_shown_to_the_letter(run, tmp_path):
    assert run("online-booking", "show") == (0, (tmp_path / "demo" / "online-booking.toml").read_text(), "")


def test_other_settings_are_in_force_at_once(run, engines, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        (tmp_path / "demo" / "online-booking.toml").read_text().replace("hold_minutes = 10", "hold_minutes = 7")
    )
    assert run("online-booking", "set", file) == (0, "in force: online booking is on; 2 locations, 4 reasons\n", "")
    with engines.reading() as transaction:
        assert online.settings_in_force(transaction).hold_minutes == 7
    assert run("online-booking", "show")[1] == file.read_text()


def test_wrong_settings_change_nothing_and_every_fault_is_named(run, engines, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("hold_minutes = 0\ngrid_minutes = 7\n")
    said = (
        f"booking-server: {file}: grid_minutes: must be 60, 30 or 15\n"
        f"{file}: hold_minutes: must be a whole number from 1 to 60\n2 faults; nothing was changed\n"
    )
    for act in ("check", "set"):
        assert run("online-booking", act, file) == (1, "", said)
    with engines.reading() as transaction:
        assert online.settings_in_force(transaction).hold_minutes == 10


def test_a_file_is_checked_without_being_put_in_force(run, engines, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("")
    assert run("online-booking", "check", file) == (0, f"{file}: online booking is off; 0 locations, 0 reasons\n", "")
    with engines.reading() as transaction:
        assert online.settings_in_force(transaction).enabled


def test_a_file_that_is_no_text_or_not_there_is_said(run, tmp_path):
    file = tmp_path / "mine.toml"
    assert run("online-booking", "set", file) == (1, "", f"booking-server: {file}: No such file or directory\n")
    file.write_bytes(b"\xff")
    assert run("online-booking", "set", file) == (1, "", f"booking-server: {file}: is not UTF-8\n")


def test_lines_at_a_location_that_is_gone_are_named(run, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text((tmp_path / "demo" / "online-booking.toml").read_text().replace('"anywhere"', '"everywhere"'))
    code, _, said = run("online-booking", "set", file)
    assert code == 0
    assert said == "".join(
        f"booking-server: {line}: there is no location anywhere; it is not offered\n" for line in ("SCH-102", "SCH-121")
    )


def test_without_settings_online_booking_is_off(tmp_path, capsys):
    url = f"sqlite:///{tmp_path}/other.db"
    main(["demo", str(tmp_path / "demo"), *AT])
    (tmp_path / "demo" / "online-booking.toml").unlink()
    main(["import", str(tmp_path / "demo"), "--database", url])
    capsys.readouterr()
    assert main(["online-booking", "show", "--database", url]) == 0
    assert capsys.readouterr().out == "# nothing is set: online booking is off\n"


def test_an_import_takes_settings_where_there_are_none_and_changes_none(run, tmp_path):
    assert run("import", tmp_path / "demo")[0] == 0
    file = tmp_path / "demo" / "online-booking.toml"
    file.write_text(file.read_text() + "# mine\n")
    code, _, said = run("import", tmp_path / "demo")
    assert code == 1
    assert said.startswith("booking-server: online-booking.toml: the database has other settings; ")
    file.write_text("hold_minutes = 0\n")
    assert (
        "online-booking.toml: hold_minutes: must be a whole number from 1 to 60\n"
        in run("import", tmp_path / "demo")[2]
    )
