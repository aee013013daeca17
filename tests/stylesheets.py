"""Owns the reading of style sheets: once a process, as every test's program has the same ones."""

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed = Stylesheet._parse_rules
_read: dict[tuple[object, ...], list[RuleSet]] = {}


def begin() -> None:
    """Read none twice, for as long as this process lives."""
    Stylesheet._parse_rules = _remembered  # type: ignore[method-assign]  # the same, from memory


def _remembered(self: Stylesheet, *source: object, **more: object) -> list[RuleSet]:
    """Give the rules of a source by what they follow from: its text and place, and the theme's colours."""
    key = (*source, *more.items(), *self._variables.items())
    if key not in _read:
        _read[key] = _parsed(self, *source, **more)  # type: ignore[arg-type]  # as they came
    return _read[key]
