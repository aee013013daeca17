"""Whatever is refused to a client is said in a sentence of the portal's own, with what to do."""

import ast
import re
from pathlib import Path

import pytest

import server_stub
from consultant_tui.contract.refusals import Code, Refusal
from server_stub.portal import words

_ROOMS = ("portal/**/*.py", "domain/online*.py", "domain/passwords.py")
_SERVICES = ("accounts", "links", "signing_in", "throttling", "contact", "holds", "online_booking", "online_times")
_SERVICES += ("own_sessions", "own_cases", "own_changes", "booking_steps", "tickets")


def named() -> set[Code]:
    """Return the codes that are named where pages and what they ask are made."""
    here = Path(server_stub.__file__).parent
    files = [file for room in _ROOMS for file in here.glob(room)]
    files += [file for name in _SERVICES if (file := here / "services" / f"{name}.py").exists()]
    return {
        Code[node.attr]
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
    }


def test_every_code_that_pages_can_meet_has_a_sentence():
    assert named() - set(words.REFUSALS) == set()


@pytest.mark.parametrize("code", sorted(words.REFUSALS))
@pytest.mark.parametrize("facts", [{}, {"number": 30, "name": "your name"}], ids=["bare", "with facts"])
def test_every_sentence_is_whole(code, facts):
    said = words.said(Refusal(code=code, **facts))
    assert re.match(r"[A-Z]", said), said
    assert said.rstrip().endswith("."), said
    assert "{" not in said
    assert "None" not in said
    assert "_" not in said


def test_a_code_of_a_later_version_is_still_said():
    assert "ask for help" in words.said(Refusal(code=Code("moon_is_full")))


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 second,"), (59, "59 seconds,"), (60, "1 minute,"), (61, "2 minutes,"), (900, "15 min")]
)
def test_pauses_are_told_in_words(seconds, said):
    assert said in words.said(Refusal(code=Code.TOO_MANY_TRIES, number=seconds))
