"""Owns the routes by which consultants and customer service look after prospects and give access."""

from typing import Annotated, Any

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from consultant_tui.contract import paths
from consultant_tui.contract.prospects import (
    AccessGiven,
    AccessOffer,
    AccessWish,
    AccountChanged,
    Association,
    Person,
    ProspectPage,
    Prospects,
)
from server_stub.routes.access import TheOffice, ThisVisit, Zone
from server_stub.routes.describing import CHANGING, LOOKING, LOOKING_ROUND, SENDING
from server_stub.routes.parameters import Reference, Version, route, version_from
from server_stub.services import joining, online_access, prospects
from server_stub.services.clerks import Clerk, clerk
from server_stub.services.office import Anybody

ThisClerk = NamedDependency[Clerk]
"""The request of a consultant, or of customer service."""

Compared = Annotated[str | None, QueryParameter(max_length=32, description="A client who is to be compared as well")]


def begin_clerk(request: Request[Anybody, None, Any], office: TheOffice, zone: Zone = None) -> Clerk:
    """Begin the request of whoever looks after prospects."""
    return clerk(office, request.user, zone)


@get(paths.PROSPECTS, **LOOKING_ROUND)
def get_prospects(office: TheOffice, clerk: ThisClerk) -> Prospects:
    """Give the accounts that wait, and those that were associated lately."""
    return prospects.waiting(office, clerk)


@get(route(paths.PROSPECT), **LOOKING)
def get_prospect(office: TheOffice, clerk: ThisClerk, account: Reference, client: Compared = None) -> ProspectPage:
    """Give one account, and the clients whom its holder may be."""
    return prospects.page(office, clerk, account, client)


@post(route(paths.VERIFICATION), status_code=200, **CHANGING)
def post_verification(
    office: TheOffice, clerk: ThisClerk, account: Reference, version: Version = None
) -> AccountChanged:
    """Take an address as confirmed."""
    return joining.verify(office, clerk, account, version_from(version))


@post(route(paths.VERIFICATION_MAIL), status_code=200, **SENDING)
def post_verification_mail(
    office: TheOffice, clerk: ThisClerk, account: Reference, version: Version = None
) -> AccountChanged:
    """Send the mail that asks to confirm the address again."""
    return joining.resend(office, clerk, account, version_from(version))


@post(route(paths.NEW_CLIENT), status_code=200, **CHANGING)
def post_client(
    office: TheOffice, clerk: ThisClerk, account: Reference, data: JSONBody[Person], version: Version = None
) -> AccountChanged:
    """Make the holder a client."""
    return joining.create_client(office, clerk, account, version_from(version), data)


@post(route(paths.ASSOCIATION), status_code=200, **CHANGING)
def post_association(
    office: TheOffice, clerk: ThisClerk, account: Reference, data: JSONBody[Association], version: Version = None
) -> AccountChanged:
    """Make the account a client's."""
    return joining.associate(office, clerk, account, version_from(version), data)


@delete(route(paths.ASSOCIATION), status_code=200, **CHANGING)
def delete_association(
    office: TheOffice, clerk: ThisClerk, account: Reference, version: Version = None
) -> AccountChanged:
    """Undo that."""
    return joining.part(office, clerk, account, version_from(version))


@get(route(paths.ONLINE_ACCESS), **LOOKING)
def get_access(office: TheOffice, visit: ThisVisit, client: Reference) -> AccessOffer:
    """Give what setting up a client's access begins with."""
    return online_access.offer(office, visit, client)


@post(route(paths.ONLINE_ACCESS), **CHANGING)
def post_access(office: TheOffice, visit: ThisVisit, client: Reference, data: JSONBody[AccessWish]) -> AccessGiven:
    """Set up a client's access."""
    return online_access.give(office, visit, client, data)


ROUTES = [
    get_prospects,
    get_prospect,
    post_verification,
    post_verification_mail,
    post_client,
    post_association,
    delete_association,
    get_access,
    post_access,
]
