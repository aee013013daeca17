"""An unfinished booking survives on disk, for its owner alone, and never half."""

import stat
import subprocess
import sys

import pytest
from msgspec.structs import replace

from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Attempt, Journal, Unfinished, attempt_for
from tests.rebooking import makers

DRAFT = BookingDraft.begin(makers.offer())


def requested():
    request = DRAFT.as_request()
    assert request is not None
    return request


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state" / "consultant-tui"


def test_what_was_written_is_read_again_by_the_next_start(folder):
    unfinished = Unfinished(draft=DRAFT, attempt=Attempt(key="k", request=requested()))
    Journal(folder).write(unfinished)
    assert Journal(folder).read() == unfinished


def test_only_the_owner_can_read_it_and_nothing_else_is_left(folder):
    Journal(folder).write(Unfinished(draft=DRAFT))
    Journal(folder).write(Unfinished(draft=DRAFT))
    (only,) = folder.iterdir()
    assert stat.S_IMODE(only.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_names_nobody(folder):
    Journal(folder).write(Unfinished(draft=DRAFT, attempt=Attempt(key="k", request=requested())))
    (only,) = folder.iterdir()
    assert "Ana" not in only.read_text()
    assert "ASST-100042" in only.read_text()


def test_discarded_is_forgotten_and_may_be_discarded_again(folder):
    journal = Journal(folder)
    journal.write(Unfinished(draft=DRAFT))
    journal.discard()
    journal.discard()
    assert journal.read() is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"draft": {}}', b"\xff\xfe", b"[]"])
def test_what_cannot_be_read_is_no_unfinished_booking(folder, content):
    journal = Journal(folder)
    journal.write(Unfinished(draft=DRAFT))
    (only,) = folder.iterdir()
    only.write_bytes(content)
    assert journal.read() is None


def test_a_write_that_fails_leaves_the_earlier_one_whole(folder, monkeypatch):
    journal = Journal(folder)
    journal.write(Unfinished(draft=DRAFT))

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("consultant_tui.rebooking.journal.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        journal.write(Unfinished(draft=replace(DRAFT, approval="x")))
    assert journal.read() == Unfinished(draft=DRAFT)
    assert len(list(folder.iterdir())) == 1


def test_the_same_request_keeps_its_key_and_another_gets_a_new_one():
    first = attempt_for(requested(), None)
    assert attempt_for(requested(), first) is first
    changed = replace(requested(), notify=False)
    assert attempt_for(changed, first).key != first.key
    assert attempt_for(requested(), None).key != first.key


def test_only_one_program_has_it(folder):
    first, second = Journal(folder), Journal(folder)
    assert first.claim()
    assert first.claim(), "who has it has it"
    assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


HOLD = """
import sys
from pathlib import Path
from consultant_tui.rebooking.journal import Journal
journal = Journal(Path(sys.argv[1]))
print(journal.claim(), flush=True)
sys.stdin.read()
"""


def test_a_program_that_is_killed_does_not_keep_it(folder):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "True\n"
        assert not Journal(folder).claim()
        other.kill()
        other.wait()
        journal = Journal(folder)
        assert journal.claim()
        journal.release()


def test_a_folder_in_which_nothing_can_be_locked_is_no_reason_not_to_book(tmp_path):
    (tmp_path / "a-file").write_text("")
    assert Journal(tmp_path / "a-file").claim()
