"""Owns the days of a calendar as a file for a spreadsheet."""

from consultant_tui import exports
from consultant_tui.contract.calendar import Calendar, Engaged, Leave
from consultant_tui.contract.moments import Span
from consultant_tui.wording import phrases

_HEADINGS = ("what", "start", "end", "zone", "reference", "client", "case", "how", "state", "note")


def name_of(calendar: Calendar, ending: str) -> str:
    """Suggest a name: "week-2026-11-23.csv"."""
    kind = "week" if len(calendar.days) > 1 else "day"
    return f"{kind}-{calendar.days[0].day.isoformat()}.{ending}"


def csv_of(calendar: Calendar) -> str:
    """Write appointments, leave and public holidays, in that order."""
    rows: list[tuple[object, ...]] = [_HEADINGS]
    rows += [_engaged(one) for one in calendar.engaged]
    rows += [_leave(one) for one in calendar.leave]
    rows += [
        ("public holiday", day.day.isoformat(), "", calendar.now.zone, "", "", "", "", "", day.holiday)
        for day in calendar.days
        if day.holiday
    ]
    return exports.written([rows])


def _engaged(of: Engaged) -> tuple[object, ...]:
    row = of.row
    if row is None:
        return ("busy", *_times(of.span), "", "", "", "", "", "another profile")
    how, state = phrases.word(row.modality), phrases.word(row.state)
    return ("appointment", *_times(of.span), row.reference, row.client, row.case, how, state, "")


def _leave(of: Leave) -> tuple[object, ...]:
    return ("leave", *_times(of.span), of.reference, "", "", "", "", of.reason)


def _times(span: Span) -> tuple[str, str, str]:
    return f"{span.start.wall:%Y-%m-%d %H:%M}", f"{span.end.wall:%Y-%m-%d %H:%M}", span.start.zone
