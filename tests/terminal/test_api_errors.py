"""Proves what each way in which a conversation with the backend can go wrong is called."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, time

import httpx
import msgspec
import pytest

from consultant_tui.api import conversation
from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import ApiError, Misunderstood, NotRecognised, Refused, Unknown, Unreachable
from consultant_tui.api.patience import Patience
from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.refusals import Code, Problem, Refusal
from consultant_tui.contract.vocabulary import Approach, Modality

REQUEST = BookingRequest(
    previous="APP-1",
    approach=Approach.MANUAL,
    schedule="SCH-1",
    modality=Modality.PHONE,
    day=date(2026, 11, 30),
    start=time(14),
)

READS: dict[str, Callable[[BookingApi], Awaitable[object]]] = {
    "quick_view": lambda api: api.quick_view(),
    "summary": lambda api: api.summary("APP-1"),
    "ledger": lambda api: api.ledger("ASST-1"),
    "rebooking": lambda api: api.rebooking("APP-1"),
    "schedules": lambda api: api.schedules("APP-1", Approach.MANUAL, date(2026, 11, 30)),
    "week": lambda api: api.week("APP-1", "SCH-1", Approach.MANUAL, date(2026, 11, 30)),
    "openings": lambda api: api.openings("APP-1", (1, 2), time(9), time(17), date(2026, 11, 30)),
    "check": lambda api: api.check(REQUEST),
    "key": lambda api: api.key("k"),
    "health": lambda api: api.health(),
}
WRITES: dict[str, Callable[[BookingApi], Awaitable[object]]] = {
    "start": lambda api: api.start("APP-1", 1),
    "book": lambda api: api.book(REQUEST, "k"),
    "void": lambda api: api.void("k"),
}
ALL = {**READS, **WRITES}
AT_ONCE = Patience(jitter=lambda: 0)


def answering(handler: Callable[[httpx.Request], httpx.Response], **options: float) -> BookingApi:
    return BookingApi(
        "http://127.0.0.1:9", "secret", transport=httpx.MockTransport(handler), patience=AT_ONCE, **options
    )


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    return handler


async def error_of(question: Awaitable[object]) -> ApiError:
    with pytest.raises(ApiError) as caught:
        await question
    return caught.value


@pytest.mark.parametrize("ask", ALL.values(), ids=ALL)
@pytest.mark.parametrize("error", [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.PoolTimeout("no")])
async def test_what_was_never_sent_changed_nothing(ask, error):
    told = await error_of(ask(answering(raising(error))))
    assert isinstance(told, Unreachable)
    assert told.address == "http://127.0.0.1:9"


CUT = [httpx.ReadTimeout("no"), httpx.ReadError("no"), httpx.WriteError("no"), httpx.RemoteProtocolError("no")]


@pytest.mark.parametrize("ask", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("error", CUT)
async def test_a_change_without_an_answer_has_an_unknown_outcome(ask, error):
    assert isinstance(await error_of(ask(answering(raising(error)))), Unknown)


@pytest.mark.parametrize("ask", READS.values(), ids=READS)
@pytest.mark.parametrize("error", CUT)
async def test_a_question_without_an_answer_is_merely_unanswered(ask, error):
    told = await error_of(ask(answering(raising(error))))
    assert isinstance(told, Unreachable)
    assert told.waited is isinstance(error, httpx.ReadTimeout)


class Drip(httpx.AsyncByteStream):
    """Gives a byte again and again, for ever."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0)  # gives way, waits for nothing


@pytest.mark.parametrize(("ask", "kind"), [(READS["quick_view"], Unreachable), (WRITES["book"], Unknown)])
async def test_an_answer_that_drips_in_is_bounded_as_a_whole(ask, kind):
    api = answering(lambda _: httpx.Response(200, stream=Drip()), read_seconds=0.05, write_seconds=0.05)
    async with asyncio.timeout(5):
        assert isinstance(await error_of(ask(api)), kind)


