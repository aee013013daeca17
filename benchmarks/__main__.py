"""Owns the run of the measurements: ``python -m benchmarks [NAME ...]`` prints a table; a miss is no failure."""

import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import backend, day, finding, free_times, portal, terminal_program, tokens
from benchmarks.measure import Finding, table


def main(names: list[str]) -> int:
    """Measure what is named, or everything, and print it."""
    parts = (terminal_program, backend, tokens, finding, free_times, portal, day)
    measurements = {name: measure for part in parts for name, measure in part.MEASUREMENTS.items()}
    if unknown := [name for name in names if name not in measurements]:
        print(f"not known: {', '.join(unknown)}; there are {', '.join(measurements)}", file=sys.stderr)
        return 2
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as home:
        for name in names or measurements:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            findings += measurements[name](Path(home))
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores\n")
    print(table(findings))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
