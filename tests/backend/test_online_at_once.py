"""What clients and those who look after them do at once, over two sets of connections, ends in good order."""

from collections import Counter

import pytest
from sqlalchemy import select

from consultant_tui.contract.prospects import Association
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.signing import Renewal, SignIn
from consultant_tui.contract.vocabulary import LinkKind, MessageKind
from server_stub.services import (
    accounts,
    contact,
    drafts,
    holds,
    joining,
    links,
    online_booking,
    organisation_codes,
    own_cases,
    signing,
    throttling,
)
from server_stub.services.accounts import SignUp
from server_stub.services.clerks import Clerk
from server_stub.services.contact import Contact
from server_stub.services.throttling import Guess
from server_stub.storage import accounts as stored
from server_stub.storage import drafts as drafts_stored
from server_stub.storage import portal_access
from server_stub.storage.faults import StaleError
from server_stub.storage.portal_tables import account_links, attempts
from server_stub.storage.portal_tables import accounts as accounts_table
from server_stub.storage.portal_tables import holds as holds_table
from server_stub.storage.portal_tables import organisation_codes as codes
from server_stub.storage.sign_in_tables import renewals
from server_stub.storage.tables import appointments, cases, outbox, person_claims
from tests.backend.online import FIRST, at, ordered
from tests.backend.practice import MELBOURNE
from tests.backend.test_online_races import ADA, clinic, offices, race, told

__all__ = ["clinic", "offices"]

ANA = "ana@example.com"
PASSWORD = "seven quiet herons"  # noqa: S105
RACERS = 8


def rows(clinic, table):
    with clinic.practice.engines.reading() as connection:
        return connection.execute(select(table)).all()


def account(clinic, account_id):
    with clinic.practice.engines.reading() as connection:
        return stored.by_id(connection, account_id)


def noor(clinic):
    return Clerk(None, "Noor", clinic.practice.now, MELBOURNE)


def unless_stale(attempt):
    """Tell by its code, as the wire does, that somebody else was quicker."""

    def go(office):
        try:
            return attempt(office)
        except StaleError:
            return Code.STALE

    return go


def test_every_try_is_counted(clinic, offices):
    def guess(office):
        throttling.begin(office, Guess(kind="password", target=ANA, address="192.0.2.1"))

    results = race(offices, [guess] * RACERS)
    assert told(results) == {None: 5, Code.TOO_MANY_TRIES: RACERS - 5}
    assert sorted(row.failures for row in rows(clinic, attempts)) == [5, 5, 5]


def test_an_address_is_signed_up_once(clinic, offices):
    clinic.practice.open_case()
    code = organisation_codes.make(clinic.office.engines, "ORG-1", clinic.practice.now)
    wanted = SignUp(code=code, email=ANA, password=PASSWORD, zone=MELBOURNE)
    results = race(
        offices,
        [lambda office, of=of: accounts.sign_up(office, wanted, f"192.0.2.{of}") for of in range(RACERS)],
    )
    assert len(set(results)) == RACERS
    assert len(rows(clinic, accounts_table)) == 1
    sent = Counter(row.kind for row in rows(clinic, outbox))
    assert sent == {MessageKind.VERIFY_EMAIL: 1, MessageKind.ACCOUNT_KNOWN: RACERS - 1}


def test_a_link_is_used_once(clinic, offices):
    ana = clinic.sign_up(ANA, verified=False)
    with clinic.practice.engines.writing() as connection:
        until = clinic.practice.now.replace(year=2027)
        portal_access.add_link(connection, ana, LinkKind.RESET, "secret", clinic.practice.now, until)
    results = race(
        offices,
        [lambda office, of=of: links.reset(office, "secret", f"{PASSWORD} {of}", "192.0.2.1", "") for of in range(8)],
    )
    assert told(results) == {None: 1, Code.LINK_NOT_VALID: RACERS - 1}


def test_of_many_links_one_is_good(clinic, offices):
    ana = account(clinic, clinic.sign_up(ANA, verified=False))
    race(offices, [lambda office, of=of: accounts.resend(office, ana, f"192.0.2.{of}") for of in range(RACERS)])
    assert len([row for row in rows(clinic, account_links) if row.expires > clinic.practice.now]) == 1


def test_a_renewal_is_exchanged_for_one(clinic, offices):
    signing.set_password(clinic.office, ADA, PASSWORD)
    given = signing.sign_in(clinic.office, SignIn(email=ADA, password=PASSWORD), "192.0.2.1")
    race(offices, [lambda office: signing.renew(office, Renewal(renewal=given.renewal))] * RACERS)
    assert len([row for row in rows(clinic, renewals) if row.used is None]) == 1


