"""What may be a password, and what is too easy to guess."""

import pytest

from consultant_tui.contract.refusals import Code
from server_stub.domain.passwords import objection, prepared


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "Zürich im Regen", "x7!kQ9#mP2$w", "密码是四个词的组合好吗"],
)
def test_good_passwords_are_taken(password):
    assert objection(password, "ana.lindqvist@example.com") is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", Code.PASSWORD_TOO_SHORT),
        ("ninechars", Code.PASSWORD_TOO_SHORT),
        ("x" * 129, Code.PASSWORD_TOO_LONG),
        ("password123", Code.PASSWORD_TOO_EASY),
        ("PASSWORD!!!", Code.PASSWORD_TOO_EASY),
        ("2024-11-30-17", Code.PASSWORD_TOO_EASY),
        ("abcdefghijkl", Code.PASSWORD_TOO_EASY),
        ("poiuytrewq", None),
        ("abababababab", Code.PASSWORD_TOO_EASY),
        ("ana.lindqvist", Code.PASSWORD_TOO_EASY),
        ("Ana.Lindqvist99", Code.PASSWORD_TOO_EASY),
        ("ana.lindqvist@example.com", Code.PASSWORD_TOO_EASY),
    ],
)
def test_easy_ones_are_told_apart(password, code):
    found = objection(password, "ana.lindqvist@example.com")
    assert (found.code if found else None) == code


def test_letters_are_one_however_a_keyboard_composes_them():
    assert prepared("Zu\u0308rich im Regen") == prepared("Zürich im Regen")
