"""Proves what the first paint loads: little, and nothing of the backend's or of the network's."""

import subprocess
import sys

_SMALLEST = """
import sys
from textual.app import App
class Smallest(App):
    def on_ready(self):
        self.exit(sorted(sys.modules))
print("\\n".join(Smallest().run(headless=True)))
"""

_OURS = """
import sys
from datetime import datetime, UTC
import consultant_tui.cli, consultant_tui.embedded
from consultant_tui.app import ConsultantApp
from consultant_tui.desk import Desk
from consultant_tui.settings import Settings
modules = []
class Painted(ConsultantApp):
    def _display(self, screen, renderable):
        super()._display(screen, renderable)
        if not modules:
            modules.extend(sorted(sys.modules))
            self.exit()
def connect():
    from consultant_tui.api.client import BookingApi
    return BookingApi("http://127.0.0.1:9")
desk = Desk(connect, lambda: datetime(2026, 11, 23, tzinfo=UTC), Settings())
Painted(desk).run(headless=True)
print("\\n".join(modules))
"""

FORBIDDEN = {
    "httpx",
    "click",
    "sqlalchemy",
    "litestar",
    "pendulum",
    "uvicorn",
    "alembic",
    "server_stub",
    "rich_click",
    "shtab",
}


def modules_of(program: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stdout.split())


def test_the_first_paint_loads_little():
    ours = modules_of(_OURS)
    assert "consultant_tui.screens.quick_view" in ours
    assert {name.split(".")[0] for name in ours} & FORBIDDEN == set()
    above = ours - modules_of(_SMALLEST)
    assert len(above) <= 60, sorted(above)
