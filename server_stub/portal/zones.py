"""Owns the list of time zones that clients choose from: a short one that fits most, and the whole."""

from functools import cache

from server_stub.domain import clocks

Groups = list[tuple[str, list[tuple[str, str]]]]

_ELSEWHERE = (
    "Pacific/Auckland", "Pacific/Fiji", "Asia/Tokyo", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Manila", "Asia/Kolkata",
    "Asia/Dubai", "Africa/Johannesburg", "Europe/London", "Europe/Paris", "Europe/Berlin", "America/Sao_Paulo",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Honolulu", "UTC",
)  # fmt: skip


def zone_groups(near: str, *, every: bool, chosen: str = "") -> Groups:
    """Return the zones in groups.

    Args:
        near: The provider's zone, whose part of the world comes first.
        every: Whether all zones are wanted.
        chosen: The one that is chosen already; it is always there.
    """
    region = near.partition("/")[0]
    first, *others = (_of(region), *((name, zones) for name, zones in _regions() if name != region and every))
    if others:
        return [first, *others]
    elsewhere = [(zone, _words(zone)) for zone in _ELSEWHERE if not zone.startswith(f"{region}/")]
    listed = {zone for _, zones in (first, ("", elsewhere)) for zone, _ in zones}
    if chosen in clocks.canonical_names() and chosen not in listed:
        elsewhere.insert(0, (chosen, _words(chosen)))
    return [first, ("Elsewhere", elsewhere)]


def place(zone: str) -> str:
    """Write a zone as the place it is named after, as in "Melbourne, Australia"."""
    region, _, rest = zone.partition("/")
    return f"{_words(rest)}, {region}" if rest and region != "Etc" else "UTC"


def _of(region: str) -> tuple[str, list[tuple[str, str]]]:
    return next((name, zones) for name, zones in _regions() if name == region)


@cache
def _regions() -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(clocks.canonical_names()):
        found.setdefault(zone.partition("/")[0], []).append((zone, _words(zone)))
    return list(found.items())


def _words(zone: str) -> str:
    return zone.replace("_", " ")
