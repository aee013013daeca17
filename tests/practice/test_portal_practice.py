"""A practice that was booked online goes to paper and back: accounts without passwords, codes without themselves."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from consultant_tui.contract.prospects import Association, Person
from consultant_tui.contract.vocabulary import Modality
from server_stub.practice.checking import check_practice
from server_stub.practice.exporting import export_practice
from server_stub.practice.importing import Imported, import_practice
from server_stub.practice.rehearsal import ACCOUNT, CODE, PASSWORD, open_portal, write_demo
from server_stub.services import holds, joining, online_booking, online_times, organisation_codes, passwords
from server_stub.services.clerks import Clerk
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.online_orders import Order
from server_stub.services.online_times import Wish
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.newcomers import Contact
from server_stub.storage.portal_tables import accounts
from server_stub.storage.schema import prepare
from server_stub.storage.tables import clients, profiles
from tests.practice.paper import account, refusals
from tests.practice.test_exporting import contents

AT = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
ACCOUNTS, APPOINTMENTS, CODES = "accounts.csv", "appointments.csv", "organisation_codes.csv"


def made(folder: Path, name: str, practice: Path) -> Engines:
    engines = open_engines(f"sqlite:///{folder / name}.db", durable=False)
    prepare(engines.writer)
    import_practice(engines, practice)
    return engines


@pytest.fixture
def demo(tmp_path):
    write_demo(tmp_path / "demo", AT)
    engines = made(tmp_path, "demo", tmp_path / "demo")
    yield engines
    engines.dispose()


@pytest.fixture
def office(demo):
    return Office(demo, lambda: AT)


@pytest.fixture
def mira(demo):
    with demo.reading() as connection:
        profile = connection.execute(
            select(profiles.c.id).where(profiles.c.email == "mira.okafor@example.org")
        ).scalar()
    return Clerk(profile, "", AT, "Australia/Melbourne")


def booked_online(office, email):
    """Book the first free time that there is for an account."""
    with office.engines.reading() as connection:
        one = connection.execute(select(accounts.c.id).where(accounts.c.email == email)).scalar_one()
    wish = Wish(location="collins-street", reason="trouble-at-work", modality=Modality.IN_PERSON)
    day = next(iter(online_times.free_days(office, one, wish, date(2026, 11, 24), date(2026, 12, 24)).free))
    kept = holds.hold(office, one, wish, online_times.free_times(office, one, wish, day)[0].client.start.utc)
    contact = Contact(first_name="Harriet", last_name="Quill", phone="+44 7700 900123", address="")
    order = Order(wish=wish, hold=kept.id, contact=contact, wishes="One; two, “three”")
    return online_booking.confirm(office, one, order)


def gone_round(tmp_path, engines):
    """Export, import into a new database and export again; give the new database, when both exports are the same."""
    count = export_practice(engines, tmp_path / "first")
    assert import_practice(engines, tmp_path / "first") == Imported(added=0, unchanged=count)
    other = made(tmp_path, "other", tmp_path / "first")
    export_practice(other, tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")
    assert check_practice(other).broken == ()
    return other


def test_prospects_that_were_looked_after_go_round(office, demo, mira, tmp_path):
    joining.associate(office, mira, "ACC-4", 1, Association(client="CLI-3007"))
    joining.verify(office, mira, "ACC-2", 1)
    person = Person(
        first_name="Nell",
        last_name="Ashworth-Lee",
        phone="",
        email="nell@example.org",
        address="",
        zone="Europe/London",
    )
    joining.create_client(office, mira, "ACC-2", 2, person)
    booked_online(office, "h.quill@example.net")
    assert check_practice(demo).broken == ()
    other = gone_round(tmp_path, demo)
    with other.reading() as connection:
        found = {row.reference: row for row in connection.execute(select(accounts))}
        standings = dict(connection.execute(select(clients.c.reference, clients.c.standing)).all())
    assert found["ACC-2"].verified_by is not None
    assert (standings["CLI-3051"], standings["CLI-3052"], standings["CLI-3007"]) == ("client", "merged", "client")
    other.dispose()


def test_an_association_that_was_undone_goes_round(office, demo, mira, tmp_path):
    joining.associate(office, mira, "ACC-4", 1, Association(client="CLI-3007"))
    joining.part(office, mira, "ACC-4", 2)
    assert check_practice(demo).broken == ()
    gone_round(tmp_path, demo).dispose()


def test_no_password_leaves_the_database_and_none_fits_after_an_import(demo, tmp_path):
    with demo.writing() as connection:
        open_portal(connection, "http://127.0.0.1:1")
        kept = connection.execute(select(accounts.c.password).where(accounts.c.email == ACCOUNT)).scalar_one()
    assert passwords.fits(kept, PASSWORD)
    other = gone_round(tmp_path, demo)
    assert b"argon2" not in b"".join(contents(tmp_path / "first").values())
    with other.reading() as connection:
        kept = connection.execute(select(accounts.c.password).where(accounts.c.email == ACCOUNT)).scalar_one()
        assert settings_in_force(connection).address == "http://127.0.0.1:1/portal"
    assert not passwords.fits(kept, PASSWORD)
    other.dispose()


def test_codes_are_good_after_an_import_and_cannot_be_read_from_the_paper(demo, tmp_path):
    other = gone_round(tmp_path, demo)
    with other.reading() as connection:
        found = organisation_codes.organisation_of(connection, CODE, AT)
    assert found
    assert found.reference == "ORG-1"
    assert CODE.replace("-", "").encode() not in b"".join(contents(tmp_path / "first").values())
    other.dispose()


@pytest.mark.parametrize(
    ("file", "cells", "fault"),
    [
        (ACCOUNTS, {"email": "Ana@example.org"}, "email: must be in small letters"),
        (ACCOUNTS, {"client": "CLI-9"}, "client: CLI-9 is neither in clients.csv nor in the database"),
        (ACCOUNTS, {"organisation": "ORG-9"}, "organisation: ORG-9 is neither in"),
        (ACCOUNTS, {"verified": "2026-09-30T00:00:00Z"}, "verified: must not be before it was made"),
        (
            ACCOUNTS,
            {"verified": "", "client": "", "verified_by": "mira@example.org"},
            "verified_by: must be empty when",
        ),
        (ACCOUNTS, {"verified": ""}, "client: must be empty when it is not verified"),
        (ACCOUNTS, {"client": "", "prospect": "CLI-2"}, "prospect: CLI-2 is client"),
        (CODES, {"hash": "x" * 64}, "hash: must be 64 hexadecimal digits"),
        (CODES, {"retires": "2025-12-31T23:59:59Z"}, "retires: must not be before it was made"),
        (CODES, {"organisation": "ORG-9"}, "organisation: ORG-9 is neither in"),
        ("attendees.csv", {"account": "", "client": ""}, "account: must be given when there is no client"),
        ("attendees.csv", {"account": "ACC-9"}, "account: ACC-9 is neither in accounts.csv nor in the database"),
        (APPOINTMENTS, {"origin": "portal"}, "account: must be given when the origin is portal"),
        (APPOINTMENTS, {"account": "ACC-1"}, "account: must be empty when the origin is consultant"),
        (APPOINTMENTS, {"attendee": "ATT-9"}, "attendee: ATT-9 is neither in attendees.csv nor in the database"),
    ],
)
def test_a_row_that_cannot_be_is_named(engines, paper, file, cells, fault):
    told = refusals(engines, paper.change(file, 0, **cells).write())
    assert told[0].startswith(f"{file}:2: {fault}")


def test_an_account_stands_for_one_client_and_books_for_no_other(engines, paper):
    paper.add(ACCOUNTS, account("ACC-2", "bo@example.org", client="CLI-1", verified="2026-10-02T00:00:00Z"))
    paper.change(APPOINTMENTS, 1, origin="portal", account="ACC-1")
    assert refusals(engines, paper.write()) == [
        "accounts.csv:3: client: CLI-1 is that of ACC-1 already",
        "appointments.csv:3: account: ACC-1 is not the account of CLI-2",
    ]


def test_two_accounts_of_one_address_are_refused(engines, paper):
    paper.add(ACCOUNTS, account("ACC-2", "ana@example.org"))
    assert refusals(engines, paper.write()) == ["accounts.csv:3: email: is that of ACC-1 already"]
