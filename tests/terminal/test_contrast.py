"""Proves that every text can be read: its colour stands out from what is behind it by at least 4.5 to 1."""

import pytest
from rich.style import Style
from textual.color import Color

from consultant_tui.themes import THEMES
from tests.rebooking.stage import press_through, shown

LEAST = 4.5
DRAWN = set("─━│╭╮╰╯┌┐└┘█▒░▁▂▃▄▅▆▇▔▏▕▎▊ ")
"""Signs that draw lines and bars; WCAG asks less of them than of text."""


def luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colors(style: Style) -> tuple[Color, Color]:
    assert style.color is not None
    assert style.bgcolor is not None
    text, behind = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    return (behind, text) if style.reverse else (text, behind)


def weak(pilot) -> set[tuple[str, str, float]]:
    """Find the texts on the topmost screen that are too faint."""
    found = set()
    frame = pilot.app.screen.query("#frame")
    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        column = 0
        for segment in strip:
            text, x = segment.text, column
            column += segment.cell_length
            dimmed = bool(frame) and not frame.first().region.contains(x, y)
            if dimmed or not set(text) - DRAWN or segment.style is None:
                continue
            ratio = contrast(*colors(segment.style))
            if ratio < LEAST:
                found.add((text.strip(), str(segment.style), round(ratio, 2)))
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_text_can_be_read(stage, theme, size):
    async with stage.program(size, theme) as pilot:
        assert weak(pilot) == set()
        line = 4
        await pilot.hover(offset=(30, line))
        await pilot.pause()
        assert weak(pilot) == set()
        for keys, words in (
            ("slash z e", " of 35"),
            ("escape", "23"),
            ("ctrl+p", "Type to find"),
            ("escape", "23"),
            ("question_mark", "Review the client"),
            ("escape", "23"),
            ("j j j r", "Request extra sessions"),
            ("escape", "23"),
            ("c", "Start session"),
            ("w", "Session count"),
        ):
            await press_through(pilot, keys, words)
            await pilot.pause()
            assert weak(pilot) == set(), words


@pytest.mark.parametrize("theme", THEMES)
async def test_every_step_of_the_wizard_can_be_read(stage, theme):
    async with stage.wizard("APP-20028", theme=theme) as pilot:
        assert weak(pilot) == set()
        for keys, words in (("enter", "rate"), ("enter", "Starting time"), ("ctrl+s", "UTC+11"), ("enter", "Finalise")):
            await press_through(pilot, keys, words)
            await pilot.pause()
            assert weak(pilot) == set(), words


async def test_without_colours_marks_and_words_still_tell_everything(stage, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage.program() as pilot:
        await shown(pilot, "▸ Fri 13 Nov")
        for strip in pilot.app.screen._compositor.render_strips():
            for segment in strip.apply_filter(pilot.app._filters[0], pilot.app.current_theme and Color(0, 0, 0)):
                if segment.style is not None and segment.style.color is not None:
                    red, green, blue = segment.style.color.get_truecolor()
                    assert red == green == blue
