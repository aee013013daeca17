"""Leaks are heard: each kind is planted once, and named; and what libraries would leak by themselves is silenced."""

import logging
import subprocess
import sys
import threading
import warnings

import httpx
import msgspec
import pytest
from litestar import Litestar, get
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from benchmarks.terminals import Terminal
from consultant_tui.contract import paths
from server_stub import silence
from server_stub.chores import ChoreFailedError, opened
from server_stub.storage.faults import words_of
from server_stub.storage.tables import persons, profiles
from tests.backend.conftest import mira, practice, sign_in
from tests.databases import on_postgresql
from tests.listening import EAR, hear_files, hear_test

__all__ = ["mira", "practice", "sign_in"]

NAME, PHONE = "Ana Lindqvist", "0491 570 006"


def heard(kind):
    """Take what was heard, so that this test is not held to it, and tell whether a leak of a kind is in it."""
    told = EAR.told()
    assert any(line.startswith(kind) for line in told), told
    return told


def test_a_name_in_a_log_is_heard_whatever_its_logger_and_level():
    log = logging.getLogger("some.library")
    log.propagate = False
    log.debug("booking %s", NAME)
    heard("a log tells name of")


def test_a_telephone_number_in_a_logged_traceback_is_heard():
    try:
        int(PHONE)
    except ValueError:
        logging.getLogger("x").exception("something broke")
    heard("a log tells phone of")


def test_a_name_in_a_warning_is_heard():
    """Warnings are collected when a test has ended; the hook that does so is asked here."""
    from tests.conftest import pytest_warning_recorded

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn(NAME, stacklevel=1)
    pytest_warning_recorded(caught[0])
    heard("a warning")


def test_a_name_on_the_error_output_is_heard(request, capsys):
    sys.stderr.write(NAME)
    request.node._report_sections.append(("call", "stderr", capsys.readouterr().err))
    hear_test(request.node)
    request.node._report_sections.pop()
    heard("the error output")


def test_what_a_program_says_and_is_told_is_heard():
    said = "import sys; sys.stderr.write(sys.argv[1] + sys.argv[2])"
    subprocess.run([sys.executable, "-c", said, "Ana", " Lindqvist"], capture_output=True, check=True)
    heard("the error output of a program")
    subprocess.run([sys.executable, "-c", "pass", NAME], check=True)
    heard("the arguments of a program")
    subprocess.run([sys.executable, "-c", "pass"], env={"WHO": NAME}, check=True)
    heard("WHO in the environment")


def test_a_log_that_is_left_behind_is_heard(tmp_path):
    (tmp_path / "some.log").write_text(NAME)
    hear_files(tmp_path)
    (tmp_path / "some.log").unlink()
    heard("the file some.log")


async def test_a_name_in_an_address_is_heard_however_it_is_written(mira):
    for address in ("/v1/clients/Ana%20Lindqvist", "/v1/search?query=Ana+Lindqvist"):
        await mira.get(address)
        heard("an address")


async def test_a_token_in_an_address_is_heard(mira):
    await mira.get(paths.QUICK_VIEW)
    await mira.get(f"/v1/clients/{mira.headers['Authorization'].rpartition(' ')[2]}")
    heard("an address tells a bearer token")


async def test_what_a_test_writes_of_somebody_is_listened_for(practice):
    practice.open_case(name="Somebody Quite-New")
    logging.getLogger("x").info("for Somebody Quite-New")
    heard("a log tells name of clients")


async def test_a_name_in_a_refusal_is_heard():
    @get("/refusing", sync_to_thread=False, status_code=409)
    def refusing() -> str:
        return msgspec.json.encode({"refusals": [{"name": NAME}]}).decode()

    transport = httpx.ASGITransport(Litestar([refusing], logging_config=None))
    async with httpx.AsyncClient(transport=transport, base_url="http://backend") as somebody:
        await somebody.get("/refusing")
    heard("the 409 of GET /refusing")


