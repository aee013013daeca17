"""Owns the fixtures: a fresh database file and a small practice on paper."""

from collections.abc import Iterator

import pytest

from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.schema import prepare
from tests.practice.paper import Paper


@pytest.fixture
def engines(tmp_path) -> Iterator[Engines]:
    engines = open_engines(f"sqlite:///{tmp_path}/practice.db")
    prepare(engines.writer)
    yield engines
    engines.dispose()


@pytest.fixture
def paper(tmp_path) -> Paper:
    return Paper(tmp_path / "practice")
