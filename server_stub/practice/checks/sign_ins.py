"""Checks signing in: no token outlives its sign-in, and each renewal leads to one that is there."""

from collections.abc import Iterator

from server_stub.practice.checks.contents import Contents, named
from server_stub.storage import sign_in_tables as s
from server_stub.storage import tables as t


def broken(contents: Contents) -> Iterator[str]:
    """Name every token of a sign-in that has ended, and every renewal that leads nowhere."""
    begun = contents.by_id(s.sign_ins)
    for row in begun.values():
        if row.ended is not None and row.ended < row.started:
            yield f"{named(s.sign_ins, row)}: ended before it began"
    renewals = {row.hash: row for row in contents.rows(s.renewals)}
    for table, rows in ((t.tokens, contents.rows(t.tokens)), (s.renewals, contents.rows(s.renewals))):
        for row in rows:
            of = begun.get(row.sign_in_id) if row.sign_in_id is not None else None
            if of is not None and of.ended is not None:
                yield f"{table.name} {row.hash[:8]}: is left of sign-in {of.id}, which has ended"
    for row in renewals.values():
        if row.successor is not None and row.successor not in renewals:
            yield f"renewals {row.hash[:8]}: was exchanged for one that is not there"
