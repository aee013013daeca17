"""Owns the hashing of passwords with argon2id, and the comparing that takes as long for nobody as for somebody."""

import threading
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from server_stub.domain.passwords import LONGEST, UNUSABLE, prepared

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
"""What OWASP recommends: 19 MiB and two passes; some 40 ms."""

_TURN = threading.BoundedSemaphore(4)
"""How many are hashed at a time, so that a burst of requests takes neither all memory nor all processors."""


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _TURN:
        return _HASHER.hash(prepared(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept.

    Args:
        kept: What was kept; None when there is no such account, which takes just as long to say.
        password: As it was typed.
    """
    nobodys = _nobodys()
    wanted = kept if kept and kept != UNUSABLE else nobodys
    try:
        with _TURN:
            right = _HASHER.verify(wanted, prepared(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and wanted is kept


def is_outdated(kept: str) -> bool:
    """Whether a password should be hashed anew, because the costs have been raised since."""
    return kept != UNUSABLE and _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
