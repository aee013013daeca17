"""Owns the rounds: what the backend does by itself, again and again, while it serves."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from server_stub.carriers.carrier import Carrier
from server_stub.domain.settings import Settings
from server_stub.services.office import Clock
from server_stub.silence import told
from server_stub.storage import people
from server_stub.storage.engines import Engines
from server_stub.storage.faults import reading

log = logging.getLogger("server_stub")

FIRST_SECONDS = 5
"""When the first round begins; until then the start of the program has the machine to itself."""

PAUSE_SECONDS = 15
"""How long nothing is done between two rounds."""

PATIENCE_SECONDS = 2
"""How long the end waits for a round; whatever it was doing is done later, by whoever serves next."""

Choice = Callable[[Settings], Carrier]
"""Tells how messages are sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one round did."""

    started: int
    reminders: int
    sent: int
    expired: int = 0
    """How many holds were given free or forgotten."""
    tidied: bool = False


def run_due(engines: Engines, clock: Clock, choose: Choice) -> Done:
    """Do everything that is due; several processes may do so at the same time."""
    # Loaded with the first round, which the start of the program does not wait for.
    from server_stub.rounds.delivery import deliver
    from server_stub.rounds.expiring import release_expired
    from server_stub.rounds.reminders import make_reminders
    from server_stub.rounds.starts import start_left
    from server_stub.rounds.tidying import tidy

    with reading(engines) as transaction:
        settings = people.load_settings(transaction)
    return Done(
        started=start_left(engines, clock(), settings),
        reminders=make_reminders(engines, clock(), settings),
        expired=release_expired(engines, clock()),
        sent=deliver(engines, clock, settings, choose(settings)),
        tidied=tidy(engines, clock()),
    )


@contextmanager
def rounds(engines: Engines, clock: Clock, choose: Choice, first: float = FIRST_SECONDS) -> Iterator[None]:
    """Go round in a thread for as long as the context lasts."""
    over = threading.Event()

    def go_round() -> None:
        pause = first
        while not over.wait(pause):
            _attempt(over, lambda: run_due(engines, clock, choose))
            pause = PAUSE_SECONDS

    walker = threading.Thread(target=go_round, name="rounds", daemon=True)
    walker.start()
    try:
        yield
    finally:
        over.set()
        walker.join(PATIENCE_SECONDS)


def _attempt(over: threading.Event, walk: Callable[[], Done]) -> None:
    """Walk one round; one that fails is logged by its places, never by values, and the next one is another chance."""
    try:
        walk()
    except Exception as error:  # noqa: BLE001  (nothing that happens on one round may be the end of all)
        if not over.is_set():
            log.error("going round: %s", told(error))  # noqa: TRY400
