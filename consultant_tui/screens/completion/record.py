"""Owns the record of a completed session: what was signed off, to be read and never changed."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from consultant_tui.api.errors import ApiError
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.commands.completing import SaveFile
from consultant_tui.commands.everywhere import Back, Help, Menu
from consultant_tui.contract.completion import CompletionRecord
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.completion import words
from consultant_tui.screens.export import ExportDialog
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.sheet import Sheet
from consultant_tui.wording.stories import story_of


class RecordScreen(Asking[None]):
    """Shows what was signed off."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, SaveFile, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS), Binding("q,ctrl+c", "back", "Back", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    DEFAULT_CSS = """
    RecordScreen {
        background: $background;

        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        & #notes { height: auto; padding: 1 2; }
    }
    """

    def __init__(self, desk: Desk, record: CompletionRecord) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            record: What the backend answered.
        """
        super().__init__(desk)
        self._record = record

    def compose(self) -> ComposeResult:
        """Lay out facts and notes."""
        yield Title()
        with VerticalScroll():
            yield Sheet(words.record(self._record))
            notes = "\n".join(map(clean, self._record.notes))
            yield Static(Content(notes or "No notes were typed; they are in the file."), id="notes")
        yield Hints()

    def on_mount(self) -> None:
        """Say whose session it was."""
        title = self.query_one(Title)
        title.left = f"Record of {self._record.client} · {self._record.case}"
        title.right = ("signed off, read only",)
        self.refresh_bindings()

    def met(self) -> frozenset[Need]:
        """Say whether there is a file."""
        return super().met() if self._record.file is None else super().met() | {Need.FILE}

    @work(exclusive=True, group="file")
    async def action_save_file(self) -> None:
        """Ask for the file, and where it is to go."""
        try:
            file = await self.ask(self.desk.api.record_file(self._record.appointment.reference))
        except ApiError as error:
            await self.app.push_screen_wait(Trouble(self.desk, story_of(error), retry=False))
            return
        dialog = ExportDialog(self.desk, words.file_name(file.name), file.content, title="Save the file")
        path = await self.app.push_screen_wait(dialog)
        if path is not None:
            self.notify(f"Saved as {path}", markup=False)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
