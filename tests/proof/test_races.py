"""However many ask for one thing at once, through several servers: one gets it, the others are told why not."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.practices import Practice
from benchmarks.servers import Database, imported, run, serve, serving, url_of
from consultant_tui.api.certificates import trusting_nobody
from tests.databases import Shelf
from tests.proof.present import past_hours, today, tokens_for

RACERS = 32
SERVERS = {"sqlite": 2, "postgresql": 3}
ZONE = "Australia/Perth"


@dataclass(frozen=True)
class Entry:
    """What one racer asks for."""

    profile: str
    key: str
    body: dict[str, Any]


class Course:
    """One database, several servers, and a start signal."""

    def __init__(self, database: Database, home: Path, ports: list[int], tokens: dict[str, str]) -> None:
        self._database, self._home, self._ports, self._tokens = database, home, ports, tokens
        self._days = (today() + timedelta(days=number) for number in count(3))

    def a_day(self) -> str:
        """Give a day that no race has used."""
        return next(self._days).isoformat()

    def race(self, entries: list[Entry]) -> list[httpx.Response]:
        """Send everything at the same moment, as many to each server, and give the answers in order."""
        with ExitStack() as stack:
            clients = [
                stack.enter_context(
                    httpx.Client(
                        base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60, verify=trusting_nobody()
                    )
                )
                for _, port in zip(entries, cycle(self._ports), strict=False)
            ]
            for client in clients:
                client.get("/health").raise_for_status()
            line = threading.Barrier(len(entries))

            def go(client: httpx.Client, entry: Entry) -> httpx.Response:
                headers = {"Authorization": f"Bearer {self._tokens[entry.profile]}", "Idempotency-Key": entry.key}
                line.wait(30)
                return client.post("/v1/bookings", json=entry.body, headers=headers)

            with ThreadPoolExecutor(len(entries)) as pool:
                return list(pool.map(go, clients, entries))

    def figures(self, profile: str, case: str) -> dict[str, int]:
        """Ask for the figures of a case."""
        headers = {"Authorization": f"Bearer {self._tokens[profile]}"}
        address = f"http://127.0.0.1:{self._ports[0]}/v1/cases/{case}/ledger"
        figures: dict[str, int] = httpx.get(address, headers=headers, timeout=60, trust_env=False).json()["figures"]
        return figures

    def check(self) -> None:
        """Let ``booking-server check`` read the whole database; it ends with 1 when a row is wrong."""
        run("check", "--database", url_of(self._database), home=self._home)


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    course: Course
    star: str
    """A consultant whom 32 clients want; the person has a second profile."""
    second_profile: str
    star_line: str
    second_line: str
    fans: list[str]
    """An appointment of each of 32 clients with the star."""
    second_fans: list[str]
    """The same under the second profile."""
    sought: list[tuple[str, str, str]]
    """Profile, line and previous appointment of one client with each of 32 consultants, a case each."""
    last_cases: list[tuple[str, str]]
    """Cases with one session left, each with its previous appointment with the star."""


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory, engine: str, shelf: Shelf) -> Iterator[Cast]:
    """Import a practice and let two servers serve its file, or three a server of databases."""
    home = tmp_path_factory.mktemp("race")
    practice, hours = Practice(), past_hours()
    star = practice.consultant(ZONE)
    second = practice.consultant(ZONE, person=practice.person_of(star))
    star_line, second_line = practice.line(star, ZONE), practice.line(second, ZONE)
    fans, second_fans, sought, last_cases = [], [], [], []
    for _ in range(RACERS):
        case = practice.case(practice.client(ZONE), entitled=9)
        fans.append(practice.appointment(case, star, star_line, start=next(hours)))
        second_fans.append(practice.appointment(case, second, second_line, start=next(hours)))
    one = practice.client(ZONE)
    for _ in range(RACERS):
        other = practice.consultant(ZONE)
        line = practice.line(other, ZONE)
        case = practice.case(one, entitled=9)
        sought.append((other, line, practice.appointment(case, other, line, start=next(hours))))
    for _ in range(3):
        case = practice.case(practice.client(ZONE), entitled=2)
        last_cases.append((case, practice.appointment(case, star, star_line, start=next(hours))))
    made = shelf.blank(home / "practice.db")
    database = imported(practice, home, made.url)
    tokens = tokens_for(database, [star, second, *(profile for profile, _, _ in sought)])
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(lambda port: serve(port, database), home)) for _ in range(SERVERS[engine])
        ]
        course = Course(database, home, [server.port for server in servers], tokens)
        yield Cast(course, star, second, star_line, second_line, fans, second_fans, sought, last_cases)
    shelf.remove(made)


def _wish(previous: str, line: str, day: str, start: str) -> dict[str, Any]:
    return {
        "previous": previous, "approach": "manual", "schedule": line, "modality": "phone", "day": day, "start": start,
    }  # fmt: skip


def _one_wins(answers: list[httpx.Response], codes: set[str]) -> None:
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: len(answers) - 1}
    for answer in answers:
        if answer.status_code == 409:
            said = {refusal["code"] for refusal in answer.json()["refusals"]}
            assert said
            assert said <= codes


@pytest.mark.parametrize("apart", [0, 5, 55])
def test_one_of_32_clients_gets_a_consultants_time(cast: Cast, apart: int) -> None:
    """Also when half of them ask through the person's other profile, or for a time that only overlaps."""
    day = cast.course.a_day()
    entries = [
        Entry(cast.second_profile, f"{day}-{n}", _wish(cast.second_fans[n], cast.second_line, day, f"10:{apart:02}:00"))
        if n % 2
        else Entry(cast.star, f"{day}-{n}", _wish(cast.fans[n], cast.star_line, day, "10:00:00"))
        for n in range(RACERS)
    ]
    answers = cast.course.race(entries)
    _one_wins(answers, {"consultant_busy"})
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert 1 <= len(loser.json()["nearest"]) <= 3
    cast.course.check()


