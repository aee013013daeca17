"""Owns what tests of real servers need; these read the machine's clock, so days are counted from today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

from benchmarks.servers import Database, url_of
from server_stub.storage.engines import open_engines
from server_stub.storage.tokens import give_token, make_token


def tokens_for(database: Database, profiles: list[str]) -> dict[str, str]:
    """Give each profile a token."""
    given = {profile: make_token() for profile in profiles}
    engines = open_engines(url_of(database))
    with engines.writing() as connection:
        for profile, token in given.items():
            give_token(connection, token, profile, _now(), timedelta(hours=1))
    engines.dispose()
    return given


def today() -> date:
    """Tell the date that the servers go by."""
    return _now().date()


def past_hours() -> Iterator[str]:
    """Give hours of the recent past, each once, as files write them."""
    for days, hour in product(range(90, 60, -1), range(24)):
        yield f"{today() - timedelta(days=days)} {hour:02}:00"


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251
