"""Owns the words about a client's sessions: how each stands, when it is, and what changing it costs."""

from dataclasses import dataclass

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import AppointmentState, CancelledBy, Modality
from server_stub.domain.spans import Span
from server_stub.portal import times
from server_stub.portal.booking import wording
from server_stub.services.online_changes import ChangeOffer
from server_stub.services.own_sessions import OwnSession

_BY = {
    CancelledBy.CLIENT: "Cancelled by you",
    CancelledBy.CONSULTANT: "Cancelled by your consultant",
    CancelledBy.PROVIDER: "Cancelled by us",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A session in one line of a list."""

    reference: str
    when: str
    clock: str
    """Whose clock that is on."""
    about: str
    state: str
    tone: str
    """How the state is coloured; the words say the same."""
    charged: bool
    may_repeat: bool


def state(session: OwnSession) -> tuple[str, str]:
    """Say how a session stands, and in which tone."""
    if session.state is AppointmentState.CANCELLED:
        by = session.cancelled_by
        return (_BY.get(by, "Cancelled") if by else "Cancelled"), "off"
    if session.state is AppointmentState.NO_SHOW:
        return "Missed", "off"
    if session.state is AppointmentState.COMPLETED or session.over:
        return "Past", ""
    return ("Going on now", "good") if session.begun else ("Booked", "good")


def shown(session: OwnSession) -> Shown:
    """Write a session for a list."""
    word, tone = state(session)
    about = ", ".join(filter(None, (_what(session), _with(session), wording.way(session.modality).lower())))
    return Shown(
        reference=session.reference,
        when=when(session),
        clock=f"{times.place(session.client.start.zone)} time",
        about=about[:1].upper() + about[1:],
        state=word,
        tone=tone,
        charged=session.charged,
        may_repeat=session.may_repeat and session.begun,
    )


def when(session: OwnSession) -> str:
    """Write when a session is; its end only where the provider shows how long it is."""
    start, end = session.client.start, session.client.end
    return times.when(Span(start.utc, end.utc), start.zone, shows_end=session.shows_length)


def rows(session: OwnSession) -> list[tuple[str, str, str]]:
    """Write everything of a session, each with its name."""
    start = session.client.start
    theirs = session.consultant_time.start.zone if session.consultant_time else start.zone
    cost = "It cost one session." if session.charged else ""
    told = [
        ("When", wording.clocks(when(session), start.utc, start.zone, theirs)),
        ("State", " – ".join(filter(None, (state(session)[0], cost)))),
        ("For", session.attendee),
        ("What", session.reason_name),
        ("With", session.consultant),
        ("How", wording.way(session.modality)),
        ("Where", _where(session)),
        ("Issue", f"{session.issue} ({session.case})"),
        ("Reference", session.reference),
    ]
    return [(name, value, "") for name, value in told if value]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change costs, said before it happens."""

    tone: str
    cost: str
    left: str = ""
    """What becomes of the sessions that are left."""
    possible: bool = True
    """Whether there are sessions enough for it."""


def of_any_change(offer: ChangeOffer) -> Consequence:
    """Say what cancelling costs, or another time."""
    return _consequence(offer, "Cancelling or changing the time")


def of_cancelling(offer: ChangeOffer) -> Consequence:
    """Say what cancelling costs."""
    now, after = offer.figures.available, offer.figures_cancelled.available
    if offer.charged:
        kept = f"so you keep the {now} that you have left to book" if now else "and you have none left to book"
        return _consequence(offer, "Cancelling", f"This session counts as used, {kept}.")
    return _consequence(offer, "Cancelling", f"You get this session back, and then have {after} left to book.")


def of_moving(offer: ChangeOffer) -> Consequence:
    """Say what another time costs; where no session is left to pay for it, that is said at once."""
    now, after = offer.figures.available, offer.figures_moved.available
    if not offer.charged:
        return _consequence(offer, "Changing the time")
    if after < 0:
        left = "You have none left for that, so the time cannot be changed online any more."
        return _consequence(offer, "Changing the time", left, possible=False)
    return _consequence(offer, "Changing the time", f"You have {now} left to book, and {after or 'none'} afterwards.")


def deadline(free_until: Moment) -> str:
    """Write the last moment at which a change is free."""
    day, clock = times.long_day(free_until.wall.date()), times.clock_name(free_until.utc, free_until.zone)
    return f"{day}, {free_until.wall:%H:%M}, {clock}"


def _consequence(offer: ChangeOffer, doing: str, left: str = "", *, possible: bool = True) -> Consequence:
    until = deadline(offer.free_until)
    if not offer.charged:
        return Consequence("", f"{doing} costs nothing until {until}. After that it costs one session.", left)
    hours = f"{offer.free_hours} hours before it begins"
    cost = f"{doing} now costs one session. It was free until {until}, {hours}."
    return Consequence("warn", cost, left, possible)


def _what(session: OwnSession) -> str:
    return session.reason_name or session.issue


def _with(session: OwnSession) -> str:
    return f"with {session.consultant}" if session.consultant else ""


def _where(session: OwnSession) -> str:
    if session.location is None or session.modality is not Modality.IN_PERSON:
        return ""
    return "\n".join(filter(None, (session.location.name, session.location.address)))
