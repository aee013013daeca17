"""Owns the fitting of text into terminal cells, where a character may take none, one or two."""

from rich.cells import cell_len, set_cell_size

from consultant_tui.contract.text import clean


def fit(text: str, room: int) -> str:
    """Shorten a text to the cells it may take, with an ellipsis where something is left out."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""


def filled(text: str, width: int) -> str:
    """Make a text from outside exactly so many cells wide: cleaned, then padded with spaces or cut."""
    return set_cell_size(fit(clean(text), width), width)


def fold(text: str, width: int) -> list[str]:
    """Break a text at its spaces into lines of at most so many cells."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(fit(word, width))
    return lines if lines[0] or len(lines) == 1 else lines[1:]
