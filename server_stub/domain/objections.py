"""Owns what a rule says when it is broken: a code, the field it belongs to and the facts of the matter."""

from dataclasses import dataclass

from consultant_tui.contract.refusals import Code, Field
from server_stub.domain.clocks import Reading


@dataclass(frozen=True, slots=True)
class Objection:
    """One rule's no."""

    code: Code
    field: Field | None = None
    number: int | None = None
    """The limit that was met."""
    start: Reading | None = None
    """Where the obstacle begins."""
    end: Reading | None = None
    """Where the obstacle ends."""
    name: str = ""
    """A word or reference that the rule is about."""
