"""Owns what an account is made of: addresses that can be written to, numbers that can be called, links that last."""

import re
from datetime import timedelta

LONGEST_EMAIL = 254

ENCODED = "=?"
"""What begins an encoded word: mail programs would read another address out of one that holds it."""

LINK_LASTS = timedelta(hours=24)
"""How long a link that was sent by mail is good."""

_LOCAL = r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[a-z]{_LABEL}")
_PHONE = re.compile(r"\+?[0-9 ()./-]{6,40}")
_DIGITS = range(6, 16)
"""How many digits a telephone number has."""


def email_read(typed: str) -> str | None:
    """Return an e-mail address in lower case, in which it is kept and compared; None when it is none."""
    email = typed.strip().lower()
    dotted = email.startswith(".") or ".@" in email or ".." in email
    odd = dotted or ENCODED in email or len(email) > LONGEST_EMAIL
    return email if not odd and _EMAIL.fullmatch(email) else None


def is_phone(typed: str) -> bool:
    """Whether a telephone number can be called."""
    return bool(_PHONE.fullmatch(typed)) and sum(sign.isdigit() for sign in typed) in _DIGITS


def hidden(email: str) -> str:
    """Write an address so that its owner knows it again and nobody else learns it: "a•••@example.org"."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"
