"""Owns a look into a program at its first paint: writes down which modules are loaded when a text is painted."""

import re
import runpy
import sys
from pathlib import Path

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


def main() -> None:
    """Run ``probe.py REPORT TEXT PROGRAM [ARGUMENT ...]``."""
    report, text, program, *arguments = sys.argv[1:]
    from textual.drivers.linux_driver import LinuxDriver

    paint = LinuxDriver.write

    def write(self: LinuxDriver, data: str) -> None:
        if text in _ESCAPES.sub("", data) and not Path(report).exists():
            Path(report).write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
        paint(self, data)

    LinuxDriver.write = write  # type: ignore[method-assign]  # the probe sits where the program meets the terminal
    sys.argv = [program, *arguments]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
