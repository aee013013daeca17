"""Proves that extra sessions are asked for from the summary, that the request is then seen, and how it was answered."""

import httpx
import pytest

from consultant_tui.widgets.notes import Notes
from tests.rebooking.stage import press_through, seen
from tests.terminal.test_session_summary import ANA, GRACE, ZOE, focused, open_summary

REASON = "Sleep is worse since the merger"


async def open_request(pilot, reference=GRACE):
    await open_summary(pilot, reference, "r")
    pilot.app.screen.query_one("#extra").focus()
    await press_through(pilot, "enter", "Extra sessions for ASST-")


async def write(pilot, reason=REASON):
    pilot.app.screen.query_one(Notes).focus()
    await pilot.press(*("space" if sign == " " else sign for sign in reason))
    pilot.app.screen.query_one("#ask").focus()


async def test_asking_shows_the_request_everywhere(stage):
    async with stage.program() as pilot:
        await open_request(pilot)
        await press_through(pilot, "3", "(●) 3")
        await write(pilot)
        await press_through(pilot, "enter", "3 extra sessions requested today; answer due by Wed 2 Dec.")
        assert pilot.app.screen.query_one("#extra").disabled
        await press_through(pilot, "w", "3 extra sessions requested 23 Nov 2026; answer due by 2 Dec 2026.")
    (sent,) = stage.wire.sent("POST", "/v1/cases/")
    assert sent.content.decode() == '{"sessions":3,"reason":"' + REASON + '"}'


async def test_a_reason_is_needed_before_anything_is_sent(stage):
    async with stage.program() as pilot:
        await open_request(pilot)
        pilot.app.screen.query_one("#ask").focus()
        await press_through(pilot, "enter", "✗ Give the clinical reason")
        assert focused(pilot) == "words"
    assert not stage.wire.sent("POST", "/v1/cases/")


@pytest.mark.parametrize("way", ["escape", "shift+tab enter"])
async def test_a_written_reason_is_not_thrown_away_without_a_question(stage, way):
    async with stage.program() as pilot:
        await open_request(pilot)
        await write(pilot)
        await press_through(pilot, way, "Leave without asking?", "enter", "Close ")
        assert "Leave without asking?" not in seen(pilot)
        assert REASON in seen(pilot)
        pilot.app.screen.query_one("#ask").focus()
        await press_through(pilot, way, "▸ Stay", "tab enter", "Continue to Rebook")
    assert not stage.wire.sent("POST", "/v1/cases/")


async def test_without_a_reason_esc_closes_the_request(stage):
    async with stage.program() as pilot:
        await open_request(pilot)
        await press_through(pilot, "3", "(●) 3", "escape", "Continue to Rebook")
        assert "Extra sessions for" not in seen(pilot)


async def test_a_reason_that_names_the_client_is_refused_beside_its_field(stage):
    async with stage.program() as pilot:
        await open_request(pilot)
        await write(pilot, "Grace needs more")
        await press_through(pilot, "enter", "✗ Leave out the client's name")
        assert "Grace needs more" in seen(pilot)


async def test_twelve_within_a_year_say_that_a_review_comes_first(stage):
    async with stage.program() as pilot:
        await open_request(pilot, ANA)
        await press_through(pilot, "4", "(●) 4")
        await write(pilot)
        await press_through(pilot, "enter", "answer due by Wed 2 Dec, after")


async def test_without_an_answer_it_is_looked_for_and_not_asked_twice(stage):
    lost = []

    def lose(request, response):
        if request.url.path.endswith("/extra-requests") and not lost:
            lost.append(response)
            raise httpx.ReadError("lost")

    async with stage.program() as pilot:
        await open_request(pilot)
        await write(pilot)
        stage.wire.after = lose
        await press_through(pilot, "enter", "1 extra session requested today")
    assert len(stage.wire.sent("POST", "/v1/cases/")) == 1


async def test_what_is_late_is_said_in_words(stage, monkeypatch):
    with stage.engines.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE extra_requests SET asked = '2026-11-02 01:00:00', answer_due = '2026-11-11 12:59:00' WHERE id = 2"
        )
    async with stage.program() as pilot:
        await open_summary(pilot, ZOE, "r")
        assert "3 extra sessions requested Mon 2 Nov; answer overdue since Wed 11 Nov." in seen(pilot)
        assert "Extra sessions must be granted first" in seen(pilot)


async def test_an_answer_is_told(stage):
    with stage.engines.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE extra_requests SET state = 'declined', answered = '2026-11-22 01:00:00',"
            " answer_reason = 'Not covered' WHERE id = 2"
        )
    async with stage.program() as pilot:
        await open_summary(pilot, ZOE, "r")
        assert "None of the extra sessions granted yesterday: Not covered." in seen(pilot)
        assert not pilot.app.screen.query_one("#extra").disabled
