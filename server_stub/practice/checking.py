"""Owns the check of a whole database: every rule that it should hold, and every row that breaks one."""

from dataclasses import dataclass

from server_stub.storage.engines import Engines


@dataclass(frozen=True)
class Found:
    """What a check found."""

    broken: tuple[str, ...]
    """One line for each broken row."""
    summary: str


def check_practice(engines: Engines) -> Found:
    """Read everything and name what is wrong."""
    raise NotImplementedError
