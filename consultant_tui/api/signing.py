"""Owns the questions about oneself: signing in and out, and a new password."""

import asyncio

import msgspec

from consultant_tui.api.conversation import Conversation
from consultant_tui.contract import paths
from consultant_tui.contract.signing import NewPassword, SignedIn, SignedOut, SignIn


class SigningApi(Conversation):
    """The part of a backend that lets a consultant in."""

    async def sign_in(self, email: str, password: str) -> None:
        """Sign in; everything that is asked from now on is asked in this name."""
        body = msgspec.json.encode(SignIn(email=email, password=password))
        await self._take(await self.send(SignedIn, "POST", paths.SESSIONS, changes=False, body=body, public=True))

    async def sign_out(self) -> SignedOut:
        """End this sign-in, here and at the backend."""
        try:
            return await self.send(SignedOut, "DELETE", paths.PRESENT_SESSION, changes=False, repeats=False)
        finally:
            await asyncio.to_thread(self.credentials.drop)

    async def change_password(self, present: str, new: str) -> None:
        """Change one's own password; every other sign-in ends."""
        body = msgspec.json.encode(NewPassword(present=present, new=new))
        await self._take(await self.send(SignedIn, "POST", paths.PASSWORD, changes=True, body=body))

    async def _take(self, given: SignedIn) -> None:
        await asyncio.to_thread(self.credentials.take, given.email, given.access, given.renewal)
