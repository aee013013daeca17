"""Owns the conversation with a booking backend: one method for each question that is asked."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import msgspec

from consultant_tui.api.altering import AlteringApi
from consultant_tui.api.calendar import CalendarApi
from consultant_tui.api.completing import CompletingApi
from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.api.finding import FindingApi
from consultant_tui.api.messages import MessagesApi
from consultant_tui.api.online import OnlineApi
from consultant_tui.api.prospects import ProspectsApi
from consultant_tui.api.signing import SigningApi
from consultant_tui.contract import paths
from consultant_tui.contract.appointments import (
    BookingCheck,
    BookingRequest,
    Health,
    KeyAnswer,
    LineOffers,
    QuickView,
    RebookingOffer,
    Receipt,
    SeriesReceipt,
    Started,
)
from consultant_tui.contract.cases import Ledger, PendingRequest, SessionSummary
from consultant_tui.contract.schedules import Openings, WeekGlance
from consultant_tui.contract.vocabulary import Approach

if TYPE_CHECKING:
    from consultant_tui.contract.series import SeriesCheck, SeriesRequest


class BookingApi(
    AlteringApi, CalendarApi, FindingApi, MessagesApi, ProspectsApi, CompletingApi, OnlineApi, SigningApi, Conversation
):
    """A booking backend, as one consultant talks to it.

    The questions of one part of the work, such as cancelling or searching, stand in a class of their own beside this
    one, which inherits them.
    """

    async def quick_view(self) -> QuickView:
        """Ask for the consultant's appointments."""
        return await self.read(QuickView, paths.QUICK_VIEW)

    async def summary(self, appointment: str) -> SessionSummary:
        """Ask for what is to be reviewed before starting or rebooking an appointment."""
        return await self.read(SessionSummary, fill(paths.SUMMARY, appointment=appointment))

    async def ledger(self, case: str) -> Ledger:
        """Ask for everything that made a case's figures."""
        return await self.read(Ledger, fill(paths.LEDGER, case=case))

    async def rebooking(self, appointment: str, at: datetime | None = None) -> RebookingOffer:
        """Ask for all that a rebooking begins with.

        Args:
            appointment: The appointment that is repeated.
            at: An instant, in UTC, that is to be told on the client's clock.
        """
        query = {"at": f"{at:%Y-%m-%dT%H:%M:%SZ}"} if at else None
        return await self.read(RebookingOffer, fill(paths.REBOOKING, appointment=appointment), query)

    async def schedules(self, appointment: str, approach: Approach, week: date) -> LineOffers:
        """Ask for the lines of an approach, with the places of the week that a date lies in."""
        query = {"approach": approach.value, "week": week.isoformat()}
        return await self.read(LineOffers, fill(paths.SCHEDULES, appointment=appointment), query)

    async def week(self, appointment: str, schedule: str, approach: Approach, week: date) -> WeekGlance:
        """Ask for one line's week, the one that a date lies in."""
        query = {"approach": approach.value, "week": week.isoformat()}
        return await self.read(WeekGlance, fill(paths.WEEK, appointment=appointment, schedule=schedule), query)

    async def openings(
        self, appointment: str, days: tuple[int, ...], earliest: time, latest: time, first: date
    ) -> Openings:
        """Ask for free times.

        Args:
            appointment: The appointment that is repeated.
            days: ISO weekdays that suit the client.
            earliest: The earliest start that suits, on the client's clock.
            latest: The latest one.
            first: The first date to look at.
        """
        query = {
            "days": ",".join(map(str, days)),
            "earliest": f"{earliest:%H:%M}",
            "latest": f"{latest:%H:%M}",
            "first": first.isoformat(),
        }
        return await self.read(Openings, fill(paths.OPENINGS, appointment=appointment), query)

    async def check(self, request: BookingRequest) -> BookingCheck:
        """Ask what the rules say to a request; nothing is held by it."""
        body = msgspec.json.encode(request)
        return await self.send(BookingCheck, "POST", paths.BOOKING_CHECKS, changes=False, body=body)

    async def key(self, key: str) -> KeyAnswer:
        """Ask what became of a booking that was sent under a key."""
        return await self.read(KeyAnswer, fill(paths.BOOKING_KEY, key=key))

    async def health(self) -> Health:
        """Ask whether the backend can serve."""
        return await self.read(Health, paths.HEALTH)

    async def start(self, appointment: str, version: int) -> Started:
        """Start the session of a booked appointment, if it is still as it was seen."""
        return await self.send(
            Started,
            "POST",
            fill(paths.START, appointment=appointment),
            changes=True,
            headers={paths.IF_MATCH: f'"{version}"'},
        )

    async def book(self, request: BookingRequest, key: str) -> Receipt:
        """Book; the same request under the same key books once, however often it is sent."""
        return await self.send(
            Receipt,
            "POST",
            paths.BOOKINGS,
            changes=True,
            body=msgspec.json.encode(request),
            headers={paths.IDEMPOTENCY_KEY: key},
        )

    async def check_series(self, request: "SeriesRequest") -> "SeriesCheck":
        """Ask what the rules say to each date of a series; nothing is held by it."""
        from consultant_tui.contract.series import SeriesCheck

        body = msgspec.json.encode(request)
        return await self.send(SeriesCheck, "POST", paths.SERIES_CHECKS, changes=False, body=body)

    async def book_series(self, request: "SeriesRequest", key: str) -> SeriesReceipt:
        """Book every date of a series or none; the same request under the same key books once."""
        return await self.send(
            SeriesReceipt,
            "POST",
            paths.SERIES,
            changes=True,
            body=msgspec.json.encode(request),
            headers={paths.IDEMPOTENCY_KEY: key},
        )

    async def ask_extra(self, case: str, sessions: int, reason: str) -> PendingRequest:
        """Ask for extra sessions; the same request while it is open asks once, however often it is sent."""
        return await self.send(
            PendingRequest,
            "POST",
            fill(paths.EXTRA_REQUESTS, case=case),
            changes=True,
            body=msgspec.json.encode({"sessions": sessions, "reason": reason}),
        )

    async def void(self, key: str) -> KeyAnswer:
        """Make a key useless unless it has booked, so that a late original is refused."""
        return await self.send(KeyAnswer, "DELETE", fill(paths.BOOKING_KEY, key=key), changes=True)
