"""A server that is killed in the middle of its work has kept every promise it made, and half of nothing."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path

import httpx
from sqlalchemy import select

from benchmarks.practices import Practice
from benchmarks.servers import imported, run, serve, serving, url_of
from server_stub.storage.engines import open_engines
from server_stub.storage.tables import appointments, booking_keys
from tests.proof.present import past_hours, today, tokens_for

ZONE = "Australia/Perth"
CLIENTS = 8
ENOUGH = 60
"""Bookings that are answered before the server is killed."""


def test_what_was_answered_is_there_and_the_books_are_in_order(tmp_path: Path) -> None:
    """The bookings under way at that moment may be there or not, but wholly; sent again, they are answered."""
    practice, hours = Practice(), past_hours()
    consultant = practice.consultant(ZONE)
    line = practice.line(consultant, ZONE)
    previous = [
        practice.appointment(practice.case(practice.client(ZONE), entitled=99), consultant, line, start=next(hours))
        for _ in range(CLIENTS)
    ]
    database = imported(practice, tmp_path)
    headers = {"Authorization": f"Bearer {tokens_for(database, [consultant])[consultant]}"}
    enough, answered, sent = threading.Event(), dict[str, str](), dict[str, dict[str, str]]()

    def book_on(client: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", trust_env=False) as http:
            for number in count():
                key, day = f"client-{client}-{number}", today() + timedelta(days=3 + number)
                body = {"previous": previous[client], "approach": "manual", "schedule": line, "modality": "phone"}
                sent[key] = {**body, "day": day.isoformat(), "start": f"{client + 8:02}:00:00"}
                try:
                    answer = http.post("/v1/bookings", json=sent[key], headers={**headers, "Idempotency-Key": key})
                except httpx.TransportError:
                    return
                assert answer.status_code == 201, answer.text
                answered[key] = answer.json()["reference"]
                if len(answered) >= ENOUGH:
                    enough.set()

    with serving(lambda port: serve(port, database), tmp_path) as server, ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(book_on, number) for number in range(CLIENTS)]
        assert enough.wait(30)
        os.kill(server.pid, signal.SIGKILL)
        for client in clients:
            client.result(30)

    run("check", "--database", url_of(database), home=tmp_path)
    engines = open_engines(url_of(database))
    with engines.reading() as connection:
        there = set(connection.execute(select(appointments.c.reference)).scalars())
        kept = set(connection.execute(select(booking_keys.c.key)).scalars())
    engines.dispose()
    assert set(answered.values()) <= there
    assert len(there) == len(kept) + CLIENTS

    with serving(lambda port: serve(port, database), tmp_path) as server:
        for key in sent.keys() - answered.keys():
            address = f"http://127.0.0.1:{server.port}/v1/bookings"
            again = httpx.post(address, json=sent[key], headers={**headers, "Idempotency-Key": key}, trust_env=False)
            assert again.status_code == 201, again.text
            assert (again.json()["reference"] in there) == (key in kept)
