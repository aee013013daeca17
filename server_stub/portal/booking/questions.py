"""Owns the pages with the questions before a day is chosen; each answer is a key in the address (seed 004)."""

from dataclasses import replace

from litestar import Response, get
from litestar.params import FromPath

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain.online_steps import ASKED, Step, choices, read_answers
from server_stub.portal.booking import wording
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.forms import Troubles
from server_stub.portal.frame import page
from server_stub.portal.guests import HOME, TheHolder
from server_stub.services.booking_steps import again, obstacle
from server_stub.services.refused import because

SENT = "go"
"""The field that tells an answered question from one that is only looked at."""


WAS = "was"
"""The field that tells what the answer was before."""


@get(BOOK, sync_to_thread=True)
def get_start(holder: TheHolder) -> Response[str]:
    """Go to the first question that is open; for another session with the same consultant, most are answered."""
    given = read_answers(holder.query)
    if given.same and not given.reason:
        given = again(holder.office, holder.account.id, given.same)
    walk = walk_of(holder, given)
    return blocked(walk) or walk.onward()


@get(BOOK + "/{step:str}", sync_to_thread=True)
def get_question(holder: TheHolder, step: FromPath[str]) -> Response[str]:
    """Ask a question, or go on when it is answered."""
    asked = Step(step)
    if asked not in ASKED:
        raise because(Code.NOT_FOUND)
    walk = walk_of(holder)
    return blocked(walk) or answer(walk, asked)


def blocked(walk: Walk) -> Response[str] | None:
    """Say at once when nothing more can be booked with the account, rather than after all questions."""
    refusal = obstacle(walk.guest.office, walk.guest.account.id, walk.answers.case)
    if refusal is None:
        return None
    return page(walk.guest, "booking/blocked.html", "You cannot book another session yet", back=HOME, refusal=refusal)


def answer(walk: Walk, step: Step) -> Response[str]:
    """Ask a question unless one before it is open, it leaves no choice, or it was just answered.

    A time is kept for what it was chosen for; only who attends makes no difference to it.
    """
    sent = SENT in walk.guest.query
    given = getattr(walk.answers, step.value)
    if sent and step is not Step.WHO and given != walk.guest.query.get(WAS, ""):
        walk = replace(walk, answers=replace(walk.answers, hold=""))
    if not walk.reached(step) or (given and (sent or len(walk.offered(step)) == 1)):
        return walk.onward()
    return ask(walk, step, _wrong(walk, step) if sent else {})


def ask(walk: Walk, step: Step, troubles: Troubles) -> Response[str]:
    """Make the page of a question."""
    online, booker = walk.asked.online, walk.asked.booker
    offered = choices(step, online, booker, walk.answers)
    if not offered:
        return page(walk.guest, "booking/nothing.html", "There is nothing to book online for you yet")
    return page(
        walk.guest,
        "booking/question.html",
        wording.QUESTIONS[step],
        back=walk.back(step),
        troubles=troubles,
        typed={step.value: getattr(walk.answers, step.value)},
        step=step.value,
        action=f"{BOOK}/{step}",
        choices=[wording.labelled(step, one, online, booker) for one in offered],
        others=_others(walk, step),
        information=online.information if step is _first(walk) else "",
    )


def _first(walk: Walk) -> Step:
    """Return the first question that is asked at all; the provider's text stands there."""
    return next((step for step in ASKED if len(walk.offered(step)) != 1), Step.DAY)


def _wrong(walk: Walk, step: Step) -> Troubles:
    code = Code.CHOICE_NOT_OFFERED if walk.guest.query.get(step.value) else Code.CHOICE_NEEDED
    return {step.value: Refusal(code=code)}


def _others(walk: Walk, step: Step) -> dict[str, str]:
    """Return the answers to the other questions, which the form carries along."""
    return {name: key for name, key in walk.answers.query().items() if name != step.value}


ROUTES = [get_start, get_question]
