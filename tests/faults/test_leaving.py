"""The program ends whole while a question of any screen is still without an answer."""

import pytest

from tests.faults import server
from tests.faults.test_every_question import QUESTIONS
from tests.rebooking.stage import until


@pytest.mark.every(6)
@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("is_left", [True, False], ids=["left", "ended"])
async def test_it_ends_whole_while_a_question_waits(stage, name, is_left):
    """Whether it did is seen by what listens to every test; it may also be taken down without being told to end."""
    one = QUESTIONS[name]
    await one.prepare(stage)
    async with stage.program() as pilot:
        await one.way(pilot)
        seen = stage.line.app.seen
        before = len(seen)

        def asked() -> bool:
            return any(method == one.method and path.startswith(one.path) for method, path in seen[before:])

        with stage.line.failing(one.method, one.path, server.hang):
            await pilot.press(*one.keys.split())
            await until(pilot, asked, "the question")
            if is_left:
                await pilot.press("ctrl+q")
                await until(pilot, lambda: not pilot.app.is_running, "the end")
