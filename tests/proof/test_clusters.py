"""Where there is no PostgreSQL the tests say so, and none of them is there to be left out in silence."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import clusters

ROOT = Path(__file__).parents[2]


def test_no_programs_are_found_where_there_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(clusters, "_PLACES", ())
    assert clusters.binaries() is None


def test_a_run_without_them_says_so_in_one_line(tmp_path: Path) -> None:
    """It runs the same tests on SQLite alone."""
    program = (
        "import sys, pytest; from benchmarks import clusters; clusters.binaries = lambda: None\n"
        "sys.exit(pytest.main(['tests/backend/test_keys.py', '-k', 'without_a_key', '-p', 'no:cacheprovider']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.count("PostgreSQL 15 is not on this machine: the tests on it did not run") == 1
    assert "postgresql" not in done.stdout
    assert "1 passed" in done.stdout or "." in done.stdout.splitlines()[0]
