"""Owns what a consultant does with an account that waits: verify, send the mail again, create, associate, undo."""

from collections.abc import Callable, Coroutine
from typing import Any

from textual import work

from consultant_tui.api.errors import ApiError, Unknown
from consultant_tui.commands.command import Need
from consultant_tui.contract.prospects import AccountChanged, Candidate, Joined, Prospect, ProspectPage
from consultant_tui.contract.vocabulary import AccountState
from consultant_tui.screens.changed_or_not import Outcome, settle
from consultant_tui.screens.decision import Decision
from consultant_tui.screens.journey import Journey
from consultant_tui.screens.prospects import aftermath
from consultant_tui.wording import prospects
from consultant_tui.wording.stories import MAIL_PERHAPS_SENT, Story, story_of

Look = Callable[[], Coroutine[Any, Any, AccountChanged | Outcome]]
"""Asks the backend once what became of a change."""


class Changing(Journey):
    """A screen with an account under the cursor, and what may be done with it."""

    term = "client"
    """What the provider calls a client."""

    @property
    def prospect(self) -> Prospect | None:
        """The account that is acted upon."""
        return None

    def changed(self, changed: AccountChanged) -> None:
        """Be told how an account stands now."""

    def needs_of(self, prospect: Prospect | None) -> frozenset[Need]:
        """Say what an account allows."""
        if prospect is None:
            return frozenset()
        need = {AccountState.UNVERIFIED: Need.UNVERIFIED, AccountState.NOT_ASSOCIATED: Need.WAITING_ACCOUNT}
        return frozenset({need[prospect.state]} if prospect.state in need else ())

    def action_copy_email(self) -> None:
        """Put the address on the clipboard."""
        if self.prospect is not None:
            self.app.copy_to_clipboard(self.prospect.email)
            self.notify(f"Copied {self.prospect.email}", markup=False)

    def action_verify(self) -> None:
        """Take the address as confirmed, after a question."""
        if self.prospect is not None and self._is_free:
            self._verify(self.prospect)

    def action_resend(self) -> None:
        """Send the mail again."""
        if self.prospect is not None and self._is_free:
            self._resend(self.prospect)

    def action_create_client(self) -> None:
        """Make the holder a new client."""
        if self.prospect is not None and self._is_free:
            self._create(self.prospect)

    @work(group="journey")
    async def _verify(self, prospect: Prospect) -> None:
        lines = (
            f"{prospects.holder(prospect)} · {prospect.email}",
            "You vouch that this address is theirs. They need not open the mail then.",
        )
        if await self.app.push_screen_wait(Decision(self.desk, "Verify by hand", *lines, yes="Verify")):
            question = self.desk.api.verify(prospect.account, prospect.version)
            if await self.sent(question, lambda: aftermath.verified(self.desk.api, prospect)) is not None:
                self.notify("Verified", markup=False)

    @work(group="journey")
    async def _resend(self, prospect: Prospect) -> None:
        question = self.desk.api.resend_verification(prospect.account, prospect.version)
        if await self.sent(question) is not None:
            self.notify(f"A new link goes to {prospect.email}", markup=False)

    @work(group="journey")
    async def _create(self, prospect: Prospect) -> None:
        from consultant_tui.screens.prospects.creating import CreateClientDialog

        page = await self._answered(lambda: self.desk.api.prospect(prospect.account), self.term)
        if page is None:
            return
        made: AccountChanged | None = await self.app.push_screen_wait(CreateClientDialog(self.desk, page))
        if made is not None:
            self.notify(f"{made.name} is a {self.term} now ({made.client})", markup=False)
            self.changed(made)

    async def associate(self, page: ProspectPage, candidate: Candidate) -> None:
        """Compare an account with a client, and associate them if the consultant says that they are the same."""
        from consultant_tui.screens.prospects.comparing import CompareDialog

        if not await self.app.push_screen_wait(CompareDialog(self.desk, page, candidate)):
            return
        prospect = page.prospect
        question = self.desk.api.associate(prospect.account, prospect.version, candidate.client)
        done = await self.sent(question, lambda: aftermath.joined(self.desk.api, prospect, candidate.client))
        if done is not None:
            self.notify(prospects.handed_over(done), markup=False)

    async def part(self, joined: Joined) -> None:
        """Undo an association, after a question."""
        lines = (
            f"{joined.email} · {joined.name} ({joined.client})",
            "The account and the sessions that came with it go back, exactly as they were before.",
        )
        if not await self.app.push_screen_wait(Decision(self.desk, "Undo the association", *lines, yes="Undo it")):
            return
        question = self.desk.api.part(joined.account, joined.version)
        if await self.sent(question, lambda: aftermath.parted(self.desk.api, joined)) is not None:
            self.notify("The account waits again", markup=False)

    async def sent(
        self, question: Coroutine[Any, Any, AccountChanged], look: Look | None = None
    ) -> AccountChanged | None:
        """Make a change; tell what stands against it, and be told how the account stands.

        Args:
            question: The call of the API.
            look: Finds out what became of it when no answer comes; None where making it twice does no harm.
        """
        try:
            changed: AccountChanged | Outcome = await self.ask(question, changes=True)
        except Unknown:
            if look is None:
                await self._tell(MAIL_PERHAPS_SENT)
                return None
            changed = await settle(self, look)
        except ApiError as error:
            await self._tell(story_of(error, self.term))
            return None
        if isinstance(changed, Outcome):
            await self.run_action("refresh_view")
            return None
        self.changed(changed)
        return changed

    async def _tell(self, story: Story) -> None:
        """Tell why a change was not made; what stands there is asked for again by the screen."""
        from consultant_tui.screens.trouble import Trouble

        await self.app.push_screen_wait(Trouble(self.desk, story, retry=False))
        await self.run_action("refresh_view")
