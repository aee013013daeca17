"""Owns the slowing of guesses at passwords, codes, links and the like; generic, for whoever lets people in.

Each try is counted before it is judged, in a transaction of its own: a burst of guesses cannot slip past the count,
and when it cannot be counted nothing is let in. A right answer gives the count back. There are three counts for a try:

- target and address together: the strict one, which stops somebody who guesses;
- the address: stops somebody who tries one password at many targets;
- the target: only slows, by seconds, so that an attack from elsewhere never locks its owner out.

A device on which a right answer was given before is known: it has a count of its own in the place of all three, so an
owner is let in there while others guess at the same account from wherever they like.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain.attempts import Pace, Tries, must_wait, one_more
from server_stub.services.office import Office
from server_stub.services.refused import RefusedError
from server_stub.storage import attempts
from server_stub.storage.faults import Transaction, persistent, writing

STRICT = Pace(free=5, first=timedelta(seconds=5), longest=timedelta(minutes=15), forgets=timedelta(days=1))
"""One target from one address: some hundred guesses a day at most."""

WIDE = Pace(free=40, first=timedelta(seconds=2), longest=timedelta(minutes=5), forgets=timedelta(hours=1))
"""Anything from one address, behind which may be a whole company."""

SLOW = Pace(free=30, first=timedelta(seconds=1), longest=timedelta(seconds=4), forgets=timedelta(hours=1))
"""One target from anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What is tried, at what, and from where."""

    kind: str
    """What is guessed, as in ``password``; each kind is counted for itself."""
    target: str = ""
    """At whom or what; empty for what has no owner, such as a code: then only the address counts."""
    address: str
    """The network address that it comes from."""
    device: str = ""
    """The secret of the device, if it brought one."""
    strict: Pace = STRICT
    wide: Pace = WIDE
    slow: Pace = SLOW


@persistent
def begin(office: Office, guess: Guess) -> None:
    """Count a try, unless a pause is to be waited for.

    Raises:
        RefusedError: If it must wait; the number is the seconds.
    """
    now = office.clock()
    with writing(office.engines) as transaction:
        counts = _counts(transaction, guess)
        known = [(subject, attempts.load(transaction, subject), pace) for subject, pace in counts]
        wait = max(must_wait(tries, now, pace) for _, tries, pace in known)
        if wait:
            raise RefusedError([Refusal(code=Code.TOO_MANY_TRIES, number=math.ceil(wait.total_seconds()))])
        for subject, tries, pace in known:
            attempts.keep(transaction, subject, tries, one_more(tries, now, pace))


def forgive(office: Office, transaction: Transaction, guess: Guess) -> None:
    """Give a try back whose answer was right, and know its device from now on."""
    counts = _counts(transaction, guess)
    attempts.forget(transaction, counts[0][0])
    for subject, _ in counts[1:]:
        tries = attempts.load(transaction, subject)
        if tries is not None:
            attempts.keep(transaction, subject, tries, Tries(max(tries.failures - 1, 1), tries.since, None))
    if guess.device:
        mark = _known(guess)
        attempts.keep(transaction, mark, attempts.load(transaction, mark), Tries(0, office.clock(), None))


def _counts(transaction: Transaction, guess: Guess) -> Sequence[tuple[str, Pace]]:
    if guess.device and attempts.load(transaction, _known(guess)) is not None:
        return [(_hashed(guess.kind, "device", guess.target, guess.device), guess.strict)]
    if not guess.target:
        return [(_hashed(guess.kind, "address", guess.address), guess.strict)]
    return [
        (_hashed(guess.kind, "pair", guess.target, guess.address), guess.strict),
        (_hashed(guess.kind, "address", guess.address), guess.wide),
        (_hashed(guess.kind, "target", guess.target), guess.slow),
    ]


def _known(guess: Guess) -> str:
    return _hashed(guess.kind, "known", guess.target, guess.device)


def _hashed(*parts: str) -> str:
    return sha256("\x00".join(parts).encode()).hexdigest()
