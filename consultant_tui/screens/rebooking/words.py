"""Owns the words for what was typed and is no date or time, and for the choices of the wizard."""

from datetime import date, time

from consultant_tui.contract.appointments import BookingCheck, RebookingOffer, Receipt
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.schedules import Openings
from consultant_tui.contract.series import SeriesCheck
from consultant_tui.contract.vocabulary import Modality, Occurrence, Platform, Word
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.reading import Unread
from consultant_tui.widgets.clocks import both_clocks
from consultant_tui.widgets.sheet import Facts
from consultant_tui.wording import phrases

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
YES_NO = (("yes", "Yes"), ("no", "No"))
WHICH = ((Occurrence.FIRST.value, "The first"), (Occurrence.SECOND.value, "The second"))

_DAY = {
    Unread.EMPTY: "Enter the date of the appointment, for example 30 Nov.",
    Unread.FORM: "This is no date. Write it like 30/11, 30 Nov, mon or +7.",
    Unread.IMPOSSIBLE: "There is no such day. The day comes first: 30/11.",
    Unread.WEEKDAY: "That date is another day of the week. Leave out one of the two.",
}
_START = {
    Unread.EMPTY: "Enter the starting time, for example 14:00.",
    Unread.FORM: "This is no time. Write it like 14:00, 1400 or 2pm.",
    Unread.IMPOSSIBLE: "There is no such time. The hours go from 00:00 to 23:59.",
    Unread.WEEKDAY: "This is no time. Write it like 14:00, 1400 or 2pm.",
}


def unread_day(day: date | Unread) -> str:
    """Say what is wrong with a date and how to write one; empty when nothing is."""
    return _DAY[day] if isinstance(day, Unread) else ""


def unread_start(start: time | Unread) -> str:
    """Say what is wrong with a time and how to write one; empty when nothing is."""
    return _START[start] if isinstance(start, Unread) else ""


def choices(words: type[Word]) -> tuple[tuple[str, str], ...]:
    """Give every word of a closed list with what it is called."""
    return tuple((word.value, phrases.word(word)) for word in words)


def which(first: Moment, second: Moment) -> tuple[tuple[str, str], ...]:
    """Tell the two occurrences of a repeated time apart by their offsets."""
    return tuple(
        (value, f"{word}, {phrases.offset(moment.offset)}")
        for (value, word), moment in zip(WHICH, (first, second), strict=True)
    )


def day_hint(typed: str, day: date | Unread, *, backward: bool = False) -> str:
    """Say which day was understood and how to step it."""
    if not isinstance(day, date):
        return "20 Nov, fri, yesterday, -3" if backward else "30 Nov, mon, tomorrow, +7"
    read = phrases.weekday(day) if typed == day.isoformat() else f"= {phrases.day_words(day)}"
    return f"{read:<9}  -/+ a day, [/] a week"


def review(offer: RebookingOffer, draft: BookingDraft, check: BookingCheck | None) -> Facts:
    """Tell a booking in the making; what the backend has not told yet is left open."""
    term = offer.client_term
    return (
        (term.capitalize(), f"{offer.client} · {offer.case}"),
        *both_clocks(term, check.client if check else None, check.consultant if check else None),
        *terms(draft, check, term),
        ("Sessions", _sessions(offer, check)),
    )


def terms(draft: BookingDraft, check: BookingCheck | SeriesCheck | None, term: str) -> Facts:
    """Tell on what terms is booked, the time aside: line, approach, modality, and what is sent to whom."""
    approval = f" · approval {draft.approval.strip()}" if draft.needs_approval else ""
    return (
        ("Schedule", phrases.line(check.line) if check and check.line else "…"),
        ("Approach", phrases.word(draft.approach) + approval),
        ("Modality", means(draft.modality, draft.platform)),
        ("Notice", phrases.notice(check.notice, term) if check else "…"),
    )


def _sessions(offer: RebookingOffer, check: BookingCheck | None) -> str:
    after = check.figures.available if check else "…"
    requested = f"; {offer.pending.sessions} extra requested" if offer.pending is not None else ""
    return f"{offer.figures.available} available now, {after} after this booking{requested}"


def receipt(of: Receipt, term: str) -> Facts:
    """Tell a booking that stands."""
    return (
        (term.capitalize(), f"{of.client_name} · {of.case}"),
        *both_clocks(term, of.client, of.consultant),
        ("Schedule", phrases.line(of.line)),
        ("Modality", means(of.modality, of.platform)),
        ("Attendance", phrases.word(of.attendance)),
        ("Confirmed", "Yes" if of.confirmed else "No"),
        ("Notice", phrases.notice(of.notice, term)),
        ("Sessions", f"{of.figures.available} available now"),
    )


def means(modality: Modality, platform: Platform | None) -> str:
    """Say how they meet, with the platform of a video call."""
    video = modality is Modality.VIDEO_CALL and platform is not None
    return phrases.word(modality) + (f" · {phrases.word(platform)}" if video and platform else "")


def found(count: int, page: Openings) -> str:
    """Say how many free times there are, and how to see more."""
    until = phrases.day_words(page.searched_until)
    if not count:
        return f"No free time until {until}." + (" Enter looks further." if page.more_from else "")
    return f"{phrases.count(count, 'free time')} until {until}" + (", go on down for more" if page.more_from else "")
