"""A server that is killed in the middle of its work has kept every promise it made, and half of nothing."""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from benchmarks.clusters import Cluster
from benchmarks.practices import Practice
from benchmarks.servers import imported, run, serve, serving
from consultant_tui.api.certificates import trusting_nobody
from server_stub.storage.engines import open_engines
from server_stub.storage.faults import writing
from server_stub.storage.tables import appointments, booking_keys
from tests.databases import Shelf, on_postgresql, on_sqlite
from tests.proof.present import past_hours, today, tokens_for

ZONE = "Australia/Perth"
CLIENTS = 8
ENOUGH = 60
"""Bookings that are answered before anything is killed."""
PATIENCE = 60
ROOM = 200_000
"""Bytes that a file may still grow by."""


@dataclass
class Load:
    """Clients of one consultant who book as fast as they are answered."""

    url: str
    home: Path
    token: str
    line: str
    previous: list[str]
    answered: dict[str, str] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    enough: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def headers(self, key: str) -> dict[str, str]:
        """Give what goes with a booking."""
        return {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}

    def book_on(self, client: int, port: int) -> None:
        """Book one day after the other until the server is gone, or it is enough; what is put off is sent again."""
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE, verify=trusting_nobody()) as http:
            for number in count():
                key, day = f"client-{client}-{number}", today() + timedelta(days=3 + number)
                body = {"previous": self.previous[client], "approach": "manual", "schedule": self.line}
                self.sent[key] = {
                    **body, "modality": "phone", "day": day.isoformat(), "start": f"{client + 8:02}:00:00",
                }  # fmt: skip
                try:
                    answer = self._booked(http, key)
                except httpx.TransportError:
                    return
                assert answer.status_code == 201, answer.text
                self.answered[key] = answer.json()["reference"]
                if len(self.answered) >= ENOUGH:
                    self.enough.set()
                if self.over.is_set():
                    return

    def _booked(self, http: httpx.Client, key: str) -> httpx.Response:
        until = time.monotonic() + PATIENCE
        while True:
            answer = http.post("/v1/bookings", json=self.sent[key], headers=self.headers(key))
            self.statuses[answer.status_code] += 1
            if answer.status_code != 503 or time.monotonic() > until:
                return answer
            assert int(answer.headers["Retry-After"]) > 0
            self.over.wait(0.2)

    @contextmanager
    def going_on(self, port: int) -> Iterator[None]:
        """Let the clients book until the end of the block, and then until each is told to stop or has lost its way."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(self.book_on, number, port) for number in range(CLIENTS)]
            assert self.enough.wait(PATIENCE)
            yield
            for client in clients:
                client.result(PATIENCE)

    def send(self, address: str, key: str) -> httpx.Response:
        """Send a booking again."""
        return httpx.post(address, json=self.sent[key], headers=self.headers(key), timeout=PATIENCE, trust_env=False)

    def kept(self) -> tuple[set[str], set[str]]:
        """Tell which appointments and which keys are in the database, once it is checked to be in order."""
        run("check", "--database", self.url, home=self.home)
        engines = open_engines(self.url)
        with engines.reading() as connection:
            there = set(connection.execute(select(appointments.c.reference)).scalars())
            kept = set(connection.execute(select(booking_keys.c.key)).scalars())
        engines.dispose()
        return there, kept


def a_load(url: str, home: Path) -> Load:
    """Import a practice of one consultant into a new database."""
    practice, hours = Practice(), past_hours()
    consultant = practice.consultant(ZONE)
    line = practice.line(consultant, ZONE)
    previous = [
        practice.appointment(practice.case(practice.client(ZONE), entitled=999), consultant, line, start=next(hours))
        for _ in range(CLIENTS)
    ]
    imported(practice, home, url)
    return Load(url, home, tokens_for(url, [consultant])[consultant], line, previous)


def test_what_was_answered_is_there_and_the_books_are_in_order(tmp_path: Path, shelf: Shelf) -> None:
    """The bookings under way at that moment may be there or not, but wholly; sent again, they are answered."""
    database = shelf.blank(tmp_path / "practice.db")
    load = a_load(database.url, tmp_path)
    with serving(lambda port: serve(port, load.url), tmp_path) as server, load.going_on(server.port):
        os.kill(server.pid, signal.SIGKILL)

    there, kept = load.kept()
    assert set(load.answered.values()) <= there
    assert len(there) == len(kept) + CLIENTS
    assert set(load.statuses) == {201}

    with serving(lambda port: serve(port, load.url), tmp_path) as server:
        for key in load.sent.keys() - load.answered.keys():
            address = f"http://127.0.0.1:{server.port}/v1/bookings"
            again = load.send(address, key)
            assert again.status_code == 201, again.text
            assert (again.json()["reference"] in there) == (key in kept)
    shelf.remove(database)


@on_postgresql
@pytest.mark.parametrize("killed", ["one of its processes", "the whole of it"])
def test_a_server_of_databases_that_crashes_loses_nothing_that_was_answered(
    tmp_path: Path, engine: str, killed: str
) -> None:
    """Meanwhile everybody is asked to come again, and whoever does is served; the booking server needs no restart."""
    with Cluster(quick=False) as cluster:
        cluster.sql("CREATE DATABASE practice")
        load = a_load(cluster.url("practice"), tmp_path)
        with serving(lambda port: serve(port, load.url), tmp_path) as server, load.going_on(server.port):
            before = len(load.answered)
            if killed == "the whole of it":
                cluster.crash()
                put_off = load.statuses[503]
                until = time.monotonic() + PATIENCE
                while load.statuses[503] < put_off + CLIENTS and time.monotonic() < until:
                    load.over.wait(0.05)
                cluster.start()
            else:
                ours = "SELECT pid FROM pg_stat_activity WHERE application_name = 'booking-server'"
                ((victim,),) = cluster.sql(f"{ours} ORDER BY state_change DESC LIMIT 1")
                os.kill(int(str(victim)), signal.SIGKILL)
            until = time.monotonic() + PATIENCE
            while len(load.answered) < before + ENOUGH and time.monotonic() < until:
                load.over.wait(0.05)
            load.over.set()
        there, kept = load.kept()
    assert len(load.answered) >= before + ENOUGH
    assert set(load.answered.values()) <= there
    assert kept == load.answered.keys()
    assert load.statuses.keys() <= {201, 503}


def test_a_server_that_is_told_to_end_finishes_what_it_accepted(tmp_path: Path, shelf: Shelf) -> None:
    """A booking waits for another's transaction; the server is told to end; the booking is answered all the same."""
    database = shelf.blank(tmp_path / "practice.db")
    load = a_load(database.url, tmp_path)
    body = {
        "previous": load.previous[0], "approach": "manual", "schedule": load.line, "modality": "phone",
        "day": (today() + timedelta(days=3)).isoformat(), "start": "09:00:00",
    }  # fmt: skip
    other, answers = database.open(), []
    with serving(lambda port: serve(port, load.url), tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}"
        with httpx.Client(
            base_url=address, trust_env=False, timeout=PATIENCE, headers=load.headers("a-key-001")
        ) as http:

            def book() -> None:
                answers.append(http.post("/v1/bookings", json=body))

            with writing(other, of=1):
                booking = threading.Thread(target=book)
                booking.start()
                asked = (
                    httpx.get(
                        f"{address}/v1/booking-keys/a-key-001",
                        headers=load.headers("-"),
                        timeout=PATIENCE,
                        trust_env=False,
                    ).json()
                    for _ in range(2000)
                )
                assert any(answer["state"] == "in_progress" for answer in asked)
                os.kill(server.pid, signal.SIGTERM)
            booking.join(PATIENCE)
    other.dispose()
    assert [answer.status_code for answer in answers] == [201]
    there, kept = load.kept()
    assert (answers[0].json()["reference"] in there, kept) == (True, {"a-key-001"})
    shelf.remove(database)


