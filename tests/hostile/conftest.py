"""Owns what silence means here, where one text is a name, a secret and an address at once."""

from collections.abc import Iterator

import pytest

from tests import listening


@pytest.fixture(autouse=True)
def _silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold logs, warnings and error outputs to silence; addresses and refusals hold what the test itself put there."""
    ear = listening.EAR
    people, secrets = dict(ear.people), dict(ear.secrets)
    yield
    listening.hear_test(request.node)
    told = [line for line in ear.told() if not line.startswith(("an address tells", "the 4"))]
    ear.people, ear.secrets = people, secrets
    assert told == []
