"""A run that leaves something out still tries every case, and every surroundings of every test."""

from itertools import product
from types import SimpleNamespace

import pytest

from tests import effort


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(effort, "THOROUGH", False)


class Run:
    """What pytest makes of a test: its name, and which of the things it is made with."""

    def __init__(self, place, case, number, around):
        self.case, self.around = case, tuple(around.values())
        self.nodeid = f"{place}test_it[{self.around}-{case}]"
        self.callspec = SimpleNamespace(indices={**around, "case": number})


def made(cases, place="tests/backend/", **surroundings):
    """Make a test, one surroundings after the other; pytest goes on numbering the cases then."""
    arounds = [dict(zip(surroundings, around, strict=True)) for around in product(*map(range, surroundings.values()))]
    return [Run(place, case, number, around) for number, (around, case) in enumerate(product(arounds, range(cases)))]


@pytest.mark.parametrize(
    ("cases", "surroundings"),
    [(7, {"engine": 2}), (2, {"engine": 2}), (1, {"scripts": 2, "width": 2}), (3, {"scripts": 2, "width": 2})],
)
def test_half_is_left_out_and_nothing_stays_untried(cases, surroundings):
    runs = made(cases, **surroundings)
    left = effort.left_out(runs)
    tried = [run for run in runs if run not in left]
    assert abs(len(tried) - len(runs) / 2) <= 0.5
    assert {run.case for run in tried} == {run.case for run in runs}
    for place in range(len(surroundings)):
        assert {run.around[place] for run in tried} == {run.around[place] for run in runs}


def test_what_has_one_case_is_tried_on_both_engines():
    assert effort.left_out(made(1, engine=2)) == set()


def test_what_hardly_meets_the_database_is_tried_on_one():
    assert len(effort.left_out(made(1, "tests/portal/", engine=2))) == 1


def test_where_there_is_one_engine_it_tries_all():
    assert effort.left_out(made(7, engine=1)) == set()


def test_a_thorough_run_leaves_nothing_out(monkeypatch):
    monkeypatch.setattr(effort, "THOROUGH", True)
    assert effort.left_out(made(7, engine=2)) == set()