@on_sqlite
def test_a_file_that_may_not_grow_is_said_and_loses_nothing(tmp_path: Path, shelf: Shelf) -> None:
    """As on a full disk: what cannot be written is told by 507, looks go on, and with room again so do bookings."""
    database = shelf.blank(tmp_path / "practice.db")
    load = a_load(database.url, tmp_path)
    assert database.file
    most = database.file.stat().st_size + ROOM
    limited = [sys.executable, "-c", f"import resource as r, os, sys; r.setrlimit(r.RLIMIT_FSIZE, ({most}, {most}));"]
    limited[-1] += " os.execv(sys.argv[1], sys.argv[1:])"
    statuses = Counter[int]()
    with serving(lambda port: [*limited, *serve(port, load.url)], tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE) as http:
            for number in range(300):
                key = f"the-key-{number}"
                body = {"previous": load.previous[0], "approach": "manual", "schedule": load.line, "modality": "phone"}
                load.sent[key] = {**body, "day": f"{today() + timedelta(days=3 + number)}", "start": "09:00:00"}
                answer = http.post("/v1/bookings", json=load.sent[key], headers=load.headers(key))
                statuses[answer.status_code] += 1
                if answer.status_code == 507:
                    break
                load.answered[key] = answer.json()["reference"]
            assert http.get("/v1/quick-view", headers=load.headers(key)).status_code == 200
    assert statuses == {201: len(load.answered), 507: 1}
    there, kept = load.kept()
    assert (set(load.answered.values()) <= there, kept) == (True, load.answered.keys())
    with serving(lambda port: serve(port, load.url), tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}/v1/bookings"
        again = load.send(address, key)
    assert again.status_code == 201
    assert load.kept()[1] == load.sent.keys()
    shelf.remove(database)
