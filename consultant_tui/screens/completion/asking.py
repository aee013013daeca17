"""Owns the two questions of a completion: whether to close for good, and whether to leave what is not kept."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.completing import SignOff
from consultant_tui.commands.everywhere import Back
from consultant_tui.contract.completion import Completion, CompletionForm
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.completion import words
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.terms import Terms
from consultant_tui.wording.stories import Story


class SignOffDialog(Dialog[bool]):
    """Sums up what is signed off and asks once more; its result is the answer."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (SignOff, Back)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)

    DEFAULT_CSS = """
    SignOffDialog > #frame { width: 76; }
    SignOffDialog #for-good { margin-top: 1; color: $text-warning; }
    """

    def __init__(self, desk: Desk, form: CompletionForm, completion: Completion) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            form: What completing the session began with.
            completion: What is about to be signed off.
        """
        super().__init__(desk, f"Sign off {form.client} · {form.case}?")
        self._told = words.summing_up(form, completion)

    def body(self) -> Iterable[Widget]:
        """Sum up, and say what it means."""
        yield Terms(self._told)
        yield Static(words.FOR_GOOD, id="for-good", markup=False)

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        yield Press("Back to the notes", id="stay")
        yield Press("Consultant sign off ^o", id="sign-off")

    @on(Press.Pressed, "#sign-off")
    def action_sign_off(self) -> None:
        """Say yes."""
        self.dismiss(True)

    @on(Press.Pressed, "#stay")
    def action_back(self) -> None:
        """Say no."""
        self.dismiss(False)


class Way(Enum):
    """What is done about a draft that is not kept."""

    STAY = auto()
    RETRY = auto()
    LEAVE = auto()


class UnkeptDialog(Dialog[Way]):
    """Tells why a draft is not kept when the consultant wants to leave."""

    DEFAULT_CSS = "UnkeptDialog #body > Static { margin-bottom: 1; }"

    def __init__(self, desk: Desk, story: Story, since: str, *, overtaken: bool = False) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            story: What went wrong.
            since: When the draft was kept for the last time; empty when never.
            overtaken: Whether it was written on elsewhere, so that keeping this one replaces that.
        """
        super().__init__(desk, "The draft is not saved")
        self._overtaken = overtaken
        self._happened = story.happened
        self._since = since

    def body(self) -> Iterable[Widget]:
        """Say what would be lost."""
        yield Static(Content(clean(self._happened)))
        lost = f"since {self._since}" if self._since else "here"
        yield Static(Content(f"What you wrote is still on this screen. If you leave, what you wrote {lost} is lost."))

    def presses(self) -> Iterable[Press]:
        """Offer the ways, the harmless ones first."""
        yield Press("Stay", id="stay")
        yield Press("Leave it as it is there" if self._overtaken else "Leave anyway", id="leave")
        yield Press("Keep what is here" if self._overtaken else "Retry", id="retry")

    def on_mount(self) -> None:
        """Put the focus on what most want, or on what harms nobody."""
        self.query_one("#stay" if self._overtaken else "#retry").focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(Way[str(message.press.id).upper()])

    def action_back(self) -> None:
        """Stay."""
        self.dismiss(Way.STAY)
