"""Owns the question where to write a file; one that is there is only replaced when that is said twice."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from consultant_tui import exports
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press


class ExportDialog(Dialog[Path]):
    """Asks for a path and writes there; its result is where it was written."""

    AUTO_FOCUS: ClassVar[str] = "Input"

    DEFAULT_CSS = """
    ExportDialog {
        & > #frame { width: 76; }
        & Input, & Input:focus {
            border: none;
            height: 1;
            padding: 0;
            margin-bottom: 1;
            background: $panel;
            background-tint: 0%;
        }
        & #warning { margin-bottom: 1; }
        & #said { color: $text-warning; }
    }
    """

    def __init__(self, desk: Desk, name: str, content: str | bytes, *, title: str, named: bool = True) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            name: What the file is called unless told otherwise.
            content: What is written.
            title: What stands in the frame.
            named: Whether names of clients are in it.
        """
        super().__init__(desk, title)
        self._called = name
        self._content = content
        self._named = named
        self._there: Path | None = None
        """The file that is known to be there."""

    def body(self) -> Iterable[Widget]:
        """Lay out the path and what is to be said about it."""
        if self._named:
            yield Static(Content("It holds names of clients: keep it where only you can read it."), id="warning")
        yield Static(Content("File"), id="label")
        yield Input(str(exports.place_for(self._called)), compact=True, select_on_focus=False)
        yield Static(id="said")

    def presses(self) -> Iterable[Press]:
        """Offer to write, or not to."""
        yield Press("Close", id="close")
        yield Press("Write the file", id="write")

    def on_mount(self) -> None:
        """Show the end of a long path: the name of the file."""
        self.call_after_refresh(self._show_end)

    def _show_end(self) -> None:
        field = self.query_one(Input)
        field.cursor_position = 0
        field.action_end()

    @on(Input.Changed)
    def _another(self) -> None:
        self._there = None
        self._say("")

    @on(Input.Submitted)
    @on(Press.Pressed, "#write")
    def _write(self) -> None:
        try:
            path = exports.path_from(self.query_one(Input).value)
            exports.save(path, self._content, overwrite=path == self._there)
        except FileExistsError:
            self._there = path
            self._say("There is such a file already. Write once more to replace it, or give it another name.")
        except exports.ExportError as error:
            self._say(str(error))
        else:
            self.dismiss(path)

    @on(Press.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    def _say(self, words: str) -> None:
        self.query_one("#said", Static).update(Content(clean(words)))
