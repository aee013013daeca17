"""Owns the dialog in which an appointment is called off: by whom, why, and at what cost."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from consultant_tui.contract import refusals
from consultant_tui.contract.endings import Cancellation, EndingOffer
from consultant_tui.contract.vocabulary import CancelledBy
from consultant_tui.desk import Desk
from consultant_tui.screens.altering.ending import EndingDialog
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Question
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases

_CHARGES = (("no", "No session"), ("yes", "One session"))
_LONGEST_OVERRIDE = 200


class CancelDialog(EndingDialog):
    """The charge is the backend's; another one needs a reason of its own."""

    AUTO_FOCUS = "#by Choice"
    PLACES: ClassVar[dict[refusals.Field, str]] = {
        refusals.Field.BY: "by",
        refusals.Field.REASON: "reason",
        refusals.Field.OVERRIDE: "override",
    }

    def __init__(self, desk: Desk, offer: EndingOffer) -> None:
        """Make the dialog; nobody has cancelled yet.

        Args:
            desk: What the consultant works with.
            offer: What the backend says of the cost.
        """
        super().__init__(desk, offer, "Cancel")
        self._computed = {charge.by: charge.charged for charge in offer.charges}
        self._by: CancelledBy | None = None
        self._who = Choice(tuple((by.value, _who(by, offer.client_term)) for by in self._computed), None)
        self._charge = Choice(_CHARGES, None)
        self._charge_row = Question("It costs", self._charge, id="charge")
        self._charge_row.display = False
        self._override = Entry("", max_length=_LONGEST_OVERRIDE, id="override-entry")
        self._override_row = Question("Why not as ruled", self._override, id="override")
        self._override_row.set_classes("wide")
        self._override_row.display = False

    def fields(self) -> Iterable[Widget]:
        """Ask who, and show the charge."""
        yield Question("Who cancels", self._who, id="by")
        yield self._charge_row
        yield self._override_row

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        yield Press("Keep it", id="keep")
        yield Press("Cancel the appointment", id="cancel")

    def on_mount(self) -> None:
        """Show the figures."""
        self._tell()

    @on(Choice.Chosen, "#by Choice")
    def _chose_who(self, message: Choice.Chosen) -> None:
        self._by = CancelledBy(message.value)
        self._charge.show("yes" if self._computed[self._by] else "no")
        self._charge_row.display = True
        self._tell()

    @on(Choice.Chosen, "#charge Choice")
    def _chose_charge(self) -> None:
        self._tell()

    @property
    def _charged(self) -> bool:
        return self._charge.value == "yes"

    @property
    def _otherwise(self) -> bool:
        return self._by is not None and self._charged != self._computed[self._by]

    def _tell(self) -> None:
        offer = self.offer
        self._override_row.display = self._otherwise
        after = None if self._by is None else offer.figures_charged if self._charged else offer.figures_free
        self.show_figures(after, ("Free until", self._rule()), ("Notice", self._notice()))

    def _rule(self) -> str:
        until = phrases.when(self.offer.free_until, self.offer.now)
        return f"{until}; from then on a {self.offer.client_term} pays one, you and the provider never do."

    def _notice(self) -> str:
        told = "is told that it is off." if self.offer.notified else "gets no message about it."
        return f"The {self.offer.client_term} {told}"

    def say(self, wrong: dict[str, str]) -> None:
        """Say what is wrong; the charge may be another one since the offer was made."""
        if wrong.get("override") and self._by is not None and not self._otherwise:
            self._computed[self._by] = not self._computed[self._by]
            self._tell()
        super().say(wrong)

    @on(Press.Pressed, "#keep")
    def _keep(self) -> None:
        self.action_back()

    @on(Press.Pressed, "#cancel")
    def _cancel(self) -> None:
        wrong = {}
        if self._by is None:
            wrong["by"] = "Say who cancels: the charge depends on it."
        if not self.reason.strip():
            wrong["reason"] = "Write why, in a few words."
        if self._otherwise and not self._override.value.strip():
            wrong["override"] = "Write why the charge is not the one of the rules."
        self.say(wrong)
        if not wrong and self._by is not None:
            override = self._override.value if self._otherwise else ""
            asked = Cancellation(by=self._by, reason=self.reason, charged=self._charged, override=override)
            self.send(self.desk.api.cancel(self.offer.reference, self.offer.version, asked), "cancelled")


def _who(by: CancelledBy, term: str) -> str:
    return term.capitalize() if by is CancelledBy.CLIENT else "You" if by is CancelledBy.CONSULTANT else "Provider"
