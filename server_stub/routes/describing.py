"""Owns how every route is run and described: in a thread, under a token, and with a Problem for each refusal."""

from dataclasses import dataclass
from typing import Any

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Components, Operation, SecurityScheme

from consultant_tui.contract.refusals import Problem

_PROBLEMS = {
    401: "Nobody is signed in",
    403: "It is not for whom the token stands for",
    404: "There is no such thing, or it is another's",
    409: "Something stands in the way, such as another appointment",
    412: "It was changed in the meantime",
    413: "The body is too large",
    422: "A rule stands against it, or it is not understood",
    428: "A key or a version is needed",
    429: "Too many tries; when to try again stands in Retry-After",
    500: "Something is broken",
    503: "The database is busy",
    507: "The disk is full",
}

_SCHEME = "token"

COMPONENTS = Components(security_schemes={_SCHEME: SecurityScheme(type="http", scheme="bearer")})
"""How a caller proves who they are."""


@dataclass
class _Described(Operation):
    """What is said of a route; the framework's own answer to bad input is never given, so it is not described."""

    def __post_init__(self) -> None:
        if self.responses:
            self.responses.pop("400", None)


def _route(*needed: int, public: bool = False) -> dict[str, Any]:
    statuses = sorted({*needed, 422, 500, 503} | (set() if public else {401, 403}))
    return {
        "sync_to_thread": True,
        "operation_class": _Described,
        "responses": {
            status: ResponseSpec(Problem, generate_examples=False, description=_PROBLEMS[status]) for status in statuses
        },
        "security": [] if public else [{_SCHEME: []}],
    }


LOOKING_ROUND: dict[str, Any] = _route()
"""A route that gives what is the caller's own."""

LOOKING: dict[str, Any] = _route(404, 507)
"""A route that gives one thing, if it is the caller's."""

LOOKING_IN_TIME: dict[str, Any] = _route(404, 409, 507)
"""The same where it must have come so far, such as a completion."""

CHANGING: dict[str, Any] = _route(404, 409, 412, 413, 428, 507)
"""A route that changes something."""

SENDING: dict[str, Any] = _route(404, 409, 412, 413, 428, 429, 507)
"""A route that sends mail to somebody."""

PUBLIC: dict[str, Any] = {**_route(public=True), "opt": {"public": True}}
"""A route that asks for no token."""

LETTING_IN: dict[str, Any] = {**_route(401, 413, 429, 507, public=True), "opt": {"public": True}}
"""A route that is handed a secret and gives tokens."""

GUESSABLE: dict[str, Any] = _route(413, 429, 507)
"""A route under a token that is handed a secret."""

OPEN: dict[str, Any] = {**_route(404, public=True), "opt": {"public": True}}
"""The same for one thing, which may not be there."""
