"""Owns the fitting of text into terminal cells, where a character may take none, one or two."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from consultant_tui.contract.text import clean

CURSOR = "bold $block-cursor-foreground on $block-cursor-background"
"""How the place of the keyboard is drawn; a mark beside it says the same without colour."""


def fit(text: str, room: int) -> str:
    """Shorten a text to the cells it may take, with an ellipsis where something is left out."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""


def filled(text: str, width: int) -> str:
    """Make a text from outside exactly so many cells wide: cleaned, then padded with spaces or cut."""
    return set_cell_size(fit(clean(text), width), width)


def rows(widths: Sequence[int], gap: int, width: int) -> list[list[int]]:
    """Lay things out side by side, and go on below where a line is full.

    Args:
        widths: The cells that each of them takes.
        gap: The cells between two of them.
        width: The cells of a line.

    Returns:
        For each line, which of them stand in it.
    """
    laid: list[list[int]] = [[]]
    used = 0
    for index, cells in enumerate(widths):
        if laid[-1] and used + gap + cells > width:
            laid.append([])
            used = 0
        used += cells + (gap if laid[-1] else 0)
        laid[-1].append(index)
    return laid


def fold(text: str, width: int) -> list[str]:
    """Break a text at its spaces into lines of at most so many cells; one that fits stays as it is."""
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(fit(word, width))
    return lines if lines[0] or len(lines) == 1 else lines[1:]
