"""Whatever consultants do, and clients online, the backend grants, refuses and counts as a plain model does."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import Shelf
from tests.effort import tries
from tests.proof.clients import AlsoOnline
from tests.proof.stage import Stage

EXAMPLES = {"sqlite": tries(20, 300), "postgresql": tries(6, 60)}
"""The rules are the same on both; the second engine shows that it answers the same."""


def test_whatever_is_done_is_as_the_model_says(engine: str, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stage, "shelf", shelf)
    run_state_machine_as_test(
        AlsoOnline,
        settings=settings(
            max_examples=EXAMPLES[engine],
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
