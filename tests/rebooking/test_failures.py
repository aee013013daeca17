"""Whatever the backend or the line does, the consultant is told, loses nothing, and books nothing twice."""

from datetime import date, time

import httpx
import pytest

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.vocabulary import Approach, Modality
from consultant_tui.rebooking.journal import Journal
from consultant_tui.screens import doubt
from consultant_tui.screens.rebooking.step import StepScreen
from consultant_tui.widgets.press import Press
from tests.rebooking.stage import Gate, press_through, seen, shown, until

GRACE = "APP-20028"
KEYS = "/v1/booking-keys"
BOOKINGS = "/v1/bookings"


def to_review(pilot):
    return press_through(pilot, "ctrl+s", "A notification goes to grace")


def only(method, path, answer):
    """Do something to the requests of one kind alone."""

    def look(request, *rest):
        if request.method == method and request.url.path.startswith(path):
            return answer(request, *rest)
        return None

    return look


def drop(request, *_):
    raise httpx.ReadError("cut off", request=request)


def down(request, *_):
    raise httpx.ConnectError("refused", request=request)


def keys(stage):
    return [request.headers["Idempotency-Key"] for request in stage.wire.sent("POST", BOOKINGS)]


def rows(stage):
    with stage.engines.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM appointments").scalar_one()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(doubt, "PAUSES", (0.05,))
    monkeypatch.setattr(doubt, "NOTICE", 0)


async def test_no_answer_to_finalise_is_found_out_by_its_key(stage):
    before = rows(stage)
    stage.wire.after = only("POST", BOOKINGS, drop)
    asked = []

    def down_twice(request):
        asked.append(request)
        return down(request) if len(asked) <= 2 else None

    stage.wire.before = only("GET", KEYS, down_twice)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "Booked as APP-20057", "enter", "Quick View")
    assert rows(stage) == before + 1
    assert len(keys(stage)) == 1
    assert len(asked) == 3
    assert stage.result[0].reference == "APP-20057"


async def test_while_it_is_unknown_the_consultant_is_told_not_to_book_again(stage):
    stage.wire.after = only("POST", BOOKINGS, drop)
    stage.wire.before = only("GET", KEYS, down)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "We don't know yet whether this was booked. Do not book")
        await shown(pilot, "No certain answer yet.")
        await press_through(pilot, "escape", "It may have been booked all the same.", "escape", "Quick View")
    assert stage.result == [None]
    assert len(keys(stage)) == 1


async def test_a_request_that_never_arrived_is_voided_and_may_be_made_again(stage):
    before = rows(stage)
    stage.wire.before = only("POST", BOOKINGS, drop)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: stage.wire.sent("DELETE", KEYS), "the key was voided")
        await shown(pilot, "It was not booked")
        await press_through(pilot, "enter", "Is this right?")
        stage.wire.before = None
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "Quick View")
    first, second = keys(stage)
    assert first != second
    assert rows(stage) == before + 1


async def test_a_late_original_is_refused_after_its_key_was_voided(stage):
    caught = []

    def hold(request):
        caught.append(request)
        raise httpx.ReadError("cut off", request=request)

    before = rows(stage)
    stage.wire.before = only("POST", BOOKINGS, hold)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "It was not booked")
        stage.wire.before = None
        late = httpx.Request("POST", caught[0].url, headers=caught[0].headers, content=caught[0].content)
        response = await stage.wire.handle_async_request(late)
        assert response.status_code == 409
    assert rows(stage) == before


async def test_a_backend_that_is_down_at_finalise_has_received_nothing(stage):
    before = rows(stage)
    stage.wire.before = only("POST", BOOKINGS, down)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "cannot be reached")
        assert rows(stage) == before
        stage.wire.before = None
        await press_through(pilot, "enter", "Booked as", "enter", "Quick View")
    assert len(set(keys(stage))) == 1, "the same attempt under the same key"
    assert rows(stage) == before + 1


async def test_closing_the_failure_leaves_the_review_as_it_was(stage):
    stage.wire.before = only("POST", BOOKINGS, down)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "2", "(●) Couple", "ctrl+f", "cannot be reached", "escape", "Is this right?")
        assert "(●) Couple" in seen(pilot)
        stage.wire.before = None
        await press_through(pilot, "ctrl+f", "Booked as")


