"""Every test that docs/seeds.md names exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = sorted(set(re.findall(r"`([a-z_]+/test_\w+\.py)::(test_\w+)`", (ROOT / "docs/seeds.md").read_text())))


@pytest.mark.parametrize(("file", "test"), NAMED, ids=lambda value: value.removeprefix("test_"))
def test_what_is_named_exists(file, test):
    tree = ast.parse((ROOT / "tests" / file).read_text())
    assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_many_are_named():
    assert len(NAMED) > 50
