"""Owns the steps of the model test by which appointments live on: held, ended, changed, taken back, and extended."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.proof import lives
from tests.proof.almanac import wall
from tests.proof.booking import Booking
from tests.proof.model import ModelAppointment, ModelCase, ModelRequest, Wish
from tests.proof.plans import OPENS_AT
from tests.proof.stage import APPROVER, Answer

SELDOM = st.sampled_from([False, False, False, False, True])
MOSTLY = st.sampled_from([True, True, True, True, False])
TEXT = st.sampled_from(["As agreed", "As agreed", "As agreed", ""])
AROUND_A_START = [timedelta(minutes=number) for number in (-24 * 60, -24 * 60 + 1, -120, 29, 30, 180, 31 * 24 * 60)]
TRIED = [[0, 25], [5, 5], [0, 5, 25, 30], [0, 31], [5], [0, 700], [0, 5, 10, 15, 20]]
"""Minutes after the start."""
TICKS = ["privacy_statement", "informed_consent", "introduction_checklist"]
MEANS = ["phone", "email", "text_message", "chat"]


class WholeLife(Booking):
    """The same practice, and everything that becomes of what was booked."""

    @rule(data=st.data(), stale=SELDOM)
    def starts(self, data: st.DataObject, stale: bool) -> None:
        """A consultant starts a session."""
        known = self._draw_appointment(data, "booked")
        answer = self._change(known, "start", None, stale)
        if self._is_done(answer, set() if known.state == "booked" else {"not_booked"}, stale):
            lives.change(known, used=1, booked=-1, state="commenced")
            self._is_like(known, answer)

    @rule(data=st.data(), stale=SELDOM, ticked=st.booleans(), notes=TEXT)
    def completes(self, data: st.DataObject, stale: bool, ticked: bool, notes: str) -> None:
        """A consultant signs a session off, with or without all that it needs."""
        known = self._draw_appointment(data, "commenced")
        said = set() if notes else {"notes_needed"}
        first = self.model.first_session(known.case)
        if not ticked and first == known.starts:
            said.add("tick_missing")
        said = said if known.state == "commenced" else {"not_commenced"}
        written = {"ticks": TICKS if ticked else TICKS[1:], "notes": [notes] if notes else []}
        answer = self._change(known, "completion", written, stale)
        if self._is_done(answer, said, stale):
            lives.change(known, state="completed")
            self._is_like(known, answer)
            record = self.stage.ask(known.profile, "GET", f"/v1/appointments/{known.reference}/completion/record")
            assert record.body["notes"] == [notes]

    @rule(data=st.data(), by=st.sampled_from(["client", "client", "provider", "consultant"]), reason=TEXT)
    def cancels(self, data: st.DataObject, by: str, reason: str) -> None:
        """Somebody calls an appointment off, mostly at the charge that was shown."""
        known = self._draw_appointment(data, "booked")
        if data.draw(SELDOM, label="at the last moment"):
            self._wait_until(known.starts - lives.FREE)
        now = self.stage.now
        computed = by == "client" and lives.is_late(known, now)
        offered = self.stage.ask(known.profile, "GET", f"/v1/appointments/{known.reference}/ending").body
        assert {one["by"]: one["charged"] for one in offered["charges"]}[by] == computed
        charged = data.draw(st.sampled_from([computed, computed, not computed]), label="charged")
        override = data.draw(st.sampled_from(["", "As a courtesy"]), label="override")
        asked = {"by": by, "reason": reason, "charged": charged, "override": override}
        stale = data.draw(SELDOM, label="stale")
        answer = self._change(known, "cancellation", asked, stale)
        if self._is_done(answer, lives.against_cancelling(known, asked, now), stale):
            lives.do(known, "cancelled", now, used=int(charged), booked=-1, state="cancelled")
            self._is_like(known, answer)
            assert answer.body["figures"] == offered["figures_charged" if charged else "figures_free"]
            self._perhaps_not(data, known)

    @rule(data=st.data(), after=st.sampled_from(TRIED), reason=TEXT, waited=MOSTLY)
    def does_not_come(self, data: st.DataObject, after: list[int], reason: str, waited: bool) -> None:
        """A consultant marks that a client did not come, and tells when the client was tried to be reached."""
        known = self._draw_appointment(data, "booked")
        if waited:
            self._wait_until(known.starts + lives.NO_SHOW)
        now = self.stage.now
        zone = lives.line_of(self.model, known.profile).zone
        attempts = [wall(known.starts + timedelta(minutes=minutes), zone).time() for minutes in after]
        told = [{"at": at.isoformat(), "means": MEANS[n % 4]} for n, at in enumerate(attempts)]
        stale = data.draw(SELDOM, label="stale")
        answer = self._change(known, "no-show", {"attempts": told, "reason": reason}, stale)
        if self._is_done(answer, lives.against_no_show(known, attempts, reason, now, zone), stale):
            lives.do(known, "no_show", now, used=1, booked=-1, state="no_show")
            self._is_like(known, answer)
            self._perhaps_not(data, known)

    @rule(data=st.data(), shift=st.sampled_from([0, 0, 30, -60, 65, 120, 3]), stale=SELDOM)
    def edits(self, data: st.DataObject, shift: int, stale: bool) -> None:
        """A consultant changes how an appointment is held, or when on its day."""
        known = self._draw_appointment(data, "booked")
        was = wall(known.starts, known.case.zone)
        asked = self._draw_wish_of(data, known.profile)
        start = (was + timedelta(minutes=shift)).time()
        asked = replace(asked, day=was.date(), start=start, approach="manual", schedule=known.line)
        body = {name: value for name, value in asked.body().items() if name in ("modality", "platform", "start")}
        if asked.occurrence:
            body["occurrence"] = asked.occurrence
        notify = data.draw(st.booleans(), label="notify")
        answer = self._change(known, "edit", {**body, "notify": notify, "attendance": "couple"}, stale)
        if self._is_done(answer, lives.against_editing(self.model, known, asked, self.stage.now), stale):
            starts, _ = lives.placed(asked, known.case.zone)
            stays = start == was.time() and asked.occurrence is None
            means = {"modality": asked.modality, "platform": asked.platform}
            lives.change(known, starts=known.starts if stays else starts, **means)
            self._is_like(known, answer)

    @rule(data=st.data(), by=st.sampled_from([None, "client", "client", "provider"]), sensibly=MOSTLY)
    def moves(self, data: st.DataObject, by: str | None, sensibly: bool) -> None:
        """A consultant gives an appointment another time or line."""
        known, now = self._draw_appointment(data, "booked"), self.stage.now
        asked = replace(self._draw_wish_of(data, known.profile), approach="manual")
        if sensibly:
            hours = data.draw(st.sampled_from([0, 1, 24, 25, 168, -24]), label="hours")
            shown = wall(known.starts + timedelta(hours=hours), known.case.zone)
            line = lives.line_of(self.model, known.profile).reference
            asked = replace(asked, day=shown.date(), start=shown.time(), occurrence=None, schedule=line)
        names = ("schedule", "day", "start", "occurrence", "approval")
        body = {name: value for name, value in asked.body().items() if name in names}
        stale = data.draw(SELDOM, label="stale")
        answer = self._change(known, "move", {**body, "by": by} if by else body, stale)
        if self._is_done(answer, lives.against_moving(self.model, known, asked, by, now), stale):
            charged = by == "client" and lives.is_late(known, now)
            starts, _ = lives.placed(asked, known.case.zone)
            lives.do(known, "moved", now, used=int(charged), booked=0, starts=starts, line=asked.schedule)
            self._is_like(known, answer)
            self._perhaps_not(data, known)

    @rule(data=st.data(), stale=SELDOM, seconds=st.sampled_from([0, 1, 179, 180]))
    def undoes(self, data: st.DataObject, stale: bool, seconds: int) -> None:
        """A consultant takes back what was done last, sooner or later."""
        self.stage.now += timedelta(seconds=seconds)
        of_all = self._shown()
        fresh = [(one.last, one.reference) for one in of_all if one.last and one.last.version == one.version]
        young = [(last.act, name) for last, name in fresh if self.stage.now <= last.at + lives.UNDO]
        mostly = [name for act, name in young for _ in range(1 if act == "booked" else 4)]
        chosen = [*mostly, *(one.reference for one in of_all)]
        known = self.model.appointments[data.draw(st.sampled_from(chosen), label="undone")]
        self._undo(known, stale)

    @rule(data=st.data(), sessions=st.sampled_from([1, 2, 3, 4, 4, 0, 5]), reason=TEXT, named=SELDOM)
    def asks_for_more(self, data: st.DataObject, sessions: int, reason: str, named: bool) -> None:
        """A consultant asks for extra sessions; the same request again changes nothing."""
        some = [*self.previous, self.previous[-1], self.previous[-1]]
        known = self.model.appointments[data.draw(st.sampled_from(some), label="of")]
        case, now = known.case, self.stage.now
        reason = f"{reason} with the Client" if named else reason
        path = f"/v1/cases/{case.reference}/extra-requests"
        answer = self.stage.ask(known.profile, "POST", path, body={"sessions": sessions, "reason": reason})
        open_one = case.request if case.request and case.request.answer is None else None
        if open_one and (open_one.profile, open_one.sessions, open_one.reason) == (known.profile, sessions, reason):
            assert (answer.status, answer.body["reference"]) == (201, open_one.reference)
        elif self._is_done(answer, lives.against_asking(case, sessions, reason), stale=False):
            state = "in_review" if lives.goes_to_review(case, sessions, now) else "pending"
            assert answer.body["state"] == state
            assert datetime.fromisoformat(answer.body["answer_due"]["utc"]) == lives.answer_due(now)
            case.request = ModelRequest(answer.body["reference"], known.profile, sessions, reason, state)
            self._counts(known)

    @precondition(lambda self: any(case.request for case in self._cases()))
    @rule(data=st.data(), granted=st.sampled_from([0, 1, 2, 3, 4, 4, 5]), reason=TEXT, reviewed=MOSTLY)
    def answers(self, data: st.DataObject, granted: int, reason: str, reviewed: bool) -> None:
        """The organisation's approver answers a request, perhaps again, and sees it only after clinical review."""
        case = data.draw(st.sampled_from([case for case in self._cases() if case.request]), label="case")
        request = case.request
        if request.state == "in_review" and reviewed:
            self.stage.review(request.reference)
            request.state = "pending"
        waiting = self.stage.ask(APPROVER, "GET", "/v1/extra-requests").body["requests"]
        visible = request.answer is None and request.state == "pending"
        assert (request.reference in [one["reference"] for one in waiting]) == visible
        path = f"/v1/extra-requests/{request.reference}/answer"
        answer = self.stage.ask(APPROVER, "POST", path, body={"granted": granted, "reason": reason})
        if request.state == "in_review":
            assert (answer.status, answer.codes) == (404, {"not_found"})
        elif request.answer == (granted, reason):
            assert answer.status == 200
        elif self._is_done(answer, lives.against_answering(request, granted, reason), stale=False):
            request.answer = granted, reason
            case.extra += granted
            case.given.append((self.stage.now, granted))
            self._counts(next(one for one in self.model.appointments.values() if one.case is case))

    @rule(data=st.data(), number=st.sampled_from([2, 2, 3, 4, 0, 13]), weeks=st.sampled_from([1, 1, 2, 0]))
    def books_a_series(self, data: st.DataObject, number: int, weeks: int) -> None:
        """A consultant books several sessions in one go, and sends that twice."""
        profile = data.draw(st.sampled_from(sorted(self.model.persons)), label="profile")
        wish, line = self._draw_wish_of(data, profile), lives.line_of(self.model, profile)
        zone = self.model.appointments[wish.previous].case.zone
        opens = lives.instants(datetime.combine(wall(self.stage.now, line.zone).date(), line.opens), line.zone)[0]
        hours = data.draw(st.sampled_from([24, 25, 28, 31, 49, 4]), label="hours")
        shown = wall(opens + timedelta(hours=hours), zone)
        wish = replace(wish, schedule=line.reference, start=shown.time(), occurrence=None, approach="manual")
        self._book_series(profile, wish, [shown.date() + timedelta(weeks=weeks * n) for n in range(number)])

    @rule(data=st.data(), around=st.sampled_from(AROUND_A_START))
    def the_hour_comes(self, data: st.DataObject, around: timedelta) -> None:
        """The clock moves on to a moment that matters for an appointment."""
        known = self._draw_appointment(data, "booked")
        self._wait_until(known.starts + around)

    @rule()
    def the_backend_starts_what_was_left(self) -> None:
        """What nobody started counts as held after a month."""
        until = self.stage.now - lives.LEFT
        left = [one for one in self.model.appointments.values() if one.state == "booked" and one.starts <= until]
        assert self.stage.start_left() == len(left)
        for one in left:
            lives.change(one, used=1, booked=-1, state="commenced")
        for one in left:
            self._counts(one)

    def _perhaps_not(self, data: st.DataObject, known: ModelAppointment) -> None:
        """Take back what was done a moment ago, sooner or later, or do not."""
        after = data.draw(st.sampled_from([None, None, 0, 0, 179, 180]), label="undone after")
        if after is not None:
            self.stage.now += timedelta(seconds=after)
            self._undo(known, stale=False)

    def _undo(self, known: ModelAppointment, stale: bool) -> None:
        said = lives.against_undoing(self.model, known, known.profile, self.stage.now)
        answer = self._change(known, "undo", None, stale)
        if said and not stale:
            assert answer.status == 409, answer
            assert answer.codes in said, f"{sorted(answer.codes)}, expected one of {said}"
        elif self._is_done(answer, set(), stale):
            lives.take_back(known)
            self._is_like(known, answer)
            again = self._change(known, "undo", None, stale=False)
            gone = known.state == "withdrawn"
            assert (again.status, again.codes) == ((404, {"not_found"}) if gone else (409, {"undo_not_possible"}))

    def _book_series(self, profile: str, wish: Wish, days: list[Any]) -> None:
        body = {name: value for name, value in wish.body().items() if name not in ("day", "start", "occurrence")}
        body["dates"] = [{"day": day.isoformat(), "start": wish.start.isoformat()} for day in days]
        said = lives.against_series(self.model, profile, wish, days, self.stage.now)
        headers = {"Idempotency-Key": self._new_key()}
        answer = self.stage.ask(profile, "POST", "/v1/series", body=body, headers=headers)
        if self._is_done(answer, said, stale=False):
            for day, receipt in zip(days, answer.body["receipts"], strict=True):
                start, _ = lives.placed(replace(wish, day=day), self.model.appointments[wish.previous].case.zone)
                assert start is not None
                self._enter(profile, wish, start, receipt)
            again = self.stage.ask(profile, "POST", "/v1/series", body=body, headers=headers)
            assert again.body == answer.body
            self._counts(self.model.appointments[wish.previous])

    def _wait_until(self, moment: datetime) -> None:
        if self.stage.now < moment < OPENS_AT + timedelta(days=70):
            self.stage.now = moment

    def _cases(self) -> list[ModelCase]:
        known = {one.case.reference: one.case for one in self.model.appointments.values()}
        return [known[reference] for reference in sorted(known)]

    def _shown(self) -> list[ModelAppointment]:
        """Give every appointment but those whose booking was taken back."""
        return [one for one in self.model.appointments.values() if one.state != "withdrawn"]

    def _draw_appointment(self, data: st.DataObject, state: str) -> ModelAppointment:
        """Draw any appointment, mostly one in a state."""
        known = self._shown()
        fit = [one for one in known if one.state == state] * 4
        fit += [one for one in fit if state == "commenced" and one.starts == self.model.first_session(one.case)]
        chosen = data.draw(st.sampled_from([one.reference for one in [*fit, *known]]), label="appointment")
        return self.model.appointments[chosen]

    def _change(self, known: ModelAppointment, path: str, body: object, stale: bool) -> Answer:
        version = {"If-Match": f'"{known.version - stale}"'}
        address = f"/v1/appointments/{known.reference}/{path}"
        return self.stage.ask(known.profile, "POST", address, body=body, headers=version)

    def _is_done(self, answer: Answer, said: set[str], stale: bool) -> bool:
        """Whether something was done; it is refused for exactly what stands against it."""
        if stale:
            assert (answer.status, answer.codes) == (412, {"stale"}), answer
        elif said:
            assert answer.status in (404, 409, 422), answer
            assert answer.codes == said, f"{sorted(answer.codes)}, expected {sorted(said)}"
        else:
            assert answer.status in (200, 201), answer
        return not stale and not said

    def _is_like(self, known: ModelAppointment, answer: Answer) -> None:
        """Compare a changed appointment and the figures of its case."""
        assert answer.body["version"] == known.version
        if "span" in answer.body:
            assert answer.body["state"] == known.state.replace("withdrawn", "cancelled")
            assert datetime.fromisoformat(answer.body["span"]["start"]["utc"]) == known.starts
            assert answer.body["figures"] == known.case.figures
        self._counts(known)
