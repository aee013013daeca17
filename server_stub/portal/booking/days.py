"""Owns the page on which a client chooses a day: a month at a time, the days with free times marked in words too."""

from datetime import date, timedelta

from litestar import Response, get

from server_stub.domain import clocks
from server_stub.domain.online_steps import Step
from server_stub.portal import times
from server_stub.portal.booking import wording
from server_stub.portal.booking.months import Day, Month, last_of, month_of
from server_stub.portal.booking.walks import BOOK, Walk, walk_of
from server_stub.portal.frame import page
from server_stub.portal.guests import TheHolder
from server_stub.services.booking_steps import consultant_again
from server_stub.services.online_times import MOST_DAYS, FreeDays, free_days

MONTH = "month"
"""The field of the address that names the month to be shown."""


@get(BOOK + "/day", sync_to_thread=True)
def get_days(holder: TheHolder) -> Response[str]:
    """Ask for the day."""
    walk = walk_of(holder)
    return days_page(walk) if walk.reached(Step.DAY) else walk.onward()


def days_page(walk: Walk) -> Response[str]:
    """Make the page of a month; the first with a free time unless one is asked for."""
    shown, found = _search(walk)
    month = month_of(shown, found.free, found.first, found.last)
    return page(
        walk.guest,
        "booking/days.html",
        wording.QUESTIONS[Step.DAY],
        back=walk.back(Step.DAY),
        instructions="" if walk.changing(Step.REASON) else walk.reason.instructions,
        same=_same(walk),
        everybody=walk.link("day", same="", hold=""),
        month=month,
        name=times.month(month.first),
        chosen=walk.answers.date,
        link=lambda day: walk.link("time", day=day.day.isoformat(), part="", hold=""),
        label=_label,
        turning=_turning(walk, month),
        last=times.long_day(found.last) if found.last >= found.first else "",
        others=_others(walk),
    )


def _same(walk: Walk) -> str:
    """Say whose times are shown, when one consultant is wanted."""
    if not walk.answers.same:
        return ""
    name = consultant_again(walk.guest.office, walk.guest.account.id, walk.answers.same)
    return f"These are the times of {name}." if name else "These are the times of the consultant you had before."


def _search(walk: Walk) -> tuple[date, FreeDays]:
    """Return the month to be shown, and its free days; unless one is asked for, it is one that has some."""
    office, account_id, wish = walk.guest.office, walk.guest.account.id, walk.wish
    wanted = _month(walk.guest.query.get(MONTH, "")) or (walk.answers.date if walk.answers.date else None)
    if wanted is not None and clocks.in_range(wanted):
        return wanted, free_days(office, account_id, wish, wanted.replace(day=1), last_of(wanted))
    today = clocks.day_of(walk.guest.now, walk.zone)
    found = free_days(office, account_id, wish, today, today + timedelta(days=MOST_DAYS))
    return min(found.free, default=found.first), found


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _label(day: Day) -> str:
    number = "1 free time" if day.free == 1 else f"{day.free} free times"
    return f"{times.long_day(day.day)}, {number}"


def _turning(walk: Walk, month: Month) -> list[tuple[str, str]]:
    """Return the ways to the months beside this one."""
    here = walk.link("day", hold="")
    beside = [day for day in (month.before, month.after) if day]
    return [(times.month(day), f"{here}{'&' if '?' in here else '?'}{MONTH}={day:%Y-%m}") for day in beside]


def _others(walk: Walk) -> list[tuple[str, str]]:
    """Return what could be chosen otherwise when no time is free."""
    words = {
        Step.MODALITY: "Meet in another way",
        Step.LOCATION: "Choose another place",
        Step.REASON: "Choose something else",
    }
    found = [(said, walk.changing(step)) for step, said in words.items()]
    return [(said, address) for said, address in found if address]


ROUTES = [get_days]
