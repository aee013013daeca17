"""Owns how an organisation's code looks, is made, and is read as people type it."""

import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that are not taken for each other; 0, 1, I, L, O and U are left out."""

LENGTH = 12
"""Signs of a code; those behind the hint carry 44 bits by themselves."""

HINT = 3
"""Signs that are kept readable, so that codes can be told apart in a list."""

_GROUP = 4


def made(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a code, bare of hyphens.

    Args:
        choose: Picks one sign so that nobody can guess it, as ``secrets.choice`` does.
    """
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """Return a code as it is handed out, in groups of four."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read(typed: str) -> str | None:
    """Return the code that somebody typed, however it was spaced and cased; None when it cannot be one."""
    folded = unicodedata.normalize("NFKC", typed[:100]).upper()
    code = "".join(sign for sign in folded if sign.isalnum())
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def hint(code: str) -> str:
    """Return the signs of a code that may be shown."""
    return code[:HINT]
