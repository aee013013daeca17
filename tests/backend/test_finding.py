"""A search gives the clients, cases and appointments that the caller may see, page by page, and nobody else's."""

import msgspec
import pytest
from sqlalchemy import select

from consultant_tui.contract.finding import Search
from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.services import finding
from server_stub.storage.finding import words_there, words_wanted
from server_stub.storage.tables import audit
from tests.backend.asking import book, codes, wish
from tests.backend.conftest import MIRA

KIM = "kim@example.org"


async def search(consultant, query, after=None) -> Search:
    answer = await consultant.post("/v1/search", json={"query": query, "after": after})
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Search)


async def names(consultant, query) -> list[str]:
    return [row.name for row in (await search(consultant, query)).found]


@pytest.fixture
def three(practice, mira) -> list[str]:
    """Mira's three clients, each with a session."""
    cases = [practice.open_case(name=name) for name in ("Zoë O’Brien", "Ana Lindqvist", "Anabel Lind")]
    for day, case in enumerate(cases, start=16):
        practice.appoint(MIRA, case, f"2026-11-{day}T10:00", State.COMPLETED)
    return cases


async def test_every_word_must_begin_a_word_of_the_name(mira, three):
    assert await names(mira, "an") == ["Ana Lindqvist", "Anabel Lind"]
    assert await names(mira, "LIN anab") == ["Anabel Lind"]
    assert await names(mira, "zoe obr") == ["Zoë O’Brien"]
    assert await names(mira, "ndqvist") == []
    assert await names(mira, "  ") == []


async def test_a_client_with_two_such_words_is_found_once(practice, mira):
    practice.appoint(MIRA, practice.open_case(name="Ana Anders"), "2026-11-16T10:00", State.COMPLETED)
    assert await names(mira, "an") == ["Ana Anders"]


async def test_a_client_comes_with_the_newest_appointment(practice, mira, three):
    newest = practice.appoint(MIRA, three[1], "2026-11-24T10:00")
    (found,) = (await search(mira, "lindqvist")).found
    assert (found.kind, found.client, found.case) == ("client", practice.client_of(three[1]), three[1])
    assert (found.meeting.reference, found.meeting.state, found.issue) == (newest, "booked", "Workplace stress")


async def test_references_are_found_whole_and_by_their_digits(practice, mira, three):
    appointment = practice.appoint(MIRA, three[0], "2026-11-24T10:00")
    for typed in (appointment, appointment.lower(), appointment.removeprefix("APP-")):
        found = (await search(mira, typed)).found
        assert ("appointment", appointment, "Zoë O’Brien") in [(row.kind, row.reference, row.name) for row in found]
    for typed in (three[1], three[1].removeprefix("ASST-")):
        (found,) = (await search(mira, typed)).found
        assert (found.kind, found.reference, found.name) == ("case", three[1], "Ana Lindqvist")


async def test_a_reference_finds_only_its_own_kind(practice, mira, three):
    digits = practice.client_of(three[1]).removeprefix("CLI-")
    assert [row.kind for row in (await search(mira, digits)).found] == ["client"]
    assert [row.kind for row in (await search(mira, f"cli-{digits}")).found] == ["client"]
    assert (await search(mira, f"asst-{digits}")).found == ()


async def test_nobody_finds_what_is_anothers(practice, sign_in, mira, three):
    kim = sign_in(practice.engage(KIM, name="Kim"))
    assert await names(kim, "ana") == []
    theirs = practice.appoint(KIM, three[1], "2026-11-26T10:00")
    (found,) = (await search(kim, "ana")).found
    assert found.meeting.reference == theirs
    assert [row.meeting.reference for row in (await search(mira, "lindq")).found] != [theirs]
    assert await names(mira, theirs) == []


async def test_another_profile_of_the_same_person_finds_only_its_own(practice, sign_in, mira, three):
    again = sign_in(practice.engage("mira.new@example.org", person_of=MIRA))
    assert await names(again, "ana") == []


async def test_what_is_booked_is_found_at_once(mira, last):
    booked = (await book(mira, wish(last))).json()["reference"]
    assert [row.reference for row in (await search(mira, booked)).found] == [booked]


async def test_long_answers_come_in_pages_without_gap_or_repetition(practice, mira, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 4)
    every = [f"Ana {word}" for word in ("Abe", "Ana", "Bo", "Cy", "Di", "Ed", "Flo", "Gil", "Hal")]
    for name in every:
        practice.appoint(
            MIRA, practice.open_case(name=name), f"2026-11-{16 + every.index(name)}T10:00", State.CANCELLED
        )
    seen, after = [], None
    for _ in range(3):
        page = await search(mira, "an", after)
        seen += [row.name for row in page.found]
        after = page.after
    assert (seen, after) == (every, None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": 3},
        {"query": "a", "after": "nonsense"},
        {"query": "a", "after": "client:x:ana"},
        {"query": "a", "after": "client:99999999999:ana"},
        {"query": "a", "after": "client:٣:ana"},
        {"query": "a" * 201},
        {"query": "a", "more": True},
    ],
)
async def test_strange_questions_are_refused(mira, body):
    answer = await mira.post("/v1/search", json=body)
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])


@pytest.mark.parametrize("query", ["%", "_", "'; DROP TABLE clients; --", "a" * 200, "\x00", "\U0010ffff", "[/q]"])
async def test_signs_mean_nothing_but_themselves(mira, three, query):
    assert (await search(mira, query)).found == ()


async def test_searching_is_no_reading(engines, mira, three):
    await search(mira, "ana")
    with engines.reading() as connection:
        assert connection.execute(select(audit)).all() == []


async def test_the_index_holds_what_it_should(engines, practice, mira, last, three):
    await book(mira, wish(last))
    with engines.reading() as connection:
        assert words_there(connection) == words_wanted(connection) != set()
