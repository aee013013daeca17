"""Owns the measurements of the clients' pages: how heavy they are, and how many a second."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from benchmarks.load import request, take_turns
from benchmarks.measure import Finding, Samples, at_least, by_turns
from benchmarks.portal_walk import Seen, walk, weights_of_files
from benchmarks.servers import SERVER, serving

BARE_PAGES = str(Path(__file__).parent / "floors" / "bare_pages.py")
HEAVIEST = 30_000
"""Bytes that a page may have, with everything that it loads."""
CONNECTIONS = 4
PER_ROUND = 50
ROUNDS = 60
MEASURED = ("start", "sign-in", "account", "details of the account", "days", "details")
"""The pages that are asked for."""
KNOWS_NOBODY = ("start", "sign-in")

_BARE_BYTES, _BYTES_A_ROW = 444, 87
"""How long the bare page is without rows, and with each of them."""


def weight(home: Path) -> Iterable[Finding]:
    """The heaviest page of a walk through all of them, with the stylesheet, the script and the icon."""
    with serving(_demo, home) as portal:
        walker = walk(portal.port)
        with closing(walker.browser):
            files = sum(weights_of_files(walker))
    name, heaviest = max(walker.seen.items(), key=lambda one: one[1].size)
    whole = heaviest.size + files
    yield Finding(
        what=f"the heaviest of {len(walker.seen)} portal pages ({name}) with all it loads",
        ours=f"{heaviest.size} + {files} B",
        floor="none",
        measured=f"{whole / 1000:.1f} kB",
        target=f"<= {HEAVIEST // 1000} kB",
        holds=whole <= HEAVIEST,
    )


def pages(home: Path) -> Iterable[Finding]:
    """Portal pages per second, each against a bare page of its size; the slowest comes first."""
    with (
        serving(_demo, home) as ours,
        serving(lambda port: [sys.executable, BARE_PAGES, str(port)], home) as floor,
    ):
        walker = walk(ours.port, confirm=False)
        with closing(walker.browser):
            cookies = {name: "" if name in KNOWS_NOBODY else walker.cookies for name in MEASURED}
        found = {name: _measured(ours.port, floor.port, walker.seen[name], cookies[name]) for name in MEASURED}
    for name, samples in sorted(found.items(), key=lambda one: one[1].ratio):
        yield at_least(f"portal page, {name}, against a bare Jinja2 page", samples, target=0.3, unit="/s")


def _measured(ours: int, floor: int, page: Seen, cookies: str) -> Samples:
    rows = max(0, page.size - _BARE_BYTES) // _BYTES_A_ROW
    wanted = request(page.path, {"Cookie": cookies} if cookies else {})
    bare = request(f"/{rows}", {})
    return by_turns(lambda: _batch(ours, wanted), lambda: _batch(floor, bare), ROUNDS)


def _batch(port: int, wanted: bytes) -> Iterable[float]:
    times = asyncio.run(take_turns([port], [wanted] * PER_ROUND, CONNECTIONS))
    if times.statuses.keys() != {200}:
        raise RuntimeError(f"no page: {dict(times.statuses)}")
    yield PER_ROUND / times.lasted


def _demo(port: int) -> list[str]:
    return [SERVER, "serve", "--demo", "--port", str(port)]


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {"portal-weight": weight, "portal-page": pages}
