"""Owns the fixtures: the demo practice on a backend in this process, and canned answers in place of one."""

import os

for name in list(os.environ):
    if name.startswith(("NO_COLOR", "TEXTUAL", "CONSULTANT_TUI")) and not name.startswith("TEXTUAL_SNAPSHOT"):
        del os.environ[name]
os.environ["COLORTERM"] = "truecolor"

import pytest  # noqa: E402

from tests.rebooking.stage import Stage, make_demo  # noqa: E402


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def stage(demo, tmp_path):
    stage = Stage(demo, tmp_path)
    yield stage
    stage.close()
