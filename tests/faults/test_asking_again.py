"""A question is asked again a few times, within its bound; a change never is."""

import tracemalloc

import httpx
import pytest

from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import Misunderstood, Refused, Unknown, Unreachable
from consultant_tui.api.patience import Patience
from tests.faults.server import packed

HEALTHY = {"status": "ok", "version": "1", "tzdata": "x"}
BUSY = {"refusals": [{"code": "busy_try_later"}]}


class Backend:
    """Fails as it was told to, then answers."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.asked = 0

    def __call__(self, _request):
        self.asked += 1
        fault = self.faults.pop(0) if self.faults else httpx.Response(200, json=HEALTHY)
        if isinstance(fault, Exception):
            raise fault
        return fault


def at(backend, steps=(0.0, 0.0), seconds=10.0, longest=3.0):
    patience = Patience(steps=steps, longest=longest, jitter=lambda: 1)
    transport = httpx.MockTransport(backend)
    return BookingApi("http://127.0.0.1:9", "t", transport=transport, read_seconds=seconds, patience=patience)


def busy(status, **headers):
    return httpx.Response(status, json=BUSY, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("fault", [httpx.ConnectError("no"), httpx.ReadError("cut"), httpx.RemoteProtocolError("cut")])
async def test_a_question_that_met_a_short_fault_is_answered_all_the_same(fault):
    backend = Backend(fault, fault)
    assert (await at(backend).health()).status == "ok"
    assert backend.asked == 3


async def test_after_three_times_it_is_told():
    backend = Backend(*[httpx.ConnectError("no")] * 9)
    with pytest.raises(Unreachable):
        await at(backend).health()
    assert backend.asked == 3


async def test_who_waited_in_vain_does_not_wait_again():
    backend = Backend(*[httpx.ReadTimeout("no")] * 9)
    with pytest.raises(Unreachable):
        await at(backend).health()
    assert backend.asked == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_a_backend_that_is_busy_for_a_moment_is_asked_again(status):
    backend = Backend(busy(status, Retry_After="0"))
    assert (await at(backend).health()).status == "ok"
    assert backend.asked == 2


@pytest.mark.parametrize("said", ["4", "99999999", "soon", "-1", "", "Sun, 22 Nov 2026 22:04:00 GMT"])
async def test_a_longer_wait_is_the_consultants_to_decide(said):
    backend = Backend(busy(503, Retry_After=said))
    with pytest.raises(Refused):
        await at(backend).health()
    assert backend.asked == 1


async def test_no_pause_goes_beyond_the_bound_of_the_question():
    backend = Backend(httpx.ConnectError("no"))
    with pytest.raises(Unreachable):
        await at(backend, steps=(2.0,), seconds=1).health()
    assert backend.asked == 1


@pytest.mark.parametrize("status", [500, 507, 404, 409])
async def test_any_other_no_is_told_at_once(status):
    backend = Backend(busy(status, Retry_After="0"))
    with pytest.raises(Refused):
        await at(backend).health()
    assert backend.asked == 1


@pytest.mark.parametrize("fault", [httpx.ConnectError("no"), httpx.ReadError("cut"), busy(503, Retry_After="0")])
async def test_a_change_is_sent_once(fault):
    backend = Backend(fault)
    with pytest.raises((Unreachable, Unknown, Refused)):
        await at(backend).start("APP-1", 1)
    assert backend.asked == 1


@pytest.mark.parametrize("fault", [httpx.ReadError("cut"), busy(503, Retry_After="0")])
async def test_signing_in_and_out_are_sent_once(fault):
    for ask in (lambda api: api.sign_in("a@example.org", "p"), lambda api: api.sign_out()):
        backend = Backend(fault)
        with pytest.raises((Unreachable, Refused)):
            await ask(at(backend))
        assert backend.asked == 1


async def test_pauses_differ_from_terminal_to_terminal():
    assert len({Patience().pauses() for _ in range(20)}) > 1
    assert all(0.05 <= first <= 0.15 and 0.2 <= second <= 0.6 for first, second in (Patience().pauses(),))


async def test_a_packed_answer_is_never_unpacked():
    seen = []

    async def stream():
        yield packed()

    def answer(request):
        seen.append(request.headers["Accept-Encoding"])
        return httpx.Response(200, content=stream(), headers={"Content-Encoding": "gzip"})

    api = at(answer)
    await api._opened()
    tracemalloc.start()
    with pytest.raises(Misunderstood):
        await api.health()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000
    assert seen == ["identity"]
