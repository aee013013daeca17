"""A client sees what is coming and everything that was, and changes it knowing what that costs (seeds 000 and 003)."""

from datetime import timedelta

import pytest

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.portal.frame import STATIC
from tests.backend.changing import appointment, causes, claimed, faults, messages
from tests.backend.practice import MELBOURNE
from tests.portal.browser import Browser

MIRA = "mira@example.org"
SOON, LATER = "2026-11-23T15:00", "2026-11-26T10:00"
"""Both in Melbourne; the present is Monday 23 November 2026, 09:04 there."""


@pytest.fixture
def line(practice, household):
    household.set_up()
    practice.engage(MIRA, name="Dr Mira Okafor")
    return practice.add_line(MIRA)


@pytest.fixture
def case(practice, line):
    return practice.open_case(zone=MELBOURNE, email="ana@example.com")


@pytest.fixture
def appoint(practice, case, line):
    def appoint(start, state=State.BOOKED, **other):
        return practice.appoint(MIRA, case, start, state, schedule=line, zone=MELBOURNE, **other)

    return appoint


@pytest.fixture
def ana(browse, household, case) -> Browser:
    return browse(household.join("ana@example.com", case=case))


async def test_what_is_coming_and_all_that_was_are_told_apart(ana, appoint):
    appoint(LATER)
    appoint("2026-11-16T10:00", State.COMPLETED)
    appoint("2026-11-09T10:00", State.NO_SHOW, charged=True)
    appoint("2026-11-02T10:00", State.CANCELLED)
    page = await ana.open("/portal/sessions")
    coming, _, earlier = page.text.partition("Earlier")
    assert "Thursday 26 November 2026, 10:00 to 11:00 Melbourne time Booked" in coming
    assert "Monday 16 November 2026, 10:00 to 11:00 Melbourne time Past" in earlier
    assert "Missed Cost one session" in earlier
    assert "Cancelled" in earlier
    assert "with Dr Mira Okafor" in coming
    assert "Thursday 26" not in earlier
    assert "Monday 16" not in coming


async def test_an_empty_history_says_so(ana):
    page = await ana.open("/portal/sessions")
    assert "No session is booked." in page.text
    assert "You have had no session yet." in page.text


async def test_the_account_s_page_reminds_of_the_next_one(ana, appoint):
    appoint(LATER)
    appoint(SOON)
    page = await ana.open("/portal/account")
    assert "Monday 23 November 2026, 15:00 to 16:00" in page.text
    assert "Thursday 26" not in page.text
    assert (await ana.follow(page, "All your sessions")).title == "Your sessions"


async def test_a_long_history_comes_in_pages(ana, appoint, practice, case):
    for day in range(25):
        appoint(f"2026-10-{day + 1:02}T10:00", State.CANCELLED)
    first = await ana.open("/portal/sessions")
    assert first.text.count("Cancelled") == 20
    rest = await ana.follow(first, "Show earlier ones")
    assert rest.text.count("Cancelled") == 5
    assert "Show earlier ones" not in rest.links


async def test_one_can_book_with_the_same_consultant_from_the_history(ana, appoint):
    reference = appoint("2026-11-16T10:00", State.COMPLETED)
    page = await ana.open(f"/portal/sessions/{reference}")
    assert page.links["Book with the same consultant"].endswith(f"/portal/book?same={reference}")
    on = await ana.follow(page, "Book with the same consultant")
    assert f"same={reference}" in on.url


async def test_a_prospect_looks_after_sessions_but_is_not_offered_the_same_consultant(
    browse, household, case, appoint, engines
):
    """Seed 000: new clients cannot search for a consultant."""
    past, coming = appoint("2026-11-16T10:00", State.COMPLETED), appoint(LATER)
    new = browse(household.join("new@example.com", case=case, prospect=True))
    page = await new.open("/portal/sessions")
    assert "Thursday 26 November" in page.text
    assert "Book with the same consultant" not in page.html
    assert "Book with the same consultant" not in (await new.open(f"/portal/sessions/{past}")).html
    await new.send(await new.open(f"/portal/sessions/{coming}/cancel"))
    assert appointment(engines, coming)["state"] == "cancelled"


