"""Owns reading what a program writes to a terminal: each escape sequence as a terminal takes it apart (ECMA-48)."""

import re
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass, field

_STRING = r"[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
_SEQUENCE = re.compile(
    rf"(?P<csi>(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?)|(?P<string>(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]){_STRING})"
    r"|(?P<escape>\x1b[ -/]*[0-~]?)"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MANY = ("m", "H")
"""Colours and places: their numbers are as many as there are styles and cells."""

CLIPBOARD = "\x1b]52;"

MODES = (7, 25, 1000, 1003, 1004, 1006, 1015, 1049, 2004)
"""What Textual turns on for as long as it has the terminal: mouse, pastes, the other screen, and so on."""
TEXTUALS = frozenset({
    "\x1b[…H", "\x1b[…m", "\x1b[<u", "\x1b[>25u", "\x1b[?2026$p", "\x1b[?2048$p", "\x1b]22;default\x07",
    *(f"\x1b[?{mode}{way}" for mode in MODES for way in "hl"),
})  # fmt: skip
"""The kinds of sequences that Textual makes itself while a program runs."""
PLAIN = frozenset({"\x1b[0m", "\x1b[1;1H"})
"""Colours and places that Textual makes as well; every other one of a text would be the text's own."""


@dataclass
class Written:
    """What was written, taken apart."""

    sequences: Counter[str] = field(default_factory=Counter)
    """Each sequence, to the letter, with how often it came."""
    controls: set[str] = field(default_factory=set)
    """Control characters, and marks that turn the direction, outside of sequences."""
    text: str = ""
    """The rest."""

    @property
    def kinds(self) -> set[str]:
        """What the sequences are: all of them to the letter but colours and places."""
        return {one[:2] + "…" + one[-1] if _is_of_many(one) else one for one in self.sequences if not _copies(one)}

    @property
    def copied(self) -> list[str]:
        """What was put on the clipboard."""
        return [
            b64decode(one.removeprefix(f"{CLIPBOARD}c;").rstrip("\x07\x1b\\")).decode()
            for one in self.sequences
            if _copies(one)
        ]


def taken_apart(written: str) -> Written:
    """Take apart what was written."""
    found = Written(Counter(match[0] for match in _SEQUENCE.finditer(written)))
    found.text = _SEQUENCE.sub("", written)
    found.controls = set(_CONTROL.findall(found.text))
    return found


def _is_of_many(one: str) -> bool:
    return one.startswith("\x1b[") and one[-1] in _MANY and re.fullmatch(r"[0-9;:]*", one[2:-1]) is not None


def _copies(one: str) -> bool:
    return one.startswith(f"{CLIPBOARD}c;") and len(one) > len(CLIPBOARD) + 4
