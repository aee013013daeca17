"""Owns the measurements of finding and of Quick View in large practices: flat from few rows to very many."""

import http.client
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import event

from benchmarks import large
from benchmarks.measure import Finding, Samples, at_most, by_turns
from benchmarks.servers import serve, serving, token, url_of
from benchmarks.terminals import PROGRAMS, Terminal
from server_stub.domain.names import asked_for, kind_asked_for
from server_stub.services.finding import PAGE
from server_stub.storage import finding as stored
from server_stub.storage.engines import open_engines

FEW, MANY = 30, 100_000
"""Clients of one consultant."""
SMALL, LARGE = 5, 500
"""Consultants, each with as many appointments."""
EACH = 600
ROUNDS = 12
QUERIES = ("a", "an", "ana", "lind", "z", "zo fer", "ana lindaqvist", "lind an", "4217", "asst-99", "o g", "mulerak")


def search_paint(home: Path) -> Iterable[Finding]:
    """Time from a key in the search line until what it finds is painted, from few clients to very many."""
    with _searching(home, "few", FEW) as few, _searching(home, "many", MANY) as many:
        samples = by_turns(lambda: _typed(many), lambda: _typed(few), ROUNDS)
    what = f"search keystroke to paint, {MANY} clients against {FEW}"
    yield at_most(what, _in_ms(samples), target=1.3, unit="ms")


@contextmanager
def _searching(home: Path, name: str, clients: int) -> Iterator[Terminal]:
    database = large.make(
        home / f"{name}.db", consultants=1, clients=clients, appointments=clients, now=large.present()
    )
    file = home / f"{name}.token"
    file.write_text(token(large.email(1), database, home), encoding="ascii")
    file.chmod(0o600)
    with serving(lambda port: serve(port, database), home) as served:
        server = ("--server", f"http://127.0.0.1:{served.port}", "--token-file", str(file))
        with Terminal([str(PROGRAMS / "consultant-tui"), *server], home=home) as terminal:
            terminal.see("ASST-")
            terminal.press("f")
            terminal.see("Type the beginning")
            terminal.settle(0.5)
            yield terminal


def _typed(terminal: Terminal) -> Iterable[float]:
    for key, found in (("a", "An"), ("n", "An")):
        before = len(terminal.written)
        pressed = time.perf_counter()
        terminal.press(key)
        while found.encode() not in terminal.written[before:]:
            if not terminal.read(5):
                raise RuntimeError("a key found nothing")
        yield terminal.last_output - pressed
        terminal.settle(0.3)
    terminal.press("\x7f\x7f")
    terminal.see("Type the beginning")
    terminal.settle(0.3)


def search_request(home: Path) -> Iterable[Finding]:
    """The slow end of requests over HTTP, against the SQL that they need, run by the bare sqlite3 module."""
    database = large.make(home / "search.db", consultants=1, clients=MANY, appointments=MANY, now=large.present())
    bearer, needed = token(large.email(1), database, home), _needed(database)
    with (
        serving(lambda port: serve(port, database), home) as served,
        closing(http.client.HTTPConnection("127.0.0.1", served.port)) as link,
        closing(sqlite3.connect(database)) as connection,
    ):
        samples = by_turns(lambda: _searched(link, bearer), lambda: _selected(connection, needed), 15)
    slow = Samples((_p95(samples.ours),), (_p95(samples.floor),))
    yield at_most(f"search request, p95, {MANY} clients, against its bare SQL", _in_ms(slow), target=4, unit="ms")


Statements = list[tuple[str, Any]]


def _needed(database: Path) -> list[Statements]:
    """Listen to the SQL of each search."""
    engines = open_engines(url_of(database))
    heard: Statements = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401  (what a driver is given)
        heard.append((statement, parameters))

    event.listen(engines.reader, "before_cursor_execute", listen)
    needed = []
    for query in QUERIES:
        heard.clear()
        with engines.reading() as connection:
            hits = stored.search(connection, 1, asked_for(query), PAGE + 1, kind=kind_asked_for(query))
            stored.matches(connection, 1, hits[:PAGE])
        needed.append(list(heard))
    engines.dispose()
    return needed


def _selected(connection: sqlite3.Connection, needed: list[Statements]) -> Iterable[float]:
    for statements in needed:
        started = time.perf_counter()
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()
        yield time.perf_counter() - started


def _searched(link: http.client.HTTPConnection, bearer: str) -> Iterable[float]:
    for query in QUERIES:
        yield _asked(link, bearer, "POST", "/v1/search", json.dumps({"query": query}))


def quick_view(home: Path) -> Iterable[Finding]:
    """Quick View of one consultant over HTTP, among very many others with long histories and among few."""
    now = large.present()
    few, many = (
        large.make(home / f"{count}.db", consultants=count, clients=20, appointments=EACH, now=now)
        for count in (SMALL, LARGE)
    )
    one = large.email(SMALL)
    tokens = token(one, few, home), token(one, many, home)
    with (
        serving(lambda port: serve(port, few), home) as with_few,
        serving(lambda port: serve(port, many), home) as with_many,
        closing(http.client.HTTPConnection("127.0.0.1", with_few.port)) as to_few,
        closing(http.client.HTTPConnection("127.0.0.1", with_many.port)) as to_many,
    ):
        samples = by_turns(lambda: _looked(to_many, tokens[1]), lambda: _looked(to_few, tokens[0]), 15)
    what = f"Quick View, 1 of {LARGE} consultants with {LARGE * EACH} appointments, against 1 of {SMALL}"
    yield at_most(what, _in_ms(samples), target=1.2, unit="ms")


def _looked(link: http.client.HTTPConnection, bearer: str) -> Iterable[float]:
    for _ in range(10):
        yield _asked(link, bearer, "GET", "/v1/quick-view", None)


def _asked(link: http.client.HTTPConnection, bearer: str, method: str, path: str, body: str | None) -> float:
    started = time.perf_counter()
    link.request(method, path, body, {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"})
    answer = link.getresponse()
    answer.read()
    taken = time.perf_counter() - started
    if answer.status != 200:
        raise RuntimeError(f"refused: {answer.status}")
    return taken


def _p95(samples: tuple[float, ...]) -> float:
    return quantiles(samples, n=20)[-1]


def _in_ms(samples: Samples) -> Samples:
    return Samples(tuple(s * 1000 for s in samples.ours), tuple(s * 1000 for s in samples.floor))


MEASUREMENTS: dict[str, Callable[[Path], Iterable[Finding]]] = {
    "search": search_paint,
    "search-request": search_request,
    "large-practice": quick_view,
}
