"""Owns the command that lists who did and read what; clients are named by reference only."""

import shutil
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server_stub.chores import ChoreFailedError, opened, say
from server_stub.domain import clocks
from server_stub.storage import people, trail


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; the days are those of the provider, the last one included."""

    by: str | None
    client: str | None
    since: date | None
    until: date | None


def list_audit(url: str, sought: Sought) -> None:
    """Print the deeds that are sought, oldest first, on the provider's clock: one a line, folded on a terminal only.

    Raises:
        ChoreFailedError: If the days are the wrong way round.
    """
    if sought.since and sought.until and sought.until < sought.since:
        raise ChoreFailedError("--until lies before --since")
    with opened(url) as engines, engines.reading() as connection:
        zone = people.load_settings(connection).provider_zone
        found = trail.deeds(
            connection,
            by=sought.by,
            client=sought.client,
            since=clocks.midnight(sought.since, zone) if sought.since else None,
            until=clocks.midnight(sought.until + timedelta(days=1), zone) if sought.until else None,
        )
        count, width = 0, shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for count, deed in enumerate(found, start=1):  # noqa: B007  (told below)
            say(*_folded(_parts(deed, zone), width))
    say(f"{count} {'row' if count == 1 else 'rows'}, on the clock of {zone}")


def take_mark(url: str) -> None:
    """Print what tells the audit as it is now from any that lacks a row of it."""
    with opened(url) as engines, engines.reading() as connection:
        say(trail.mark(connection))


def _parts(deed: trail.Deed, zone: str) -> list[str]:
    wall: datetime = clocks.read(deed.at, zone).wall
    parts = (deed.by or "(by itself)", deed.act, deed.client, deed.appointment, deed.detail)
    return [f"{wall:%Y-%m-%d %H:%M:%S}", *(part for part in parts if part)]


def _folded(parts: list[str], width: int | None) -> list[str]:
    """Put parts on a line; what does not fit goes below, so that the times stand out."""
    lines = [parts[0]]
    for part in parts[1:]:
        if width is not None and len(lines[-1]) + 2 + len(part) > width:
            lines.append(" " * len(parts[0]))
        lines[-1] += f"  {part}"
    return lines
