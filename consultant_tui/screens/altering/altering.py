"""Owns the ways to end, edit, move and take back the appointment under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.commands import alterations
from consultant_tui.commands.command import Command, Need
from consultant_tui.contract.vocabulary import Act, Action
from consultant_tui.screens.journey import Journey
from consultant_tui.wording import phrases

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import Row
    from consultant_tui.contract.cases import Verdict
    from consultant_tui.contract.endings import Changed, EndingOffer

_NEEDS = {
    Action.COMMENCE: Need.COMMENCE,
    Action.RESUME: Need.RESUME,
    Action.REBOOK: Need.REBOOK,
    Action.EDIT: Need.EDIT,
    Action.MOVE: Need.MOVE,
    Action.CANCEL: Need.CANCEL,
    Action.NO_SHOW: Need.NO_SHOW,
}
"""What each action of a row is asked for by."""

_UNDONE = {
    Act.BOOKED: "The booking is taken back",
    Act.CANCELLED: "Booked again",
    Act.MOVED: "Moved back",
    Act.NO_SHOW: "Booked again",
}


class Altering(Journey):
    """A screen with a row whose appointment can be changed."""

    ALTERS: ClassVar[tuple[type[Command], ...]] = (
        *(alterations.Edit, alterations.Move, alterations.Cancel, alterations.NoShow, alterations.Undo),
    )
    """What it offers for that."""

    _last: Row | None = None
    """What was changed last, as it was seen but for what the change answered."""

    @property
    def chosen(self) -> tuple[Row, str] | None:
        """The row under the cursor, and what the provider calls a client."""
        return None

    def altered(self, changed: Changed) -> None:
        """Be told of a changed appointment."""

    def needs_of(self, row: Row) -> frozenset[Need]:
        """Say which needs a row meets."""
        undoable = row.undo_until is not None and self.desk.present < row.undo_until.utc
        met = {_NEEDS[action] for action in row.actions if action in _NEEDS}
        return frozenset(met | {Need.UNDO}) if undoable else frozenset(met)

    def _at(self) -> tuple[Row, str] | None:
        """Give what is chosen as its last change left it, also before that is shown; None while one is under way."""
        if not self._is_free or self.chosen is None:
            return None
        row, term = self.chosen
        if self._last is not None and self._last.reference == row.reference and self._last.version > row.version:
            row = self._last
        return row, term

    def action_cancel(self) -> None:
        """Call the appointment off."""
        if (at := self._at()) is not None:
            self._set_out_to_cancel(*at)

    def action_no_show(self) -> None:
        """Record that the client did not come."""
        if (at := self._at()) is not None:
            self._set_out_to_no_show(*at)

    def action_edit(self) -> None:
        """Change how the appointment is held."""
        if (at := self._at()) is not None:
            self._set_out_to_edit(at[0])

    def action_move(self) -> None:
        """Give the appointment another time."""
        if (at := self._at()) is not None:
            self._set_out_to_move(at[0])

    def action_undo(self) -> None:
        """Take back what was done last."""
        if (at := self._at()) is not None:
            self._set_out_to_undo(*at)

    @work(group="journey")
    async def _set_out_to_cancel(self, row: Row, term: str) -> None:
        from consultant_tui.screens.altering.cancelling import CancelDialog

        offer = await self._ending(row, term)
        if offer is None or not await self._allowed(offer.cancel, term):
            return
        dialog = CancelDialog(self.desk, offer)
        dialog.follow(self._early)
        changed = await self.app.push_screen_wait(dialog)
        if changed is not None:
            charged = changed.figures.used > offer.figures.used
            done = "Cancelled, one session charged" if charged else "Cancelled, no session charged"
            self._say_done(done, changed, row, Act.CANCELLED)

    @work(group="journey")
    async def _set_out_to_no_show(self, row: Row, term: str) -> None:
        from consultant_tui.screens.altering.no_show import NoShowDialog

        offer = await self._ending(row, term)
        if offer is None or not await self._allowed(offer.no_show, term):
            return
        dialog = NoShowDialog(self.desk, offer)
        dialog.follow(self._early)
        changed = await self.app.push_screen_wait(dialog)
        if changed is not None:
            self._say_done("Marked as a no show", changed, row, Act.NO_SHOW)

    @work(group="journey")
    async def _set_out_to_edit(self, row: Row) -> None:
        from consultant_tui.screens.altering.backdrops import Editing
        from consultant_tui.screens.altering.parts import UNCHANGED

        changed = await self.app.push_screen_wait(Editing(self.desk, row))
        if changed is not None:
            self._say_done("Saved" if changed.version != row.version else UNCHANGED, changed, row)

    @work(group="journey")
    async def _set_out_to_move(self, row: Row) -> None:
        from consultant_tui.screens.altering.backdrops import Moving

        changed = await self.app.push_screen_wait(Moving(self.desk, row))
        if changed is not None:
            start = changed.span.start
            when = f"{phrases.day_words(start.wall.date())} {phrases.clock(start)}"
            self._say_done(f"Moved to {when}", changed, row, Act.MOVED)

    @work(group="journey")
    async def _set_out_to_undo(self, row: Row, term: str) -> None:
        from consultant_tui.screens.altering.undoing import UndoDialog

        act = row.undo if Need.UNDO in self.needs_of(row) else None
        if act is not None and not await self.app.push_screen_wait(UndoDialog(self.desk, row, act)):
            return
        try:
            changed = await self.ask(self.desk.api.undo(row.reference, row.version), changes=True)
        except Unknown:
            from consultant_tui.screens.changed_or_not import Sent, find_out

            await find_out(self, Sent(row.reference, row.version, "undone"))
        except ApiError as error:
            await self._told_once(error, term)
        else:
            done = _UNDONE.get(changed.undone, "Taken back") if changed.undone else "Taken back"
            self._say_done(done, changed, row)

    async def _ending(self, row: Row, term: str) -> EndingOffer | None:
        self.setting_out = True
        self._early = []
        try:
            return await self._answered(lambda: self.desk.api.ending(row.reference), term)
        finally:
            self.setting_out = False

    async def _allowed(self, verdict: Verdict, term: str) -> bool:
        from consultant_tui.contract.refusals import Problem

        if verdict.refusal is not None:
            await self._told_once(Refused(Problem(refusals=(verdict.refusal,))), term)
        return verdict.allowed

    async def _told_once(self, error: ApiError, term: str) -> None:
        from consultant_tui.screens.trouble import Trouble
        from consultant_tui.wording.stories import story_of

        await self.app.push_screen_wait(Trouble(self.desk, story_of(error, term), retry=False))

    def _say_done(self, done: str, changed: Changed, row: Row, act: Act | None = None) -> None:
        """Say what was done to a row, and until when that can be taken back."""
        from msgspec.structs import replace

        again = f" · u takes it back until {phrases.clock(changed.undo_until)}" if changed.undo_until else ""
        self.notify(done + again, markup=False)
        until = changed.undo_until
        self._last = replace(row, version=changed.version, span=changed.span, undo=act, undo_until=until)
        self.altered(changed)
