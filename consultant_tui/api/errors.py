"""Owns what can go wrong between the terminal and the backend.

ApiError
├── Unreachable      nothing was changed: no connection, or a question that got no answer
│   └── GivenUp      ... because the consultant did not want to wait longer
├── Unknown          a change was sent and no answer came back: it may or may not have been made
├── NotRecognised    the backend does not know who is asking (401)
├── Refused          the backend says no, and why
└── Misunderstood    the answer makes no sense here; nothing was changed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consultant_tui.contract.refusals import Code, Problem


class ApiError(Exception):
    """A question to the backend that did not get its answer."""


class Unreachable(ApiError):
    """Nothing was changed: there was no connection, or no answer to a question."""

    def __init__(self, address: str, *, waited: bool = False, cut: bool = False) -> None:
        """Name the backend.

        Args:
            address: Where it should be.
            waited: Whether there was a connection, but no answer in time.
            cut: Whether there was a connection, and it ended before the answer did.
        """
        super().__init__(address)
        self.address = address
        self.waited = waited
        self.cut = cut


class GivenUp(Unreachable):
    """The consultant stopped waiting for an answer; nothing was changed."""


class Unknown(ApiError):
    """A change was sent and it is not known whether it was made."""


class NotRecognised(ApiError):
    """The backend does not know who is asking."""

    def __init__(self, *, signs_in: bool = False) -> None:
        """Say what can be done.

        Args:
            signs_in: Whether signing in would help.
        """
        super().__init__()
        self.signs_in = signs_in


class Refused(ApiError):
    """The backend says no."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(", ".join(refusal.code for refusal in problem.refusals))
        self.problem = problem

    def has(self, code: Code) -> bool:
        """Whether a rule is among those that stand against it."""
        return any(refusal.code == code for refusal in self.problem.refusals)


class Misunderstood(ApiError):
    """The answer makes no sense to this version of the program; nothing was changed."""
