"""Owns what is wrong with a practice on paper: each fault with its file, line, column and reason."""

from dataclasses import dataclass, field

MOST = 200
"""Faults that are told one by one; the rest are only counted."""


@dataclass(frozen=True)
class Fault:
    """One thing that keeps a practice from being imported."""

    file: str
    line: int
    """As an editor counts, the header being line 1; 0 for the file as a whole."""
    column: str
    """Empty when the whole row is meant."""
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        told = place + (f"{self.column}: " if self.column else "") + self.reason
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in told)


class PracticeRefusedError(Exception):
    """The practice was not imported, and nothing was changed."""

    def __init__(self, faults: "Faults") -> None:
        super().__init__(f"{faults.count} faults")
        self.faults = faults


@dataclass
class Faults:
    """All faults of one import, the first ones word for word."""

    count: int = 0
    _told: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, column: str, reason: str) -> None:
        """Note one fault."""
        self.count += 1
        if len(self._told) < MOST:
            self._told.append(Fault(file, line, column, reason))

    def __bool__(self) -> bool:
        return self.count > 0

    def lines(self) -> list[str]:
        """Tell them, file by file and line by line."""
        told = [str(fault) for fault in sorted(self._told, key=lambda fault: (fault.file, fault.line))]
        return told + ([f"and {self.count - MOST} more"] if self.count > MOST else [])
