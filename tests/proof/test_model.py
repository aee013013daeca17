"""Whatever two consultants do, the backend grants, refuses and counts as a plain model of the practice does."""

from hypothesis import HealthCheck, Phase, settings

from tests.proof.living import WholeLife

TestWholeLife = WholeLife.TestCase
TestWholeLife.settings = settings(
    max_examples=80,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
