"""Owns the questions by which a consultant finds clients, reads about them, and looks at reports."""

from typing import TYPE_CHECKING

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths

if TYPE_CHECKING:
    from consultant_tui.contract.finding import AppointmentHistory, ClientPage, PastPage, Search
    from consultant_tui.contract.reports import Reports


class FindingApi(Conversation):
    """What is asked to look things up; the types of the answers are loaded with the first question."""

    async def search(self, query: str, after: str | None = None) -> "Search":
        """Ask for a page of what matches every word."""
        from consultant_tui.contract.finding import Search, SearchQuery

        body = msgspec.json.encode(SearchQuery(query=query, after=after))
        return await self.send(Search, "POST", paths.SEARCH, changes=False, body=body)

    async def client(self, client: str) -> "ClientPage":
        """Ask for everything about a client that the consultant may see."""
        from consultant_tui.contract.finding import ClientPage

        return await self.read(ClientPage, fill(paths.CLIENT, client=client))

    async def past(self, client: str, after: str) -> "PastPage":
        """Ask for the consultant's earlier appointments with a client.

        Args:
            client: The reference of the client.
            after: What the page before gave.
        """
        from consultant_tui.contract.finding import PastPage

        return await self.read(PastPage, fill(paths.CLIENT_APPOINTMENTS, client=client), {"after": after})

    async def history(self, appointment: str) -> "AppointmentHistory":
        """Ask for who did what with an appointment."""
        from consultant_tui.contract.finding import AppointmentHistory

        return await self.read(AppointmentHistory, fill(paths.HISTORY, appointment=appointment))

    async def reports(self, weeks: int = 12) -> "Reports":
        """Ask for what became of the appointments of the last weeks."""
        from consultant_tui.contract.reports import Reports

        return await self.read(Reports, paths.REPORTS, {"weeks": str(weeks)})
