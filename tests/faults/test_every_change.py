"""Every change that a screen makes meets every fault: it is called not done, or found out, and it is made once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from server_stub.practice.checking import check_practice
from tests.effort import PARTS, share
from tests.faults import places, server
from tests.faults.places import ANA, HARRIET, JUN, PRIYA, TOMAS, by, then
from tests.faults.trials import CERTAIN_KINDS, DOUBTFUL, DOUBTFUL_KINDS, KINDS, failing, said, told
from tests.rebooking.stage import notes, press_through, seen, shown, until


@dataclass(frozen=True)
class Change:
    """How a screen comes to change something."""

    path: str
    way: places.Way
    here: str
    """What is seen where it can be sent."""
    done: str
    """What is seen or told once it is done."""
    count: str
    """Counts, in the database, what the change makes."""
    send: tuple[str, ...] = ("enter",)
    """Keys and words, and at last the keys that send it."""
    method: str = "POST"
    prepare: Any = places.nothing
    by: int = 1
    lost: str = ""
    """What is told when it was done and its answer lost; empty for the same as without a fault."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """What is told of a fault in other words, by its name."""


def state(which):
    return f"SELECT count(*) FROM appointments WHERE state = '{which}'"  # noqa: S608 - words of this file


ABOUT = "/v1/appointments"
LATER = "SELECT version FROM appointments WHERE reference = '{}'"
CANCEL = "▸ Cancel the appointment"
NO_SHOW = "▸ Mark as a no show"
NELL = by(ANA, "o", "1 Waiting", "down down", "E-mail not confirmed")
CALENDAR = ("v", "▸Mon 23")
THROUGH_LEAVE = ("enter enter enter enter enter", "▸ Add leave")

CHANGES = {
    "start": Change(
        f"{ABOUT}/{TOMAS}/start$", by(TOMAS, "c", "▸ Start session"), "▸ Start session", "Session started",
        state("commenced"), lost="it was done: Dr Mira Okafor started it",
    ),
    "cancel": Change(
        f"{ABOUT}/{TOMAS}/cancellation$", by(TOMAS, "x", "▸ Who cancels", "1 tab tab i l l enter", CANCEL), CANCEL,
        "Cancelled, one session charged", state("cancelled"), lost="it was done: Dr Mira Okafor cancelled it",
    ),
    "no_show": Change(
        f"{ABOUT}/{ANA}/no-show$",
        by(ANA, "n", "▸ First try", "1 4 1 0 enter enter", "▸ Second try", "1 4 3 0 tab 3 tab a w a y enter", NO_SHOW),
        NO_SHOW, "Marked as a no show", state("no_show"), lost="it was done: Dr Mira Okafor",
    ),
    "edit": Change(
        f"{ABOUT}/{PRIYA}/edit$", by(PRIYA, "e", "▸ Modality", "3", "(●) Phone"), "(●) Phone", "Saved",
        LATER.format(PRIYA), lost="it was done: Dr Mira Okafor",
    ),
    "move": Change(
        f"{ABOUT}/{HARRIET}/move$",
        by(HARRIET, "m", "Which line", "enter", "▸ Appointment date", "]", "Mon 7 Dec 2026", "", "Nothing."),
        "It costs          Nothing.", "Moved to Tue 8 Dec", LATER.format(HARRIET),
        lost="it was done: Dr Mira Okafor moved it",
    ),
    "undo": Change(
        f"{ABOUT}/{HARRIET}/undo$", by(HARRIET, "u", "▸ Take it back"), "▸ Take it back", "Moved back",
        LATER.format(HARRIET), prepare=places.moved, lost="it was done: Dr Mira Okafor",
    ),
    "ask_extra": Change(
        "/v1/cases/", places.at_extra, "▸ Ask for them", "1 extra session requested today",
        "SELECT count(*) FROM extra_requests",
    ),
    "book_series": Change(
        "/v1/series$", places.at_preview, "2 sessions", "Booked as series",
        "SELECT count(*) FROM appointments", send=("", "✓ free", "ctrl+f"), by=2, instead={"409": "Nothing was booked"},
    ),
    "sign_off": Change(
        f"{ABOUT}/{JUN}/completion$", places.at_completion, "^o Consultant sign off", "No session is going on.",
        "SELECT count(*) FROM completions", send=("ctrl+o", "closes the session for good", "ctrl+o"),
    ),
    "add_leave": Change(
        "/v1/leave$",
        by(ANA, *CALENDAR, "right", "▸Tue 24", "a", "Add leave", *THROUGH_LEAVE, "enter", "Add it all the same"),
        "Add it all the same", "Leave LV-4 added", "SELECT count(*) FROM leave",
    ),
    "remove_leave": Change(
        "/v1/leave/LV-1$", places.at_leave, "▸ Remove it", "Leave LV-1 removed", "SELECT -count(*) FROM leave",
        method="DELETE", instead={"404": "leave LV-1"},
    ),
    "make_feed": Change(
        "/v1/calendar-feed$", by(ANA, *CALENDAR, "l", "There is no such address", "left", "▸ Make a link"),
        "▸ Make a link", "shown only once", "SELECT count(*) FROM feeds",
        lost="its address was lost on the way",
    ),
    "revoke_feed": Change(
        "/v1/calendar-feed$",
        then(by(ANA, *CALENDAR, "l", "There is one since"), "#revoke", "", "▸ Revoke"),
        "▸ Revoke", "The link can be read no more", "SELECT count(*) FROM feeds WHERE revoked IS NOT NULL",
        method="DELETE", prepare=places.fed,
    ),
    "verify": Change(
        "/v1/prospects/ACC-2/verification$", by(ANA, "o", "1 Waiting", "down down", "not confirmed", "v", "▸ Verify"),
        "▸ Verify", "Verified", "SELECT count(*) FROM accounts WHERE verified IS NOT NULL",
    ),
    "resend_verification": Change(
        "/v1/prospects/ACC-2/verification-mail$", NELL, "E-mail not confirmed", "A new link goes to", "SELECT 0",
        send=("s",), by=0, lost="We don't know whether it is sent.",
    ),
    "create_client": Change(
        "/v1/prospects/ACC-4/client$",
        by(ANA, "o", "1 Waiting", "c", "New client: Grace Mbeki", "up", "▸ Create the client"), "▸ Create the client",
        "Grace Mbeki is a client now", "SELECT count(*) FROM accounts WHERE client_id IS NOT NULL",
    ),
    "associate": Change(
        "/v1/prospects/ACC-4/association$",
        by(ANA, "o", "1 Waiting", "enter", "1 Clients who", "down enter", "Is this Grace", "right", "▸ The same"),
        "▸ The same", "Associated with Grace Mbeki", "SELECT count(*) FROM accounts WHERE client_id IS NOT NULL",
    ),
    "part": Change(
        "/v1/prospects/ACC-4/association$",
        by(ANA, "o", "1 Waiting", "2", "▸ Grace Mbeki", "u", "▸ Undo it"), "▸ Undo it", "The account waits again",
        "SELECT -count(*) FROM accounts WHERE client_id IS NOT NULL", method="DELETE", prepare=places.joined,
    ),
    "give_access": Change(
        "/v1/clients/CLI-3001/online-access$",
        by(ANA, "p", "1 Cases", "a", "Online booking for Ana Lindqvist", "up", "▸ Give access"), "▸ Give access",
        "Hand this over", "SELECT count(*) FROM accounts",
    ),
}  # fmt: skip
"""By the method of the API that changes."""

SIGNING = {"sign_in", "sign_out", "change_password"}
"""What a consultant does about themselves; tested beside this."""


def count(stage, change):
    with stage.engines.reading() as connection:
        return connection.exec_driver_sql(change.count).scalar_one()


def everything(pilot):
    """What is seen, said in a dialog, or told by the way."""
    return " ".join([seen(pilot), said(pilot), *notes(pilot)])


async def comes(pilot, words):
    await until(pilot, lambda: words in everything(pilot), words)


async def sent(pilot, change):
    *before, keys = change.send
    await press_through(pilot, *before)
    await pilot.press(*keys.split())


@pytest.mark.every(3)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_that_was_surely_not_made_is_called_that(stage, name, part):
    change = CHANGES[name]
    await change.prepare(stage)
    before = count(stage, change)
    async with stage.program() as pilot:
        await change.way(pilot)
        for fault, trial in share(CERTAIN_KINDS, name, CHANGES, part).items():
            with failing(stage, change.method, change.path, trial):
                await sent(pilot, change)
                await comes(pilot, change.instead.get(fault, trial.told))
            if trial.told in said(pilot):
                assert "Nothing is lost." in said(pilot) or "Nothing was changed." in said(pilot)
                await places.closed(pilot)
            assert count(stage, change) == before
            await places.again(pilot, change.way, change.here)
        await sent(pilot, change)
        await comes(pilot, change.done)
    assert count(stage, change) == before + change.by
    assert not check_practice(stage.engines).broken


NOT_DONE = ("It never reached the backend.", "It was not booked.", "did not reach the backend.", "whether it is sent")


@pytest.mark.every(3)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_that_never_arrived_is_found_out_and_can_be_made(stage, name, part):
    change = CHANGES[name]
    await change.prepare(stage)
    before = count(stage, change)
    async with stage.program() as pilot:
        await change.way(pilot)
        for trial in share(DOUBTFUL_KINDS, name, CHANGES, part).values():
            with failing(stage, change.method, change.path, trial):
                await sent(pilot, change)
                await until(pilot, lambda: any(words in said(pilot) for words in NOT_DONE), "it is found out")
            await places.closed(pilot)
            assert count(stage, change) == before
            await places.again(pilot, change.way, change.here)
        await sent(pilot, change)
        await comes(pilot, change.done)
    assert count(stage, change) == before + change.by


@pytest.mark.every(3)
@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_whose_answer_is_lost_is_found_to_be_made_and_is_made_once(stage, name):
    change = CHANGES[name]
    await change.prepare(stage)
    before = count(stage, change)
    async with stage.program() as pilot:
        await change.way(pilot)
        with failing(stage, change.method, change.path, DOUBTFUL["cut"], acts=True):
            await sent(pilot, change)
            await comes(pilot, change.lost or change.done)
    assert count(stage, change) == before + change.by
    rule = server.Rule(change.method, change.path, server.cut, acts=True)
    assert sum(rule.meets(*one) for one in stage.line.app.seen) == 1
    assert not check_practice(stage.engines).broken


async def test_while_nobody_can_be_asked_nothing_is_claimed(stage):
    change = CHANGES["add_leave"]
    async with stage.program() as pilot:
        await change.way(pilot)
        with failing(stage, "POST", change.path, DOUBTFUL["cut"], acts=True):
            stage.line.app.also("POST", "/v1/leave-checks", server.says(503, "busy_try_later"))
            await sent(pilot, change)
            await told(pilot, "We don't know yet whether this was done. Do not do it again.")
            await told(pilot, "No certain answer yet. Asked")
            await press_through(pilot, "escape", "It may have been done all the same.", "escape", "Add leave")
    assert count(stage, change) == 4


@pytest.mark.parametrize("part", PARTS)
async def test_a_draft_that_cannot_be_kept_stays_on_the_screen(stage, monkeypatch, part):
    from consultant_tui.screens.completion import drafting

    monkeypatch.setattr(drafting, "PAUSE", 0.02)
    monkeypatch.setattr(drafting, "AGAIN", 0.02)
    path = f"{ABOUT}/{JUN}/completion/draft"
    async with stage.program() as pilot:
        await by(JUN, "c", "Complete Jun Watanabe", "1 2 3 tab", "")(pilot)
        trials = share(KINDS, "draft", ["draft"], part, 4).values()
        letters = "abcdefghijk"[: len(trials)]
        for letter, trial in zip(letters, trials, strict=True):
            with failing(stage, "PUT", path, trial, acts=trial.unknown and trial.fault is not server.hang):
                await pilot.press(letter)
                await shown(pilot, "NOT saved")
            await pilot.press("space")
            await shown(pilot, "draft saved")
        await shown(pilot, " ".join(letters))
    assert " ".join((await stage.api.completion(JUN)).begin.notes) == " ".join(letters) + " "
