"""Owns what may be taken back, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Act
from server_stub.domain import clocks
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The last thing done to an appointment that can be taken back at all."""

    act: Act
    version: int
    """The appointment's version after it."""
    at: datetime
    profile_id: int


def until(at: datetime, settings: Settings) -> datetime:
    """Return until when something that was done can be taken back; that instant is too late."""
    return at + timedelta(seconds=settings.undo_seconds)


def objection_to_undoing(
    done: Done | None, version: int, profile_id: int, now: datetime, zone: str, settings: Settings
) -> Objection | None:
    """Say why nothing may be taken back, or None when the last thing done may.

    Args:
        done: The last thing that could be taken back, if there was one.
        version: The appointment's version now; another one means that something else was done since.
        profile_id: Who wants it.
        now: When.
        zone: The clock on which a deadline is told.
        settings: How long it may be.
    """
    if done is None or done.version != version or done.profile_id != profile_id:
        return Objection(Code.UNDO_NOT_POSSIBLE)
    return told_already(done, zone, settings) if now >= until(done.at, settings) else None


def told_already(done: Done, zone: str, settings: Settings) -> Objection:
    """Say that the client may know by now, as when the time is over, or another process's clock said that it was."""
    return Objection(Code.UNDO_TOO_LATE, start=clocks.read(until(done.at, settings), zone), name=done.act)
