"""Owns the questions about prospects, and about a client's access to online booking."""

from typing import TYPE_CHECKING

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths

if TYPE_CHECKING:
    from consultant_tui.contract.prospects import (
        AccessGiven,
        AccessOffer,
        AccountChanged,
        Person,
        ProspectPage,
        Prospects,
    )


class ProspectsApi(Conversation):
    """What is asked to look after accounts; each change says which version it is based on."""

    async def prospects(self) -> "Prospects":
        """Ask for the accounts that wait, and those that were associated lately."""
        from consultant_tui.contract.prospects import Prospects

        return await self.read(Prospects, paths.PROSPECTS)

    async def prospect(self, account: str, client: str = "") -> "ProspectPage":
        """Ask for one account, and whom its holder may be.

        Args:
            account: Its reference.
            client: The reference of a client who is to be compared as well.
        """
        from consultant_tui.contract.prospects import ProspectPage

        query = {"client": client} if client else None
        return await self.read(ProspectPage, fill(paths.PROSPECT, account=account), query)

    async def verify(self, account: str, version: int) -> "AccountChanged":
        """Take an account's e-mail address as confirmed."""
        return await self._account(paths.VERIFICATION, account, version)

    async def resend_verification(self, account: str, version: int) -> "AccountChanged":
        """Have the mail with the link sent again."""
        return await self._account(paths.VERIFICATION_MAIL, account, version)

    async def create_client(self, account: str, version: int, person: "Person") -> "AccountChanged":
        """Make an account's holder a client."""
        return await self._account(paths.NEW_CLIENT, account, version, msgspec.json.encode(person))

    async def associate(self, account: str, version: int, client: str) -> "AccountChanged":
        """Make an account a client's."""
        return await self._account(paths.ASSOCIATION, account, version, msgspec.json.encode({"client": client}))

    async def part(self, account: str, version: int) -> "AccountChanged":
        """Undo the association of an account."""
        return await self._account(paths.ASSOCIATION, account, version, method="DELETE")

    async def access(self, client: str) -> "AccessOffer":
        """Ask what setting up a client's access begins with."""
        from consultant_tui.contract.prospects import AccessOffer

        return await self.read(AccessOffer, fill(paths.ONLINE_ACCESS, client=client))

    async def give_access(self, client: str, email: str, password: str) -> "AccessGiven":
        """Set up a client's access; a client has one account, so asking again makes no other."""
        from consultant_tui.contract.prospects import AccessGiven

        body = msgspec.json.encode({"email": email, "password": password})
        return await self.send(AccessGiven, "POST", fill(paths.ONLINE_ACCESS, client=client), changes=True, body=body)

    async def _account(
        self, path: str, account: str, version: int, body: bytes | None = None, *, method: str = "POST"
    ) -> "AccountChanged":
        from consultant_tui.contract.prospects import AccountChanged

        headers = {paths.IF_MATCH: f'"{version}"'}
        where = fill(path, account=account)
        return await self.send(AccountChanged, method, where, changes=True, body=body, headers=headers)
