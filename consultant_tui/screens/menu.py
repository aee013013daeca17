"""Owns the menu: the commands of the screen below it, found by name."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from consultant_tui.commands import Command, Commanded, Menu, shown


class MenuProvider(Provider):
    """Offers what may be done on the screen that the menu was opened on."""

    async def discover(self) -> Hits:
        """Offer everything, before anything is typed."""
        for command in self._offered():
            yield DiscoveryHit(_entry(command), partial(self.screen.run_action, command.name), help=command.help)

    async def search(self, query: str) -> Hits:
        """Offer what matches the words typed."""
        matcher = self.matcher(query)
        for command in self._offered():
            score = matcher.match(command.title)
            if score > 0:
                run = partial(self.screen.run_action, command.name)
                yield Hit(score, matcher.highlight(_entry(command)), run, help=command.help)

    def _offered(self) -> list[type[Command]]:
        if not isinstance(self.screen, Commanded):
            return []
        return [command for command in self.screen.offered() if command is not Menu]


def _entry(command: type[Command]) -> str:
    return f"{command.title}  ({', '.join(shown(key) for key in command.keys)})"
