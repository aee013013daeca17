"""Owns finding out what became of a change of an account whose answer never came, by reading the lists again."""

from typing import TYPE_CHECKING

from consultant_tui.contract.prospects import AccountChanged, Joined, Prospect
from consultant_tui.contract.vocabulary import AccountState, AssociationKind
from consultant_tui.screens.changed_or_not import Outcome

if TYPE_CHECKING:
    from consultant_tui.api.client import BookingApi


async def stands(api: "BookingApi", account: str) -> Prospect | Joined | None:
    """Return how an account stands; None when it is not the caller's business any more."""
    lists = await api.prospects()
    every: list[Prospect | Joined] = [*lists.waiting, *lists.lately]
    return next((one for one in every if one.account == account), None)


async def verified(api: "BookingApi", sent: Prospect) -> AccountChanged | Outcome:
    """Find out whether an address was taken as confirmed."""
    found = await stands(api, sent.account)
    if isinstance(found, Prospect) and found.version > sent.version and found.state is not AccountState.UNVERIFIED:
        return AccountChanged(account=found.account, version=found.version, state=found.state)
    return _else(found, sent.version)


async def joined(api: "BookingApi", sent: Prospect, client: str = "") -> AccountChanged | Outcome:
    """Find out whether an account became a client's.

    Args:
        api: The way to the backend.
        sent: The account as it was.
        client: The reference of the client; empty when its holder was to become a new one.
    """
    found = await stands(api, sent.account)
    if isinstance(found, Joined) and (found.client == client or (not client and found.kind is AssociationKind.CREATED)):
        return AccountChanged(
            account=found.account,
            version=found.version,
            state=AccountState.ASSOCIATED,
            client=found.client,
            name=found.name,
        )
    return _else(found, sent.version)


async def parted(api: "BookingApi", sent: Joined) -> AccountChanged | Outcome:
    """Find out whether an association was undone."""
    found = await stands(api, sent.account)
    if isinstance(found, Prospect) and found.version > sent.version:
        return AccountChanged(account=found.account, version=found.version, state=found.state)
    return _else(found, sent.version)


def _else(found: Prospect | Joined | None, version: int) -> Outcome:
    return Outcome.NOT_MADE if found is not None and found.version == version else Outcome.OVERTAKEN