async def test_a_time_taken_a_moment_ago_leads_to_the_nearest_free_times(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "2", "(●) Couple")
        rival = BookingRequest(
            previous="APP-20021",
            approach=Approach.MANUAL,
            schedule="SCH-101",
            modality=Modality.PHONE,
            day=date(2026, 11, 27),
            start=time(16),
        )
        await stage.api.book(rival, "0000000000000000-rival")
        await press_through(pilot, "ctrl+f", "Not booked: the time was taken a moment ago", "", "Free instead")
        await shown(pilot, "✗ You have another appointment 16:00-17:00")
        screen = await shown(pilot, "▸1  Fri 27 Nov 14:00 Melbourne")
        assert "(●) Phone" in screen
        await press_through(pilot, "down enter", "Fits ", "enter", "Is this right?")
        assert "(●) Couple" in seen(pilot)
        await press_through(pilot, "ctrl+f", "Booked as")


async def test_a_press_that_is_repeated_books_once(stage):
    gate = stage.wire.hold("POST", BOOKINGS)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        button = pilot.app.screen.query_one("#finalise", Press)
        button.action_press()
        button.action_press()
        await pilot.press("ctrl+f", "enter", "escape", "q")
        assert button.disabled
        assert "Is this right?" in seen(pilot)
        gate.open()
        await press_through(pilot, "", "Booked as")
    assert len(keys(stage)) == 1


async def test_a_slow_backend_shows_that_it_is_asked_and_lets_go(stage, monkeypatch):
    monkeypatch.setattr(StepScreen, "BUSY_AFTER", 0.01)
    monkeypatch.setattr(StepScreen, "PATIENCE", 0.05)
    async with stage.wizard(GRACE) as pilot:
        stage.wire.hold("GET", "/v1/appointments")
        await press_through(pilot, "enter", "Still waiting")
        await press_through(pilot, "escape", "How do you want")
        stage.wire.before = None
        await press_through(pilot, "enter", "Which line of your schedule", "", "37 left")


@pytest.mark.parametrize("asked", ["once", "twice"])
async def test_a_key_that_comes_with_the_answer_closes_nothing_unread(stage, monkeypatch, asked):
    monkeypatch.setattr(doubt, "PAUSES", (60,))
    monkeypatch.setattr(doubt, "NOTICE", 3600)
    stage.wire.after = only("POST", BOOKINGS, drop)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        if asked == "twice":
            stage.wire.before = only("GET", KEYS, down)
            await press_through(pilot, "ctrl+f", "No certain answer yet")
            stage.wire.before = None
        await press_through(pilot, "enter" if asked == "twice" else "ctrl+f", "There is an answer")
        for key in ("enter", "enter", "escape", "escape"):
            await pilot.press(key)
            assert "There is an answer" in seen(pilot)
    assert stage.result == []


async def test_giving_up_on_finalise_is_not_knowing(stage, monkeypatch):
    monkeypatch.setattr(StepScreen, "BUSY_AFTER", 0.01)
    monkeypatch.setattr(StepScreen, "PATIENCE", 0.05)
    monkeypatch.setattr(doubt, "PAUSES", (60,))
    gate = Gate()
    before = rows(stage)
    stage.wire.after = only("POST", BOOKINGS, lambda *_: gate.pass_through())
    stage.wire.before = only("GET", KEYS, down)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "Still waiting")
        await until(pilot, gate.met.is_set, "it is booked")
        await press_through(pilot, "escape", "know yet whether this was booked", "", "No certain answer yet")
        stage.wire.before = None
        await press_through(pilot, "enter", "Booked as APP-20057")
    assert rows(stage) == before + 1


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (down, "cannot be reached"),
        (lambda _: httpx.Response(401, json={"refusals": [{"code": "not_signed_in"}]}), "does not recognise you"),
        (lambda _: httpx.Response(200, content=b"<html>"), "Strange answer"),
        (lambda _: httpx.Response(503, json={"refusals": [{"code": "busy_try_later"}]}), "is busy and saved nothing"),
        (lambda _: httpx.Response(500, content=b"oops"), "Strange answer"),
        (lambda _: httpx.Response(404, json={"refusals": [{"code": "not_found"}]}), "does not have this"),
    ],
    ids=["down", "401", "garbage", "503", "500", "404"],
)
async def test_a_failing_question_is_told_at_every_step(stage, answer, told):
    async with stage.wizard(GRACE) as pilot:
        stage.wire.before = only("GET", "/v1/appointments", answer)
        await press_through(pilot, "enter", told, "escape", "How do you want")
        stage.wire.before = None
        await press_through(pilot, "enter", "37 left", "enter", "Fits ")
        stage.wire.before = only("POST", "/v1/booking-checks", answer)
        await press_through(pilot, "right_square_bracket", "could not be checked", "enter", told)
        stage.wire.before = None
        await press_through(pilot, "escape", "Starting time", "left_square_bracket", "Fits ")
        await press_through(pilot, "enter", "Is this right?")


