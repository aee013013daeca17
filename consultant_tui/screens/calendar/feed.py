"""Owns the private calendar link: making it, copying it, and revoking it."""

from collections.abc import Iterable

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Unknown
from consultant_tui.contract.moments import Moment
from consultant_tui.desk import Desk
from consultant_tui.screens.changed_or_not import Outcome, settle
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases
from consultant_tui.wording.stories import LINK_LOST, Story, story_of

_WHAT = (
    "Your own calendar program can read your appointments and leave at a private address. It tells when they are and"
    " their references, and no names. Whoever knows the address can read it: keep it to yourself."
)
_ONCE = "This address is shown only once. Any earlier one is dead."


class FeedDialog(Dialog[None]):
    """Tells whether there is a private address; a new one is shown once."""

    DEFAULT_CSS = """
    FeedDialog {
        & > #frame { width: 76; }
        & #state { margin-top: 1; }
        & #webcal { margin-top: 1; }
        & #address { margin-top: 1; color: $text-accent; height: auto; }
    }
    """

    def __init__(self, desk: Desk, made: Moment | None) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            made: Since when there is a private address; None when there is none.
        """
        super().__init__(desk, "Private calendar link")
        self.made = made
        """Since when there is one now."""
        self._address = ""

    def body(self) -> Iterable[Widget]:
        """Say what it is, how it stands, and a new address."""
        yield Static(Content(_WHAT))
        yield Static(Content(self._state()), id="state")
        if self._address:
            yield Static(Content(self._address), id="address")
            scheme = self._address.partition("//")[0]
            yield Static(Content(f"For webcal, put webcal:// in place of {scheme}//."), id="webcal")

    def presses(self) -> Iterable[Press]:
        """Offer what may be done now."""
        if self.made is not None:
            yield Press("Revoke", id="revoke")
        yield Press("Make a new link" if self.made else "Make a link", id="make")
        if self._address:
            yield Press("Copy the link", id="copy")
        yield Press("Close", id="close")

    def on_mount(self) -> None:
        """Begin where nothing is lost."""
        self._enter("#copy" if self._address else "#close")

    def _enter(self, press: str) -> None:
        self.query_one(press).focus()

    def _state(self) -> str:
        if self._address:
            return _ONCE
        if self.made is None:
            return "There is no such address now."
        return f"There is one since {phrases.instant(self.made)}. A new one ends it."

    @on(Press.Pressed, "#make")
    @work(exclusive=True, group="feed")
    async def _make(self) -> None:
        try:
            made = await self.ask(self.desk.api.make_feed(), changes=True)
        except Unknown:
            await self._find_link()
            return
        except ApiError as error:
            await self._tell(story_of(error))
            return
        self.made, self._address = made.made, f"{self.desk.api.address}{made.path}"
        await self.recompose()
        self._enter("#copy")

    @on(Press.Pressed, "#revoke")
    @work(exclusive=True, group="feed")
    async def _revoke(self) -> None:
        try:
            await self.ask(self.desk.api.revoke_feed(), changes=True)
        except Unknown:
            if await settle(self, self._look_for_none) is not Outcome.MADE:
                return
        except ApiError as error:
            await self._tell(story_of(error))
            return
        self.made, self._address = None, ""
        await self.recompose()
        self._enter("#close")
        self.notify("The link can be read no more", markup=False)

    @on(Press.Pressed, "#copy")
    def _copy(self) -> None:
        self.app.copy_to_clipboard(self._address)
        self.notify("Copied the link", markup=False)

    @on(Press.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    async def _find_link(self) -> None:
        """Find out whether a link was made whose address was lost; only another one helps then."""
        found = await settle(self, self._look_for_another)
        if isinstance(found, Moment):
            self.made, self._address = found, ""
            await self._tell(LINK_LOST)
            await self.recompose()
            self._enter("#make")

    async def _look_for_another(self) -> Moment | Outcome:
        made = (await self.desk.api.calendar(None, 1)).feed
        return Outcome.NOT_MADE if made is None or made == self.made else made

    async def _look_for_none(self) -> Outcome:
        return Outcome.MADE if (await self.desk.api.calendar(None, 1)).feed is None else Outcome.NOT_MADE

    async def _tell(self, story: Story) -> None:
        await self.app.push_screen_wait(Trouble(self.desk, story, retry=False))
