"""Every method of the API meets every fault: each means one thing, and never that a change was surely made."""

import asyncio

import pytest

from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import ApiError, Misunderstood, NotRecognised, Refused, Unknown, Unreachable
from consultant_tui.api.patience import Patience
from tests.faults import methods
from tests.faults.server import Line
from tests.faults.trials import TRIALS

MEANS = {"refuse": Unreachable, "401": NotRecognised}
"""What a fault means whatever was asked; every other one that is certain is a refusal."""


@pytest.fixture(scope="module")
def line():
    """A line at whose end nothing but faults is to be met."""

    async def nobody(_scope, receive, _send):
        await receive()

    line = Line(nobody)
    line.open()
    yield line
    line.end()


def meaning(name: str, *, changes: bool) -> type[ApiError]:
    """Tell what a fault means to a question or a change."""
    trial = TRIALS[name]
    if not trial.unknown:
        return MEANS.get(name, Refused)
    if changes:
        return Unknown
    return {"hang": Unreachable, "drip": Unreachable, "cut": Unreachable, "500": Refused}.get(name, Misunderstood)


def test_every_method_is_in_the_table():
    assert methods.methods() == set(methods.ASKS) | set(methods.CHANGES)


@pytest.mark.every(2)
@pytest.mark.parametrize("fault", TRIALS)
async def test_every_method_is_told_what_the_fault_means(line, fault):
    for changes, calls in ((False, methods.ASKS), (True, methods.CHANGES)):
        seconds = 0.1 if TRIALS[fault].slow else 20
        patience = Patience(steps=(0, 0), jitter=lambda: 0)
        api = BookingApi(line.address, "t", read_seconds=seconds, write_seconds=seconds, patience=patience)
        with line.failing("", "", TRIALS[fault].fault):
            for name, call in calls.items():
                with pytest.raises(ApiError) as caught:
                    async with asyncio.timeout(20):
                        await call(api)
                assert type(caught.value) is meaning(fault, changes=changes), name
        await api.aclose()