def no(status, code):
    return httpx.Response(status, json={"refusals": [{"code": code}]})


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (no(503, "busy_try_later"), "is busy and saved nothing"),
        (no(507, "out_of_space"), "has no space left and saved nothing"),
        (no(401, "not_signed_in"), "does not recognise you"),
        (no(422, "malformed"), "cannot read this"),
        (no(409, "no_sessions_left"), "has no sessions left"),
        (no(409, "of_a_later_version"), "refuses this (of a later version)"),
        (httpx.Response(418, content=b"teapot"), "Strange answer"),
    ],
    ids=["503", "507", "401", "422", "no-sessions", "later-version", "418"],
)
async def test_a_refusal_of_finalise_is_told_and_the_review_stays(stage, answer, told):
    before = rows(stage)
    stage.wire.before = only("POST", BOOKINGS, lambda _: answer)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", told, "escape", "Is this right?")
        assert rows(stage) == before
        stage.wire.before = None
        await press_through(pilot, "ctrl+f", "Booked as")
    assert rows(stage) == before + 1


@pytest.mark.every(2)
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(201, content=b"<html>"),
        httpx.Response(201, json={"reference": "APP-1"}),
        httpx.Response(201, content=b"[" * 100_000),
        httpx.Response(201, content=b"x" * 9_000_000),
        httpx.Response(500, content=b"oops"),
        httpx.Response(502, content=b""),
        no(500, "internal"),
        no(409, "key_in_progress"),
    ],
    ids=["html", "half", "deep", "huge", "500", "502", "internal", "in-progress"],
)
async def test_an_answer_to_finalise_that_tells_nothing_is_looked_into(stage, answer):
    before = rows(stage)
    stage.wire.after = only("POST", BOOKINGS, lambda *_: answer)
    async with stage.wizard(GRACE) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "Booked as APP-20057")
    assert rows(stage) == before + 1
    assert len(keys(stage)) == 1


async def test_a_failing_search_for_free_times_is_told(stage):
    async with stage.wizard(GRACE) as pilot:
        stage.wire.before = only("GET", f"/v1/appointments/{GRACE}/rebooking/openings", down)
        await press_through(pilot, "3 enter", "cannot be reached")
        stage.wire.before = None
        await press_through(pilot, "enter", "free times until")


@pytest.mark.parametrize("appointment", ["APP-20028", "APP-99999"])
async def test_a_wizard_that_cannot_begin_says_why_and_closes(stage, appointment):
    if appointment == GRACE:
        stage.wire.before = only("GET", f"/v1/appointments/{GRACE}/rebooking", down)
    async with stage.program() as pilot:
        from consultant_tui.screens.rebooking.wizard import Wizard

        pilot.app.push_screen(Wizard(stage.desk, appointment), stage.result.append)
        await shown(pilot, "cannot be reached" if appointment == GRACE else "does not have this")
        await press_through(pilot, "escape", "Recently completed")
    assert stage.result == [None]


async def test_leaving_asks_first_and_books_nothing(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "37 left", "q", "Leave without booking?")
        await press_through(pilot, "enter", "Which line", "ctrl+c", "Leave without booking?")
        await press_through(pilot, "right enter", "Quick View")
    assert stage.result == [None]
    assert not stage.wire.sent("POST", BOOKINGS)


async def test_back_from_the_first_step_asks_only_when_something_was_entered(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "37 left", "enter", "Fits ", "tab 1 0", "10:00-11:00")
        await press_through(pilot, "escape", "37 left", "escape", "How do you want", "escape", "Leave without booking?")
        await press_through(pilot, "escape", "How do you want")
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "37 left", "escape", "How do you want", "escape", "Quick View")
    assert stage.result == [None]


