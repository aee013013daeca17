"""Owns the questions by which a consultant finds clients, reads about them, and looks at reports."""

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths
from consultant_tui.contract.finding import AppointmentHistory, ClientPage, PastPage, Search, SearchQuery
from consultant_tui.contract.reports import Reports


class FindingApi(Conversation):
    """What is asked to look things up."""

    async def search(self, query: str, after: str | None = None) -> Search:
        """Ask for a page of what matches every word."""
        body = msgspec.json.encode(SearchQuery(query=query, after=after))
        return await self.send(Search, "POST", paths.SEARCH, changes=False, body=body)

    async def client(self, client: str) -> ClientPage:
        """Ask for everything about a client that the consultant may see."""
        return await self.read(ClientPage, fill(paths.CLIENT, client=client))

    async def past(self, client: str, after: str) -> PastPage:
        """Ask for the consultant's earlier appointments with a client.

        Args:
            client: The reference of the client.
            after: What the page before gave.
        """
        return await self.read(PastPage, fill(paths.CLIENT_APPOINTMENTS, client=client), {"after": after})

    async def history(self, appointment: str) -> AppointmentHistory:
        """Ask for who did what with an appointment."""
        return await self.read(AppointmentHistory, fill(paths.HISTORY, appointment=appointment))

    async def reports(self, weeks: int = 12) -> Reports:
        """Ask for what became of the appointments of the last weeks."""
        return await self.read(Reports, paths.REPORTS, {"weeks": str(weeks)})
