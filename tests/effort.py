"""Owns how much is tried: what shows a mistake within minutes, or all of it, as `make soak` does."""

import os
from collections.abc import Collection, Mapping
from typing import TypeVar

T = TypeVar("T")

THOROUGH = os.environ.get("BOOKING_TESTS") == "thorough"

SHARE = 2
"""How many of many kinds each of many tests tries."""


def tries(quick: int, thorough: int) -> int:
    """Tell how many examples to try."""
    return thorough if THOROUGH else quick


def share(kinds: Mapping[str, T], whose: str, among: Collection[str], most: int = SHARE) -> dict[str, T]:
    """Give one of many tests the kinds that it tries: all of them, or so many that its neighbours try the next ones.

    With as many tests as there are kinds, each kind is tried by as many tests as each test tries kinds.
    """
    if THOROUGH or most >= len(kinds):
        return dict(kinds)
    names, first = list(kinds), list(among).index(whose) * most
    return {name: kinds[name] for name in (names[(first + turn) % len(names)] for turn in range(most))}