async def test_cancelling_in_time_says_first_that_it_costs_nothing_and_until_when(ana, appoint, engines):
    reference = appoint(LATER)
    page = await ana.follow(await ana.open(f"/portal/sessions/{reference}"), "Cancel this session")
    assert (
        "Cancelling costs nothing until Wednesday 25 November 2026, 10:00, Melbourne time (UTC+11). "
        "After that it costs one session."
    ) in page.text
    assert "You get this session back, and then have 6 left to book." in page.text
    done = await ana.send(page, reason="<b>ill</b>")
    assert "Your session is cancelled." in done.text
    kept = appointment(engines, reference)
    assert (kept["state"], kept["cancelled_by"], kept["charged"], kept["end_reason"]) == (
        "cancelled", "client", False, "<b>ill</b>"
    )  # fmt: skip
    assert causes(engines, reference) == ["booked", "released"]
    assert claimed(engines, reference) == ([], [])
    assert ("cancelled", "waiting") in messages(engines, reference)
    assert faults(engines, reference) == []


async def test_cancelling_late_says_first_that_it_costs_a_session(ana, appoint, engines):
    reference = appoint(SOON)
    page = await ana.open(f"/portal/sessions/{reference}/cancel")
    assert (
        "Cancelling now costs one session. It was free until Sunday 22 November 2026, 15:00, Melbourne time (UTC+11), "
        "24 hours before it begins."
    ) in page.text
    assert "This session counts as used, so you keep the 5 that you have left to book." in page.text
    done = await ana.send(page)
    assert "Cancelled by you – It cost one session." in done.text
    assert causes(engines, reference) == ["booked", "late_cancellation"]


async def test_exactly_at_the_deadline_it_is_free_and_a_moment_later_it_is_not(ana, appoint, practice):
    reference = appoint("2026-11-24T09:04")
    free = await ana.open(f"/portal/sessions/{reference}/cancel")
    assert "Cancelling costs nothing until Monday 23 November 2026, 09:04" in free.text
    practice.now += timedelta(seconds=1)
    assert "now costs one session" in (await ana.open(f"/portal/sessions/{reference}/cancel")).text


async def test_nothing_is_charged_that_was_not_said(ana, appoint, practice, engines):
    """The deadline passes while the page is open: the new cost is said, and only then it is cancelled."""
    reference = appoint("2026-11-24T09:10")
    page = await ana.open(f"/portal/sessions/{reference}/cancel")
    practice.now += timedelta(hours=1)
    again = await ana.send(page, reason="late bus")
    assert again.status == 409
    assert "cost_changed" in again.text
    assert "now costs one session" in again.text
    assert again.form.fields["reason"] == "late bus"
    assert appointment(engines, reference)["state"] == "booked"
    await ana.send(again)
    assert appointment(engines, reference)["charged"] is True


async def test_cancelling_twice_cancels_once(ana, appoint, engines):
    reference = appoint(LATER)
    page = await ana.open(f"/portal/sessions/{reference}/cancel")
    await ana.send(page)
    again = await ana.send(page)
    assert (again.status, "Your session is cancelled." in again.text) == (200, True)
    assert causes(engines, reference) == ["booked", "released"]


async def test_what_the_consultant_changed_meanwhile_is_shown_before_anything_else(ana, appoint, engines, practice):
    reference = appoint(LATER)
    page = await ana.open(f"/portal/sessions/{reference}/cancel")
    page.form.fields["version"] = "7"
    again = await ana.send(page)
    assert again.status == 409
    assert "stale" in again.text
    assert appointment(engines, reference)["state"] == "booked"


