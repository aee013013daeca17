"""Owns the fixtures: a fresh database file and a small practice on paper."""

import pytest

from tests.practice.paper import Paper


@pytest.fixture
def paper(tmp_path) -> Paper:
    return Paper(tmp_path / "practice")
