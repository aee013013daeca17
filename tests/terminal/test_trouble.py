"""Proves what a consultant is told when the backend does not answer, and how the program ends then."""

from dataclasses import replace

import httpx
import pytest

from consultant_tui.app import ConsultantApp
from tests.rebooking.stage import press_through, seen, shown, until


async def test_a_backend_that_is_down_at_the_start_is_named_and_retried(stage):
    down = [True]

    def before(request):
        if down[0]:
            raise httpx.ConnectError("no")

    stage.wire.before = before
    async with ConsultantApp(stage.desk).run_test(size=(80, 24)) as pilot:
        await shown(pilot, "http://127.0.0.1:1 cannot be reached")
        assert "Nothing is lost." in seen(pilot)
        assert "Traceback" not in seen(pilot)
        await press_through(pilot, "enter", "cannot be reached")
        down[0] = False
        await press_through(pilot, "enter", "Dr Mira Okafor")


@pytest.mark.parametrize(("answer", "code"), [(None, 3), (httpx.Response(401), 4)])
async def test_leaving_without_ever_having_seen_anything_is_told_by_the_exit_code(stage, answer, code):
    def before(request):
        if answer is None:
            raise httpx.ConnectError("no")
        return answer

    stage.wire.before = before
    app = ConsultantApp(stage.desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Nothing")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.home, "home")
        assert "not loaded" in seen(pilot)
        await pilot.press("q")
    assert app.return_code == code


async def test_a_bundled_backend_that_cannot_start_ends_the_program(stage):
    def before(request):
        raise httpx.ConnectError("no")

    stage.wire.before = before
    app = ConsultantApp(replace(stage.desk, hopeless=lambda: True))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.return_code is not None, "the end")
    assert app.return_code == 3


async def test_a_connection_lost_later_is_only_said_in_the_title(stage):
    async with stage.program() as pilot:

        def before(request):
            raise httpx.ConnectError("no")

        stage.wire.before = before
        pilot.app.home._look_again()
        await shown(pilot, "not refreshed since 09:04")
        assert "Ana Lindqvist" in seen(pilot)
        await press_through(pilot, "ctrl+r", "cannot be reached")
