"""Owns who gets in: every route asks for a bearer token unless it says that it is public."""

from typing import Annotated, Any

from anyio import to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.middleware.authentication import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.params import HeaderParameter
from litestar.types import ASGIApp, Scope

from consultant_tui.contract import paths
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Role
from server_stub.services.office import (
    Anybody,
    Duty,
    Hearing,
    Office,
    Visit,
    duty,
    hearing,
    recall,
    recognise,
    visit,
    visit_for,
)
from server_stub.services.refused import because

_OFFICE = "office"


def hand_over(scope: Scope, office: Office) -> None:
    """Tell a request from which office it is answered."""
    scope.setdefault("state", {})[_OFFICE] = office


def office_of(scope: Scope) -> Office:
    """Return the office from which a request is answered."""
    office: Office = scope["state"][_OFFICE]
    return office


class Access(AbstractAuthenticationMiddleware):
    """Recognises the caller by token: on the spot where the database is near, as a thread takes longer than it does."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, exclude_from_auth_key="public")

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """Return the caller, or refuse."""
        scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise because(Code.NOT_SIGNED_IN)
        office = office_of(connection.scope)
        if office.engines.is_near:
            return AuthenticationResult(user=recognise(office, token), auth=None)
        caller = recall(office, token) or await to_thread.run_sync(recognise, office, token)
        return AuthenticationResult(user=caller, auth=None)


TheOffice = NamedDependency[Office]
"""What every route is handed."""

ThisVisit = NamedDependency[Visit]
"""The request of a recognised caller."""


ThisHearing = NamedDependency[Hearing]
"""The request of an approver."""

ThisSupport = NamedDependency[Duty]
"""The request of user support."""

Zone = Annotated[
    str | None, HeaderParameter(name=paths.TIME_ZONE, description="The consultant's clock; else the profile's own")
]

Whose = Annotated[
    str | None,
    HeaderParameter(
        name=paths.ON_BEHALF_OF, max_length=254, description="The consultant for whom customer service asks"
    ),
]


def begin_visit(request: Request[Anybody, None, Any], office: TheOffice, zone: Zone = None) -> Visit:
    """Begin the request of a recognised caller."""
    return visit(office, request.user, zone)


async def begin_visit_for(
    request: Request[Anybody, None, Any], office: TheOffice, zone: Zone = None, whose: Whose = None
) -> Visit:
    """Begin the request of a consultant, or of customer service for one."""
    if whose is None:
        return visit(office, request.user, zone)
    return await to_thread.run_sync(visit_for, office, request.user, whose, zone)


BY_SERVICE: dict[str, Any] = {"dependencies": {"visit": Provide(begin_visit_for)}}
"""A route that customer service may ask for a consultant as well."""


def begin_hearing(request: Request[Anybody, None, Any], office: TheOffice) -> Hearing:
    """Begin the request of an approver."""
    return hearing(office, request.user)


def begin_support(request: Request[Anybody, None, Any], office: TheOffice) -> Duty:
    """Begin the request of user support."""
    return duty(office, request.user, Role.USER_SUPPORT)
