"""No fault is left out where screens share them out among themselves."""

import pytest

from tests.effort import share
from tests.faults.test_every_change import CHANGES
from tests.faults.test_every_question import QUESTIONS
from tests.faults.trials import CERTAIN_KINDS, KINDS


@pytest.mark.parametrize(("kinds", "among", "most"), [(CERTAIN_KINDS, CHANGES, 3), (KINDS, QUESTIONS, 4)])
def test_each_fault_meets_several_screens(kinds, among, most):
    met = [fault for name in among for fault in share(kinds, name, among, most)]
    assert all(met.count(fault) >= most for fault in kinds)
