"""A session booked online: judged anew, recorded whole, once for each hold, and told to both sides."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState, Modality, Origin, Platform, Standing
from server_stub.domain.names import words_of
from server_stub.services import holds, online_booking, online_cases, online_changes
from server_stub.services.online_orders import Newcomer
from server_stub.services.refused import RefusedError
from server_stub.storage.portal_tables import accounts, attendees
from server_stub.storage.tables import (
    appointments,
    audit,
    balances,
    cases,
    client_claims,
    clients,
    outbox,
    person_claims,
    search_words,
)
from tests.backend.online import ANY, CONTACT, FIRST, NEXT, Clinic, at, ordered
from tests.backend.practice import MELBOURNE

ADA = "ada@example.org"


@pytest.fixture
def clinic(practice):
    clinic = Clinic(practice)
    clinic.consultant(ADA, opens="09:00", closes="12:00")
    yield clinic
    assert clinic.broken() == (), "whatever was done, the database holds together"


@pytest.fixture
def ana(clinic):
    return clinic.sign_up("ana@example.com")


@pytest.fixture
def case(practice):
    return practice.open_case(zone=MELBOURNE, name="Bo Lund", entitled=3)


@pytest.fixture
def bo(clinic, practice, case):
    """An account that is associated."""
    return clinic.sign_up("bo@example.com", client=practice.client_of(case))


def refused(code):
    return pytest.raises(RefusedError, match=code)


def rows(clinic, query):
    with clinic.practice.engines.reading() as connection:
        return connection.execute(query).all()


def only(clinic, table):
    (row,) = rows(clinic, select(table))
    return row


def figures(clinic, case):
    (row,) = rows(clinic, select(balances).join(cases).where(cases.c.reference == case))
    return row.entitled, row.used, row.booked


def confirm(clinic, account, order):
    return online_booking.confirm(clinic.office, account, order)


def check(clinic, account, order):
    return online_booking.check(clinic.office, account, order)


def test_a_new_clients_first_booking_makes_a_prospect_with_a_case(clinic, ana, practice):
    clinic.entitle(5)
    booked = clinic.book(ana, wishes="I sleep badly")
    appointment, account = only(clinic, appointments), only(clinic, accounts)
    (prospect,) = rows(clinic, select(clients).where(clients.c.id == account.prospect_id))
    assert (prospect.name, prospect.standing, prospect.email) == ("Ana Lindqvist", Standing.PROSPECT, "ana@example.com")
    assert (prospect.first_name, prospect.last_name) == ("Ana", "Lindqvist")
    assert (prospect.phone, prospect.address, prospect.zone) == (CONTACT.phone, CONTACT.address, MELBOURNE)
    assert appointment.client_id == prospect.id
    assert (appointment.origin, appointment.account_id) == (Origin.PORTAL, ana)
    assert (appointment.location, appointment.reason, appointment.reason_name) == ("rooms", "first", "First talk")
    assert appointment.wishes == "I sleep badly"
    assert appointment.starts == at("2026-11-24T10:00")
    assert (appointment.wall_start.hour, appointment.zone, appointment.offset) == (10, MELBOURNE, 660)
    assert figures(clinic, booked.case) == (5, 0, 1)
    assert booked.reference == appointment.reference
    assert f"{booked.client.start.wall:%H:%M} {booked.consultant} {booked.reason_name}" == "10:00 Ada First talk"


def test_both_sides_time_is_claimed_and_the_hold_is_gone(clinic, ana):
    clinic.book(ana)
    claims = rows(clinic, select(person_claims))
    assert len(claims) == 12
    assert {claim.hold_id for claim in claims} == {None}
    assert clinic.count(client_claims) == 12


def test_the_client_and_the_consultant_are_told_at_once(clinic, ana):
    clinic.set_up(copies='["office@example.org"]')
    booked = clinic.book(ana)
    told = rows(clinic, select(outbox).order_by(outbox.c.id))
    assert {(row.kind, row.recipient) for row in told} == {
        ("confirmation", "ana@example.com"),
        ("confirmation", "office@example.org"),
        ("portal_booked", ADA),
    }
    assert {row.due for row in told} == {clinic.practice.now}
    assert all(booked.reference in row.facts for row in told)


def test_it_stands_in_the_audit_under_the_account(clinic, ana):
    clinic.book(ana)
    acts = rows(clinic, select(audit.c.act, audit.c.account_id, audit.c.profile_id).order_by(audit.c.id))
    assert ("booked", ana, None) in acts
    assert ("time_held", ana, None) in acts


def test_the_consultant_finds_the_prospect_by_name(clinic, ana):
    clinic.book(ana)
    known = {row.word for row in rows(clinic, select(search_words))}
    assert words_of("Ana Lindqvist") <= known


def test_posting_twice_books_once(clinic, ana):
    held = clinic.hold(ana)
    first, second = (confirm(clinic, ana, ordered(held)) for _ in range(2))
    assert first == second
    assert clinic.count(appointments) == 1
    kept = holds.held(clinic.office, ana, held.id)
    assert (kept.booked, kept.live) == (first.reference, False)


def test_a_time_that_is_not_kept_any_more_is_booked_if_it_is_still_free(clinic, ana):
    held = clinic.hold(ana)
    clinic.later(45)
    assert confirm(clinic, ana, ordered(held)).reference == "APP-1"


def test_a_time_that_went_to_another_is_said_to_be_gone(clinic, ana):
    held = clinic.hold(ana)
    clinic.later(11)
    clinic.book(clinic.sign_up("cy@example.com"))
    for attempt in (lambda: confirm(clinic, ana, ordered(held)), lambda: unless(check(clinic, ana, ordered(held)))):
        with refused(Code.TIME_GONE):
            attempt()
    assert clinic.count(appointments) == 1


def unless(checked):
    if checked.refusals:
        raise RefusedError(checked.refusals)


def test_the_notice_may_pass_while_the_form_is_filled_in(clinic, ana):
    """What was early enough when it was chosen is early enough; not when it is kept no longer."""
    clinic.practice.now = at("2026-11-24T07:55")
    held = clinic.hold(ana)
    clinic.later(9)
    assert not check(clinic, ana, ordered(held)).refusals
    clinic.later(2)
    with refused(Code.TOO_SOON):
        confirm(clinic, ana, ordered(held))


def test_another_reason_of_another_length_needs_another_time(clinic, bo):
    held = clinic.hold(bo, NEXT)
    other = replace(ANY, location="rooms", modality=Modality.VIDEO_CALL)
    with refused(Code.TIME_GONE):
        confirm(clinic, bo, ordered(held, other))


def test_a_line_that_ends_meanwhile_is_gone(clinic, ana, practice):
    held = clinic.hold(ana)
    practice.go_on_leave(ADA, "2026-11-24T10:30", "2026-11-24T11:00")
    with refused(Code.TIME_GONE):
        confirm(clinic, ana, ordered(held))


def test_nobody_is_given_another_consultant_in_silence(clinic, ana, practice):
    """What was shown with the time is what is booked, or nothing is."""
    clinic.consultant("eve@example.org", opens="09:00", closes="12:00")
    held = clinic.hold(ana)
    assert held.consultant == "Ada"
    practice.go_on_leave(ADA, "2026-11-24T10:30", "2026-11-24T11:00")
    assert "10:00" in clinic.times(ana, FIRST)
    with refused(Code.TIME_GONE):
        confirm(clinic, ana, ordered(held))


def test_a_video_call_is_by_the_platform_whose_link_the_backend_makes(clinic, ana):
    booked = clinic.book(ana, replace(FIRST, modality=Modality.VIDEO_CALL))
    assert booked.platform is Platform.TEAMS
    (told,) = rows(clinic, select(outbox).where(outbox.c.kind == "confirmation"))
    assert "https://meet.example.org/" in told.facts


def test_until_the_address_is_verified_one_session_is_booked_ever(clinic):
    """Seed 003; a cancelled one was booked too."""
    new = clinic.sign_up("new@example.com", verified=False)
    booked = clinic.book(new)
    online_changes.cancel(clinic.office, new, booked.reference, booked.version, charged=False)
    with refused(Code.VERIFY_FIRST):
        clinic.hold(new, wall="2026-11-24T11:00")
    with clinic.practice.engines.writing() as connection:
        connection.execute(update(accounts).values(verified=clinic.practice.now))
    assert clinic.hold(new, wall="2026-11-24T11:00").live


def test_no_more_than_so_many_sessions_are_coming(clinic, ana, practice):
    """Those that somebody else booked count as well; those that are over do not."""
    clinic.set_up(most_open="2")
    clinic.book(ana)
    clinic.book(ana, wall="2026-11-24T11:00")
    with refused(Code.TOO_MANY_OPEN) as error:
        clinic.hold(ana, wall="2026-11-25T10:00")
    assert error.value.refusals[0].number == 2
    practice.now = at("2026-11-24T10:00")
    assert clinic.hold(ana, wall="2026-11-25T10:00").live


def test_a_second_booking_of_a_prospect_is_for_the_same_row_and_case(clinic, ana):
    first = clinic.book(ana)
    second = clinic.book(ana, wall="2026-11-24T11:00", contact=replace(CONTACT, phone="0400 999 999"))
    assert first.case == second.case
    account = only(clinic, accounts)
    (prospect,) = rows(clinic, select(clients).where(clients.c.id == account.prospect_id))
    assert prospect.phone == "0400 999 999"
    assert {row.client_id for row in rows(clinic, select(appointments))} == {prospect.id}


def test_what_is_known_of_a_client_is_not_overwritten(clinic, bo, case):
    booked = clinic.book(bo, NEXT)
    (client,) = rows(clinic, select(clients).where(clients.c.name == "Bo Lund"))
    assert client.phone == ""
    assert booked.case == case
    assert figures(clinic, case) == (3, 0, 1)
    assert only(clinic, accounts).prospect_id is None


def test_details_are_remembered_only_when_that_is_wanted(clinic, ana):
    clinic.book(ana)
    assert only(clinic, accounts).phone == ""
    clinic.book(ana, wall="2026-11-24T11:00", remember=True)
    account = only(clinic, accounts)
    assert (account.first_name, account.last_name, account.phone) == ("Ana", "Lindqvist", CONTACT.phone)


def test_a_new_client_says_who_they_are(clinic, ana):
    held = clinic.hold(ana)
    assert [refusal.field for refusal in check(clinic, ana, ordered(held, contact=None)).refusals] == ["name"]


def test_both_names_of_a_new_client_fit_or_are_refused(clinic, ana):
    held = clinic.hold(ana)
    fits = replace(CONTACT, first_name="A" * 100, last_name="B" * 99)
    (refusal,) = check(clinic, ana, ordered(held, contact=replace(fits, last_name="B" * 100))).refusals
    assert (refusal.code, refusal.field, refusal.number) == (Code.TOO_LONG, "last_name", 99)
    with refused(Code.TOO_LONG):
        confirm(clinic, ana, ordered(held, contact=replace(fits, last_name="B" * 100)))
    confirm(clinic, ana, ordered(held, contact=fits))
    assert len(rows(clinic, select(clients).where(clients.c.name == fits.name))) == 1


def test_the_last_session_is_counted(clinic, bo, practice):
    for wall in ("2026-11-24T10:00", "2026-11-24T11:00", "2026-11-25T10:00"):
        clinic.set_up(most_open="9")
        clinic.book(bo, NEXT, wall)
    held = clinic.hold(bo, NEXT, "2026-11-25T11:00")
    assert [refusal.code for refusal in check(clinic, bo, ordered(held, NEXT)).refusals] == [Code.NO_SESSIONS_LEFT]
    with refused(Code.NO_SESSIONS_LEFT):
        confirm(clinic, bo, ordered(held, NEXT))


def test_a_case_with_sessions_is_chosen_and_the_check_tells_which(clinic, bo, case, practice):
    other = practice.open_case(client=practice.client_of(case), entitled=0)
    checked = check(clinic, bo, ordered(clinic.hold(bo, NEXT), NEXT))
    assert other != case
    assert (checked.case, checked.figures.available) == (case, 3)


def test_another_case_is_opened_with_the_booking_when_it_is_wished(clinic, bo, case, practice):
    practice.appoint(ADA, case, "2026-11-16T09:00", AppointmentState.COMPLETED, zone=MELBOURNE)
    booked = clinic.book(bo, NEXT, case=online_cases.NEW)
    (opened,) = rows(clinic, select(cases).where(cases.c.reference == booked.case))
    assert opened.issue == "Next session"
    assert figures(clinic, booked.case) == (6, 0, 1)
    assert figures(clinic, case) == (3, 1, 0)
    again = clinic.hold(bo, NEXT, "2026-11-24T11:00")
    checked = check(clinic, bo, ordered(again, NEXT, case=online_cases.NEW))
    assert [(refusal.code, refusal.name) for refusal in checked.refusals] == [(Code.CASE_IS_OPEN, booked.case)]


def test_a_case_beyond_the_first_is_opened_only_for_who_is_associated(clinic, ana):
    clinic.consultant("phon@example.org", location="away")
    first = clinic.book(ana, case=online_cases.NEW)
    held = clinic.hold(ana, ANY, "2026-11-25T10:00")
    asked = ordered(held, ANY, case=online_cases.NEW)
    assert [refusal.code for refusal in check(clinic, ana, asked).refusals] == [Code.ACCOUNT_NOT_ASSOCIATED]
    with refused(Code.ACCOUNT_NOT_ASSOCIATED):
        confirm(clinic, ana, asked)
    assert confirm(clinic, ana, replace(asked, case="")).case == first.case


def test_the_opening_of_a_case_is_audited_with_the_booking(clinic, ana):
    booked = clinic.book(ana)
    clinic.book(ana, wall="2026-11-24T11:00")
    opened = rows(clinic, select(audit).where(audit.c.act == "case_opened"))
    told = [(row.account_id, row.client_id, row.detail) for row in opened]
    assert told == [(ana, only(clinic, accounts).prospect_id, booked.case)]


def test_anothers_case_is_not_found(clinic, bo, practice):
    held = clinic.hold(bo, NEXT)
    with refused(Code.NOT_FOUND):
        check(clinic, bo, ordered(held, NEXT, case=practice.open_case()))


def test_a_client_is_not_in_two_places(clinic, bo, case, practice):
    held = clinic.hold(bo, NEXT)
    practice.engage("eve@example.org")
    practice.appoint("eve@example.org", case, "2026-11-24T10:30", zone=MELBOURNE)
    with refused(Code.CLIENT_BUSY):
        confirm(clinic, bo, ordered(held, NEXT))


def test_somebody_else_attends(clinic, ana):
    child = Newcomer(name="Kim", kind="child", details="Seven years old")
    clinic.book(ana, newcomer=child)
    clinic.book(ana, wall="2026-11-24T11:00", newcomer=child)
    known = only(clinic, attendees)
    assert (known.name, known.kind, known.details, known.account_id) == ("Kim", "child", "Seven years old", ana)
    clinic.book(ana, wall="2026-11-25T11:00", attendee=known.reference)
    assert {row.attendee_id for row in rows(clinic, select(appointments))} == {known.id}


def test_two_of_one_name_but_of_another_kind_are_two(clinic, ana):
    """Seed 004: name and species must be the same."""
    clinic.book(ana, newcomer=Newcomer(name="Kim", kind="child"))
    clinic.book(ana, wall="2026-11-24T11:00", newcomer=Newcomer(name="Kim", kind="partner"))
    assert {row.kind for row in rows(clinic, select(attendees))} == {"child", "partner"}


@pytest.mark.parametrize(
    "who",
    [{"newcomer": Newcomer(name="Rex", kind="pet")}, {"attendee": "ATT-77"}],
    ids=["a kind that does not attend there", "another's"],
)
def test_only_who_attends_there_can(clinic, ana, who):
    held = clinic.hold(ana)
    with refused(Code.CHOICE_NOT_OFFERED) as error:
        confirm(clinic, ana, ordered(held, **who))
    assert error.value.refusals[0].field == "attendee"


def test_a_kind_that_attends_elsewhere_does_not_attend_here(clinic, ana):
    """Seed 004: which kinds there are depends on the location."""
    clinic.consultant("eve@example.org", location="away")
    held = clinic.hold(ana, ANY)
    with refused(Code.CHOICE_NOT_OFFERED):
        confirm(clinic, ana, ordered(held, ANY, newcomer=Newcomer(name="Kim", kind="child")))


def test_nothing_is_left_of_a_booking_that_fails(clinic, ana, practice):
    held = clinic.hold(ana)
    practice.go_on_leave(ADA, "2026-11-24T10:30", "2026-11-24T11:00")
    with refused(Code.TIME_GONE):
        confirm(clinic, ana, ordered(held, newcomer=Newcomer(name="Kim", kind="child")))
    assert [clinic.count(table) for table in (appointments, attendees, outbox, client_claims)] == [0, 0, 0, 0]
    assert only(clinic, accounts).prospect_id is None
    assert clinic.count(person_claims) == 12, "the hold stands"


def test_a_repeated_hour_is_booked_as_the_one_that_was_chosen(clinic, practice):
    """In April the clocks of Melbourne show two o'clock twice."""
    practice.now = at("2026-03-20T09:00")
    clinic.consultant("nox@example.org", opens="01:00", closes="05:00", days="7")
    ana = clinic.sign_up("ana@example.com")
    early, late = at("2026-04-05T02:00"), at("2026-04-05T02:00").replace(hour=16)
    held = holds.hold(clinic.office, ana, FIRST, late)
    assert late.hour - early.hour == 1
    confirm(clinic, ana, ordered(held))
    appointment = only(clinic, appointments)
    assert (appointment.starts, appointment.wall_start.hour, appointment.offset) == (late, 2, 600)


def test_anothers_session_is_not_shown(clinic, ana, bo):
    booked = clinic.book(ana)
    assert online_booking.booked(clinic.office, ana, booked.reference) == booked
    with refused(Code.NOT_FOUND):
        online_booking.booked(clinic.office, bo, booked.reference)
