"""Owns how a measurement is taken and shown: ours and the floor by turns in one run, medians, a ratio and a verdict."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    what: str
    ours: str
    floor: str
    measured: str
    target: str
    holds: bool


@dataclass(frozen=True)
class Samples:
    """What was measured, ours and the floor's, in the same unit."""

    ours: tuple[float, ...]
    floor: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the floor's: the median of the pairs that were measured one beside the other.

        A host that is quick in one minute and slow in the next moves both of a pair, but not both medians alike.
        """
        if len(self.ours) == len(self.floor):
            return median(ours / floor for ours, floor in zip(self.ours, self.floor, strict=True))
        return median(self.ours) / median(self.floor)


def by_turns(ours: Callable[[], Iterable[float]], floor: Callable[[], Iterable[float]], rounds: int) -> Samples:
    """Measure both by turns, each round in the other order; one round before that is thrown away to warm up."""
    tuple(ours()), tuple(floor())
    found: dict[Callable[[], Iterable[float]], list[float]] = {ours: [], floor: []}
    for turn in range(rounds):
        for measure in (ours, floor) if turn % 2 else (floor, ours):
            found[measure] += measure()
    return Samples(tuple(found[ours]), tuple(found[floor]))


def at_most(what: str, samples: Samples, *, target: float, unit: str) -> Finding:
    """Judge a cost: our median may be at most so many times the floor's."""
    return _finding(what, samples, f"<= {target:.2f}x", unit, holds=samples.ratio <= target)


def at_least(what: str, samples: Samples, *, target: float, unit: str) -> Finding:
    """Judge a rate: our median must be at least so many times the floor's."""
    return _finding(what, samples, f">= {target:.2f}x", unit, holds=samples.ratio >= target)


def _finding(what: str, samples: Samples, target: str, unit: str, *, holds: bool) -> Finding:
    return Finding(
        what=what,
        ours=f"{median(samples.ours):.4g} {unit}",
        floor=f"{median(samples.floor):.4g} {unit}",
        measured=f"{samples.ratio:.2f}x",
        target=target,
        holds=holds,
    )


def table(findings: Iterable[Finding]) -> str:
    """Lay the findings out as a Markdown table."""
    rows = [("What", "Ours", "Floor", "Measured", "Target", "Verdict")]
    rows += [(f.what, f.ours, f.floor, f.measured, f.target, "holds" if f.holds else "MISSED") for f in findings]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
