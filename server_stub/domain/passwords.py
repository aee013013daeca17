"""Owns what a password must be: long enough, not among the first that anybody would try, and not one's own name."""

import unicodedata

from consultant_tui.contract.refusals import Code
from server_stub.domain.objections import Objection

SHORTEST = 10
LONGEST = 128
"""Characters; more would let a single request keep the hashing busy."""

UNUSABLE = "!"
"""In the place of a hash: no password fits."""

LEAST_DIFFERENT = 5
"""Different characters that a password has at least."""

_COMMON = frozenset({
    "admin", "administrator", "appointment", "asdfghjkl", "baseball", "booking", "changeme", "computer",
    "counseling", "counselling", "default", "dragon", "football", "hunter", "iloveyou", "internet", "jennifer",
    "jordan", "letmein", "master", "michael", "monkey", "passw0rd", "password", "password1", "portal", "princess",
    "qwerty", "qwertyuiop", "secret", "shadow", "starwars", "sunshine", "superman", "trustno1", "welcome",
    "welcome1", "whatever", "zxcvbnm",
})  # fmt: skip
"""What is tried first, also with digits and signs around it."""

_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789", "98765432109876543210")


def prepared(password: str) -> str:
    """Return a password in the one form in which it is hashed, however a keyboard composes its letters."""
    return unicodedata.normalize("NFC", password)


def objection(password: str, *own: str) -> Objection | None:
    """Return why a password may not be chosen.

    Args:
        password: As it was typed.
        own: What somebody who knows the person would try, such as the e-mail address.
    """
    chosen = prepared(password)
    if len(chosen) < SHORTEST:
        return Objection(Code.PASSWORD_TOO_SHORT, number=SHORTEST)
    if len(chosen) > LONGEST:
        return Objection(Code.PASSWORD_TOO_LONG, number=LONGEST)
    folded = chosen.casefold()
    bare = folded.strip("0123456789!@#$%^&*()_-+=.,?/ ")
    easy = not bare or bare in _COMMON or len(set(folded)) < LEAST_DIFFERENT or any(folded in run for run in _RUNS)
    if easy or any(_names(folded, part) for part in own):
        return Objection(Code.PASSWORD_TOO_EASY)
    return None


def _names(folded: str, own: str) -> bool:
    """Whether hardly anything is left of a password once a name is taken out of it."""
    parts = {own.casefold(), own.casefold().partition("@")[0]}
    return any(len(part) > 3 and len(folded.replace(part, "")) <= 4 for part in parts)
