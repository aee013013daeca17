"""Owns the comparison of an account's holder with a client, before they are taken for the same."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.prospects import Candidate, ProspectPage
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AccountState
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.comparison import Comparison, Pair
from consultant_tui.widgets.press import Press
from consultant_tui.wording import prospects
from consultant_tui.wording.refusals import why_refused


class CompareDialog(Dialog[bool]):
    """Shows what differs, side by side; its result is whether the consultant takes both for the same person."""

    DEFAULT_CSS = """
    CompareDialog {
        & > #frame { width: 78; }
        & .said { margin-top: 1; }
        & .warned { margin-top: 1; color: $text-warning; }
    }
    """

    def __init__(self, desk: Desk, page: ProspectPage, candidate: Candidate) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            page: The account.
            candidate: The client.
        """
        super().__init__(desk, f"Is this {candidate.name}, {candidate.client}?")
        self._page = page
        self._candidate = candidate

    def body(self) -> Iterable[Widget]:
        """Show both, and what associating them does."""
        heads = ("From the portal", f"Your {self._page.client_term}")
        yield Comparison(heads, [self._pair(name, label) for name, label in prospects.LABELS.items()])
        for sentence in prospects.meaning(self._page, self._candidate):
            yield Static(Content(clean(sentence)), classes="said")
        if against := self._against():
            yield Static(Content(clean(against)), classes="warned")

    def _pair(self, name: str, label: str) -> Pair:
        left, right = (prospects.told(person, name) for person in (self._page.person, self._candidate.person))
        if name in ("first_name", "last_name") and not self._candidate.person.last_name:
            right = self._candidate.name if name == "first_name" else "(in one piece)"
        if prospects.is_same(self._page, self._candidate, name):
            return Pair(label, left, right, "same", differs=False)
        return Pair(label, left, right, "differs" if left and right else "", differs=bool(left and right))

    def _against(self) -> str:
        term = self._page.client_term
        if self._candidate.has_account:
            return why_refused(Refusal(code=Code.CLIENT_HAS_ACCOUNT), term)
        if self._page.prospect.state is AccountState.UNVERIFIED:
            return why_refused(Refusal(code=Code.ACCOUNT_NOT_VERIFIED), term)
        return ""

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        changes = not self.desk.settings.read_only
        yield Press("Somebody else", id="leave")
        yield Press("The same: associate", id="do", disabled=bool(self._against()) or not changes)

    def on_mount(self) -> None:
        """Begin where nothing is changed: two people may differ in one letter."""
        self.query_one("#leave").focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "do")