def test_one_of_32_consultants_gets_a_clients_time(cast: Cast) -> None:
    """A client is never in two appointments, whoever books them."""
    day = cast.course.a_day()
    entries = [
        Entry(profile, f"{day}-{previous}", _wish(previous, line, day, "11:00:00"))
        for profile, line, previous in cast.sought
    ]
    _one_wins(cast.course.race(entries), {"client_busy"})
    cast.course.check()


@pytest.mark.parametrize("number", range(3))
def test_one_of_32_gets_the_last_session(cast: Cast, number: int) -> None:
    """Each asks for another time, so that only the count stands between them."""
    case, previous = cast.last_cases[number]
    days = [cast.course.a_day(), cast.course.a_day()]
    entries = [
        Entry(cast.star, f"{case}-{n}", _wish(previous, cast.star_line, days[n // 16], f"{n % 16:02}:00:00"))
        for n in range(RACERS)
    ]
    _one_wins(cast.course.race(entries), {"no_sessions_left"})
    assert cast.course.figures(cast.star, case)["available"] == 0
    cast.course.check()


def test_one_key_sent_16_times_at_once_books_once(cast: Cast) -> None:
    """All get the same receipt, or are told that it is under way."""
    day = cast.course.a_day()
    answers = cast.course.race(
        [Entry(cast.star, f"{day}-same", _wish(cast.fans[0], cast.star_line, day, "14:00:00"))] * 16
    )
    receipts = {answer.json()["reference"] for answer in answers if answer.status_code == 201}
    assert len(receipts) == 1
    others = [answer for answer in answers if answer.status_code != 201]
    assert {answer.status_code for answer in others} <= {409}
    assert {refusal["code"] for answer in others for refusal in answer.json()["refusals"]} <= {"key_in_progress"}
    cast.course.check()


def test_32_writers_that_do_not_want_the_same_all_get_it(cast: Cast) -> None:
    """Nobody is turned away because others write, and no reference is given twice."""
    days = [cast.course.a_day(), cast.course.a_day()]
    entries = [
        Entry(cast.star, f"{days[0]}-own-{n}", _wish(fan, cast.star_line, days[n // 16], f"{n % 16:02}:00:00"))
        for n, fan in enumerate(cast.fans)
    ]
    answers = cast.course.race(entries)
    assert Counter(answer.status_code for answer in answers) == {201: RACERS}
    assert len({answer.json()["reference"] for answer in answers}) == RACERS
    cast.course.check()
