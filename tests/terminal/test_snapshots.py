"""Pictures of every screen state, each with a word on what must be in it."""

from dataclasses import replace

import httpx
import msgspec
import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.unfinished import UnfinishedDialog
from consultant_tui.themes import THEMES
from consultant_tui.widgets.waiting import Waiting
from tests.rebooking.stage import press_through, seen, shown

SIZES = [(80, 24), (120, 40), (60, 20)]
EXTRA = ("3", "▸ Fri 20 Nov", "r", "▸ Continue to Rebook", "shift+tab enter", "Extra sessions for ASST-100028")
KEY = [(size, theme) for theme in THEMES for size in SIZES]


def named(states):
    return [f"{size[0]}x{size[1]}-{theme}" for size, theme in states]


def picture(snap_compare, stage, size, theme, *keys_and_words, loaded="23 Nov 2026 09:04", last=""):
    """Compare a picture after some keys; each must bring certain words."""
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await shown(pilot, loaded)
        await press_through(pilot, *keys_and_words)
        for words in (last, *keys_and_words[-1:]):
            await shown(pilot, words)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize(("size", "theme"), KEY, ids=named(KEY))
def test_quick_view(snap_compare, stage, size, theme):
    assert picture(snap_compare, stage, size, theme, last="10 d late")


@pytest.mark.parametrize(("size", "theme"), KEY, ids=named(KEY))
def test_session_summary(snap_compare, stage, size, theme):
    assert picture(snap_compare, stage, size, theme, "c", "▸ Start session", last="Available 3")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("keys", "last"),
    [
        (("3", "▸ Fri 20 Nov 16:00"), "completed"),
        (("slash z o ë", "of 35"), "Zoë [he/him] O’B"),
        (("slash x y z", "0 of 35"), "Nothing matches the filter."),
        (("j j j r", "▸ Why? w"), "Extra sessions must be granted first"),
        (EXTRA, "decides. Its approver sees"),
        ((*EXTRA, "tab tab tab enter", "✗ Give the clinical reason"), "▸ Clinical reason"),
        ((*EXTRA, "3 tab T i r e d tab tab enter", "3 extra sessions requested today"), "answer due by Wed 2 Dec"),
        (("j j j r", "▸ Why? w", "w", "Session count"), "3 extra sessions requested 19 Nov 2026"),
        (("3", "▸ Fri 20 Nov", "c", "▸ Continue to Rebook"), "Grace Mbeki"),
        (("c", "Start session", "w", "Session count"), "▸ 20 Nov 2026"),
        (("j c", "▸ Start session"), "ASST-100080"),
        (("j c", "▸ Start session", "w", "Session count"), "Maximiliana Theodora"),
        (("question_mark", "Review the client"), "▸ Close"),
        (("ctrl+p", "▸ Commence"), "Type to find a command"),
        (("ctrl+p", "▸ Commence", "g o", "▸ Go to Not started"), "go"),
    ],
    ids=[
        "third-section",
        "filter",
        "no-match",
        "no-sessions",
        "extra",
        "extra-without-reason",
        "extra-asked",
        "ledger-pending",
        "finished",
        "ledger",
        "long-name",
        "ledger-long-name",
        "help",
        "menu",
        "menu-found",
    ],
)
def test_states(snap_compare, stage, theme, keys, last):
    assert picture(snap_compare, stage, (80, 24), theme, *keys, last=last)


@pytest.mark.parametrize("theme", THEMES)
def test_too_small(snap_compare, stage, theme):
    assert picture(snap_compare, stage, (59, 20), theme, loaded="Please enlarge the window to 60 x 20.")


@pytest.mark.parametrize("theme", THEMES)
def test_empty_day(snap_compare, stage, theme):
    async def emptied(response):
        body = msgspec.json.decode(await response.aread())
        for part in body["sections"]:
            part["rows"] = []
        return httpx.Response(200, content=msgspec.json.encode(body))

    stage.wire.after = lambda _, response: emptied(response)
    assert picture(snap_compare, stage, (80, 24), theme, last="No appointment waits to be started.")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "Nothing is lost."),
        (httpx.Response(401), "Not signed in"),
        (httpx.Response(200, content=b"<html>"), "Strange answer"),
    ],
    ids=["down", "not-signed-in", "strange"],
)
def test_trouble_at_the_start(snap_compare, stage, theme, answer, words):
    def before(_request):
        if answer is None:
            raise httpx.ConnectError("no")
        return answer

    stage.wire.before = before
    assert picture(snap_compare, stage, (80, 24), theme, loaded=words)


@pytest.mark.parametrize("theme", THEMES)
def test_lost_connection(snap_compare, stage, theme):
    def lose(request):
        if len(stage.wire.sent("GET", "/v1/quick-view")) > 1:
            raise httpx.ConnectError("no")

    stage.wire.before = lose
    keys = ("ctrl+r", "cannot be reached", "escape", "not refreshed since 09:04")
    assert picture(snap_compare, stage, (80, 24), theme, *keys)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "Asking the booking backend"), (7, "Still waiting (7 s)")], ids=["busy", "slow"]
)
def test_waiting(snap_compare, stage, theme, seconds, words, monkeypatch):
    monkeypatch.setattr(Asking, "BUSY_AFTER", 0.01)
    monkeypatch.setattr(Asking, "_waited", lambda _: seconds)
    monkeypatch.setattr(Waiting, "FRAMES", "◐")
    stage.wire.hold("GET", "")
    assert picture(snap_compare, stage, (80, 24), theme, loaded=words)


@pytest.mark.parametrize("theme", THEMES)
def test_read_only(snap_compare, stage, theme):
    stage.desk = replace(stage.desk, settings=replace(stage.desk.settings, read_only=True))
    assert picture(snap_compare, stage, (80, 24), theme, last="read only")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sent", [False, True], ids=["drafted", "sent"])
def test_unfinished(snap_compare, stage, theme, sent):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await shown(pilot, "Dr Mira")
        app.push_screen(UnfinishedDialog(stage.desk, "ASST-100042", sent=sent))
        await shown(pilot, "There is an unfinished booking for ASST-100042.")
        assert ("Discard" in seen(pilot)) is not sent

    assert snap_compare(app, run_before=before)
