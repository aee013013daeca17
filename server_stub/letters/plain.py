"""Owns the form of messages that are about no appointment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A message as it is to be written."""

    subject: str
    """What whoever sees only its first line may know."""
    name: str
    """Whom it greets."""
    news: str
    """What happened, in a sentence."""
    paragraphs: tuple[str, ...] = ()
    """Somebody's own words."""
    lines: tuple[tuple[str, str], ...] = ()
    """Everything else, each with its name."""
    closing: str
    """What to do next."""
