"""Checks the private feeds: each known by a hash, made before it was revoked, one at a time, and in the audit."""

import re
from collections import Counter
from collections.abc import Iterator

from server_stub.practice.checks.contents import Contents
from server_stub.storage import tables as t

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def broken(contents: Contents) -> Iterator[str]:
    """Name every feed that contradicts itself, another one or the audit."""
    audited = Counter(row.profile_id for row in contents.rows(t.audit) if row.act == "feed_made")
    made: Counter[int] = Counter()
    live: set[int] = set()
    for row in contents.rows(t.feeds):
        name = f"feeds {row.hash[:8]}"
        made[row.profile_id] += 1
        if not _HASH.fullmatch(row.hash):
            yield f"{name}: its hash is no SHA-256"
        if row.revoked is not None and row.revoked < row.made:
            yield f"{name}: it was revoked before it was made"
        if row.revoked is None and row.profile_id in live:
            yield f"{name}: its profile has another one that can be read"
        if row.revoked is None:
            live.add(row.profile_id)
    for profile, number in made.items():
        if audited[profile] != number:
            yield f"profiles {profile}: has made {number} feeds, and the audit tells of {audited[profile]}"