@pytest.mark.parametrize(
    ("start", "state"),
    [("2026-11-16T10:00", State.COMPLETED), ("2026-11-23T09:00", State.BOOKED), (LATER, State.CANCELLED)],
)
async def test_what_is_over_or_has_begun_is_not_changed_online(ana, appoint, start, state):
    reference = appoint(start, state)
    page = await ana.open(f"/portal/sessions/{reference}")
    assert "Cancel this session" not in page.links
    assert "Change the time" not in page.links
    cancel = await ana.open(f"/portal/sessions/{reference}/cancel")
    assert cancel.status == 409
    assert [form for form in cancel.forms if form.action.endswith("/cancel")] == []
    assert (await ana.open(f"/portal/sessions/{reference}/move")).status in (409, 422)


async def move_to(ana, reference, day, hour):
    page = await ana.follow(await ana.open(f"/portal/sessions/{reference}"), "Change the time")
    chosen = next(words for words in page.links if words.startswith(f"{day} free"))
    page = await ana.follow(page, chosen)
    (button,) = [at for at in page.html.split('name="at" value="')[1:] if f">{hour}" in at]
    return await ana.send(page, at=button.partition('"')[0])


async def test_a_session_gets_another_time_after_a_check(ana, appoint, engines):
    reference = appoint(LATER)
    check = await move_to(ana, reference, "27", "11:00")
    assert check.title == "Check the new time"
    assert "Friday 27 November 2026, 11:00 to 12:00" in check.text
    assert "Thursday 26 November 2026, 10:00 to 11:00" in check.text
    assert "Changing the time costs nothing until Wednesday 25 November 2026, 10:00" in check.text
    assert appointment(engines, reference)["state"] == "booked"
    done = await ana.send(check)
    assert "Your session has its new time." in done.text
    assert "Friday 27 November 2026, 11:00" in done.text
    assert causes(engines, reference) == ["booked"]
    assert len(claimed(engines, reference)[0]) == len(claimed(engines, reference)[1]) == 12
    assert ("moved", "waiting") in messages(engines, reference)
    assert faults(engines, reference) == []


async def test_moving_late_says_first_that_it_costs_a_session(ana, appoint, engines):
    reference = appoint(SOON)
    days = await ana.open(f"/portal/sessions/{reference}/move")
    assert "Changing the time now costs one session." in days.text
    assert "You have 5 left to book, and 4 afterwards." in days.text
    check = await move_to(ana, reference, "27", "11:00")
    assert "Changing the time now costs one session." in check.text
    await ana.send(check)
    assert causes(engines, reference) == ["booked", "late_move"]


async def test_a_late_move_without_a_session_left_for_it_is_not_begun(browse, household, practice, line):
    case = practice.open_case(zone=MELBOURNE, email="ana@example.com", entitled=1)
    reference = practice.appoint(MIRA, case, SOON, schedule=line, zone=MELBOURNE)
    ana = browse(household.join("ana@example.com", case=case))
    days = await ana.open(f"/portal/sessions/{reference}/move")
    assert "You have none left for that" in days.text
    assert "free" not in " ".join(days.links)
    cancel = await ana.open(f"/portal/sessions/{reference}/cancel")
    assert "This session counts as used, and you have none left to book." in cancel.text


async def test_the_page_of_a_session_says_until_when_it_can_be_changed(ana, appoint):
    page = await ana.open(f"/portal/sessions/{appoint(LATER)}")
    assert "Cancelling or changing the time costs nothing until Wednesday 25 November 2026, 10:00" in page.text


async def test_a_move_sent_twice_moves_once(ana, appoint, engines):
    reference = appoint(LATER)
    check = await move_to(ana, reference, "27", "11:00")
    await ana.send(check)
    again = await ana.send(check)
    assert "Your session has its new time." in again.text
    assert appointment(engines, reference)["version"] == 2


@pytest.fixture
def ben(browse, household, practice, line):
    """Another client, with a session on Wednesday: the browser and the session."""
    case = practice.open_case(name="Ben", zone=MELBOURNE)
    theirs = practice.appoint(MIRA, case, "2026-11-25T10:00", schedule=line, zone=MELBOURNE)
    return browse(household.join("ben@example.com", case=case)), theirs


