"""Owns the questions about the calendar: its days, leave, and the private feed.

What is answered is loaded when it is first asked for, because the first paint needs none of it.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.api.errors import Misunderstood
from consultant_tui.contract import paths

if TYPE_CHECKING:
    from consultant_tui.contract.calendar import (
        Calendar,
        FeedMade,
        FeedRevoked,
        LeaveAdded,
        LeaveCheck,
        LeaveRemoved,
        LeaveWish,
    )


class CalendarApi(Conversation):
    """What is asked to see and plan days."""

    async def calendar(self, first: date | None, days: int) -> "Calendar":
        """Ask for some days across all schedules, from the present Monday unless told."""
        from consultant_tui.contract.calendar import Calendar

        query = {"days": str(days), **({"first": first.isoformat()} if first else {})}
        return await self.read(Calendar, paths.CALENDAR, query)

    async def calendar_file(self, first: date, days: int) -> bytes:
        """Ask for the same days as a file for calendar programs."""
        file = await self.fetch(paths.CALENDAR_FILE, {"first": first.isoformat(), "days": str(days)})
        if not file.startswith(b"BEGIN:VCALENDAR"):
            raise Misunderstood("the answer is no calendar")
        return file

    async def check_leave(self, wish: "LeaveWish") -> "LeaveCheck":
        """Ask which appointments leave would hit; nothing is changed by it."""
        from consultant_tui.contract.calendar import LeaveCheck

        body = msgspec.json.encode(wish)
        return await self.send(LeaveCheck, "POST", paths.LEAVE_CHECKS, changes=False, body=body)

    async def add_leave(self, wish: "LeaveWish") -> "LeaveAdded":
        """Add leave; the same leave a second time is refused."""
        from consultant_tui.contract.calendar import LeaveAdded

        return await self.send(LeaveAdded, "POST", paths.LEAVE, changes=True, body=msgspec.json.encode(wish))

    async def remove_leave(self, leave: str) -> "LeaveRemoved":
        """Remove leave."""
        from consultant_tui.contract.calendar import LeaveRemoved

        return await self.send(LeaveRemoved, "DELETE", fill(paths.ONE_LEAVE, leave_reference=leave), changes=True)

    async def make_feed(self) -> "FeedMade":
        """Make a private feed in the place of any other."""
        from consultant_tui.contract.calendar import FeedMade

        return await self.send(FeedMade, "POST", paths.CALENDAR_FEED, changes=True)

    async def revoke_feed(self) -> "FeedRevoked":
        """Take the private feed back."""
        from consultant_tui.contract.calendar import FeedRevoked

        return await self.send(FeedRevoked, "DELETE", paths.CALENDAR_FEED, changes=True)
