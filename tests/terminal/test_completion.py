"""Proves that a session is completed as it is written, and that nothing that was typed is ever lost."""

import io
import zipfile
from dataclasses import replace

import httpx
import pytest
from msgspec.structs import replace as replaced
from textual import events
from textual.widgets import Input

from consultant_tui.contract.completion import Completion, CompletionFile
from consultant_tui.contract.vocabulary import Tick
from consultant_tui.screens.completion import drafting
from consultant_tui.screens.completion.files import UnusableError, read_file
from consultant_tui.widgets.notes import Notes, harmless
from tests.rebooking.stage import on_row, press_through, seen, shown, until
from tests.terminal.test_api_methods import a_request

JUN, GRACE = "APP-20029", "APP-20028"
"""In progress, the first session of its case; completed before it came here."""
DRAFT = f"/v1/appointments/{JUN}/completion/draft"
FORM = f"/v1/appointments/{JUN}/completion"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(drafting, "PAUSE", 0.02)
    monkeypatch.setattr(drafting, "AGAIN", 0.02)


async def resume(pilot, key: str = "c") -> None:
    await on_row(pilot, JUN, key, "Complete Jun Watanabe · ASST-100033")


async def written(pilot, *keys: str) -> None:
    """Tick everything and write something, and wait until it is kept."""
    await pilot.press("1", "2", "3", "tab", *(keys or "fine"))
    await shown(pilot, "draft saved 09:04")


async def pasted(pilot, text: str) -> None:
    pilot.app.screen.post_message(events.Paste(text))
    await pilot.pause()


def notes(pilot) -> str:
    return pilot.app.screen.query_one(Notes).text


@pytest.mark.parametrize("key", ["c", "enter"])
async def test_a_session_in_progress_is_resumed_by_the_keys_that_open_others(stage, key):
    async with stage.program() as pilot:
        await on_row(pilot, JUN)
        await shown(pilot, "c Resume")
        await resume(pilot, key)
        assert "^o Consultant sign off" in seen(pilot)
        assert "[ ] Privacy statement" in seen(pilot)


async def test_what_is_pressed_while_the_form_comes_does_nothing(stage):
    async with stage.program() as pilot:
        gate = stage.wire.hold("GET", FORM)
        await on_row(pilot, JUN)
        await pilot.press("c", "c", "x", "enter", "2")
        gate.open()
        await shown(pilot, "Complete Jun Watanabe")
        assert "[x]" not in seen(pilot)
    assert len(stage.wire.sent("GET", FORM)) == 1


async def test_from_ticks_to_the_record(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot, *"He said [b]no[/x]", "enter", *"[@click=app.quit]?")
        await press_through(pilot, "tab tab 1 3", "[x] Low mood", "tab 1", "[x] Improved")
        await press_through(pilot, "ctrl+o", "closes the session for good")
        assert "▸ Back to the notes" in seen(pilot)
        await press_through(pilot, "ctrl+o", "No session is going on.")
        row = next(line for line in seen(pilot).splitlines() if "Jun Watanabe" in line)
        assert row.split()[0] == "▸"
        assert row.split()[-1] == "completed"
        await press_through(pilot, "enter", "Show the record", "left left enter", "signed off, read only")
        for words in (
            "Mon 23 Nov 2026 09:04 by Dr Mira Okafor",
            "Privacy statement, Informed consent",
            "Stress, Low mood",
            "He said [b]no[/x]",
            "[@click=app.quit]?",
        ):
            assert words in seen(pilot)
        await press_through(pilot, "escape", "Quick View")


async def test_a_second_session_asks_for_no_ticks_and_begins_with_the_last_words(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot)
        await press_through(pilot, "tab tab 4 tab 4", "[x] Plan agreed")
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "No session is going on.")
        receipt = await stage.api.book(await a_request(stage.api, JUN), "k" * 20)
        await stage.api.start(receipt.reference, 1)
        await press_through(pilot, "ctrl+r", "since 09:04", "2 c", "Complete Jun Watanabe")
        assert "First session" not in seen(pilot)
        assert "[x] Sleep" in seen(pilot)
        assert "[x] Plan agreed" in seen(pilot)


