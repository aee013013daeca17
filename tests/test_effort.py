"""A quick run tries every case, in surroundings by turns; with the rest of it nothing stays untried."""

from itertools import product
from types import SimpleNamespace

import pytest

from tests import effort


class Run:
    """What pytest makes of a test: its name, and which of the things it is made with."""

    def __init__(self, name, case, number, around, part, every):
        self.case, self.around, self.part, self._every = case, tuple(around.values()), part, every
        self.nodeid = f"tests/backend/test_it.py::{name}[{self.around}-{case}-{part}]"
        self.callspec = SimpleNamespace(indices={**around, "case": number}, params={"part": part} if part else {})

    def get_closest_marker(self, name):
        assert name == "every"
        return SimpleNamespace(args=(self._every,)) if self._every else None


def made(cases, name="test_it", parts=(None,), every=None, **surroundings):
    """Make a test, one surroundings after the other; pytest goes on numbering the cases then."""
    arounds = [dict(zip(surroundings, around, strict=True)) for around in product(*map(range, surroundings.values()))]
    runs = enumerate(product(arounds, range(cases), parts))
    return [Run(name, case, number, around, part, every) for number, (around, case, part) in runs]


def tried(runs):
    left = effort.left_out(runs)
    return [run for run in runs if run not in left]


@pytest.mark.parametrize(
    ("cases", "surroundings"),
    [(7, {"engine": 2}), (2, {"engine": 2}), (1, {"engine": 2}), (5, {"scripts": 2, "width": 2}), (7, {"engine": 1})],
)
def test_each_case_is_tried_once_and_each_surroundings_by_turns(cases, surroundings):
    quick = tried(made(cases, **surroundings))
    assert sorted(run.case for run in quick) == [*range(cases)]
    times = [sum(run.around == around for run in quick) for around in product(*map(range, surroundings.values()))]
    assert max(times) - min(times) <= 1


def test_of_tests_of_one_case_neighbours_are_tried_in_different_surroundings():
    quick = tried([run for name in ("test_a", "test_b", "test_c", "test_d") for run in made(1, name, engine=2)])
    assert [run.around for run in quick] == [(0,), (1,), (0,), (1,)]


def test_of_cases_that_are_much_alike_neighbours_try_different_ones():
    quick = tried([run for name in ("test_a", "test_b", "test_c") for run in made(7, name, every=3, engine=2)])
    assert sorted(run.case for run in quick) == [*range(7)]
    assert {run.around for run in quick} == {(0,), (1,)}


def test_what_the_neighbours_try_as_well_is_left_to_them():
    quick = tried(made(6, parts=effort.PARTS, engine=2))
    assert {run.part for run in quick} == {effort.SHARE}
    assert sorted(run.case for run in quick) == [*range(6)]
    assert {run.around for run in quick} == {(0,), (1,)}


def test_a_quick_run_and_the_rest_of_it_are_all_there_is(monkeypatch):
    runs = [*made(7, engine=2), *made(6, "test_b", parts=effort.PARTS, every=2), Plain()]
    chosen = {}
    for asked in (effort.QUICK, effort.REST, effort.THOROUGH):
        monkeypatch.setattr(effort, "ASKED", asked)
        chosen[asked] = effort.chosen(runs)
    assert chosen[effort.THOROUGH] == set(runs)
    assert chosen[effort.QUICK] | chosen[effort.REST] == set(runs)
    assert chosen[effort.QUICK].isdisjoint(chosen[effort.REST])
    assert runs[-1] in chosen[effort.QUICK]


class Plain:
    """What pytest makes of a test that is made with nothing."""

    nodeid = "tests/backend/test_it.py::test_plain"


def test_what_cannot_be_meant_is_refused(monkeypatch):
    monkeypatch.setattr(effort, "ASKED", "throrough")
    with pytest.raises(pytest.UsageError, match="'throrough': it can be quick, rest or thorough"):
        effort.check()
