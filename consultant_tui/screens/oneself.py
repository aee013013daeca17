"""Owns what a consultant does about themselves: signing out, and changing the password."""

from __future__ import annotations

from typing import ClassVar

from textual import work

from consultant_tui.api.errors import ApiError
from consultant_tui.commands import oneself
from consultant_tui.commands.command import Command, Need
from consultant_tui.screens.asking import Asking
from consultant_tui.wording.stories import story_of


class Oneself(Asking[None]):
    """A screen from which one signs out."""

    SIGNS: ClassVar[tuple[type[Command], ...]] = (oneself.ChangePassword, oneself.SignOut)
    """What it offers for that."""

    def met(self) -> frozenset[Need]:
        """Say whether somebody signed in."""
        return super().met() | ({Need.SIGNED_IN} if self.desk.credentials.entered else frozenset())

    @work(exclusive=True, group="oneself")
    async def action_sign_out(self) -> None:
        """Sign out and end the program; what cannot be told to the backend now ends there by itself."""
        from consultant_tui.screens.trouble import Trouble

        try:
            await self.ask(self.desk.api.sign_out())
        except ApiError as error:
            await self.app.push_screen_wait(Trouble(self.desk, story_of(error), retry=False))
        self.app.exit()

    @work(exclusive=True, group="oneself")
    async def action_change_password(self) -> None:
        """Open the dialog for another password."""
        from consultant_tui.screens.password import PasswordDialog

        if await self.app.push_screen_wait(PasswordDialog(self.desk)):
            self.notify("Your password was changed")
