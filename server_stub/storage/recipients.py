"""Owns the rule to which address the mail of a client goes, and whether one that was chosen is another's by now."""

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select

from server_stub.storage.portal_tables import accounts, associations
from server_stub.storage.tables import appointments, clients

_associated = accounts.alias("associated")
_booker = accounts.alias("booker")

OF_CLIENT = func.coalesce(
    func.nullif(clients.c.email, ""),
    select(_associated.c.email)
    .where(_associated.c.client_id == clients.c.id, _associated.c.verified.is_not(None))
    .correlate(clients)
    .scalar_subquery(),
    "",
)
"""The address on record, else the verified one of the account that is associated with the client; empty for none."""

OF_APPOINTMENT = func.coalesce(
    select(_booker.c.email)
    .where(
        _booker.c.id == appointments.c.account_id,
        _booker.c.verified.is_not(None),
        or_(_booker.c.client_id == appointments.c.client_id, _booker.c.prospect_id == appointments.c.client_id),
    )
    .correlate(appointments)
    .scalar_subquery(),
    OF_CLIENT,
)
"""The verified address of the account that booked it, as long as it is its client's; else that of the client."""

_IS_OWN = or_(
    exists().where(clients.c.id == bindparam("client"), clients.c.email == bindparam("address")),
    exists().where(
        accounts.c.email == bindparam("address"),
        or_(accounts.c.client_id == bindparam("client"), accounts.c.prospect_id == bindparam("client")),
    ),
)

_WAS_PARTED = exists().where(
    associations.c.undone.is_not(None),
    associations.c.account_id == accounts.c.id,
    associations.c.client_id == clients.c.id,
    or_(
        and_(clients.c.id == bindparam("client"), accounts.c.email == bindparam("address")),
        and_(accounts.c.prospect_id == bindparam("client"), clients.c.email == bindparam("address")),
    ),
)

_IS_ANOTHERS = select(and_(_WAS_PARTED, ~_IS_OWN))


def is_anothers(connection: Connection, client_id: int, address: str) -> bool:
    """Whether an address became another's than a client's when an association was undone."""
    return bool(connection.execute(_IS_ANOTHERS, {"client": client_id, "address": address}).scalar())
