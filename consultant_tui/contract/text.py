"""Owns which characters of a text from outside may reach a screen."""

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def is_plain(text: str) -> bool:
    """Whether a text holds neither control characters, nor line ends, nor half characters."""
    return _CONTROL.search(text) is None


def clean(text: str) -> str:
    """Make a text harmless on one line of a screen.

    Marks that turn the writing direction are left out; control characters, line ends and lone surrogates
    become spaces. Joiners stay: emoji and Persian names need them.
    """
    return _CONTROL.sub(" ", _DIRECTION.sub("", text))


def lines_of(text: str) -> list[str]:
    """Part a text into clean lines; a tab becomes four spaces."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [clean(part.replace("\t", "    ")) for part in parts]