async def test_q_in_a_field_is_a_letter(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "37 left", "enter", "Fits ", "q", "▸ Appointment date  q")
        await press_through(pilot, "tab tab q", "Leave without booking?")


async def test_a_killed_booking_is_kept_and_a_finished_one_is_not(stage, tmp_path):
    journal = Journal(tmp_path / "state")
    async with stage.wizard(GRACE, journal=journal) as pilot:
        await to_review(pilot)
        kept = journal.read()
        assert kept is not None
        assert (kept.draft.case, kept.attempt) == ("ASST-100028", None)
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "Quick View")
    assert journal.read() is None


async def test_what_was_typed_before_a_kill_is_there_when_it_is_resumed(stage, tmp_path):
    journal = Journal(tmp_path / "state")
    async with stage.wizard(GRACE, journal=journal) as pilot:
        await press_through(pilot, "enter", "37 left", "enter", "Fits ", "tab 1 0 3 0", "10:30-11:30")
        unfinished = journal.read()
    assert unfinished is not None
    async with stage.program() as pilot:
        from consultant_tui.screens.rebooking.wizard import Wizard

        pilot.app.push_screen(Wizard(stage.desk, GRACE, journal=journal, resume=unfinished), stage.result.append)
        await press_through(pilot, "", "Fri 27 Nov 2026  10:30-11:30")


async def test_a_booking_killed_after_sending_is_found_out_by_the_next_start(stage, tmp_path):
    journal = Journal(tmp_path / "state")
    before = rows(stage)
    stage.wire.after = only("POST", BOOKINGS, drop)
    stage.wire.before = only("GET", KEYS, down)
    async with stage.wizard(GRACE, journal=journal) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "know yet whether this was booked")
    unfinished = journal.read()
    assert unfinished is not None
    assert unfinished.attempt is not None
    stage.wire.before = stage.wire.after = None
    async with stage.program() as pilot:
        from consultant_tui.screens.rebooking.wizard import Wizard

        pilot.app.push_screen(Wizard(stage.desk, GRACE, journal=journal, resume=unfinished), stage.result.append)
        await press_through(pilot, "", "Booked as APP-20057", "enter", "Quick View")
    assert rows(stage) == before + 1
    assert journal.read() is None


async def test_another_booking_first_finds_out_about_the_one_before(stage, tmp_path):
    journal = Journal(tmp_path / "state")
    stage.wire.after = only("POST", BOOKINGS, drop)
    stage.wire.before = only("GET", KEYS, down)
    async with stage.wizard(GRACE, journal=journal) as pilot:
        await to_review(pilot)
        await press_through(pilot, "ctrl+f", "know yet whether", "escape escape", "Quick View")
    stage.wire.before = stage.wire.after = None
    async with stage.program() as pilot:
        from consultant_tui.screens.rebooking.wizard import Wizard

        pilot.app.push_screen(Wizard(stage.desk, "APP-20021", journal=journal), stage.result.append)
        await press_through(pilot, "", "Booked as APP-20057")
        assert "Grace Mbeki" in seen(pilot)
    assert journal.read() is None


async def test_an_unfinished_draft_is_resumed_with_all_it_held(stage, tmp_path):
    journal = Journal(tmp_path / "state")
    async with stage.wizard(GRACE, journal=journal) as pilot:
        await press_through(pilot, "enter", "37 left", "enter", "Fits ", "tab 1 0 3 0", "10:30-11:30")
        await press_through(pilot, "enter", "Is this right?")
    unfinished = journal.read()
    assert unfinished is not None
    async with stage.program() as pilot:
        from consultant_tui.screens.rebooking.wizard import Wizard

        pilot.app.push_screen(Wizard(stage.desk, GRACE, journal=journal, resume=unfinished), stage.result.append)
        await press_through(pilot, "", "Fri 27 Nov 2026  10:30-11:30")


async def test_keys_typed_while_the_wizard_loads_are_not_lost(stage):
    async with stage.program() as pilot:
        from consultant_tui.screens.rebooking.wizard import Wizard

        gate = stage.wire.hold("GET", f"/v1/appointments/{GRACE}/rebooking")
        pilot.app.push_screen(Wizard(stage.desk, GRACE))
        await pilot.press("2", "enter")
        gate.open()
        screen = await shown(pilot, "Which line of your schedule")
        assert "Same time next week" not in screen, "Retrospective was taken"
