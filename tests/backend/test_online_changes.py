"""What a client changes online: told what it costs first, and charged that or nothing."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select, update

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState, CancelledBy, ScheduleKind
from server_stub.services import holds, online_changes, own_sessions
from server_stub.services.online_times import Wish
from server_stub.services.refused import RefusedError
from server_stub.storage.tables import acts, appointments, audit, ledger, outbox, person_claims
from tests.backend.asking import codes
from tests.backend.changing import change
from tests.backend.online import NEXT, SETTINGS, Clinic, at
from tests.backend.practice import MELBOURNE

MIRA = "mira@example.org"


@pytest.fixture
def clinic(practice, mira):
    clinic = Clinic(practice)
    clinic.place(practice.add_line(MIRA, opens="09:00", closes="12:00"), "rooms")
    yield clinic
    assert clinic.broken() == (), "whatever was done, the database holds together"


@pytest.fixture
def case(practice):
    return practice.open_case(zone=MELBOURNE, name="Bo Lund", entitled=2)


@pytest.fixture
def bo(clinic, practice, case):
    return clinic.sign_up("bo@example.com", client=practice.client_of(case))


@pytest.fixture
def session(clinic, bo):
    """A session on Wednesday at ten, with 49 hours to go."""
    return clinic.book(bo, NEXT, "2026-11-25T10:00").reference


def refused(code):
    return pytest.raises(RefusedError, match=code)


def rows(clinic, query):
    with clinic.practice.engines.reading() as connection:
        return connection.execute(query).all()


def row(clinic, reference):
    (found,) = rows(clinic, select(appointments).where(appointments.c.reference == reference))
    return found


def offered(clinic, account, reference):
    return online_changes.offer(clinic.office, account, reference)


def cancel(clinic, account, reference, *, version=1, charged=False, reason=""):
    return online_changes.cancel(clinic.office, account, reference, version, reason, charged=charged)


def moved(clinic, account, reference, wall, *, version=1, charged=False):
    kept = holds.hold(clinic.office, account, Wish(moving=reference), at(wall))
    return online_changes.move(clinic.office, account, reference, version, kept.id, charged=charged)


def test_the_consequence_and_the_deadline_are_told_first(clinic, bo, session):
    offer = offered(clinic, bo, session)
    assert not offer.charged
    assert offer.may.refusal is None
    assert f"{offer.free_until.wall:%a %H:%M} {offer.free_hours}" == "Tue 10:00 24"
    assert (offer.figures.available, offer.figures_cancelled.available, offer.figures_moved.available) == (1, 2, 1)
    clinic.practice.now = at("2026-11-24T10:00") + timedelta(seconds=1)
    late = offered(clinic, bo, session)
    assert late.charged
    assert (late.figures_cancelled.available, late.figures_cancelled.used) == (1, 1)
    assert (late.figures_moved.available, late.figures_moved.used) == (0, 1)


def test_cancelling_in_time_costs_nothing(clinic, bo, session):
    changed = cancel(clinic, bo, session, reason="I am better")
    assert (changed.figures.available, changed.figures.used) == (2, 0)
    found = row(clinic, session)
    assert (found.state, found.cancelled_by, found.charged) == (AppointmentState.CANCELLED, CancelledBy.CLIENT, False)
    assert found.end_reason == "I am better"
    assert clinic.count(person_claims) == 0


def test_exactly_at_the_deadline_it_is_free_and_after_it_costs_a_session(clinic, bo, session):
    clinic.practice.now = at("2026-11-24T10:00")
    assert not offered(clinic, bo, session).charged
    clinic.practice.now += timedelta(seconds=1)
    changed = cancel(clinic, bo, session, charged=True)
    assert (changed.figures.available, changed.figures.used) == (1, 1)
    causes = [entry.cause for entry in rows(clinic, select(ledger.c.cause).order_by(ledger.c.id))]
    assert causes == ["entitled", "booked", "late_cancellation"]


def test_nothing_happens_when_the_deadline_passed_since_the_page_was_made(clinic, bo, session):
    clinic.practice.now = at("2026-11-24T10:01")
    with refused(Code.COST_CHANGED):
        cancel(clinic, bo, session, charged=False)
    with refused(Code.COST_CHANGED):
        moved(clinic, bo, session, "2026-11-26T10:00", charged=False)
    assert row(clinic, session).state == AppointmentState.BOOKED


def test_the_client_and_the_consultant_are_told_at_once(clinic, bo, session):
    clinic.practice.now += timedelta(minutes=10)
    cancel(clinic, bo, session)
    told = rows(clinic, select(outbox).where(outbox.c.made == clinic.practice.now))
    assert {(message.kind, message.recipient.partition("@")[0]) for message in told} == {
        ("cancelled", told[0].recipient.partition("@")[0]),
        ("portal_cancelled", "mira"),
    }
    assert {message.due for message in told} == {clinic.practice.now}


async def test_what_a_client_did_is_not_taken_back_by_a_consultant(clinic, bo, session, mira):
    version = cancel(clinic, bo, session).version
    answer = await mira.post(f"/v1/appointments/{session}/undo", headers={"If-Match": f'"{version}"'})
    assert codes(answer) == ["undo_not_possible"]
    assert clinic.count(acts) == 0


async def test_a_consultants_stale_page_says_that_the_client_changed_it(clinic, bo, session, mira):
    cancel(clinic, bo, session)
    answer = await mira.post(f"/v1/appointments/{session}/start", headers={"If-Match": '"1"'})
    (refusal,) = answer.json()["refusals"]
    assert (refusal["code"], refusal["name"], refusal["act"]) == ("stale", "Bo Lund", "cancelled")
    assert rows(clinic, select(audit.c.account_id).where(audit.c.act == "cancelled")) == [(bo,)]


def test_moving_in_time_costs_nothing_and_leaves_the_old_time(clinic, bo, session):
    changed = moved(clinic, bo, session, "2026-11-26T11:00")
    assert f"{changed.span.start.wall:%a %H:%M}" == "Thu 11:00"
    assert (changed.figures.available, changed.figures.used, changed.figures.booked) == (1, 0, 1)
    assert clinic.count(person_claims) == 10
    assert clinic.times(bo, NEXT, at("2026-11-25T10:00").date()) == ["09:00", "10:00", "11:00"]
    told = rows(clinic, select(outbox.c.kind).order_by(outbox.c.id))
    assert [message.kind for message in told] == ["confirmation", "portal_booked", "moved", "portal_moved"]


@pytest.mark.parametrize(
    ("settings", "offered"),
    [({}, ["08:30", "09:30", "10:30"]), ({"gap_minutes": "20"}, ["08:30", "09:40"])],
    ids=["grid", "gap"],
)
def test_every_time_that_is_offered_for_a_move_is_one_that_can_be_had(clinic, practice, settings, offered):
    """The provider's grid on the client's clock, half an hour off, is for what consultants book."""
    practice.set(grid_minutes=60)
    clinic.set_up(**settings)
    ivo = clinic.sign_up("ivo@example.com", client=practice.client_of(practice.open_case(zone="Australia/Adelaide")))
    session = clinic.book(ivo, NEXT, "2026-11-25T09:00").reference
    assert clinic.times(ivo, Wish(moving=session), date(2026, 11, 26)) == offered
    for version, wall in enumerate(offered, 1):
        kept = holds.hold(clinic.office, ivo, Wish(moving=session), at(f"2026-11-26T{wall}", "Australia/Adelaide"))
        online_changes.move(clinic.office, ivo, session, version, kept.id, charged=False)
    assert f"{row(clinic, session).wall_start:%a %H:%M}" == f"Thu {offered[-1]}"


async def test_a_consultants_move_stays_on_the_providers_grid(clinic, practice, mira, bo, session):
    practice.set(grid_minutes=60)
    line = practice.add_line(MIRA, opens="13:00", closes="17:00")
    body = {"schedule": line, "day": "2026-11-26", "start": "14:30:00"}
    answer = await mira.post(f"/v1/appointments/{session}/move", json=body, headers={"If-Match": '"1"'})
    assert codes(answer) == ["off_the_grid"]


def test_moving_late_costs_a_session_and_needs_one(clinic, bo, session, practice, case):
    practice.now = at("2026-11-24T12:00")
    changed = moved(clinic, bo, session, "2026-11-26T11:00", charged=True)
    assert (changed.figures.available, changed.figures.used, changed.figures.booked) == (0, 1, 1)
    practice.now = at("2026-11-25T12:00")
    with refused(Code.NO_SESSIONS_LEFT):
        moved(clinic, bo, session, "2026-11-27T11:00", version=2, charged=True)
    assert row(clinic, session).starts == at("2026-11-26T11:00")


def test_moving_half_an_hour_is_not_stopped_by_the_session_itself(clinic, bo, session):
    clinic.set_up(grid_minutes="30")
    assert f"{moved(clinic, bo, session, '2026-11-25T10:30').span.start.wall:%H:%M}" == "10:30"


def test_a_move_that_is_sent_twice_moves_once(clinic, bo, session):
    kept = holds.hold(clinic.office, bo, Wish(moving=session), at("2026-11-26T11:00"))
    online_changes.move(clinic.office, bo, session, 1, kept.id, charged=False)
    with refused(Code.STALE):
        online_changes.move(clinic.office, bo, session, 1, kept.id, charged=False)
    assert row(clinic, session).version == 2


def test_the_time_that_was_wished_may_be_gone(clinic, bo, session):
    kept = holds.hold(clinic.office, bo, Wish(moving=session), at("2026-11-26T11:00"))
    clinic.later(11)
    other = clinic.sign_up("cy@example.com")
    clinic.book(other, wall="2026-11-26T11:00")
    with refused(Code.TIME_GONE):
        online_changes.move(clinic.office, bo, session, 1, kept.id, charged=False)
    assert row(clinic, session).starts == at("2026-11-25T10:00"), "the old time stands"


def test_moving_is_possible_with_as_many_sessions_as_may_be_coming(clinic, bo, session):
    clinic.set_up(most_open="1")
    assert moved(clinic, bo, session, "2026-11-26T11:00").version == 2


def test_a_session_that_began_or_ended_is_not_changed_online(clinic, bo, session):
    clinic.practice.now = at("2026-11-25T10:00")
    assert offered(clinic, bo, session).may.refusal.code is Code.IN_THE_PAST
    with refused(Code.IN_THE_PAST):
        cancel(clinic, bo, session, charged=True)
    clinic.practice.now = at("2026-11-24T08:00")
    cancel(clinic, bo, session)
    assert offered(clinic, bo, session).may.refusal.code is Code.NOT_BOOKED
    with refused(Code.NOT_BOOKED):
        cancel(clinic, bo, session, version=2)


def test_somebody_elses_change_comes_first(clinic, bo, session):
    moved(clinic, bo, session, "2026-11-26T11:00")
    with refused(Code.STALE):
        cancel(clinic, bo, session, version=1)


def test_anothers_session_is_not_found(clinic, bo, session):
    other = clinic.sign_up("cy@example.com")
    for attempt in (lambda: offered(clinic, other, session), lambda: cancel(clinic, other, session)):
        with refused(Code.NOT_FOUND):
            attempt()


def test_what_the_consultant_booked_can_be_changed_too(clinic, bo, case, practice):
    """Also from an ad hoc line, but only to an open one (seed 000)."""
    line = practice.add_line(MIRA, ScheduleKind.AD_HOC, opens="13:00", closes="17:00")
    theirs = practice.appoint(MIRA, case, "2026-11-26T14:00", schedule=line, zone=MELBOURNE)
    assert f"{moved(clinic, bo, theirs, '2026-11-26T10:00').span.start.wall:%H:%M}" == "10:00"
    cancel(clinic, bo, theirs, version=2)
    told = rows(clinic, select(outbox.c.kind).where(outbox.c.recipient == MIRA).order_by(outbox.c.id))
    assert [message.kind for message in told] == ["portal_moved", "portal_cancelled"]


NORTH = """
[[location]]
key = "north"
name = "North rooms"
address = "99 North Road"
modalities = ["in_person"]
"""


@pytest.fixture
def north(clinic, practice):
    """A line of Mira's at another location."""
    clinic.set_up(SETTINGS + NORTH)
    line = practice.add_line(MIRA, opens="13:00", closes="17:00")
    clinic.place(line, "north")
    return line


