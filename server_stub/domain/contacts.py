"""Owns the reading of the tries to reach a client, as they are stored with an appointment."""

from datetime import UTC, datetime

from consultant_tui.contract.vocabulary import ContactMeans


def attempts_read(written: str) -> list[tuple[datetime, ContactMeans]]:
    """Read tries that are stored like "2026-11-22T23:10Z phone; 2026-11-22T23:20Z email"; leave out what is none."""
    found = []
    for part in written.split(";"):
        at, _, means = part.strip().partition(" ")
        try:
            instant = datetime.strptime(at, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append((instant, ContactMeans(means)))
    return found
