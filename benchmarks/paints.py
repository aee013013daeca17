"""Owns a look at what a program paints: writes down each paint from the first one on that shows a text."""

import re
import runpy
import sys
from pathlib import Path

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")


def main() -> None:
    """Run ``paints.py REPORT TEXT PROGRAM [ARGUMENT ...]``; each paint in the report follows a form feed."""
    report, text, program, *arguments = sys.argv[1:]
    from textual.drivers.linux_driver import LinuxDriver

    paint = LinuxDriver.write

    def write(self: LinuxDriver, data: str) -> None:
        painted = _ESCAPES.sub("", data)
        if painted.strip() and (text in painted or Path(report).exists()):
            with Path(report).open("a", encoding="utf-8") as paints:
                paints.write(f"\f{painted}")
        paint(self, data)

    LinuxDriver.write = write  # type: ignore[method-assign]  # the probe sits where the program meets the terminal
    sys.argv = [program, *arguments]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