async def moved_by(mira, reference, line):
    body = {"schedule": line, "day": "2026-11-26", "start": "14:00:00"}
    answer = await change(mira, reference, "move", body)
    assert answer.status_code == 200, answer.text


async def undone(mira, reference):
    answer = await change(mira, reference, "undo", version=2)
    assert answer.status_code == 200, answer.text


def place(clinic, account, reference):
    at = own_sessions.session(clinic.office, account, reference).location
    return (at.name, at.address) if at else None


async def test_a_move_to_a_line_at_another_location_tells_the_client_its_address(clinic, bo, session, mira, north):
    await moved_by(mira, session, north)
    assert place(clinic, bo, session) == ("North rooms", "99 North Road")
    await undone(mira, session)
    assert place(clinic, bo, session) == ("Rooms", "1 High Street")


async def test_a_move_whose_location_was_not_kept_is_taken_back_all_the_same(clinic, bo, session, mira, north):
    await moved_by(mira, session, north)
    with clinic.practice.engines.writing() as connection:
        kept = msgspec.json.decode(connection.execute(select(acts.c.before)).scalar_one())
        del kept["standing"]["location"]
        connection.execute(update(acts).values(before=msgspec.json.encode(kept).decode()))
    await undone(mira, session)
    assert f"{row(clinic, session).starts:%d %H:%M}" == "24 23:00", "the time is the old one"
    assert place(clinic, bo, session) == ("North rooms", "99 North Road")


async def test_a_move_to_a_line_that_names_no_location_is_to_the_first(clinic, practice, bo, session, mira, north):
    await moved_by(mira, session, practice.add_line(MIRA, opens="13:00", closes="17:00"))
    assert place(clinic, bo, session) == ("Rooms", "1 High Street")


async def test_what_was_booked_without_a_location_has_none_after_a_move(clinic, practice, bo, case, mira, north):
    reference = practice.appoint(MIRA, case, "2026-11-25T10:00", zone=MELBOURNE, schedule=north)
    await moved_by(mira, reference, north)
    assert place(clinic, bo, reference) is None
