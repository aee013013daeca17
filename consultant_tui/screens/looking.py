"""Owns the ways to what is looked up: the search, a client's page, an appointment's history, the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work

from consultant_tui.commands import inquiries
from consultant_tui.commands.command import Command
from consultant_tui.screens.journey import Journey

if TYPE_CHECKING:
    from consultant_tui.contract.moments import Moment


class Subject(NamedTuple):
    """What is under the cursor."""

    client: str
    """The reference of the client."""
    appointment: str
    """The reference of the appointment; empty when there is none."""
    term: str
    """What the provider calls a client."""


class Looking(Journey):
    """A screen from which a consultant looks things up."""

    LOOKS: ClassVar[tuple[type[Command], ...]] = (
        *(inquiries.Find, inquiries.ToClientPage, inquiries.History, inquiries.ToReports),
        *(inquiries.ToProspects, inquiries.ToOnlineBooking, inquiries.WhatToSay),
    )
    """What it offers for that."""

    @property
    def subject(self) -> Subject | None:
        """What is under the cursor, if there is anything."""
        return None

    def action_find(self) -> None:
        """Open the search."""
        from consultant_tui.screens.find import FindScreen

        self.app.push_screen(FindScreen(self.desk))

    def action_client_page(self) -> None:
        """Open the page of the client under the cursor."""
        if self.subject is not None and self._is_free:
            self._open_client(self.subject)

    def action_history(self) -> None:
        """Show what was done with the appointment under the cursor."""
        if self.subject is not None and self.subject.appointment and self._is_free:
            self._open_history(self.subject)

    def action_reports(self) -> None:
        """Open the reports."""
        if self._is_free:
            self._open_reports()

    def action_prospects(self) -> None:
        """Show the accounts that wait."""
        if self._is_free:
            self._open_prospects()

    def action_give_access(self) -> None:
        """Give the client access to online booking."""
        if self.subject is not None and self._is_free:
            self._open_access(self.subject.client, self.subject.term)

    def action_online_booking(self) -> None:
        """Show what is in force for online booking."""
        if self._is_free:
            self._open_online_booking()

    def action_what_to_say(self, key: str) -> None:
        """Show what to tell clients, with one answer at hand.

        Args:
            key: The statement; empty for the first.
        """
        if self._is_free:
            self._open_what_to_say(key)

    def more_offers(self) -> list[type[Command]]:
        """Let the menu find every statement."""
        from consultant_tui.wording.statements import STATEMENTS

        return [_saying(statement.key, statement.question) for statement in STATEMENTS]

    def action_copy_reference(self) -> None:
        """Put the appointment's reference on the clipboard."""
        if self.subject is not None and self.subject.appointment:
            self.app.copy_to_clipboard(self.subject.appointment)
            self.notify(f"Copied {self.subject.appointment}", markup=False)

    @work(group="journey")
    async def _open_client(self, subject: Subject) -> None:
        from consultant_tui.screens.client import ClientScreen

        page = await self._answered(lambda: self.desk.api.client(subject.client), subject.term)
        if page is not None:
            await self.app.push_screen_wait(ClientScreen(self.desk, page, subject.appointment))

    @work(group="journey")
    async def _open_history(self, subject: Subject) -> None:
        from consultant_tui.screens.history import HistoryScreen

        history = await self._answered(lambda: self.desk.api.history(subject.appointment), subject.term)
        if history is not None:
            await self.app.push_screen_wait(HistoryScreen(self.desk, history))

    @work(group="journey")
    async def _open_ledger(self, case: str, term: str) -> None:
        from consultant_tui.screens.ledger import LedgerScreen

        ledger = await self._answered(lambda: self.desk.api.ledger(case), term)
        if ledger is not None:
            await self.app.push_screen_wait(LedgerScreen(self.desk, ledger))

    @work(group="journey")
    async def _open_message(self, reference: str, now: Moment, term: str) -> None:
        from consultant_tui.screens.message import MessageDialog

        message = await self._answered(lambda: self.desk.api.message(reference), term)
        if message is not None:
            await self.app.push_screen_wait(MessageDialog(self.desk, message, now))

    @work(group="journey")
    async def _open_reports(self) -> None:
        from consultant_tui.screens.reports import ReportsScreen

        reports = await self._answered(self.desk.api.reports, "client")
        if reports is not None:
            await self.app.push_screen_wait(ReportsScreen(self.desk, reports))

    @work(group="journey")
    async def _open_prospects(self) -> None:
        from consultant_tui.screens.prospects.prospects import ProspectsScreen

        prospects = await self._answered(self.desk.api.prospects, "client")
        if prospects is not None:
            await self.app.push_screen_wait(ProspectsScreen(self.desk, prospects))

    @work(group="journey")
    async def _open_access(self, client: str, term: str) -> None:
        from consultant_tui.screens.prospects.access import AccessDialog, HandOverDialog

        offer = await self._answered(lambda: self.desk.api.access(client), term)
        if offer is None:
            return
        dialog = AccessDialog(self.desk, offer, term)
        given = await self.app.push_screen_wait(dialog)
        if given is not None:
            await self.app.push_screen_wait(HandOverDialog(self.desk, given, dialog.password))
            await self.run_action("refresh_view")

    @work(group="journey")
    async def _open_online_booking(self) -> None:
        from consultant_tui.screens.online.settings import OnlineSettingsScreen

        settings = await self._answered(self.desk.api.online_booking, "client")
        if settings is not None:
            await self.app.push_screen_wait(OnlineSettingsScreen(self.desk, settings))

    @work(group="journey")
    async def _open_what_to_say(self, key: str) -> None:
        from consultant_tui.screens.online.saying import SayingScreen

        settings = await self._answered(self.desk.api.online_booking, "client")
        if settings is not None:
            await self.app.push_screen_wait(SayingScreen(self.desk, settings, key))


def _saying(key: str, question: str) -> type[Command]:
    """Make the command that opens one statement."""
    return type(
        "Saying",
        (Command,),
        {"name": f"what_to_say('{key}')", "keys": (), "title": f"Say: {question}", "help": "Show what to say."},
    )
