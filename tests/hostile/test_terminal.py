"""A practice full of hostile texts, in a real pseudo-terminal: no text reaches the terminal as an order."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from litestar.testing import TestClient

from benchmarks.terminals import PROGRAMS, Terminal
from consultant_tui.contract import paths
from consultant_tui.contract.appointments import QuickView
from consultant_tui.contract.completion import CompletionForm
from consultant_tui.contract.text import clean, is_plain
from server_stub.app import create_app
from server_stub.services import signing
from server_stub.services.office import Office
from server_stub.storage import tokens
from server_stub.storage.engines import Engines, open_engines
from tests.backend.asking import wish
from tests.faults.server import Line, cut, garbage
from tests.hostile.corpus import CORPUS, HARMFUL, SENT
from tests.hostile.escapes import PLAIN, TEXTUALS, Written, taken_apart
from tests.hostile.spoiling import spoil
from tests.hostile.walk import (
    CHANGE_PASSWORD,
    CTRL_K,
    CTRL_L,
    EMPTY,
    ESCAPE,
    FOUND_OUT,
    FROM_RECEIPT,
    HOME,
    IN_DOUBT,
    PASSWORD,
    SIGN_IN,
    SIGN_IN_AGAIN,
    TO_REVIEW,
    WALK,
    walk,
)
from tests.rebooking.stage import MIRA, NOW, forget_everybody, make_demo

PROGRAM = str(PROGRAMS / "consultant-tui")
NOTES = ["Good talk", "about work"]
PARCEL = 190
MODES_TURNED = 2
"""How often Textual turns a mode on or off while a program runs: the mouse twice, everything else once."""
TOKEN = "a-token-of-a-walk"  # noqa: S105


@pytest.fixture
def demo(tmp_path_factory) -> Path:
    """The demo, with a completed session and messages besides, so that every kind of page has something to show."""
    made = make_demo(tmp_path_factory.mktemp("demo"))
    engines = open_engines(f"sqlite:///{made}", durable=False)
    signing.set_password(Office(engines, lambda: NOW), MIRA, PASSWORD)
    with engines.writing() as connection:
        tokens.give_token(connection, TOKEN, MIRA, NOW, timedelta(days=1))
    with TestClient(create_app(engines, lambda: NOW)) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        sections = msgspec.json.decode(client.get(paths.QUICK_VIEW).content, type=QuickView).sections
        next_one, begun = sections[0].rows[1], sections[1].rows[0].reference
        form = msgspec.json.decode(client.get(paths.COMPLETION.format(appointment=begun)).content, type=CompletionForm)
        file = {"name": "notes.txt", "content": b64encode(b"Good talk").decode()}
        for path, version, body in (
            (
                paths.COMPLETION.format(appointment=begun),
                form.version,
                {"ticks": form.ticks, "notes": NOTES, "file": file},
            ),
            (paths.START.format(appointment=next_one.reference), next_one.version, None),
            (paths.BOOKINGS, 0, msgspec.to_builtins(wish("APP-20027", "SCH-101", start="16:00:00"))),
        ):
            headers = {"If-Match": f'"{version}"', "Idempotency-Key": "k" * 12}
            done = client.post(path, json=body, headers=headers)
            assert done.is_success, done.text
    engines.dispose()
    return made


@dataclass
class Setting:
    """Where a walk takes place."""

    terminal: Terminal
    line: Line
    engines: Engines
    now: datetime = NOW

    def forget_everybody(self) -> None:
        """End every sign-in, as a night does."""
        forget_everybody(self.engines)
        self.now += timedelta(hours=1)


@contextmanager
def walked(file: Path, folder: Path) -> Iterator[Setting]:
    engines = open_engines(f"sqlite:///{file}", durable=False)
    line = Line(create_app(engines, lambda: setting.now))
    line.open()
    try:
        with Terminal((PROGRAM, "--server", line.address), home=folder) as terminal:
            setting = Setting(terminal, line, engines)
            yield setting
    except AssertionError as error:
        log = folder / ".local/state/consultant-tui/consultant-tui.log"
        error.add_note(log.read_text() if log.exists() else "no log")
        raise
    finally:
        line.end()
        engines.dispose()


def all_written(setting: Setting, texts: tuple[str, ...]) -> Written:
    """Walk from signing in to signing out; give what was written in between."""
    terminal = setting.terminal
    terminal.see("Your e-mail address and password at", seconds=60)
    paste(terminal, texts)
    terminal.press("\t")
    paste(terminal, texts)
    terminal.press("\x1b[Z")
    walk(terminal, SIGN_IN)
    walk(terminal, WALK)
    walk(terminal, TO_REVIEW)
    with setting.line.failing("POST", "/v1/bookings", cut, acts=True):
        setting.line.app.also("GET", "/v1/booking-keys", garbage)
        walk(terminal, IN_DOUBT)
    terminal.see(FOUND_OUT, seconds=60)
    terminal.settle(0.2)
    walk(terminal, FROM_RECEIPT)
    setting.forget_everybody()
    walk(terminal, SIGN_IN_AGAIN)
    paste_everywhere(terminal, texts)
    walk(terminal, ((CTRL_K, ("Present password",)),))
    paste(terminal, texts)
    walk(terminal, CHANGE_PASSWORD)
    terminal.press(CTRL_L)
    assert terminal.end() == 0, "the program did not survive"
    return taken_apart(terminal.written.decode())


def paste(terminal: Terminal, texts: tuple[str, ...]) -> None:
    """Paste texts into the field in focus, one after the other, as a terminal does it.

    A field that is full would ring the bell. Texts with escapes are left out: Textual makes keys of them within a paste
    too, which is why terminals take them out; tests of pasting put them in behind that.
    """
    for text in texts:
        terminal.press(f"\x1b[200~{text}\x1b[201~")
        terminal.settle(0.2)
        terminal.press(EMPTY)


def paste_everywhere(terminal: Terminal, texts: tuple[str, ...]) -> None:
    """Paste texts into each kind of field from Quick View on."""
    terminal.press("1g")
    terminal.settle(0.3)
    for opened, shown in (("f", "Find"), ("x", "Who cancels"), ("/", " of ")):
        before = terminal.screen()
        terminal.press(opened)
        terminal.see_change(before, shown)
        if opened == "x":
            terminal.press("\t")
        paste(terminal, texts)
        terminal.press(ESCAPE)
        terminal.see_change("", HOME, without=(shown,))
        terminal.settle(0.2)


def test_nothing_but_textual_s_own_sequences_reaches_the_terminal(demo, tmp_path):
    """On every screen, with every text of the corpus in every column, past all checks; and with what is pasted."""
    file = Path(shutil.copy(demo, tmp_path / "practice.db"))
    assert spoil(str(file), spared=MIRA) > 300
    with walked(file, tmp_path) as setting:
        harmful = [one.text for one in HARMFUL if ESCAPE not in one.text and len(one.text) < PARCEL]
        hostile = all_written(setting, tuple(_parcels(harmful)))
        written = setting.terminal.written.decode()
    assert all(name in written for name in ("Zoë [he/him]", "Owes [$100]"))
    assert PASSWORD not in written
    assert hostile.kinds - TEXTUALS == set()
    assert hostile.controls <= {"\n", "\r"}
    own = set(taken_apart("".join(one.text for one in CORPUS if one.can_be_sent)).sequences) - TEXTUALS - PLAIN
    assert own & set(hostile.sequences) == set()
    for mode in (one for one in hostile.sequences if one.startswith("\x1b[?")):
        assert hostile.sequences[mode] <= MODES_TURNED, f"{mode!r} came too often"
    assert hostile.copied
    assert all(is_plain(text) and clean(text) == text for text in hostile.copied)


def _parcels(texts: list[str]) -> list[str]:
    """Put texts together, as many as fit into a field."""
    parcels = [""]
    for text in (text for text in texts if len(text) < PARCEL):
        if len(parcels[-1]) + len(text) > PARCEL:
            parcels.append("")
        parcels[-1] += text
    return parcels


def test_the_walk_sees_what_it_looks_for():
    """The same reading finds what a program would write that hands texts on as they are."""
    for one in SENT:
        if not one.is_harmless:
            leaked = taken_apart(f"\x1b[1;1H{one.text}\x1b[0m")
            assert (
                leaked.controls
                or leaked.kinds - {"\x1b[…H", "\x1b[…m"}
                or "\x1b[31;1m" in leaked.sequences
                or leaked.copied
            ), one.name
