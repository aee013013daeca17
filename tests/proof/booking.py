"""Owns the steps of the model test by which consultants book, and the clock that moves between them."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.proof import lives
from tests.proof.almanac import wall
from tests.proof.model import ModelAppointment, Wish, instants
from tests.proof.plans import LONDON, OPENS_AT, plan, practice_of_the_plan
from tests.proof.stage import Answer, Stage

DAYS_FROM_NOW = [7, 7, 8, 9, 7, 1, 0, 6, 5, 27, 26, -1, -2, -29, -30, -31, 66, 366, 367]
DAY_HOURS = [9, 10, 10, 11, 12, 15, 16, 17, 2, 1, 19]
NIGHT_HOURS = [23, 0, 1, 1, 2, 3, 4, 22, 7, 12]
"""When it is day in Melbourne; London repeats its hour from one o'clock."""
CHANGES = [
    datetime.fromisoformat(shown)
    for shown in ("2026-10-04 02:00", "2026-10-04 02:25", "2026-10-04 02:30", "2026-10-25 01:00", "2026-10-25 01:45")
]
"""Lord Howe skips half an hour, London repeats an hour."""
MINUTES = [0, 0, 0, 30, 15, 5, 7]


class Booking(RuleBasedStateMachine):
    """A practice of two consultants, one of them with two profiles, and two clients abroad."""

    def __init__(self) -> None:
        super().__init__()
        prepared = plan()
        self.stage = Stage(practice_of_the_plan, OPENS_AT)
        self.model, self.previous = prepared.model, prepared.previous
        self.model.now = lambda: self.stage.now
        self._names = count(1)

    @initialize()
    def opens(self) -> None:
        """Before anything happens the books are in order; the versions of imported rows are the backend's choice."""
        for reference in self.previous:
            known = self.model.appointments[reference]
            known.version = self.stage.ask(known.profile, "GET", f"/v1/appointments/{reference}/summary").body[
                "version"
            ]
        self._books_are_in_order()

    @rule(data=st.data())
    def books(self, data: st.DataObject) -> None:
        """A consultant asks for any booking, sensible or not."""
        profile, wish = self._draw_wish(data)
        self._book(profile, wish, self._new_key())

    @rule(data=st.data(), days=st.integers(1, 4), hours=st.integers(0, 7))
    def books_sensibly(self, data: st.DataObject, days: int, hours: int) -> None:
        """A consultant asks for one of few times within the hours of a line that suits."""
        profile = data.draw(st.sampled_from(sorted(self.model.persons)), label="profile")
        wish = self._draw_wish_of(data, profile)
        line = next(line for line in self.model.lines.values() if line.owner == profile)
        opens = instants(datetime.combine(self.stage.now.date() + timedelta(days=days), line.opens), line.zone)[0]
        self._book_at(profile, replace(wish, schedule=line.reference), opens + timedelta(hours=hours))

    @rule(data=st.data(), change=st.sampled_from(CHANGES), occurrence=st.sampled_from([None, "first", "second"]))
    def books_where_the_clocks_change(self, data: st.DataObject, change: datetime, occurrence: str | None) -> None:
        """A consultant asks for a time that the client's clocks may skip or repeat."""
        profile = data.draw(st.sampled_from(sorted(self.model.persons)), label="profile")
        wish = self._draw_wish_of(data, profile)
        line = next(line.reference for line in self.model.lines.values() if line.owner == profile)
        placed = replace(wish, day=change.date(), start=change.time(), occurrence=occurrence, schedule=line)
        self._book(profile, replace(placed, approach="manual", modality="phone", platform=None), self._new_key())

    @rule(data=st.data(), hours=st.sampled_from([0, 0, 1, -1, 2]))
    def books_beside_another(self, data: st.DataObject, hours: int) -> None:
        """A consultant asks for the time of an appointment, or close to it."""
        profile, wish = self._draw_wish(data)
        other = self.model.appointments[data.draw(st.sampled_from(sorted(self.model.appointments)), label="beside")]
        self._book_at(profile, wish, other.starts + timedelta(hours=hours))

    @precondition(lambda self: self.model.keys)
    @rule(data=st.data(), changed=st.booleans())
    def sends_again(self, data: st.DataObject, changed: bool) -> None:
        """A request arrives again under its key, the same or another one."""
        profile, key = data.draw(st.sampled_from(sorted(self.model.keys)), label="key")
        known = self.model.keys[profile, key]
        wish = known[0] if known else self._draw_wish_of(data, profile)
        if changed:
            wish = replace(wish, approval=wish.approval + "x")
        self._book(profile, wish, key)

    @rule(data=st.data(), new=st.booleans())
    def voids(self, data: st.DataObject, new: bool) -> None:
        """A consultant voids a key, used or not."""
        profile = data.draw(st.sampled_from(sorted(self.model.persons)), label="profile")
        used = sorted(key for owner, key in self.model.keys if owner == profile)
        key = self._new_key() if new or not used else data.draw(st.sampled_from(used), label="key")
        self.model.keys.setdefault((profile, key), None)
        answer = self.stage.ask(profile, "DELETE", f"/v1/booking-keys/{key}")
        self._is_what_became_of(profile, key, answer)

    @precondition(lambda self: self.model.keys)
    @rule(data=st.data())
    def asks_about_a_key(self, data: st.DataObject) -> None:
        """A consultant asks what became of a key, of their own or of somebody else's."""
        _, key = data.draw(st.sampled_from(sorted(self.model.keys)), label="key")
        profile = data.draw(st.sampled_from(sorted(self.model.persons)), label="profile")
        self._is_what_became_of(profile, key, self.stage.ask(profile, "GET", f"/v1/booking-keys/{key}"))

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 7, 24 * 26]))
    def time_passes(self, hours: int) -> None:
        """The clock moves on."""
        if self.stage.now < OPENS_AT + timedelta(days=70):
            self.stage.now += timedelta(hours=hours)

    def teardown(self) -> None:
        """At the end the books are in order."""
        try:
            self._books_are_in_order()
        finally:
            self.stage.close()

    def _new_key(self) -> str:
        return f"request-number-{next(self._names)}"

    def _book_at(self, profile: str, wish: Wish, start: datetime) -> None:
        """Ask for an instant, as the clocks of the client show it, in a way that is granted if there is room."""
        shown = wall(start, self.model.appointments[wish.previous].case.zone)
        placed = replace(wish, day=shown.date(), start=shown.time(), modality="phone", platform=None, approval="OK")
        self._book(profile, replace(placed, approach="manual"), self._new_key())

    def _book(self, profile: str, wish: Wish, key: str) -> None:
        case, known = self.model.appointments[wish.previous].case, self.model.keys.get((profile, key), "never used")
        answer = self.stage.ask(profile, "POST", "/v1/bookings", body=wish.body(), headers={"Idempotency-Key": key})
        if known is None:
            assert (answer.status, answer.codes) == (409, {"key_voided"})
        elif known != "never used":
            if known[0] == wish:
                assert answer.status == 201, answer
                assert answer.body["reference"] == known[1]
            else:
                assert (answer.status, answer.codes) == (422, {"key_reused"})
        elif broken := self.model.broken(profile, wish, self.stage.now):
            assert answer.status in (404, 409, 422), answer
            assert answer.codes == broken
        else:
            assert answer.status == 201, answer
            receipt = answer.body
            start = self.model.start_of(wish)
            assert datetime.fromisoformat(receipt["client"]["start"]["utc"]) == start
            assert receipt["reference"] not in self.model.appointments
            self._enter(profile, wish, start, receipt)
            assert receipt["figures"] == case.figures
            self.model.keys[profile, key] = (wish, receipt["reference"])
            self._counts(self.model.appointments[wish.previous])

    def _enter(self, profile: str, wish: Wish, start: datetime, receipt: dict[str, Any]) -> None:
        """Put down what was booked."""
        reference, case = receipt["reference"], self.model.appointments[wish.previous].case
        person = self.model.persons[profile]
        known = ModelAppointment(reference, profile, person, case, start, "new", 0)
        known.line, known.modality, known.platform = wish.schedule, wish.modality, wish.platform
        lives.do(known, "booked", self.stage.now, used=0, booked=1, state="booked")
        self.model.appointments[reference] = known

    def _is_what_became_of(self, profile: str, key: str, answer: Answer) -> None:
        assert answer.status == 200
        known = self.model.keys.get((profile, key), "never used")
        if known == "never used":
            assert answer.body["state"] == "unknown"
        elif known is None:
            assert answer.body["state"] == "voided"
        else:
            assert answer.body["state"] == "booked"
            assert answer.body["receipt"]["reference"] == known[1]

    def _books_are_in_order(self) -> None:
        assert self.stage.faults() == []
        for reference in self.previous:
            self._counts(self.model.appointments[reference])

    def _counts(self, known: ModelAppointment) -> None:
        """Compare the five figures of an appointment's case with its ledger's."""
        ledger = self.stage.ask(known.profile, "GET", f"/v1/cases/{known.case.reference}/ledger").body
        assert ledger["figures"] == known.case.figures
        assert ledger["entries"][-1]["available"] == known.case.figures["available"]

    def _draw_wish(self, data: st.DataObject) -> tuple[str, Wish]:
        profile = data.draw(st.sampled_from(sorted(self.model.persons)), label="profile")
        return profile, self._draw_wish_of(data, profile)

    def _draw_wish_of(self, data: st.DataObject, profile: str) -> Wish:
        pick = lambda name, choices: data.draw(st.sampled_from(choices), label=name)  # noqa: E731
        previous = pick("previous", [a for a in self.previous if self.model.appointments[a].profile == profile])
        zone = self.model.appointments[previous].case.zone
        own = [line.reference for line in self.model.lines.values() if line.owner == profile]
        platform = pick("platform", [None, None, None, "zoom"])
        return Wish(
            previous=previous,
            approach=pick("approach", ["manual", "manual", "rebook_with_me", "retrospective"]),
            schedule=pick("schedule", [*own, *own, *self.model.lines]),
            day=wall(self.stage.now, zone).date() + timedelta(days=pick("days", DAYS_FROM_NOW)),
            start=time(pick("hour", NIGHT_HOURS if zone == LONDON else DAY_HOURS), pick("minute", MINUTES)),
            occurrence=pick("occurrence", [None, None, "first", "second"]),
            modality=pick("modality", ["phone", "video_call" if platform else "in_person"]),
            platform=platform,
            approval=pick("approval", ["", "OK-1"]),
        )
