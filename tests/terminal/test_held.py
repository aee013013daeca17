"""What consultants see of a time that a client is booking online at this moment."""

from datetime import date, time

from msgspec.structs import replace
from textual.app import App

from consultant_tui.contract.calendar import Engaged
from consultant_tui.contract.refusals import Code, Field, Refusal
from consultant_tui.contract.vocabulary import StretchState
from consultant_tui.widgets import week_words
from consultant_tui.widgets.week import Week
from consultant_tui.wording.refusals import why_refused
from tests.rebooking.makers import MELBOURNE, span, week_glance

TEN = span(date(2026, 11, 30), time(10), MELBOURNE)
KEPT = Engaged(span=TEN, row=None, held=TEN.start)


async def picture(glance):
    async with App().run_test(size=(80, 24)) as pilot:
        week = Week()
        await pilot.app.mount(week)
        week.show(glance)
        await pilot.pause()
        return week.render().plain


async def test_a_lines_week_marks_what_is_being_booked_and_says_so():
    glance = week_glance()
    assert "online" not in await picture(glance)
    monday = glance.days[0]
    stretches = tuple(
        replace(one, state=StretchState.HELD) if one.state is StretchState.BUSY else one for one in monday.stretches
    )
    drawn = await picture(replace(glance, days=(replace(monday, stretches=stretches), *glance.days[1:])))
    assert "▓ being booked online" in drawn
    assert "▓▓▓" in drawn.splitlines()[1]


def test_the_calendar_tells_until_when_it_is_kept():
    assert week_words.whole(KEPT, TEN.start) == "being booked online, kept until 10:00"
    assert week_words.brief(KEPT) == "being booked online"
    assert week_words.mark(KEPT) == week_words.BUSY


def test_the_refusal_names_neither_the_client_nor_another_appointment():
    said = why_refused(Refusal(code=Code.HELD, field=Field.TIME, start=TEN.start, end=TEN.end), "customer")
    assert (
        said == "A customer is booking this time online right now 10:00-11:00. Choose another time, or try again soon."
    )
