"""A key books once; it can be asked about, and voided so that a late original is refused."""

import asyncio

import httpx
import pytest

from server_stub.app import create_app
from server_stub.storage.faults import writing
from tests.backend.asking import book, codes, wish

KEY = "0b3d3c7e-59a6-4c0b-9d52-6d1c7f0e2a11"


async def state_of(consultant, key=KEY):
    return (await consultant.get(f"/v1/booking-keys/{key}")).json()


async def test_the_same_request_under_the_same_key_gets_the_same_answer(mira, last):
    first = await book(mira, wish(last), KEY)
    again = await book(mira, wish(last), KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    rows = (await mira.get("/v1/quick-view")).json()["sections"][0]["rows"]
    assert len(rows) == 1


async def test_the_answer_stays_when_the_world_has_moved_on(practice, mira, last):
    first = await book(mira, wish(last), KEY)
    await mira.post(f"/v1/appointments/{first.json()['reference']}/start", headers={"If-Match": '"1"'})
    assert (await book(mira, wish(last), KEY)).content == first.content


async def test_how_the_request_is_written_does_not_matter(mira, last):
    first = await book(mira, wish(last), KEY)
    spelt_out = {**dict(reversed(wish(last).items())), "notify": True, "approval": "", "occurrence": None}
    assert (await book(mira, spelt_out, KEY)).content == first.content


async def test_another_request_under_the_same_key_is_refused(mira, last):
    await book(mira, wish(last), KEY)
    answer = await book(mira, wish(last, day="2026-12-01"), KEY)
    assert (answer.status_code, codes(answer)) == (422, ["key_reused"])


async def test_a_refusal_does_not_use_the_key_up(mira, last):
    assert (await book(mira, wish(last, start="14:03:00"), KEY)).status_code == 422
    assert await state_of(mira) == {"state": "unknown", "receipt": None, "series": None}
    assert (await book(mira, wish(last), KEY)).status_code == 201


async def test_a_key_tells_what_it_booked(mira, last):
    assert (await state_of(mira))["state"] == "unknown"
    receipt = (await book(mira, wish(last), KEY)).json()
    assert await state_of(mira) == {"state": "booked", "receipt": receipt, "series": None}


async def test_a_voided_key_books_nothing_any_more(mira, last):
    voided = await mira.delete(f"/v1/booking-keys/{KEY}")
    assert (voided.status_code, voided.json()["state"]) == (200, "voided")
    late = await book(mira, wish(last), KEY)
    assert (late.status_code, codes(late)) == (409, ["key_voided"])
    assert (await state_of(mira))["state"] == "voided"
    assert (await mira.delete(f"/v1/booking-keys/{KEY}")).json()["state"] == "voided"


async def test_a_key_that_has_booked_is_not_voided(mira, last):
    receipt = (await book(mira, wish(last), KEY)).json()
    answer = await mira.delete(f"/v1/booking-keys/{KEY}")
    assert answer.json() == {"state": "booked", "receipt": receipt, "series": None}
    assert (await book(mira, wish(last), KEY)).status_code == 201


async def test_while_a_request_is_worked_on_its_key_says_so(engines, mira, last):
    with writing(engines, of=1):
        sent = [asyncio.create_task(book(mira, wish(last), KEY)) for _ in range(2)]
        (second,), (original,) = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
        assert (second.result().status_code, codes(second.result())) == (409, ["key_in_progress"])
        assert (await state_of(mira))["state"] == "in_progress"
        voiding = asyncio.create_task(mira.delete(f"/v1/booking-keys/{KEY}"))
    became = (await voiding).json()["state"]
    assert ((await original).status_code, became) in {(201, "booked"), (409, "voided")}
    assert (await state_of(mira))["state"] == became


async def test_keys_belong_to_their_profile(practice, sign_in, mira, last):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    await book(mira, wish(last), KEY)
    assert (await state_of(kim))["state"] == "unknown"
    assert (await kim.delete(f"/v1/booking-keys/{KEY}")).json()["state"] == "voided"
    assert (await state_of(mira))["state"] == "booked"


async def test_a_booking_without_a_key_is_refused(mira, last):
    answer = await mira.post("/v1/bookings", json=wish(last))
    assert (answer.status_code, codes(answer)) == (428, ["key_needed"])


@pytest.mark.parametrize("key", ["short", "k" * 65, "with space", "semi;colon-12", "schlüssel-123"])
async def test_a_key_has_bounds(mira, last, key):
    answer = await mira.post("/v1/bookings", json=wish(last), headers={"Idempotency-Key": key.encode()})
    assert (answer.status_code, codes(answer)) == (422, ["malformed"])


async def test_another_process_says_that_a_key_may_be_in_use(engines, database, practice, mira, last):
    """It knows nothing of the request, only that somebody is writing what is the consultant's."""
    other = database.open()
    transport = httpx.ASGITransport(create_app(other, practice.clock))
    headers = {"Authorization": mira.headers["Authorization"]}
    async with httpx.AsyncClient(transport=transport, base_url="http://other", headers=headers) as there:
        with writing(engines, of=1):
            expected = "in_progress" if engines.has_turns else "unknown"
            assert (await state_of(there))["state"] == expected
        assert (await state_of(there))["state"] == "unknown"
        await book(mira, wish(last), KEY)
        assert (await state_of(there))["state"] == "booked"
    other.dispose()
