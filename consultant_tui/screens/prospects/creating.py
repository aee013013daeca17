"""Owns the form in which the holder of an account becomes a new client."""

from textual import on

from consultant_tui.contract.prospects import AccountChanged, Person, ProspectPage
from consultant_tui.contract.refusals import Field as At
from consultant_tui.desk import Desk
from consultant_tui.screens.changed_or_not import Outcome
from consultant_tui.screens.prospects import aftermath
from consultant_tui.screens.prospects.form import Form
from consultant_tui.widgets.press import Press
from consultant_tui.wording import prospects

_MOST = {"first_name": 100, "last_name": 100, "email": 254, "phone": 40, "address": 400, "zone": 64}


class CreateClientDialog(Form[AccountChanged]):
    """Everything that was told is filled in, and can be changed; its result is how the account stands then."""

    DOES = "Create the client"

    def __init__(self, desk: Desk, page: ProspectPage) -> None:
        """Make the form.

        Args:
            desk: What the consultant works with.
            page: The account.
        """
        super().__init__(desk, f"New {page.client_term}: {prospects.holder(page.prospect)}", page.client_term)
        self._prospect = page.prospect
        self._entries = {
            name: self.add(At(name), label, getattr(page.person, name), _MOST[name])
            for name, label in prospects.LABELS.items()
        }

    @on(Press.Pressed, "#do")
    def _create(self) -> None:
        person = Person(**{name: entry.value.strip() for name, entry in self._entries.items()})
        self.send(self.desk.api.create_client(self._prospect.account, self._prospect.version, person))

    async def look(self) -> AccountChanged | Outcome:
        """Find out whether the holder became a client."""
        return await aftermath.joined(self.desk.api, self._prospect)
