"""Owns the faults that every question and every change meets, and what is told of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from textual.widgets import Static

from tests.faults import server
from tests.rebooking.stage import until

SHORT = 0.25
"""Seconds for what gives no answer anyway."""
ENOUGH = 30.0


@dataclass(frozen=True)
class Trial:
    """A fault, and what is told of it."""

    fault: server.Fault | None
    told: str
    slow: bool = False
    unknown: bool = True
    """Whether a change that meets it may have been made."""


TRIALS = {
    "refuse": Trial(None, "cannot be reached", unknown=False),
    "hang": Trial(server.hang, "gives no answer", slow=True),
    "drip": Trial(server.drip, "gives no answer", slow=True),
    "cut": Trial(server.cut, "broke off in the middle"),
    "401": Trial(server.says(401, "not_signed_in"), "does not recognise you", unknown=False),
    "403": Trial(server.says(403, "read_only"), "only shows data now", unknown=False),
    "404": Trial(server.says(404, "not_found"), "does not have this", unknown=False),
    "409": Trial(server.says(409, "no_sessions_left"), "has no sessions left", unknown=False),
    "412": Trial(server.says(412, "stale"), "was changed meanwhile", unknown=False),
    "422": Trial(server.says(422, "malformed"), "cannot read this", unknown=False),
    "429": Trial(server.says(429, "too_many_tries", 60, number=60), "Too many tries. Wait 60", unknown=False),
    "503": Trial(server.says(503, "busy_try_later", 60), "is busy and saved nothing", unknown=False),
    "507": Trial(server.says(507, "out_of_space"), "has no space left", unknown=False),
    "500": Trial(server.says(500, "internal"), "The backend failed"),
    "garbage": Trial(server.garbage, "in a way that this program does not understand"),
    "huge": Trial(server.huge, "in a way that this program does not understand"),
    "bomb": Trial(server.bomb, "in a way that this program does not understand"),
}

DOUBTFUL = {name: trial for name, trial in TRIALS.items() if trial.unknown}

KINDS = {name: trial for name, trial in TRIALS.items() if name not in ("drip", "huge", "bomb", "403", "422", "507")}
"""One fault of each that a screen can tell apart; what the others mean is tested for every method."""

CERTAIN_KINDS = {name: trial for name, trial in KINDS.items() if not trial.unknown}
DOUBTFUL_KINDS = {name: KINDS[name] for name in ("cut", "garbage")}
"""Every doubtful one means the same to a change."""


@contextmanager
def failing(stage, method: str, path: str, trial: Trial, *, acts: bool = False) -> Iterator[None]:
    """Let one kind of request fail on a stage."""
    stage.hurry(SHORT if trial.slow else ENOUGH)
    try:
        with stage.line.failing(method, path, trial.fault, acts=acts):
            yield
    finally:
        stage.hurry(ENOUGH)


def said(pilot) -> str:
    """What the dialog on top says, its lines put together."""
    return " ".join(str(one.content) for one in pilot.app.screen.query("#body > Static").results(Static))


async def told(pilot, words: str) -> None:
    """Wait until the dialog on top says something."""
    await until(pilot, lambda: words in said(pilot), words)
