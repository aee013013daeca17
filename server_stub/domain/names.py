"""Owns how names and references are looked for: their words, without what people leave out when they type."""

import re
import unicodedata

from consultant_tui.contract.finding import FoundKind

LONGEST_WORD = 64
"""Characters of a word that are looked at."""
MOST_WORDS = 8
"""Words of one question that are looked at."""
BEYOND = "\U0010ffff"
"""What stands after everything that begins with a word, when it is put behind it."""

_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "ـ": None}
)
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_REFERENCE = re.compile(r"\b(cli|asst|app)-([0-9]+)")
_KINDS = {"cli": FoundKind.CLIENT, "asst": FoundKind.CASE, "app": FoundKind.APPOINTMENT}


def folded(text: str) -> str:
    """Write a text as it is compared: case, accents and vowel points left out."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn").translate(_PLAIN)


def words_of(name: str) -> frozenset[str]:
    """Return the words that a name is found by; "O'Brien" by "obrien" and by "brien"."""
    text = folded(name)
    found = _split(_APOSTROPHES.sub("", text)) + _split(_APOSTROPHES.sub(" ", text))
    return frozenset(word[:LONGEST_WORD] for word in found)


def number_of(reference: str) -> str:
    """Return the digits that a reference is found by."""
    return reference.partition("-")[2]


def asked_for(typed: str) -> tuple[str, ...]:
    """Return the words that are looked for, the longest first; a reference is looked for by its digits."""
    text = _REFERENCE.sub(r" \2 ", folded(typed))
    words = dict.fromkeys(word[:LONGEST_WORD] for word in _split(_APOSTROPHES.sub("", text)))
    return tuple(sorted(words, key=len, reverse=True)[:MOST_WORDS])


def kind_asked_for(typed: str) -> FoundKind | None:
    """Return what is looked for when a reference says it: a case for "ASST-1"."""
    found = _REFERENCE.search(folded(typed))
    return _KINDS[found[1]] if found else None


def _split(text: str) -> list[str]:
    """Part a text at everything that is no letter, digit, mark or symbol."""
    return "".join(sign if unicodedata.category(sign)[0] in "LMNS" else " " for sign in text).split()
