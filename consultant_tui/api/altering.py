"""Owns the questions by which an appointment is ended, edited, moved or taken back."""

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths
from consultant_tui.contract.appointments import BookingCheck
from consultant_tui.contract.endings import Cancellation, Changed, Edit, EndingOffer, Move, MoveCheck, NoShow


class AlteringApi(Conversation):
    """What is asked to change an appointment that is booked; each change says which version it is based on."""

    async def ending(self, appointment: str) -> EndingOffer:
        """Ask what cancelling an appointment, or marking it as a no show, would cost."""
        return await self.read(EndingOffer, fill(paths.ENDING, appointment=appointment))

    async def cancel(self, appointment: str, version: int, cancellation: Cancellation) -> Changed:
        """Call an appointment off."""
        return await self._change(paths.CANCELLATION, appointment, version, cancellation)

    async def no_show(self, appointment: str, version: int, no_show: NoShow) -> Changed:
        """Record that the client did not come."""
        return await self._change(paths.NO_SHOW, appointment, version, no_show)

    async def check_edit(self, appointment: str, edit: Edit) -> BookingCheck:
        """Ask what the rules say to an edit; nothing is changed by it."""
        path, body = fill(paths.EDIT_CHECKS, appointment=appointment), msgspec.json.encode(edit)
        return await self.send(BookingCheck, "POST", path, changes=False, body=body)

    async def edit(self, appointment: str, version: int, edit: Edit) -> Changed:
        """Change how an appointment is held, or when on its day."""
        return await self._change(paths.EDIT, appointment, version, edit)

    async def check_move(self, appointment: str, move: Move) -> MoveCheck:
        """Ask what the rules say to a move; nothing is held by it."""
        path, body = fill(paths.MOVE_CHECKS, appointment=appointment), msgspec.json.encode(move)
        return await self.send(MoveCheck, "POST", path, changes=False, body=body)

    async def move(self, appointment: str, version: int, move: Move) -> Changed:
        """Give an appointment another time or line."""
        return await self._change(paths.MOVE, appointment, version, move)

    async def undo(self, appointment: str, version: int) -> Changed:
        """Take back what was done last to an appointment."""
        return await self._change(paths.UNDO, appointment, version, None)

    async def _change(self, path: str, appointment: str, version: int, wish: msgspec.Struct | None) -> Changed:
        return await self.send(
            Changed,
            "POST",
            fill(path, appointment=appointment),
            changes=True,
            body=msgspec.json.encode(wish) if wish is not None else None,
            headers={paths.IF_MATCH: f'"{version}"'},
        )
