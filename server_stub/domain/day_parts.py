"""Owns the parts of a day by which times are looked through: the whole, morning, afternoon, evening (seed 004)."""

from datetime import time

from consultant_tui.contract.vocabulary import Word
from server_stub.domain.online import OnlineBooking


class DayPart(Word):
    """A part of a day on the client's clock."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def part_of(start: time, online: OnlineBooking) -> DayPart:
    """Return the part in which a time lies; what begins as a part ends is in the next one."""
    if start < online.morning_until:
        return DayPart.MORNING
    return DayPart.AFTERNOON if start < online.afternoon_until else DayPart.EVENING


def lies_in(start: time, part: DayPart, online: OnlineBooking) -> bool:
    """Whether a time lies in a part."""
    return part is DayPart.WHOLE or part_of(start, online) is part
