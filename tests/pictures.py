"""Owns the taking of pictures: cursors stand still, and one run of the program shows a state in both themes."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from consultant_tui.themes import THEMES

Compare = Callable[..., bool]
Before = Callable[[Pilot[Any]], Awaitable[None]]


class _Taken(App[str]):
    """A program that ran already."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = picture

    def run(self, **_: Any) -> str:
        """Give what it showed."""
        return self._picture


_taken: dict[tuple[object, ...], str] = {}
"""Pictures in the other theme, each until its own test asks for it."""


def _subject(request: pytest.FixtureRequest, theme: str | None) -> tuple[object, ...]:
    """Name what a test takes a picture of, and in which theme."""
    params = getattr(request.node, "callspec", None)
    others = {name: repr(value) for name, value in params.params.items() if name != "theme"} if params else {}
    return request.node.path, request.node.originalname, tuple(sorted(others.items())), theme


def _theme(request: pytest.FixtureRequest) -> str | None:
    params = getattr(request.node, "callspec", None)
    return params.params.get("theme") if params else None


@pytest.fixture
def snap_compare(snap_compare: Compare, request: pytest.FixtureRequest) -> Compare:
    """Compare with the picture that was accepted; where a test takes it in each theme, both are of one run."""
    theme = _theme(request)

    def compare(app: App[Any], *, run_before: Before, **how: Any) -> bool:
        taken = _taken.pop(_subject(request, theme), None)
        if taken is not None:
            return snap_compare(_Taken(taken), **how)

        async def before(pilot: Pilot[Any]) -> None:
            await run_before(pilot)
            for widget in pilot.app.screen.query("*"):
                if hasattr(widget, "cursor_blink"):
                    widget.cursor_blink = False
            await pilot.pause()
            if theme is not None:
                for other in THEMES.keys() - {theme}:
                    await _themed(pilot, other)
                    _taken[_subject(request, other)] = app.export_screenshot(title=app.title, simplify=True)
                await _themed(pilot, theme)

        return snap_compare(app, run_before=before, **how)

    return compare


async def _themed(pilot: Pilot[Any], theme: str) -> None:
    pilot.app.theme = theme
    await pilot.pause()
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()