async def test_a_time_that_is_lost_leads_to_the_nearest(ana, appoint, practice, ben, engines):
    reference = appoint(LATER)
    check = await move_to(ana, reference, "27", "11:00")
    practice.now += timedelta(minutes=20)
    browser, theirs = ben
    await browser.send(await move_to(browser, theirs, "27", "11:00"))
    near = await ana.send(check)
    assert near.status == 409
    assert "time_gone" in near.text
    assert "Nearest free times" in near.text
    assert "10:00" in near.text
    assert appointment(engines, reference)["version"] == 1


async def test_a_time_that_is_kept_is_seen_by_everybody_until_it_is_let_go(ana, appoint, practice, ben):
    reference = appoint(LATER)
    await move_to(ana, reference, "27", "11:00")
    browser, theirs = ben
    times = f"/portal/sessions/{theirs}/move/time"
    assert ">11:00" not in (await browser.open(times, day="2026-11-27")).html
    practice.now += timedelta(minutes=11)
    assert ">11:00" in (await browser.open(times, day="2026-11-27")).html


@pytest.mark.parametrize("below", ["", "/cancel", "/move", "/move/time?day=2026-11-27"])
async def test_each_page_of_a_session_weighs_little_and_has_one_heading(ana, appoint, below):
    page = await ana.open(f"/portal/sessions/{appoint(SOON)}{below}")
    weight = len(page.html.encode()) + sum(file.stat().st_size for file in STATIC.iterdir())
    assert page.status == 200
    assert weight < 30_000
    assert page.html.count("<h1") == 1


@pytest.mark.parametrize("below", ["", "/cancel", "/move", "/move/time?day=2026-11-27", "/move/check?hold=1"])
async def test_another_account_s_session_is_not_found(ana, browse, household, practice, appoint, below):
    theirs = practice.appoint(MIRA, practice.open_case(name="Ben"), LATER)
    for reference in (theirs, "APP-999", "x" * 40):
        page = await ana.open(f"/portal/sessions/{reference}{below}")
        assert (page.status, "not_found" in page.text) == (404, True)


async def test_another_account_s_session_is_not_changed(ana, appoint, practice, engines):
    mine = appoint(SOON)
    theirs = practice.appoint(MIRA, practice.open_case(name="Ben"), LATER)
    page = await ana.open(f"/portal/sessions/{mine}/cancel")
    page.form.action = page.form.action.replace(mine, theirs)
    assert (await ana.send(page)).status == 404
    assert appointment(engines, theirs)["state"] == "booked"


@pytest.mark.parametrize("path", ["/portal/sessions", "/portal/sessions/APP-1", "/portal/cases", "/portal/cases/new"])
async def test_nothing_is_shown_to_who_is_not_signed_in(browse, line, path):
    assert (await browse().open(path)).title == "Sign in"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/portal/sessions?after=APP-999", 404),
        ("/portal/sessions?after=%3Cscript%3E", 404),
        ("/portal/sessions/{}/move/time?day=never", 200),
        ("/portal/sessions/{}/move/time?day=9999-12-31", 200),
        ("/portal/sessions/{}/move?month=0000-99", 200),
        ("/portal/sessions/{}/move?month=2027-12", 200),
        ("/portal/sessions/{}/move/check?hold=-1", 404),
        ("/portal/sessions/{}/move/check?hold=9999999999999999999999", 404),
        ("/portal/sessions/{}/move/time?day=2026-11-27&part=night&lost=x", 200),
    ],
)
async def test_a_mistyped_address_breaks_nothing(ana, appoint, path, status):
    page = await ana.open(path.format(appoint(LATER)))
    assert page.status == status


async def test_the_client_s_clock_is_named_and_the_consultant_s_where_it_differs(browse, household, practice, line):
    case = practice.open_case(zone="Australia/Perth", email="peta@example.com")
    reference = practice.appoint(MIRA, case, "2026-11-26T08:00", schedule=line, zone="Australia/Perth")
    page = await browse(household.join("peta@example.com", case=case)).open(f"/portal/sessions/{reference}")
    assert "08:00 to 09:00 Perth time (UTC+8)" in page.text
    assert "11:00 Melbourne time (UTC+11)" in page.text