def test_libraries_write_down_neither_rows_nor_addresses():
    """At no level of the root logger; in a process of its own, since this one has set them itself."""
    program = (
        "import logging; logging.getLogger().setLevel(1)\n"
        "import server_stub.storage.engines, consultant_tui.api.conversation as talk; talk._load_httpx()\n"
        "print(*(logging.getLogger(n).getEffectiveLevel() for n in"
        " ('sqlalchemy.engine.Engine', 'sqlalchemy.pool', 'httpx', 'httpcore.http11')))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["30"] * 4


@pytest.mark.parametrize(("place", "leaks"), [(0, False), (1, True), (2, False), (3, True)])
def test_a_name_beside_a_program_s_own_screen_is_heard(tmp_path, place, leaks):
    """Of a program that takes the terminal twice, as one that was stopped does."""
    parts = ["", "", "", ""]
    parts[place] = NAME
    taken, left = "\x1b[?1049h", "\x1b[?1049l"
    written = f"{taken}{parts[0]}{left}{parts[1]}{taken}{parts[2]}{left}{parts[3]}"
    with Terminal((sys.executable, "-c", f"print({written!r})"), home=tmp_path) as terminal:
        assert terminal.end() == 0
    if leaks:
        heard("the terminal beside the program")


BREAKING = """
import asyncio, logging, threading
from server_stub.cli import main
try:
    main(["--version"])
except SystemExit:
    pass

async def fail():
    raise RuntimeError("Ana Lindqvist")

async def forget():
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)  # gives way, waits for nothing
    del task

asyncio.run(forget())
threading.Thread(target=lambda: asyncio.run(fail())).start()
logging.getLogger("a.library").warning("of %s", "Ana Lindqvist")
logging.getLogger("server_stub").warning("message %s is late", 7)
try:
    asyncio.run(fail())
except RuntimeError as error:
    raise KeyError("Ana Lindqvist") from error
"""


def test_what_nobody_caught_is_told_by_its_places_alone():
    """Of a thread, a forgotten task, a library and the program itself."""
    done = subprocess.run([sys.executable, "-"], input=BREAKING, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Lindqvist" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "WARNING message 7 is late" in done.stderr
    assert "WARNING a.library at <stdin>:" in done.stderr
    assert "ERROR asyncio at base_events.py:" in done.stderr
    assert "ERROR RuntimeError at " in done.stderr
    assert "booking-server: something is broken: KeyError at <stdin>:" in done.stderr
    assert ", after RuntimeError at " in done.stderr


def test_an_error_that_led_to_itself_is_told_once():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert silence.told(first) == "ValueError at , after KeyError at "


@on_postgresql
def test_what_postgresql_says_of_a_row_is_told_without_the_row(engines, practice, database):
    practice.engage("mira@example.org")
    twice = {"person_id": 1, "email": "mira@example.org", "engagement": "partner", "zone": "Australia/Melbourne"}
    with pytest.raises(DBAPIError) as raised, engines.writing() as connection:
        connection.execute(insert(profiles), twice)
    assert "mira@example.org" in str(raised.value), "the driver's own words name it"
    assert words_of(raised.value) == 'duplicate key value violates unique constraint "uq_profiles_email"'
    with pytest.raises(ChoreFailedError) as failed, opened(database.url) as own, own.writing() as connection:
        connection.execute(insert(profiles), twice)
    assert "mira@" not in str(failed.value)
    with pytest.raises(DBAPIError) as raised, engines.writing() as connection:
        connection.exec_driver_sql("SELECT CAST('Ana Lindqvist' AS integer)")
    assert words_of(raised.value) == "error 22P02"


def test_a_database_s_parameters_are_in_no_error(engines):
    with pytest.raises(DBAPIError) as raised, engines.writing() as connection:
        connection.execute(insert(persons), [{"reference": "CON-1", "name": NAME}] * 2)
    assert NAME not in str(raised.value)


def test_threads_of_the_tests_themselves_are_listened_to_too():
    walker = threading.Thread(target=lambda: logging.getLogger("x").info(NAME))
    walker.start()
    walker.join()
    heard("a log")
