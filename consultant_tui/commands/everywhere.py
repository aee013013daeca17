"""Owns the commands that most screens share: on, back, help, menu."""

from typing import ClassVar

from consultant_tui.commands.command import Command


class Onward(Command):
    """Go on to the next step."""

    name = "onward"
    keys = ("enter",)
    title = "Go on"
    help = "Go on to the next step."
    footer = "Go on"


class Back(Command):
    """Go back one step, or close a dialog."""

    name = "back"
    keys = ("escape",)
    title = "Back"
    help = "Go back one step; nothing is lost."
    footer = "Back"


class Help(Command):
    """Show what may be done here."""

    name = "help"
    keys: ClassVar[tuple[str, ...]] = ("question_mark", "f1")
    title = "Help"
    help = "Show the keys and words of this screen."
    footer = "Help"
    aside = True


class HelpWhileTyping(Help):
    """Show what may be done here, where a question mark is text."""

    keys = ("f1",)


class Menu(Command):
    """Show the commands of this screen to choose from."""

    name = "menu"
    keys = ("ctrl+p",)
    title = "Menu"
    help = "Find a command by its name."
    footer = "Menu"
    aside = True
    first = True
