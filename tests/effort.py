"""Owns how much is tried: what shows a mistake within minutes, the rest of it, or all, as `make soak` does."""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

import pytest

T = TypeVar("T")

QUICK, REST, THOROUGH = "quick", "rest", "thorough"
"""What can be asked for: each case once, what that leaves out, or all of it with many more examples."""

ASKED = os.environ.get("BOOKING_TESTS") or QUICK

IS_THOROUGH = ASKED == THOROUGH

SHARE, OTHERS = "share", "others"
PARTS = (SHARE, OTHERS)
"""Of the kinds that a test tries: those that are its own, and those that its neighbours try as well."""

SURROUNDINGS = ("engine", "scripts", "width", "size")
"""What a test is made in, by the names of the fixtures; whatever else it is made with are its cases."""

EVERY = "every"
"""The mark of a test whose cases are so much alike that a quick run tries every nth of them."""


def check() -> None:
    """Refuse what nobody can mean.

    Raises:
        pytest.UsageError: `BOOKING_TESTS` is none of what can be asked for.
    """
    if ASKED not in (QUICK, REST, THOROUGH):
        raise pytest.UsageError(f"BOOKING_TESTS is {ASKED!r}: it can be {QUICK}, {REST} or {THOROUGH}")


def tries(quick: int, thorough: int) -> int:
    """Tell how many examples to try."""
    return thorough if IS_THOROUGH else quick


def share(kinds: Mapping[str, T], whose: str, among: Collection[str], part: str, most: int = 1) -> dict[str, T]:
    """Give one of many tests a part of what is tried: its share, such that its neighbours try the next, or the others.

    With as many tests as there are kinds, each kind is the share of as many tests as each test has in its share.
    """
    first = list(among).index(whose) * most % len(kinds)
    turned = [*kinds][first:] + [*kinds][:first]
    return {name: kinds[name] for name in (turned[:most] if part == SHARE else turned[most:])}


def chosen(items: Collection[pytest.Item]) -> set[pytest.Item]:
    """Give what is to be tried of all there is."""
    if ASKED == THOROUGH:
        return set(items)
    left = left_out(items)
    return left if ASKED == REST else set(items) - left


def left_out(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Give what a quick run does not try: by turns, each case is tried in one of its surroundings."""
    left: set[pytest.Item] = set()
    tests: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        made = getattr(item, "callspec", None)
        if made is None:
            continue
        if made.params.get("part") == OTHERS:
            left.add(item)
        else:
            tests[item.nodeid.partition("[")[0]].append(item)
    for place, runs in enumerate(tests.values()):
        every = _every(runs[0])
        for item, case, around, arounds in _board(runs):
            times, beside = divmod(case + place, every)
            if beside or times % arounds != around:
                left.add(item)
    return left


def _every(item: pytest.Item) -> int:
    mark = item.get_closest_marker(EVERY)
    return mark.args[0] if mark else 1


def _board(runs: list[pytest.Item]) -> Iterator[tuple[pytest.Item, int, int, int]]:
    """Number cases and surroundings, and count the latter: in all of them the cases come in one order."""
    within: dict[tuple[int, ...], list[pytest.Item]] = defaultdict(list)
    for item in runs:
        indices = item.callspec.indices
        within[tuple(indices[name] for name in SURROUNDINGS if name in indices)].append(item)
    for around, name in enumerate(sorted(within)):
        for case, item in enumerate(within[name]):
            yield item, case, around, len(within)
