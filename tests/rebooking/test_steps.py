"""The walk goes forward, back and sideways with the draft it was last given, and ends in a receipt or without one."""

import pytest
from msgspec.structs import replace

from consultant_tui.contract.refusals import Field
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.steps import Abandoned, Backward, Booked, Onward, Revisit, Step, step_of, walk
from tests.rebooking import makers

DRAFT = BookingDraft.begin(makers.offer())


class ScriptedShow:
    """Plays outcomes in turn and remembers what it was asked to show."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.shown = []

    async def __call__(self, step, draft):
        self.shown.append((step, draft))
        return self.outcomes.pop(0)

    @property
    def steps(self):
        return [step for step, _ in self.shown]


def marked(note):
    return replace(DRAFT, approval=note)


async def test_onward_through_every_step_to_the_receipt():
    receipt = makers.receipt()
    show = ScriptedShow(Onward(DRAFT), Onward(DRAFT), Onward(DRAFT), Booked(receipt))
    assert await walk(show, DRAFT) is receipt
    assert show.steps == list(Step)


async def test_each_step_is_shown_the_draft_that_the_last_one_gave():
    show = ScriptedShow(Onward(marked("a")), Backward(marked("b")), Revisit(Step.REVIEW, marked("c")), Abandoned())
    assert await walk(show, DRAFT) is None
    assert show.shown == [
        (Step.APPROACH, DRAFT),
        (Step.SCHEDULE, marked("a")),
        (Step.APPROACH, marked("b")),
        (Step.REVIEW, marked("c")),
    ]


async def test_back_from_the_first_step_leaves():
    show = ScriptedShow(Backward(DRAFT))
    assert await walk(show, DRAFT) is None


async def test_a_resumed_draft_begins_where_it_is_told():
    show = ScriptedShow(Abandoned())
    await walk(show, DRAFT, Step.REVIEW)
    assert show.steps == [Step.REVIEW]


@pytest.mark.parametrize(
    ("field", "step"),
    [
        (Field.APPROACH, Step.APPROACH),
        (Field.SCHEDULE, Step.SCHEDULE),
        (Field.DATE, Step.DETAILS),
        (Field.APPROVAL, Step.DETAILS),
        (Field.ATTENDANCE, Step.REVIEW),
        (None, Step.DETAILS),
        (Field("of_tomorrow"), Step.DETAILS),
    ],
)
def test_a_refusal_belongs_to_the_step_that_can_mend_it(field, step):
    assert step_of(field) is step


def test_the_rail_has_two_ends():
    assert Step.APPROACH.previous is Step.APPROACH
    assert Step.REVIEW.next is Step.REVIEW
