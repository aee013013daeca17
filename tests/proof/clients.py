"""Owns the steps of the model test by which clients book online, on the portal's pages, while consultants go on."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.portal.browser import Page
from tests.portal.walking import times
from tests.proof import lives, online
from tests.proof.almanac import wall
from tests.proof.living import MOSTLY, WholeLife
from tests.proof.model import ModelAppointment, ModelHold

DAYS_AHEAD = [0, 1, 1, 2, 2, 3, 5, 6, 8, 30, 31]


class AlsoOnline(WholeLife):
    """The same practice, and its clients, who book by themselves."""

    @rule(data=st.data(), days=st.sampled_from(DAYS_AHEAD), sensibly=MOSTLY)
    def a_client_keeps_a_time(self, data: st.DataObject, days: int, sensibly: bool) -> None:
        """A client looks at the times of a day, all of which are free, and takes one, or one that is not there."""
        self._look_and_keep(self._draw_client(data), data, days, sensibly=sensibly)

    @precondition(lambda self: self.model.holds)
    @rule(data=st.data(), minutes=st.sampled_from([0, 0, 0, 9, 10]), again=st.booleans())
    def a_client_confirms(self, data: st.DataObject, minutes: int, again: bool) -> None:
        """A client comes back to a time that is, or was, kept, and confirms it, perhaps twice."""
        self.stage.now += timedelta(minutes=minutes)
        self._confirm(data.draw(st.sampled_from(sorted(self.model.holds)), label="client"), again=again)

    @rule(data=st.data(), days=st.sampled_from(DAYS_AHEAD))
    def a_client_books(self, data: st.DataObject, days: int) -> None:
        """A client takes a time and confirms it at once."""
        client = self._draw_client(data)
        self._look_and_keep(client, data, days, sensibly=True)
        if client in self.model.holds:
            self._confirm(client, again=False)

    @precondition(lambda self: self._kept())
    @rule(data=st.data(), hours=st.sampled_from([0, 0, 0, 1, -1]))
    def others_want_what_is_kept(self, data: st.DataObject, hours: int) -> None:
        """While a time is kept for a client, another one and a consultant want it, or the hour beside it."""
        client = data.draw(st.sampled_from(self._kept()), label="client")
        hold = self.model.holds[client]
        other = next(one for one in online.zones(self.model) if one != client)
        self._keep(other, self._looked(other, hold.starts), hold.starts + timedelta(hours=hours))
        mine = [email for email, person in self.model.persons.items() if person == hold.person]
        profile = data.draw(st.sampled_from(mine), label="profile")
        line = lives.line_of(self.model, profile)
        wish = replace(self._draw_wish_of(data, profile), schedule=line.reference)
        self._book_at(profile, wish, hold.starts + timedelta(hours=hours))

    def _kept(self) -> list[str]:
        return sorted(client for client, hold in self.model.holds.items() if self.model.is_kept(hold))

    def _draw_client(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(online.zones(self.model))), label="client")

    def _look_and_keep(self, client: str, data: st.DataObject, days: int, *, sensibly: bool) -> None:
        page = self._looked(client, self.stage.now + timedelta(days=days))
        offered = [datetime.fromisoformat(at) for at in times(page)]
        others = [one.starts for one in self.model.appointments.values() if one.state == "booked"]
        some = offered if sensibly and offered else [*others, *offered, self.stage.now.replace(minute=0)]
        self._keep(client, page, data.draw(st.sampled_from(some), label="at"))

    def _looked(self, client: str, at: datetime) -> Page:
        """Look at the times of the day of an instant: those that are free, or where there are none, others nearby."""
        day = wall(at, online.zones(self.model)[client]).date()
        page = self.stage.open(_account(client), f"/portal/book/time?day={day}")
        free = online.free_on(self.model, client, day)
        offered = [datetime.fromisoformat(at) for at in times(page)]
        assert offered == free if free else all(online.is_free(self.model, client, at) for at in offered)
        return page

    def _confirm(self, client: str, *, again: bool) -> None:
        hold, zone = self.model.holds[client], online.zones(self.model)[client]
        address = f"/portal/book/check?day={wall(hold.starts, zone).date()}&hold={hold.number}"
        page = self.stage.open(_account(client), address)
        if page.title == "Your details":
            page = self.stage.send(page, wishes="About sleep")
        said = online.against(self.model, client, hold.starts)
        if hold.booked:
            assert _booked(page) == hold.booked
        elif not self.model.is_kept(hold) or "client_busy" in said:
            assert _was_lost(page, free_again=online.is_free(self.model, client, hold.starts))
        elif said:
            assert page.status == 422
            assert any(f"Code {code}" in page.text for code in said), (page.text, said)
            assert self.stage.send(page).status == 422
        else:
            assert page.status == 200
            self._take_down(client, hold, self.stage.send(page))
            if again:
                assert _booked(self.stage.send(page)) == hold.booked

    def _keep(self, client: str, page: Page, at: datetime) -> None:
        line = next(online.lines_free(self.model, client, at), None)
        kept = self.stage.send(page, at=f"{at:%Y-%m-%dT%H:%MZ}")
        if online.coming(self.model, client) >= online.MOST_OPEN:
            assert kept.status == 422
            assert "too_many_open" in kept.text
        elif line is None:
            assert _was_lost(kept)
            assert all(online.is_free(self.model, client, datetime.fromisoformat(other)) for other in times(kept))
        else:
            (number,) = parse_qs(urlsplit(kept.url).query)["hold"]
            until = self.stage.now + online.HELD
            self.model.holds[client] = ModelHold(number, self.model.persons[line.owner], at, until)

    def _take_down(self, client: str, hold: ModelHold, done: Page) -> None:
        """Put down what was booked, under the case and on the line that the rules choose."""
        case = online.case_for(self.model, client, hold.starts)
        line = next(online.lines_free(self.model, client, hold.starts))
        hold.booked = _booked(done)
        assert hold.booked not in self.model.appointments
        assert case.reference in done.text
        known = ModelAppointment(hold.booked, line.owner, hold.person, case, hold.starts, "new", 0, line.reference)
        lives.change(known, booked=1, state="booked")
        self.model.appointments[hold.booked] = known
        self._counts(known)


def _account(client: str) -> str:
    return f"client{client.rpartition('-')[2]}@example.org"


def _was_lost(page: Page, *, free_again: bool = False) -> bool:
    """Whether a page offers other times than one that could not be had, or that one again where it still is free."""
    (lost,) = parse_qs(urlsplit(page.url).query)["lost"]
    return page.status == (200 if free_again else 409) and (lost in times(page)) == free_again


def _booked(page: Page) -> str:
    before, _, reference = urlsplit(page.url).path.rpartition("/")
    assert before == "/portal/booked", page.url
    return reference