async def test_what_is_missing_is_said_at_its_field_and_taken_back_when_it_is_there(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await press_through(pilot, "ctrl+o", "✗ This is the first session of the case: tick all three.")
        assert "✗ Notes are needed: write some, or name a file." in seen(pilot)
        assert pilot.app.screen.focused.id == "ticks-entry"
        await pilot.press("1", "2", "3", "tab", *"ok")
        await until(pilot, lambda: "✗" not in seen(pilot), "nothing is wrong any more")


async def test_fields_are_left_by_tab_and_ticks_given_by_enter_as_well(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        assert "tab Next field" in seen(pilot)
        await press_through(pilot, "enter right enter", "[x] Informed consent")
        await pilot.press("tab", "x", "tab", "y", "shift+tab", "z")
        assert notes(pilot) == "xz"
        assert pilot.app.screen.query_one("#file-entry").value == "y"


async def test_no_single_key_affirms_everything(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("a")
        assert "[x]" not in seen(pilot)


async def test_a_half_written_completion_survives_a_crash(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot, *"half a th", "tab", *"~/n.pdf", "tab", "5")
        await until(pilot, lambda: len(stage.wire.sent("PUT", DRAFT)) > 1 and "draft saved" in seen(pilot), "kept")
    async with stage.program() as pilot:
        await resume(pilot)
        assert notes(pilot) == "half a th"
        for words in ("[x] Privacy statement", "~/n.pdf", "[x] Grief", "draft saved 09:04"):
            assert words in seen(pilot)


async def test_leaving_at_once_keeps_the_last_key(stage, monkeypatch):
    monkeypatch.setattr(drafting, "PAUSE", 60)
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("tab", *"last wor", "d", "escape")
        await shown(pilot, "Quick View")
        await resume(pilot)
        assert notes(pilot) == "last word"


async def test_ending_the_program_keeps_the_last_key(stage, monkeypatch):
    monkeypatch.setattr(drafting, "PAUSE", 1.5)
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("tab", *"last word", "ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running or bool(stage.wire.sent("PUT", DRAFT)), "kept")
    async with stage.program() as pilot:
        await resume(pilot)
        assert notes(pilot) == "last word"


async def test_looking_without_writing_keeps_nothing(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await press_through(pilot, "escape", "Quick View")
    assert stage.wire.sent("PUT", DRAFT) == []


async def test_a_draft_that_cannot_be_kept_is_tried_again(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        stage.wire.before = broken("PUT")
        await pilot.press("tab", *"words")
        await shown(pilot, "NOT saved, tried again soon")
        stage.wire.before = None
        await shown(pilot, "draft saved 09:04")
        assert notes(pilot) == "words"


def broken(method: str, error: type[Exception] = httpx.ConnectError):
    def refuse(request):
        if request.method == method:
            raise error("down")

    return refuse


async def write_elsewhere(stage, text: str) -> None:
    """Write on the same completion from another terminal."""
    form = await stage.api.completion(JUN)
    await stage.api.keep_completion(JUN, form.version, replaced(form.begin, notes=(text,)))


async def kept(stage) -> str:
    return "\n".join((await stage.api.completion(JUN)).begin.notes)


async def test_what_was_written_elsewhere_is_not_overwritten_unseen(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot, *"mine")
        await write_elsewhere(stage, "theirs")
        await pilot.press(*" too")
        await shown(pilot, "This was written on elsewhere at 09:04.")
        await shown(pilot, "NOT saved")
        assert await kept(stage) == "theirs"
        await press_through(pilot, "escape", "▸ Stay", "enter", "Complete Jun")
        assert notes(pilot) == "mine too"
        await press_through(pilot, "escape", "Leave it as it is there", "right enter", "Recently completed")
    assert await kept(stage) == "theirs"


async def test_what_is_here_can_be_kept_instead(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot, *"mine")
        await write_elsewhere(stage, "theirs")
        await pilot.press(*" too")
        await shown(pilot, "This was written on elsewhere")
        await press_through(pilot, "escape", "Keep what is here", "right right enter", "Recently completed")
    assert await kept(stage) == "mine too"


async def test_nothing_is_signed_off_over_what_was_written_elsewhere(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot, *"mine")
        await write_elsewhere(stage, "theirs")
        await pilot.press(*" too")
        await shown(pilot, "This was written on elsewhere")
        await press_through(pilot, "ctrl+o", "▸ Stay", "escape", "Complete Jun")
        await press_through(pilot, "ctrl+o", "Keep what is here", "right right enter", "for good")
    assert await kept(stage) == "mine too"


async def test_an_answer_that_was_lost_is_no_other_terminal(stage):
    async with stage.program() as pilot:
        await resume(pilot)

        def lose(request, response):
            if request.method == "PUT":
                raise httpx.ReadError("lost")

        stage.wire.after = lose
        await pilot.press("tab", *"one")
        await shown(pilot, "NOT saved, tried again soon")
        stage.wire.after = None
        await pilot.press(*" two")
        await shown(pilot, "draft saved 09:04")
        assert notes(pilot) == "one two"
    assert await kept(stage) == "one two"


async def test_leaving_what_cannot_be_kept_is_a_question(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        stage.wire.before = broken("PUT")
        await pilot.press("tab", *"words", "escape")
        await shown(pilot, "The draft is not saved")
        await press_through(pilot, "escape", "Complete Jun")
        assert notes(pilot) == "words"
        await press_through(pilot, "escape", "Leave anyway", "left enter", "Quick View")


async def test_a_sign_off_that_cannot_be_sent_can_be_tried_again(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot)
        stage.wire.before = broken("POST")
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "No connection", "escape", "Complete Jun")
        assert notes(pilot) == "fine"
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "▸ Retry")
        stage.wire.before = None
        await press_through(pilot, "enter", "No session is going on.")


async def test_a_sign_off_without_an_answer_is_found_out_when_it_was_made(stage):
    def cut_off(request, response):
        if request.method == "POST":
            raise httpx.ReadError("cut")

    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot)
        stage.wire.after = cut_off
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "No session is going on.")
    assert len(stage.wire.sent("POST", FORM)) == 1


async def test_a_sign_off_without_an_answer_is_found_out_when_it_was_not_made(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot)
        stage.wire.before = broken("POST", httpx.ReadError)
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "Not signed off", "enter", "Complete Jun")
        assert notes(pilot) == "fine"
        stage.wire.before = None
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "No session is going on.")


async def test_while_nobody_knows_the_text_stays(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot)
        down = {"POST": httpx.ReadError, "GET": httpx.ConnectError}

        def refuse(request):
            if request.method in down:
                raise down[request.method]("down")

        stage.wire.before = refuse
        await press_through(pilot, "ctrl+o", "for good", "ctrl+o", "We don't know yet", "escape", "Complete Jun")
        assert notes(pilot) == "fine"


async def test_a_session_that_was_signed_off_elsewhere_is_told(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("tab", *"mine")
        await shown(pilot, "draft saved")
        await stage.api.sign_off(JUN, 2, Completion(ticks=tuple(Tick), notes=("other",)))
        await pilot.press("x", "ctrl+o")
        await shown(pilot, "Dr Mira Okafor completed it at 09:04")
        assert notes(pilot) == "minex"


async def test_what_only_looks_cannot_resume(stage):
    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    async with stage.program() as pilot:
        await on_row(pilot, JUN)
        assert "c Resume" not in seen(pilot)
        await press_through(pilot, "enter", "Why? w")
        assert "Resume session" not in seen(pilot)


async def test_the_summary_of_a_session_in_progress_leads_to_it(stage):
    async with stage.program() as pilot:
        await on_row(pilot, JUN, "r", "Resume session")
        pilot.app.screen.query_one("#resume").focus()
        await press_through(pilot, "enter", "Complete Jun")


async def test_what_was_completed_elsewhere_offers_no_record(stage):
    async with stage.program() as pilot:
        await on_row(pilot, GRACE, "enter", "Continue to Rebook")
        assert "Show the record" not in seen(pilot)


async def test_what_is_pasted_is_made_harmless(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("tab")
        await pasted(pilot, "one\r\n\ttwo\x1b[31m\u202ethree\rfour")
        assert notes(pilot) == "one\n    two [31mthree\nfour"
        await shown(pilot, "draft saved")


async def test_notes_that_are_too_long_are_told_and_stay(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("tab")
        await pasted(pilot, "x" * 20_001)
        await shown(pilot, "✗ The notes are too long. Keep them to 20000 characters")
        await pilot.press("backspace")
        await shown(pilot, "draft saved")
        await until(pilot, lambda: "✗" not in seen(pilot), "short enough")


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("gone.pdf", None, "✗ There is no such file. Check the path."),
        (".", None, "✗ This is a folder. Name a file in it."),
        ("void.txt", 0, "✗ There is nothing in this file. Choose another one."),
        ("huge.txt", 5 * 1024 * 1024 + 1, "✗ This file is too large: at most 5 MB are taken."),
    ],
)
async def test_a_file_that_cannot_be_taken_is_told(stage, tmp_path, monkeypatch, name, size, said):
    monkeypatch.chdir(tmp_path)
    if size is not None:
        (tmp_path / name).write_bytes(b"x" * size)
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("1", "2", "3", "tab", "tab", *map(key_of, name))
        await press_through(pilot, "ctrl+o", said[:50])
        assert pilot.app.screen.focused.id == "file-entry"


async def test_what_a_file_is_the_backend_tells(stage, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.pdf").write_bytes(b"MZ\x90\x00\x03")
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("1", "2", "3", "tab", "tab", *map(key_of, "n.pdf"))
        await press_through(pilot, "ctrl+o", "n.pdf, 5 bytes", "ctrl+o", "✗ This file is no text, PDF or Word")
        assert pilot.app.screen.focused.id == "file-entry"


async def test_a_file_stands_for_notes(stage, tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    (tmp_path / "my notes.docx").write_bytes(made.getvalue())
    async with stage.program() as pilot:
        await resume(pilot)
        await pilot.press("1", "2", "3", "tab", "tab")
        await pasted(pilot, f"'{tmp_path}/my notes.docx'")
        await press_through(pilot, "ctrl+o", "my notes.docx", "ctrl+o", "No session is going on.")
    record = await stage.api.record(JUN)
    assert (record.file.name, record.file.type, record.notes) == ("my notes.docx", "word", ())


async def test_the_file_of_a_record_can_be_saved(stage, tmp_path):
    content = b"%PDF-1.7 " + bytes(range(256)) * 100
    file = CompletionFile(name="../.ssh/A[b].pdf", content=content)
    async with stage.program() as pilot:
        await stage.api.sign_off(JUN, 2, Completion(ticks=tuple(Tick), file=file))
        await press_through(pilot, "ctrl+r", "No session is going on.")
        await on_row(pilot, JUN, "enter", "Show the record")
        pilot.app.screen.query_one("#record").focus()
        await press_through(pilot, "enter", "s Save the file", "s", "Write the file")
        field = pilot.app.screen.query_one(Input)
        assert field.value.endswith("/A[b].pdf")
        assert ".." not in field.value
        field.value = str(tmp_path / "out.pdf")
        await press_through(pilot, "enter", "signed off, read only")
    assert (tmp_path / "out.pdf").read_bytes() == content
    assert (tmp_path / "out.pdf").stat().st_mode & 0o077 == 0


def key_of(character: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(character)


def test_a_path_is_read_as_terminals_write_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "a b'c.txt"
    file.write_text("notes")
    for typed in (str(file), f' "{file}" ', str(file).replace(" ", "\\ ").replace("'", "\\'"), "~/a b'c.txt"):
        assert read_file(typed, 1).name == "a b'c.txt"
    for typed in ("~nobody-at-all/x", "a\0b", "x" * 5000, "/dev/null"):
        with pytest.raises(UnusableError):
            read_file(typed, 1)


def test_notes_are_parted_into_clean_lines():
    assert harmless("a\tb\r\n\x00c\n \n\n") == ("a    b", " c")
    assert harmless(" \n") == ()


async def test_a_slow_sign_off_is_sent_once(stage):
    async with stage.program() as pilot:
        await resume(pilot)
        await written(pilot)
        await press_through(pilot, "ctrl+o", "for good")
        gate = stage.wire.hold("POST", "")
        await press_through(pilot, "ctrl+o", "Complete Jun")
        await pilot.press("ctrl+o", "ctrl+o", "x")
        assert notes(pilot) == "fine"
        gate.open()
        await shown(pilot, "No session is going on.")
    assert len(stage.wire.sent("POST", FORM)) == 1
    assert (await stage.api.record(JUN)).notes == ("fine",)
