"""Owns where a client is on the way to a booking: the answers in the address, and which page is next."""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus

from litestar import Response

from consultant_tui.contract.vocabulary import Modality
from server_stub.domain.online import Location, Reason
from server_stub.domain.online_steps import ASKED, Answers, Step, choices, previous, read_answers, settle
from server_stub.domain.spans import Span
from server_stub.portal import times
from server_stub.portal.frame import go
from server_stub.portal.free_times import MONTH, Looking
from server_stub.portal.guests import HOME, Holder
from server_stub.services.booking_steps import Asked, begin
from server_stub.services.online_times import Wish

BOOK = "/book"
"""Where booking begins, below the portal's home."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A client on the way."""

    guest: Holder
    asked: Asked
    answers: Answers
    """With everything filled in that has one choice only, up to the first open question."""
    step: Step
    """The first open question."""

    @property
    def location(self) -> Location:
        """Where the session is to be."""
        found = self.asked.online.location(self.answers.location)
        assert found is not None  # noqa: S101  (only asked for behind that question)
        return found

    @property
    def reason(self) -> Reason:
        """What it is for."""
        found = self.asked.online.reason(self.answers.reason)
        assert found is not None  # noqa: S101  (only asked for behind that question)
        return found

    @property
    def zone(self) -> str:
        """The client's clock."""
        return self.asked.holder.zone

    @property
    def wish(self) -> Wish:
        """What is searched for."""
        answers = self.answers
        return Wish(
            location=answers.location,
            reason=answers.reason,
            modality=Modality(answers.modality),
            same=answers.same,
        )

    @property
    def looking(self) -> Looking:
        """How free days and times are looked for, and where they lead."""
        here, day = self.link("day", hold=""), self.link("time", day="", part="", hold="")
        return Looking(
            self.guest,
            self.wish,
            self.zone,
            self.asked.online,
            month_at=lambda month: f"{here}&{MONTH}={month}",
            day_at=lambda chosen: f"{day}&day={chosen}",
            part_at=lambda part: self.link("time", part=part, hold=""),
        )

    def when(self, span: Span) -> str:
        """Write when a session is; its end only where the provider shows how long it is."""
        return times.when(span, self.zone, shows_end=self.asked.online.show_length)

    def reached(self, step: Step) -> bool:
        """Whether everything before a question is answered."""
        return self.step not in step.before

    def offered(self, step: Step) -> tuple[str, ...]:
        """Return the possible answers to a question."""
        return tuple(one.key for one in choices(step, self.asked.online, self.asked.booker, self.answers))

    def link(self, page: str, **other: str) -> str:
        """Return the address of a page that knows the answers, some of them changed."""
        query = replace(self.answers, **other).query()
        return f"{HOME}{BOOK}/{page}" + (f"?{_encoded(query)}" if query else "")

    def back(self, step: Step) -> str:
        """Return the address of the question before."""
        before = previous(step, self.asked.online, self.asked.booker, self.answers)
        return self.link(before) if before else HOME

    def changing(self, step: Step) -> str:
        """Return the address at which an answer is changed; empty where there is no other one."""
        return self.link(step) if step not in ASKED or len(self.offered(step)) > 1 else ""

    def onward(self) -> Response[str]:
        """Send the browser to the first open question, or to the details once a time is kept."""
        page = "check" if self.step is Step.TIME and self.answers.hold else self.step
        return self.to(page)

    def to(self, page: str, lost: str = "", **other: str) -> Response[str]:
        """Send the browser to a page that knows the answers, some of them changed, and a time that was lost."""
        told = {"lost": lost} if lost else {}
        return go(self.guest, f"{BOOK}/{page}", **replace(self.answers, **other).query(), **told)


def walk_of(guest: Holder, given: Answers | None = None) -> Walk:
    """Return where a client is, by the answers in the address unless others are given."""
    asked = begin(guest.office, guest.account.id)
    answers, step = settle(asked.online, asked.booker, read_answers(guest.query) if given is None else given)
    return Walk(guest, asked, answers, step)


def _encoded(query: dict[str, str]) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in query.items())


@lru_cache(maxsize=512)
def _quoted(value: str) -> str:
    """Write an answer for an address; a page has each of them many times, and all clients have the same few."""
    return quote_plus(value)
