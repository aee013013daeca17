"""Owns the words for a series: how each date stands, and what was booked."""

from consultant_tui.contract.appointments import RebookingOffer, SeriesReceipt
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import DateCheck, SeriesCheck
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.series import Slot
from consultant_tui.screens.rebooking import words
from consultant_tui.widgets.sheet import Facts
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

_BRIEFLY = {
    Code.CONSULTANT_BUSY: "you are busy",
    Code.CLIENT_BUSY: "the {term} is busy",
    Code.ON_LEAVE: "you are on leave",
    Code.OUTSIDE_SCHEDULE: "outside the line",
    Code.SCHEDULE_NOT_IN_FORCE: "the line does not run",
    Code.NO_SESSIONS_LEFT: "no session left",
    Code.TIME_DOES_NOT_EXIST: "skipped by the clocks",
    Code.TIME_EXISTS_TWICE: "exists twice",
    Code.CASE_EXPIRED: "the case has ended",
    Code.TOO_FAR_AHEAD: "too far ahead",
    Code.IN_THE_PAST: "has passed",
    Code.OFF_THE_GRID: "off the grid",
}


def state(slot: Slot, check: DateCheck | None, term: str) -> str:
    """Say in few words how a date stands."""
    if slot.dropped:
        return "dropped"
    if check is None:
        return "…"
    clocks = f", clocks {minutes(check.shift)}" if check.shift else ""
    if check.refusals:
        brief = (_BRIEFLY.get(refusal.code, "not possible").format(term=term) for refusal in check.refusals)
        return "✗ " + ", ".join(dict.fromkeys(brief)) + clocks
    moved = "moved, " if slot.moved else ""
    return f"✓ {moved}free, {check.left} left{clocks}"


def told(slot: Slot, check: DateCheck | None, term: str) -> str:
    """Say everything about a date in sentences."""
    if slot.dropped:
        return "This date is left out. Press x to take it again."
    if check is None:
        return ""
    later = "later" if check.shift > 0 else "earlier"
    changed = f"The clocks change: for you it is {abs(check.shift)} minutes {later} than at the first date."
    said = [why_refused(refusal, term) for refusal in check.refusals] + ([changed] if check.shift else [])
    return " ".join(said) or f"Free; {phrases.count(check.left, 'session')} left after it."


def minutes(shift: int) -> str:
    """Write by how much the clocks part: "+1 h", "−30 min"."""
    sign = "+" if shift > 0 else "−"
    return f"{sign}{abs(shift) // 60} h" if shift % 60 == 0 else f"{sign}{abs(shift)} min"


def summary(slots: tuple[Slot, ...], wrong: int, step: str) -> str:
    """Say how many dates there are and how many stand in the way."""
    kept = sum(not slot.dropped for slot in slots)
    start = f"{phrases.count(kept, 'session')}, {step}"
    if not kept:
        return f"{start}: every date is dropped."
    if not wrong:
        return f"{start}. Is this right?"
    return f"{start}: {wrong} cannot be booked. Move or drop {'it' if wrong == 1 else 'them'}."


def review(offer: RebookingOffer, draft: BookingDraft, check: SeriesCheck | None) -> Facts:
    """Tell what all dates have in common; what the backend has not told yet is left open."""
    term = offer.client_term
    return ((term.capitalize(), f"{offer.client} · {offer.case}"), *words.terms(draft, check, term))


def receipt(of: SeriesReceipt, term: str) -> Facts:
    """Tell a series that stands."""
    first, last = of.receipts[0], of.receipts[-1]
    dates = ((one.reference, phrases.both_clocks(one.client, one.consultant)) for one in of.receipts)
    return (
        (term.capitalize(), f"{first.client_name} · {first.case}"),
        *dates,
        ("Schedule", phrases.line(first.line)),
        ("Modality", words.means(first.modality, first.platform)),
        ("Attendance", phrases.word(first.attendance)),
        ("Confirmed", "Yes" if first.confirmed else "No"),
        ("Notice", phrases.notice(first.notice, term)),
        ("Sessions", f"{last.figures.available} available now"),
    )
