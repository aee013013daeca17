"""No fault is left out where screens share them out among themselves, and the parts of a screen are all of them."""

import pytest

from tests.effort import PARTS, SHARE, share
from tests.faults.test_every_change import CHANGES
from tests.faults.test_every_question import QUESTIONS
from tests.faults.test_every_step import MOST, STEPS
from tests.faults.trials import CERTAIN_KINDS, DOUBTFUL_KINDS, KINDS, TRIALS


@pytest.mark.parametrize(
    ("kinds", "among", "most"),
    [(CERTAIN_KINDS, CHANGES, 1), (DOUBTFUL_KINDS, CHANGES, 1), (KINDS, QUESTIONS, 1), (TRIALS, STEPS, MOST)],
)
def test_every_fault_meets_its_share_of_the_screens(kinds, among, most):
    met = [fault for name in among for fault in share(kinds, name, among, SHARE, most)]
    assert all(met.count(fault) >= max(1, len(among) * most // len(kinds)) for fault in kinds)
    for name in among:
        parts = [share(kinds, name, among, part, most) for part in PARTS]
        assert sorted(fault for part in parts for fault in part) == sorted(kinds)
