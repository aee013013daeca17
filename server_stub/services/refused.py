"""Owns the exception by which a service says no."""

from collections.abc import Iterable

from consultant_tui.contract.refusals import Code, Field, Refusal
from consultant_tui.contract.schedules import Opening
from server_stub.domain.objections import Objection
from server_stub.services import wire


class RefusedError(Exception):
    """What was asked for is not done; the refusals say why."""

    def __init__(self, refusals: Iterable[Refusal], nearest: tuple[Opening, ...] = ()) -> None:
        self.refusals = tuple(refusals)
        self.nearest = nearest
        super().__init__(", ".join(refusal.code for refusal in self.refusals))


def because(code: Code, field: Field | None = None, *, name: str = "") -> RefusedError:
    """Make a refusal of one code."""
    return RefusedError([Refusal(code=code, field=field, name=name)])


def unless_allowed(objection: Objection | None) -> None:
    """Pass when there is no objection.

    Raises:
        RefusedError: When there is one.
    """
    if objection is not None:
        raise RefusedError([wire.refusal(objection)])


def unless_none(objections: tuple[Objection, ...]) -> None:
    """Pass when there are no objections.

    Raises:
        RefusedError: When there are some.
    """
    if objections:
        raise RefusedError(wire.refusal(objection) for objection in objections)
