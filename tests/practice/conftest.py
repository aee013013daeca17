"""Owns the fixtures: a fresh database file and a small practice on paper."""

from collections.abc import Iterator

import pytest

from server_stub.storage.engines import Engines
from tests.practice.paper import Paper


@pytest.fixture
def engines(database) -> Iterator[Engines]:
    engines = database.open()
    yield engines
    engines.dispose()


@pytest.fixture
def paper(tmp_path) -> Paper:
    return Paper(tmp_path / "practice")