def test_one_draft_is_kept(clinic, offices):
    ana = clinic.sign_up(ANA)
    race(offices, [lambda office, of=of: drafts.keep(office, ana, f"{of}") for of in range(RACERS)])
    with clinic.practice.engines.reading() as connection:
        assert drafts_stored.typed(connection, ana, clinic.practice.now) in set("01234567")


def test_another_case_is_opened_once(clinic, offices):
    case = clinic.practice.open_case(zone=MELBOURNE)
    clinic.practice.appoint(ADA, case, "2026-11-16T10:00", zone=MELBOURNE)
    ana = clinic.sign_up(ANA, client=clinic.practice.client_of(case))
    results = race(offices, [lambda office: own_cases.open_case(office, ana, "Sleep")] * RACERS)
    assert told(results)[None] == 1
    assert len([row for row in rows(clinic, cases) if row.issue == "Sleep"]) == 1


def test_one_code_is_left_by_many_rotations(clinic, offices):
    clinic.practice.open_case()
    now = clinic.practice.now
    race(offices, [lambda office: organisation_codes.rotate(office.engines, "ORG-1", now)] * RACERS)
    assert len([row for row in rows(clinic, codes) if row.retires is None]) == 1


def test_one_time_is_kept_for_an_account(clinic, offices):
    """In many windows of one browser, each with another time."""
    clinic.consultant("bo@example.org", opens="09:00", closes="17:00")
    ana = clinic.sign_up(ANA)
    race(
        offices,
        [lambda office, of=of: holds.hold(office, ana, FIRST, at(f"2026-11-24T{of:02}:00")) for of in range(9, 17)],
    )
    now = clinic.practice.now
    assert len([row for row in rows(clinic, holds_table) if row.expires > now]) == 1
    assert len(rows(clinic, person_claims)) == 12


def test_holds_that_change_places_do_not_stand_in_each_others_way(clinic, offices):
    """Each gives its time free for another's, while what has expired is given free as well."""
    everybody = [clinic.sign_up(f"client{number}@example.com") for number in range(RACERS)]
    for turn in range(3):
        wished = [at(f"2026-11-24T{9 + (number + turn) % RACERS:02}:00") for number in range(RACERS)]
        results = race(
            offices,
            [
                lambda office, of=of, wish=wish: holds.hold(office, of, FIRST, wish)
                for of, wish in zip(everybody, wished, strict=True)
            ],
        )
        assert set(told(results)) <= {None, Code.TIME_GONE}
        clinic.later(6)


def test_an_account_is_associated_once(clinic, offices):
    ana = clinic.sign_up(ANA)
    clinic.book(ana)
    client, reference = clinic.practice.client_of(clinic.practice.open_case()), account(clinic, ana).reference
    joined = Association(client=client)
    version = account(clinic, ana).version
    associate = unless_stale(lambda office: joining.associate(office, noor(clinic), reference, version, joined))
    assert told(race(offices, [associate] * RACERS))[None] == 1
    part = unless_stale(lambda office: joining.part(office, noor(clinic), reference, version + 1))
    assert told(race(offices, [part] * RACERS))[None] == 1


@pytest.mark.parametrize("turn", range(3))
def test_what_is_booked_while_its_holder_becomes_a_client_is_the_clients(clinic, offices, turn):
    """A client confirms, changes the contact details and is associated, all in the same moment."""
    ana = clinic.sign_up(ANA)
    order = ordered(clinic.hold(ana))
    client, known = clinic.practice.client_of(clinic.practice.open_case()), account(clinic, ana)
    wanted = Contact(first_name="Ana", last_name="Lind", phone="1", address="", zone=MELBOURNE)
    joined = Association(client=client)
    confirm = lambda office: online_booking.confirm(office, ana, order)  # noqa: E731
    associate = unless_stale(
        lambda office: joining.associate(office, noor(clinic), known.reference, known.version, joined)
    )
    seen = contact.known(clinic.office, known).version
    change = unless_stale(lambda office: contact.change(office, known, seen, wanted))
    race(offices, [confirm, associate, change, confirm, associate, change])
    (row,) = rows(clinic, accounts_table)
    taken = {row.client_id, row.prospect_id} - {None}
    assert {met.client_id for met in rows(clinic, appointments)} <= taken
    if row.client_id:
        assert {met.client_id for met in rows(clinic, appointments)} <= {row.client_id}
