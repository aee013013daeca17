"""Owns how much is tried: what shows a mistake within minutes, or all of it, as `make soak` does."""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

import pytest

T = TypeVar("T")

THOROUGH = os.environ.get("BOOKING_TESTS") == "thorough"

SHARE = 1
"""How many of many kinds each of many tests tries."""

SURROUNDINGS = ("engine", "scripts", "width")
"""What a test is made in, by the names of the fixtures; whatever else it is made with are its cases."""

FEW, ON_BOTH = 2, ("tests/backend/", "tests/proof/")
"""Where rules meet the database, a test of one case is tried on both engines: of so few runs none is left out."""


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


def left_out(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Give what is not tried: every other field of a board of cases and surroundings, so that each of them is tried."""
    if THOROUGH:
        return set()
    tests: dict[str, dict[pytest.Item, tuple[int, ...]]] = defaultdict(dict)
    for item in items:
        made = getattr(item, "callspec", None)
        if made is not None:
            surroundings = tuple(made.indices[name] for name in SURROUNDINGS if name in made.indices)
            tests[item.nodeid.partition("[")[0]][item] = surroundings
    return {
        item
        for place, (name, runs) in enumerate(tests.items())
        if len(set(runs.values())) > 1 and (len(runs) > FEW or not name.startswith(ON_BOTH))
        for item, field in zip(runs, _fields(runs.values()), strict=True)
        if (field + place) % 2
    }


def _fields(surroundings: Iterable[tuple[int, ...]]) -> Iterator[int]:
    """Number the fields of a board: in all surroundings the cases come in one order."""
    met: dict[tuple[int, ...], int] = defaultdict(int)
    for one in surroundings:
        yield met[one] + sum(one)
        met[one] += 1