@pytest.mark.parametrize(("ask", "kind"), [(READS["quick_view"], Misunderstood), (WRITES["book"], Unknown)])
async def test_a_huge_answer_is_not_swallowed(ask, kind, monkeypatch):
    monkeypatch.setattr(conversation, "LARGEST_ANSWER", 1000)
    assert isinstance(await error_of(ask(answering(lambda _: httpx.Response(200, content=b"x" * 1001)))), kind)


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"[" * 100_000, b'"\xff"', b"{}", b"null", b"3"])
@pytest.mark.parametrize(("ask", "kind"), [(READS["quick_view"], Misunderstood), (WRITES["book"], Unknown)])
async def test_an_unreadable_success(ask, kind, body):
    assert isinstance(await error_of(ask(answering(lambda _: httpx.Response(200, content=body)))), kind)


@pytest.mark.parametrize("ask", ALL.values(), ids=ALL)
async def test_401_means_not_recognised(ask):
    assert isinstance(await error_of(ask(answering(lambda _: httpx.Response(401)))), NotRecognised)


@pytest.mark.parametrize("ask", ALL.values(), ids=ALL)
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (409, Code.CONSULTANT_BUSY),
        (412, Code.STALE),
        (422, Code.IN_THE_PAST),
        (503, Code.BUSY_TRY_LATER),
        (507, Code.OUT_OF_SPACE),
    ],
)
async def test_a_refusal_carries_its_rule(ask, status, code):
    body = msgspec.json.encode(Problem(refusals=(Refusal(code=code),)))
    told = await error_of(ask(answering(lambda _: httpx.Response(status, content=body))))
    assert isinstance(told, Refused)
    assert told.has(code)


async def test_a_refusal_of_a_later_version_is_still_a_refusal():
    body = b'{"refusals": [{"code": "moon_is_full", "colour": "blue"}]}'
    told = await error_of(answering(lambda _: httpx.Response(422, content=body)).check(REQUEST))
    assert isinstance(told, Refused)
    assert told.problem.refusals[0].code.value == "moon_is_full"


@pytest.mark.parametrize("status", [302, 404, 418, 429])
@pytest.mark.parametrize("ask", ALL.values(), ids=ALL)
async def test_an_answer_that_no_backend_gives_is_misunderstood(ask, status):
    response = httpx.Response(status, headers={"Location": "http://elsewhere.example/"})
    assert isinstance(await error_of(ask(answering(lambda _: response))), Misunderstood)


@pytest.mark.parametrize(("ask", "kind"), [(READS["quick_view"], Misunderstood), (WRITES["book"], Unknown)])
async def test_a_gateway_in_between_leaves_a_change_open(ask, kind):
    assert isinstance(await error_of(ask(answering(lambda _: httpx.Response(502)))), kind)


@pytest.mark.parametrize(("ask", "kind"), [(READS["quick_view"], Refused), (WRITES["book"], Unknown)])
async def test_a_backend_that_fails_inside_leaves_a_change_open(ask, kind):
    body = msgspec.json.encode(Problem(refusals=(Refusal(code=Code.INTERNAL),)))
    assert isinstance(await error_of(ask(answering(lambda _: httpx.Response(500, content=body)))), kind)


async def test_what_is_sent_names_who_asks_and_in_which_zone():
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(401)

    transport = httpx.MockTransport(handler)
    api = BookingApi("http://127.0.0.1:9/", "secret", zone="Asia/Kathmandu", transport=transport)
    for ask in ALL.values():
        await error_of(ask(api))
    assert {request.headers["Authorization"] for request in seen} == {"Bearer secret"}
    assert {request.headers["Time-Zone"] for request in seen} == {"Asia/Kathmandu"}
    assert all("secret" not in str(request.url) for request in seen)


async def test_a_hostile_reference_stays_one_part_of_the_path():
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(401)

    await error_of(answering(handler).summary("../../health?x#y"))
    assert seen[0].url.raw_path == b"/v1/appointments/..%2F..%2Fhealth%3Fx%23y/summary"


async def test_text_from_outside_arrives_clean():
    body = b'{"status": "\\u202eko\\u0007\\u001b[2J", "version": "1", "tzdata": "x"}'
    health = await answering(lambda _: httpx.Response(200, content=body)).health()
    assert health.status == "ko  [2J"


async def test_proxies_and_netrc_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    api = BookingApi("http://127.0.0.1:9")
    opened = await api._opened()
    assert opened.trust_env is False
    assert opened.follow_redirects is False
    assert not [transport for transport in opened._mounts.values() if transport is not None]
    await api.aclose()
