"""Owns what an answer of the backend means: what was asked for, or the error that it stands for."""

from typing import TypeVar

import msgspec

from consultant_tui.api.errors import Misunderstood, NotRecognised, Refused, Unknown
from consultant_tui.contract.refusals import Code, Problem
from consultant_tui.contract.text import clean

T = TypeVar("T")

_SAVED_NOTHING = frozenset({Code.BUSY_TRY_LATER, Code.OUT_OF_SPACE})
"""What a backend says that failed and knows that it changed nothing."""


def understood(wanted: type[T], status: int, answer: bytes, *, changes: bool) -> T:
    """Turn an answer into what was asked for, or raise what it means instead."""
    if 200 <= status < 300:
        try:
            return _decoded(wanted, answer)
        except msgspec.MsgspecError as error:
            if changes:
                raise Unknown("the answer cannot be read") from error
            raise Misunderstood(f"the answer is no {wanted.__name__}") from error
    if status == 401:
        raise NotRecognised
    try:
        problem = _decoded(Problem, answer)
    except msgspec.MsgspecError as error:
        if changes and status >= 500:
            raise Unknown(f"status {status}") from error
        raise Misunderstood(f"status {status}") from error
    if changes and status >= 500 and not _SAVED_NOTHING.issuperset(refusal.code for refusal in problem.refusals):
        raise Unknown("the backend failed while it made the change")
    raise Refused(problem)


def _decoded(wanted: type[T], answer: bytes) -> T:
    try:
        return msgspec.convert(_cleaned(msgspec.json.decode(answer)), wanted)
    except (RecursionError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError("the answer cannot be read") from error


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    return value
