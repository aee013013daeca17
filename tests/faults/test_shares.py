"""No fault is left out where screens share them out among themselves."""

import pytest

from tests.effort import SHARE, share
from tests.faults.test_every_change import CHANGES
from tests.faults.test_every_question import QUESTIONS
from tests.faults.test_every_step import HALF, STEPS
from tests.faults.trials import CERTAIN_KINDS, DOUBTFUL_KINDS, KINDS, TRIALS


@pytest.mark.parametrize(
    ("kinds", "among", "most"),
    [(CERTAIN_KINDS, CHANGES, SHARE), (DOUBTFUL_KINDS, CHANGES, 1), (KINDS, QUESTIONS, SHARE), (TRIALS, STEPS, HALF)],
)
def test_every_fault_meets_its_share_of_the_screens(kinds, among, most):
    met = [fault for name in among for fault in share(kinds, name, among, most)]
    assert all(met.count(fault) >= max(1, len(among) * most // len(kinds)) for fault in kinds)
