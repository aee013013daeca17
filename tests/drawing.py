"""Owns what drawing costs: style sheets are read once a process, and frames that nobody looks at are left undrawn.

A test looks at a screen through its compositor, which draws what it is asked for; with no terminal there, the
program's own frames go nowhere. A thorough run draws every one of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from tests.effort import IS_THOROUGH

_drawn = Compositor.render_update
_parsed = Stylesheet._parse_rules
_read: dict[tuple[object, ...], list[RuleSet]] = {}


def begin() -> None:
    """Save what can be saved, for as long as this process lives."""
    Stylesheet._parse_rules = _remembered  # type: ignore[method-assign]  # the same, from memory
    if not IS_THOROUGH:
        Compositor.render_update = _for_pictures  # type: ignore[method-assign]  # for as long as nobody looks


@contextmanager
def every_frame() -> Iterator[None]:
    """Draw every frame, for a test that looks at them."""
    before, Compositor.render_update = Compositor.render_update, _drawn  # type: ignore[method-assign]
    try:
        yield
    finally:
        Compositor.render_update = before  # type: ignore[method-assign]


def _for_pictures(
    self: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """Draw a whole screen when it is asked for, which only pictures do; forget what a frame would have changed."""
    if full:
        return _drawn(self, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    self._dirty_regions.clear()
    return None


def _remembered(self: Stylesheet, *source: object, **more: object) -> list[RuleSet]:
    """Give the rules of a source by what they follow from: its text and place, and the theme's colours."""
    key = (*source, *more.items(), *self._variables.items())
    if key not in _read:
        _read[key] = _parsed(self, *source, **more)  # type: ignore[arg-type]  # as they came
    return _read[key]
