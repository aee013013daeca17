"""Owns the booking while it is being made: what was chosen so far, and what a change of mind invalidates."""

from datetime import date, datetime, time, timedelta
from typing import Self

import msgspec
from msgspec.structs import replace

from consultant_tui.contract.appointments import BookingRequest, LineOffer, LineOffers, RebookingOffer
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.series import SeriesRequest
from consultant_tui.contract.vocabulary import Approach, Attendance, Modality, Occurrence, Platform
from consultant_tui.rebooking.series import Repeat, Slot, plan

WEEK = timedelta(days=7)


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The date and starting time on the client's clock, as far as they are known."""

    day: date | None = None
    start: time | None = None
    occurrence: Occurrence | None = None
    """Which one, where the clocks show the time twice."""
    typed_day: str = ""
    """What stands in the date field while it is not a date, so that it is there again after Back."""
    typed_start: str = ""
    """The same for the starting time."""
    instant: datetime | None = None
    """The instant of a free time that was picked, which settles a repeated time by itself."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What *Rebook with me* looks for; times are on the client's clock."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    """ISO weekdays, 1 is Monday."""
    earliest: time = time(8)
    latest: time = time(20)
    first: date


class BookingDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A booking in the making; holds references and choices, and nobody's name."""

    previous: str
    """The reference of the appointment that is repeated."""
    case: str
    approach: Approach
    schedule: str | None
    """The reference of the chosen line."""
    needs_approval: bool = False
    """Whether the chosen line asks for an approval reference (seed 000)."""
    approval: str = ""
    modality: Modality
    platform: Platform | None
    """The platform last chosen; it only counts while the modality is a video call."""
    when: When
    set_aside: When
    """The time chosen on the other side of now: for Retrospective while another approach is taken, and the reverse."""
    search: Search
    notify: bool
    attendance: Attendance
    confirmed: bool = True
    repeat: Repeat = Repeat.ONCE
    times: int = 4
    """How many sessions a series has."""
    typed_times: str | None = None
    """What stands in that field while it is no such number."""
    slots: tuple[Slot, ...] = ()
    """The dates of a series that were looked at, with what was moved and dropped."""

    @classmethod
    def begin(cls, offer: RebookingOffer) -> Self:
        """Start from the appointment that is repeated, proposing its weekday and time."""
        prefill = offer.prefill
        offered = [option.approach for option in offer.approaches if option.verdict.allowed]
        approach = prefill.approach if prefill.approach in offered or not offered else offered[0]
        coming = When(day=next_weekly(offer), start=prefill.start)
        gone = When(start=prefill.start)
        backward = approach is Approach.RETROSPECTIVE
        return cls(
            previous=offer.previous,
            case=offer.case,
            approach=approach,
            schedule=prefill.schedule,
            modality=prefill.modality,
            platform=prefill.platform,
            when=gone if backward else coming,
            set_aside=coming if backward else gone,
            search=Search(first=offer.now_client.wall.date()),
            notify=prefill.notify,
            attendance=prefill.attendance,
        )

    @classmethod
    def begin_at(cls, offer: RebookingOffer, schedule: str, wished: Moment) -> Self:
        """Start from the appointment that is repeated, at a free time of the consultant.

        Args:
            offer: What the rebooking begins with.
            schedule: The line in which the free time lies.
            wished: When it is, on the client's clock.
        """
        draft = cls.begin(offer).with_approach(Approach.MANUAL)
        when = When(day=wished.wall.date(), start=wished.wall.time(), instant=wished.utc)
        return replace(draft, schedule=schedule, when=when)

    @property
    def backward(self) -> bool:
        """Whether the booking is for a session that has already been."""
        return self.approach is Approach.RETROSPECTIVE

    @property
    def repeats(self) -> bool:
        """Whether several sessions are to be booked in one go; one that has been is recorded by itself."""
        return self.repeat is not Repeat.ONCE and not self.backward

    def dates(self) -> tuple[Slot, ...]:
        """Give the dates of the series; none while the first one is not known."""
        when = self.when
        if not self.repeats or when.day is None or when.start is None:
            return ()
        return plan(when.day, when.start, when.occurrence, self.repeat, self.times, self.slots)

    def with_dates(self, slots: tuple[Slot, ...]) -> Self:
        """Keep what was moved and dropped."""
        return replace(self, slots=slots)

    def with_approach(self, approach: Approach) -> Self:
        """Take another approach; a date that only fits the other side of now is set aside, not lost."""
        crossed = (approach is Approach.RETROSPECTIVE) != self.backward
        if not crossed:
            return replace(self, approach=approach)
        return replace(self, approach=approach, when=self.set_aside, set_aside=self.when)

    def with_lines(self, offers: LineOffers) -> Self:
        """Drop a line that may not be chosen (any more); take the line that is the only choice."""
        allowed = [option for option in offers.lines if option.verdict.allowed]
        for option in allowed:
            if option.line.reference == self.schedule or len(allowed) == 1:
                return self.with_line(option)
        return replace(self, schedule=None, needs_approval=False)

    def with_line(self, option: LineOffer) -> Self:
        """Choose a line."""
        return replace(self, schedule=option.line.reference, needs_approval=option.needs_approval)

    def with_opening(self, opening: Opening) -> Self:
        """Take a free time, which fixes line, date and starting time."""
        start = opening.client.start
        when = When(day=start.wall.date(), start=start.wall.time(), instant=start.utc)
        kept = self.needs_approval and opening.schedule == self.schedule
        return replace(self, schedule=opening.schedule, needs_approval=kept, when=when)

    def with_day(self, day: date | None, typed: str = "") -> Self:
        """Set the date, or keep what was typed instead of one."""
        if day == self.when.day and day is not None:
            return replace(self, when=replace(self.when, typed_day=""))
        return replace(
            self, when=replace(self.when, day=day, typed_day="" if day else typed, occurrence=None, instant=None)
        )

    def with_start(self, start: time | None, typed: str = "") -> Self:
        """Set the starting time, or keep what was typed instead of one."""
        if start == self.when.start and start is not None:
            return replace(self, when=replace(self.when, typed_start=""))
        return replace(
            self,
            when=replace(
                self.when, start=start, typed_start=typed if start is None else "", occurrence=None, instant=None
            ),
        )

    def with_occurrence(self, occurrence: Occurrence) -> Self:
        """Say which of the two is meant."""
        return replace(self, when=replace(self.when, occurrence=occurrence))

    def settled(self, refusals: tuple[Refusal, ...]) -> Self:
        """Answer by itself which of two equal wall times is meant, when a free time was picked."""
        for refusal in refusals:
            if refusal.code is Code.TIME_EXISTS_TWICE and self.when.instant and refusal.start and refusal.end:
                if refusal.start.utc == self.when.instant:
                    return self.with_occurrence(Occurrence.FIRST)
                if refusal.end.utc == self.when.instant:
                    return self.with_occurrence(Occurrence.SECOND)
        return self

    def same_time_next_week(self, offer: RebookingOffer) -> Self:
        """Take the weekday and time of the repeated appointment again, a week or the fewest weeks later."""
        if self.backward:
            return self
        return replace(self, when=When(day=next_weekly(offer), start=offer.prefill.start))

    def as_request(self) -> BookingRequest | None:
        """The booking as it is sent; None while line, date or starting time is missing."""
        day, start = self.when.day, self.when.start
        if self.schedule is None or day is None or start is None:
            return None
        return BookingRequest(
            previous=self.previous,
            approach=self.approach,
            schedule=self.schedule,
            modality=self.modality,
            platform=self.platform if self.modality is Modality.VIDEO_CALL else None,
            day=day,
            start=start,
            occurrence=self.when.occurrence,
            notify=self.notify,
            attendance=self.attendance,
            confirmed=self.confirmed,
            approval=self.approval.strip() if self.needs_approval else "",
        )

    def as_series(self) -> SeriesRequest | None:
        """The series as it is sent, without what was dropped; None while anything is missing."""
        one, kept = self.as_request(), [slot for slot in self.dates() if not slot.dropped]
        if one is None or not kept:
            return None
        return SeriesRequest(
            previous=one.previous,
            approach=one.approach,
            schedule=one.schedule,
            modality=one.modality,
            platform=one.platform,
            dates=tuple(slot.as_date() for slot in kept),
            notify=one.notify,
            attendance=one.attendance,
            confirmed=one.confirmed,
            approval=one.approval,
        )


def next_weekly(offer: RebookingOffer) -> date:
    """The repeated appointment's weekday, at least a week later and not yet begun on the client's clock."""
    day = offer.prefill.day + WEEK
    while datetime.combine(day, offer.prefill.start) <= offer.now_client.wall:
        day += WEEK
    return day
