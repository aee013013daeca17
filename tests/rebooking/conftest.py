"""Owns the fixtures: the demo practice, made once, and a stage with a copy of it for each test."""

import pytest

from tests.pictures import snap_compare
from tests.rebooking.stage import SAM, Stage, make_demo

__all__ = ["snap_compare"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def stage(demo, tmp_path):
    stage = Stage(demo, tmp_path)
    yield stage
    stage.close()


@pytest.fixture
def sams_stage(demo, tmp_path):
    stage = Stage(demo, tmp_path, SAM)
    yield stage
    stage.close()
