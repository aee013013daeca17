"""Owns the count of paints by which a completed day comes to Quick View: from its rows on the screen to rest."""

import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from benchmarks import large
from benchmarks.measure import Finding
from benchmarks.servers import serve, serving, token
from benchmarks.terminals import PROGRAMS, Terminal

APPOINTMENTS = 40
SIZE = (100, 50)
"""A window in which all of them are seen at once."""
QUIET_SECONDS = 1.0
"""When nothing was painted for so long, it is the final screen."""
_PROBE = str(Path(__file__).parent / "paints.py")


def completed_day(home: Path) -> Iterable[Finding]:
    """Count the paints from the first that shows an appointment to the last."""
    yesterday = large.present().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    database = large.make(home / "day.db", consultants=1, clients=APPOINTMENTS, appointments=0, now=large.present())
    large.complete_day(database, yesterday, APPOINTMENTS)
    file = home / "day.token"
    file.write_text(token(large.email(1), database, home), encoding="ascii")
    file.chmod(0o600)
    with serving(lambda port: serve(port, database), home) as served:
        server = ("--server", f"http://127.0.0.1:{served.port}", "--token-file", str(file))
        paints = _paints([str(PROGRAMS / "consultant-tui"), *server], home)
    rows = paints[0].count("ASST-")
    if rows != APPOINTMENTS:
        raise RuntimeError(f"the first paint shows {rows} of {APPOINTMENTS} appointments")
    yield Finding(
        what=f"paints of a completed day of {APPOINTMENTS} appointments",
        ours=str(len(paints)),
        floor="1",
        measured=str(len(paints)),
        target="1",
        holds=len(paints) == 1,
    )


def _paints(program: list[str], home: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "paints.txt"
        with Terminal([sys.executable, _PROBE, str(report), "ASST-", *program], home=home, size=SIZE) as terminal:
            terminal.first("ASST-")
            terminal.settle(QUIET_SECONDS)
        return report.read_text(encoding="utf-8").split("\f")[1:]


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {"day": completed_day}
