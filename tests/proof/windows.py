"""Owns the steps of the model test by which a client books online, beside the consultants."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from consultant_tui.contract.vocabulary import Modality
from server_stub.services import holds, online_booking, online_changes
from server_stub.services.holds import Held
from server_stub.services.online_orders import Order
from server_stub.services.online_times import Wish
from server_stub.services.refused import RefusedError
from tests.proof import lives
from tests.proof.living import MOSTLY, WholeLife
from tests.proof.model import HOUR, ModelAppointment, ModelCase, a_year_after, instants, within
from tests.proof.plans import LORD_HOWE

R = TypeVar("R")

NOTICE, KEPT = timedelta(hours=2), timedelta(minutes=10)
ONLINE = """
enabled = true
address = "https://booking.example.org/portal"
notice_minutes = 120
furthest_days = 60
grid_minutes = 30
hold_minutes = 10
most_open = 50
copies = []
[[location]]
key = "elsewhere"
name = "Elsewhere"
address = ""
modalities = ["phone"]
[[location]]
key = "rooms"
name = "Rooms"
address = ""
modalities = ["phone"]
[[group]]
key = "talks"
name = "Talks"
[[group.reason]]
key = "any"
name = "Any talk"
minutes = 60
audience = "everybody"
modalities = ["phone"]
"""
WISH = Wish(location="rooms", reason="any", modality=Modality.PHONE)


class BothDoors(WholeLife):
    """The same practice, and one of its clients who books with one of its consultants online."""

    @initialize()
    def signs_up(self) -> None:
        """The client of Lord Howe gets an account; one line of the first consultant is open to it."""
        partner = next(name for name, kind in self.model.engagements.items() if kind == "partner")
        self.line = next(one for one in self.model.lines.values() if one.owner == partner and one.kind == "open")
        case = next(one.case for one in self.model.appointments.values() if one.case.zone == LORD_HOWE)
        self.client = case.client
        self.kept: Held | None = None
        self.moving, self.online, self.used = "", set[str](), set[int]()
        self.model.clock = lambda: self.stage.now
        self.account = self.stage.open_online(ONLINE, self.client, self.line.reference, "rooms")

    @rule(data=st.data(), days=st.integers(0, 4), hours=st.integers(-1, 10))
    def keeps(self, data: st.DataObject, days: int, hours: int) -> None:
        """The client chooses a time for a session, or another one for a session; seldom one that others have."""
        day = datetime.combine(self.stage.now.date() + timedelta(days=days), self.line.opens)
        start = instants(day, self.line.zone)[0] + timedelta(hours=hours)
        of_online = [one.reference for one in self._theirs() if one.reference in self.online]
        moving = data.draw(st.sampled_from(["", "", "", *of_online]), label="moving")
        wish = Wish(moving=moving) if moving else WISH
        person = self.model.persons[self.line.owner]
        free = self._is_free(start, moving)
        held = self._done(lambda: holds.hold(self.stage.office, self.account, wish, start))
        assert (held is not None) == free, f"{start} is {'free' if free else 'not free'}"
        if held is not None:
            self.kept, self.moving = held, moving
            self.model.held = person, held.starts, held.until.utc
            self.stage.now += timedelta(minutes=data.draw(st.sampled_from([0, 0, 0, 9, 10]), label="minutes"))
            if data.draw(MOSTLY, label="goes on"):
                self._move() if moving else self._confirm()

    @rule(minutes=st.sampled_from([1, 9, 10, 11]))
    def hesitates(self, minutes: int) -> None:
        """The client takes a while, perhaps too long."""
        self.stage.now += timedelta(minutes=minutes)
        self.stage.release()

    @precondition(lambda self: self.kept is not None and not self.moving)
    @rule()
    def confirms(self) -> None:
        """The client confirms, in time or not; twice is once."""
        self._confirm()

    def _confirm(self) -> None:
        assert self.kept is not None
        order = Order(hold=self.kept.id, wish=WISH)
        booked = self._done(lambda: online_booking.confirm(self.stage.office, self.account, order))
        already = self.kept.id in self.used
        if already:
            assert booked is not None
            return
        cases = [case for case in self._cases() if case.client == self.client]
        starts = self.kept.starts
        free = self._is_free(starts, "", held=self._is_live()) and not self._elsewhere(starts, "")
        open_ones = [case for case in cases if case.figures["available"] and not self._is_over(case, starts)]
        assert (booked is not None) == bool(free and open_ones)
        if booked is not None:
            (case,) = (case for case in open_ones if case.reference == booked.case)
            known = ModelAppointment(
                booked.reference, self.line.owner, self.model.persons[self.line.owner], case, starts, "new", 0
            )
            known.line = self.line.reference
            lives.change(known, booked=1, state="booked")
            self.model.appointments[booked.reference] = known
            self.online.add(booked.reference)
            self._is_used()
            again = self._done(lambda: online_booking.confirm(self.stage.office, self.account, order))
            assert again == booked
            self._counts(known)

    @precondition(lambda self: self.kept is not None and self.moving)
    @rule()
    def moves_online(self) -> None:
        """The client gives a session the time that is kept for it."""
        self._move()

    def _move(self) -> None:
        assert self.kept is not None
        known, now, hold = self.model.appointments[self.moving], self.stage.now, self.kept.id
        late = lives.is_late(known, now)
        moved = self._done(
            lambda: online_changes.move(
                self.stage.office, self.account, known.reference, known.version, hold, charged=late
            )
        )
        starts, held = self.kept.starts, self._is_live()
        if moved is None:
            return
        self._is_used()
        assert known.state == "booked"
        assert now < known.starts
        assert self._is_free(starts, known.reference, held=held)
        assert not self._elsewhere(starts, known.reference)
        lives.change(known, used=int(late), starts=starts, line=self.line.reference)
        assert moved.version == known.version
        self._counts(known)

    @precondition(lambda self: self._theirs())
    @rule(data=st.data())
    def cancels_online(self, data: st.DataObject) -> None:
        """The client calls a session off, whoever booked it, at the charge that was told."""
        known = self.model.appointments[data.draw(st.sampled_from([one.reference for one in self._theirs()]))]
        late = lives.is_late(known, self.stage.now)
        offered = online_changes.offer(self.stage.office, self.account, known.reference)
        assert offered.charged == late
        cancelled = online_changes.cancel(
            self.stage.office, self.account, known.reference, offered.version, charged=late
        )
        lives.change(known, used=int(late), booked=-1, state="cancelled")
        assert cancelled.version == known.version
        self._counts(known)

    def _theirs(self) -> list[ModelAppointment]:
        """Give the client's sessions that are still to come."""
        return [
            one
            for one in self._shown()
            if one.case.client == self.client and one.state == "booked" and one.starts > self.stage.now
        ]

    def _is_free(self, start: datetime, moving: str, *, held: bool = False) -> bool:
        """Whether a time can be booked online; what is kept was early enough when it was chosen."""
        person, now = self.model.persons[self.line.owner], self.stage.now
        early = start >= now if held else start >= now + NOTICE
        on_leave = any(who == person and begin < start + HOUR and start < end for who, begin, end in self.model.leave)
        inside = within(self.line, start)
        busy = "consultant_busy" in self.model.taken(person, "", start, without=moving)
        return early and inside and not on_leave and not busy

    def _elsewhere(self, start: datetime, moving: str) -> bool:
        return "client_busy" in self.model.taken("", self.client, start, without=moving)

    def _is_over(self, case: ModelCase, start: datetime) -> bool:
        first = self.model.first_session(case)
        return first is not None and start >= a_year_after(first, LORD_HOWE)

    def _is_live(self) -> bool:
        return self.kept is not None and self.stage.now < self.kept.until.utc

    def _is_used(self) -> None:
        """What was kept has become something."""
        assert self.kept is not None
        self.used.add(self.kept.id)
        self.model.held = None

    def _done(self, attempt: Callable[[], R]) -> R | None:
        try:
            return attempt()
        except RefusedError:
            return None
