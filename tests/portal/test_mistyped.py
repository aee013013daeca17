"""Whatever stands in an address or a form of a booking, a page answers, and nothing is booked by it."""

import pytest

from tests.portal.walking import DETAILS, TWO, booked, to_a_day, to_the_check, to_the_details

pytestmark = pytest.mark.usefixtures("mira")

ANSWERS = "who=me&modality=phone"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/portal/book/nothing", 404),
        ("/portal/book/day%00", 422),
        (f"/portal/book/day?{ANSWERS}&month=2026-13", 200),
        (f"/portal/book/day?{ANSWERS}&month=9999-12", 200),
        (f"/portal/book/day?{ANSWERS}&month=0000-01", 200),
        (f"/portal/book/day?{ANSWERS}&day=9999-12-31", 200),
        (f"/portal/book/time?{ANSWERS}&day=0001-01-01", 200),
        (f"/portal/book/time?{ANSWERS}&day=2026-11-30&part=night", 200),
        (f"/portal/book/time?{ANSWERS}&day=2026-11-30&lost=never", 200),
        (f"/portal/book/time?{ANSWERS}&day=2026-11-30&lost=9999-12-31T23:59Z", 200),
        (f"/portal/book/details?{ANSWERS}&day=2026-11-30", 404),
        (f"/portal/book/details?{ANSWERS}&day=2026-11-30&hold=x", 404),
        (f"/portal/book/details?{ANSWERS}&day=2026-11-30&hold=99999999999999999999999999", 404),
        (f"/portal/book/details?{ANSWERS}&day=2026-11-30&hold=2147483648", 404),
        (f"/portal/book/check?{ANSWERS}&day=2026-11-30&hold=7", 404),
        ("/portal/book?same=APP-1", 404),
        ("/portal/book?case=ASST-1", 404),
        ("/portal/book/who?who=%00&location=%F0%9F%92%A9", 422),
        ("/portal/booked/APP-1", 404),
        ("/portal/booked/APP-1/calendar.ics", 404),
    ],
)
async def test_a_mistyped_address_is_answered(newcomer, path, status):
    page = await newcomer.open(path)
    assert page.status == status
    assert page.title


@pytest.mark.parametrize("at", ["", "x", "2026-11-30", "9999-12-31T23:59Z", "2026-11-30T03:07Z", "1999-01-01T00:00Z"])
async def test_no_other_time_than_a_free_one_can_be_kept(newcomer, at):
    hours = await to_a_day(newcomer)
    page = await newcomer.send(hours, at=at)
    assert page.title in ("Which time suits you?", "Which day suits you?")


async def test_a_form_without_the_portals_own_mark_books_nothing(newcomer, engines):
    check = await to_the_check(newcomer)
    check.form.fields["form"] = "0" * 64
    page = await newcomer.send(check)
    assert "form_expired" in page.text
    assert booked(engines) == []


async def test_another_reason_in_the_address_does_not_book_the_time_that_was_kept(newcomer, household, engines):
    details = await to_the_details(newcomer)
    await newcomer.send(details, **DETAILS)
    page = await newcomer.open(details.url.replace("/details", "/check").replace("who=me", "who=new-pet"))
    assert page.title == "Who is the session for?"
    assert booked(engines) == []


async def test_too_much_text_is_said_and_not_cut(newcomer):
    details = await to_the_details(newcomer)
    page = await newcomer.send(details, **DETAILS, wishes="x" * 1001)
    assert "too_long" in page.text
    assert "at most 1000 characters" in page.text
    assert len(page.form.fields["wishes"]) == 1001


async def test_keeping_a_time_needs_a_form_and_a_link_keeps_none(newcomer):
    page = await newcomer.open(f"/portal/book/hold?{ANSWERS}&at={TWO}")
    assert page.status in (404, 405)
