"""Prospects are seen by whom they concern, never guessed, associated whole, and parted exactly."""

import asyncio

import msgspec
import pytest
from sqlalchemy import insert, select, update

from consultant_tui.contract.finding import ClientPage
from consultant_tui.contract.prospects import AccountChanged, ProspectPage, Prospects
from consultant_tui.contract.vocabulary import AccountState, Detail, Role
from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.practice.checking import check_practice
from server_stub.storage.catalogue import metadata
from server_stub.storage.portal_tables import accounts, associations, attendees
from server_stub.storage.tables import audit, clients, outbox
from server_stub.storage.trail import deeds
from tests.backend.asking import codes
from tests.backend.changing import change as alter
from tests.backend.conftest import MIRA
from tests.backend.newcomers import EMAIL, Newcomers

KIM = "kim@example.org"
NOT_PARTED = ("audit", "associations", "accounts", "appointments", "counters")
"""Tables in which undoing leaves more than there was, or higher versions."""


@pytest.fixture
def newcomers(practice):
    return Newcomers(practice)


@pytest.fixture
def service(practice, sign_in):
    return sign_in(practice.appoint_staff("Noor", Role.CUSTOMER_SERVICE))


def known(practice, *, name="Ana Lindqvist", phone="0491 570 006", email="-", first="Ana", last="Lindqvist"):
    """A client of Mira's with a session that has been; returns the client's reference."""
    case = practice.open_case(name=name, email=email)
    practice.appoint(MIRA, case, "2026-11-16T10:00", State.CANCELLED)
    client = practice.client_of(case)
    with practice.engines.writing() as connection:
        values = {"phone": phone, "first_name": first, "last_name": last}
        connection.execute(update(clients).where(clients.c.reference == client).values(values))
    return client


async def ask(who, kind, path):
    answer = await who.get(path)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=kind)


async def waiting(who):
    return (await ask(who, Prospects, "/v1/prospects")).waiting


async def change(who, account, what, body=None, *, version=1, method="POST"):
    headers = {"If-Match": f'"{version}"'}
    return await who.request(method, f"/v1/prospects/{account}/{what}", json=body, headers=headers)


def changed(answer):
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=AccountChanged)


def faults(engines):
    return set(check_practice(engines).broken)


def everything(engines):
    with engines.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in NOT_PARTED
        }


async def test_who_booked_waits_in_words(practice, newcomers, mira):
    account = newcomers.sign_up(verified=False)
    booked = newcomers.book(account, MIRA, "2026-11-27T14:00", wishes="Please ring first.")
    (one,) = await waiting(mira)
    assert (one.account, one.name, one.state, one.candidates) == (account, "Ana Lindqvist", AccountState.UNVERIFIED, 0)
    assert one.next.reference == booked
    page = await ask(mira, ProspectPage, f"/v1/prospects/{account}")
    assert [(said.reason, said.wishes) for said in page.booked] == [("Stress at work", "Please ring first.")]


async def test_only_whom_it_concerns_sees_an_account(practice, newcomers, mira, service, sign_in):
    kim = sign_in(practice.engage(KIM, name="Kim"))
    booked, alike, strange = (
        newcomers.sign_up("one@example.com", first_name="Bo"),
        newcomers.sign_up("two@example.com", phone="0491 570 006"),
        newcomers.sign_up("three@example.com", first_name="Cy"),
    )
    newcomers.book(booked, MIRA, "2026-11-27T14:00")
    known(practice)
    assert {one.account for one in await waiting(mira)} == {booked, alike}
    assert {one.account for one in await waiting(kim)} == set()
    assert {one.account for one in await waiting(service)} == {booked, alike, strange}
    assert (await mira.get(f"/v1/prospects/{strange}")).status_code == 404
    for account in (booked, alike):
        assert (await kim.get(f"/v1/prospects/{account}")).status_code == 404
        assert (await change(kim, account, "verification")).status_code == 404


async def test_user_support_and_approvers_are_not_let_in(practice, newcomers, sign_in):
    newcomers.sign_up()
    for token in (practice.appoint_staff(), practice.appoint_approver()):
        answer = await sign_in(token).get("/v1/prospects")
        assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ({"phone": "0491 570 006"}, {Detail.FIRST_NAME, Detail.LAST_NAME, Detail.PHONE}),
        ({"email": "Ana.L@example.org"}, {Detail.FIRST_NAME, Detail.LAST_NAME, Detail.EMAIL}),
        ({"address": "1 Elm St"}, {Detail.FIRST_NAME, Detail.LAST_NAME, Detail.ADDRESS}),
        ({"phone": "0491 570 007"}, None),
        ({"phone": "0491 570 006", "first_name": "Anna"}, None),
        ({"phone": "0491 570 006", "last_name": "lindqvist"}, None),
        ({}, None),
    ],
    ids=["phone", "email", "address", "other-phone", "other-first-name", "other-last-name", "names-only"],
)
async def test_candidates_are_found_by_exact_rules(engines, practice, newcomers, mira, service, told, same):
    client = known(practice, email="ana.l@example.org")
    with engines.writing() as connection:
        connection.execute(update(clients).values(address="1 Elm St"))
    account = newcomers.sign_up(**{"email": "new@example.com", **told})
    page = await ask(service, ProspectPage, f"/v1/prospects/{account}")
    assert [(one.client, set(one.same)) for one in page.candidates] == ([(client, same)] if same else [])


async def test_who_was_compared_with_a_prospect_is_in_the_audit(engines, practice, newcomers, mira, service):
    mine, other = known(practice), known(practice, name="Zoe Moe", first="Zoe", last="Moe", phone="")
    account = newcomers.sign_up(phone="0491 570 006")
    page = await ask(service, ProspectPage, f"/v1/prospects/{account}?client={other}")
    assert {one.client for one in page.candidates} == {mine, other}
    await ask(mira, ProspectPage, f"/v1/prospects/{account}")
    looks = {mine: [("Noor", account), (MIRA, account)], other: [("Noor", account)]}
    with engines.reading() as connection:
        for client, told in looks.items():
            assert [(deed.by, deed.detail) for deed in deeds(connection, client=client)] == told
        assert [deed.act for deed in deeds(connection, by="Noor")] == ["read_prospect", *2 * ["read_candidate"]]
        assert {deed.by for deed in deeds(connection)} == {"Noor", MIRA}, "nothing of it was the account's doing"


async def test_a_name_in_one_piece_is_matched_whole(practice, newcomers, mira):
    client = known(practice, first="", last="")
    account = newcomers.sign_up(phone="0491 570 006")
    page = await ask(mira, ProspectPage, f"/v1/prospects/{account}")
    assert [one.client for one in page.candidates] == [client]


async def test_two_candidates_are_a_question(practice, newcomers, mira):
    both = {known(practice), known(practice)}
    account = newcomers.sign_up(phone="0491 570 006")
    (one,) = await waiting(mira)
    assert one.candidates == 2
    page = await ask(mira, ProspectPage, f"/v1/prospects/{account}")
    assert {candidate.client for candidate in page.candidates} == both


async def test_that_others_match_elsewhere_is_said(practice, newcomers, mira):
    practice.engage(KIM, name="Kim")
    mine = known(practice)
    case = practice.open_case(email="new@example.com")
    practice.appoint(KIM, case, "2026-11-17T10:00", State.CANCELLED)
    account = newcomers.sign_up("new@example.com", phone="0491 570 006")
    page = await ask(mira, ProspectPage, f"/v1/prospects/{account}")
    assert ([one.client for one in page.candidates], page.elsewhere) == ([mine], True)
    theirs = practice.client_of(case)
    answer = await change(mira, account, "association", {"client": theirs})
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])


async def test_verified_by_hand(engines, practice, newcomers, mira):
    account = newcomers.sign_up(verified=False)
    newcomers.book(account, MIRA, "2026-11-27T14:00")
    client = known(practice)
    refused = await change(mira, account, "association", {"client": client})
    assert (refused.status_code, codes(refused)) == (409, ["account_not_verified"])
    done = changed(await change(mira, account, "verification"))
    assert (done.state, done.version) == (AccountState.NOT_ASSOCIATED, 2)
    again = await change(mira, account, "verification", version=2)
    assert codes(again) == ["account_verified"]
    with engines.reading() as connection:
        written = connection.execute(select(audit.c.act).where(audit.c.account_id.is_not(None))).scalars().all()
    assert "verified_by_hand" in written


async def test_the_mail_is_sent_again_and_not_without_end(engines, newcomers, mira):
    account = newcomers.sign_up(verified=False)
    newcomers.book(account, MIRA, "2026-11-27T14:00")
    answers = [await change(mira, account, "verification-mail") for _ in range(8)]
    assert answers[0].status_code == 200
    assert (answers[-1].status_code, codes(answers[-1])) == (429, ["too_many_tries"])
    with engines.reading() as connection:
        sent = connection.execute(select(outbox.c.kind, outbox.c.recipient)).all()
    assert set(sent) == {("verify_email", EMAIL)}
    assert len(sent) == [answer.status_code for answer in answers].count(200)


async def test_association_hands_everything_over_and_overwrites_nothing(engines, practice, newcomers, mira):
    client = known(practice, email="old@example.com")
    account = newcomers.sign_up(phone="0491 570 006")
    first = newcomers.book(account, MIRA, "2026-11-20T14:00", state=State.COMPLETED)
    second = newcomers.book(account, MIRA, "2026-11-27T14:00")
    wrong = faults(engines)
    done = changed(await change(mira, account, "association", {"client": client}))
    assert (done.state, done.client, set(done.appointments)) == (AccountState.ASSOCIATED, client, {first, second})
    page = await ask(mira, ClientPage, f"/v1/clients/{client}")
    assert {one.meeting.reference for one in page.past.appointments} >= {first, second}
    assert (page.name, page.email, page.phone) == ("Ana Lindqvist", "old@example.com", "0491 570 006")
    assert await waiting(mira) == ()
    (lately,) = (await ask(mira, Prospects, "/v1/prospects")).lately
    assert (lately.account, lately.client, lately.by) == (account, client, "Mira Okafor")
    assert faults(engines) - wrong == set()
    found = (await mira.post("/v1/search", json={"query": "lindqvist"})).json()["found"]
    assert {one["client"] for one in found if one["kind"] == "client"} == {client}
    history = (await mira.get(f"/v1/appointments/{second}/history")).json()["deeds"]
    assert [deed["act"] for deed in history if deed["version"]] == ["booked", "associated"]


async def test_undoing_leaves_everything_as_it_was(engines, practice, newcomers, mira):
    client = known(practice)
    account = newcomers.sign_up(phone="0491 570 006")
    newcomers.book(account, MIRA, "2026-11-20T14:00", state=State.COMPLETED, attendee=("Leo", "child"))
    newcomers.book(account, MIRA, "2026-11-27T14:00", attendee=("Max", "child"))
    with engines.writing() as connection:
        theirs = connection.execute(select(clients.c.id).where(clients.c.reference == client)).scalar_one()
        row = {"reference": "ATT-90", "client_id": theirs, "name": "Leo", "kind": "child"}
        connection.execute(insert(attendees), row)
    before = everything(engines)
    done = changed(await change(mira, account, "association", {"client": client}))
    with engines.reading() as connection:
        leos = connection.execute(select(attendees.c.reference).where(attendees.c.name == "Leo")).scalars().all()
    assert leos == ["ATT-90"]
    assert everything(engines) != before
    undone = changed(await change(mira, account, "association", version=done.version, method="DELETE"))
    assert undone.state is AccountState.NOT_ASSOCIATED
    assert everything(engines) == before
    assert [one.account for one in await waiting(mira)] == [account]
    again = await change(mira, account, "association", version=undone.version, method="DELETE")
    assert codes(again) == ["undo_not_possible"]
    assert changed(await change(mira, account, "association", {"client": client}, version=undone.version))


async def test_what_was_booked_since_elsewhere_stops_the_undoing(practice, newcomers, mira):
    client = known(practice)
    account = newcomers.sign_up(phone="0491 570 006")
    done = changed(await change(mira, account, "association", {"client": client}))
    since = newcomers.book(account, MIRA, "2026-11-27T14:00")
    answer = await change(mira, account, "association", version=done.version, method="DELETE")
    assert (answer.status_code, codes(answer), answer.json()["refusals"][0]["name"]) == (409, ["booked_since"], since)


CALLED_OFF = {"by": "consultant", "reason": "ill", "charged": False}


async def moved_late(mira, line, since):
    body = {"schedule": line, "day": "2026-11-27", "start": "14:00:00", "by": "client"}
    return (await alter(mira, since, "move", body)).json()["version"]


@pytest.mark.parametrize(
    ("late", "ending", "stands"),
    [
        (False, CALLED_OFF, False),
        (False, CALLED_OFF | {"by": "client", "charged": True}, True),
        (True, CALLED_OFF, True),
    ],
    ids=["free", "charged", "moved at a charge"],
)
async def test_what_was_called_off_since_stops_the_undoing_when_it_cost_a_session(
    engines, practice, newcomers, mira, late, ending, stands
):
    client, line = known(practice), practice.add_line(MIRA)
    account = newcomers.sign_up(phone="0491 570 006")
    done = changed(await change(mira, account, "association", {"client": client}))
    since = newcomers.book(account, MIRA, "2026-11-23T14:00")
    version = await moved_late(mira, line, since) if late else 1
    assert (await alter(mira, since, "cancellation", ending, version)).status_code == 200
    answer = await change(mira, account, "association", version=done.version, method="DELETE")
    if stands:
        assert (codes(answer), answer.json()["refusals"][0]["name"]) == (["booked_since"], since)
    else:
        assert changed(answer).state is AccountState.NOT_ASSOCIATED


async def test_a_colleague_cannot_undo_it_and_customer_service_can(practice, newcomers, mira, service, sign_in):
    kim = sign_in(practice.engage(KIM, name="Kim"))
    client = known(practice)
    account = newcomers.sign_up(phone="0491 570 006")
    newcomers.book(account, KIM, "2026-11-27T14:00")
    newcomers.book(account, MIRA, "2026-11-28T14:00")
    done = changed(await change(mira, account, "association", {"client": client}))
    refused = await change(kim, account, "association", version=done.version, method="DELETE")
    assert codes(refused) == ["undo_not_possible"]
    assert changed(await change(service, account, "association", version=done.version, method="DELETE"))


async def test_a_client_who_is_elsewhere_then_cannot_be_the_one(engines, practice, newcomers, mira):
    client = known(practice)
    practice.engage(KIM, name="Kim")
    case = practice.open_case(client=client)
    practice.appoint(KIM, case, "2026-11-27T14:00")
    account = newcomers.sign_up(phone="0491 570 006")
    newcomers.book(account, MIRA, "2026-11-27T14:30")
    before = everything(engines)
    answer = await change(mira, account, "association", {"client": client})
    assert (answer.status_code, codes(answer)) == (409, ["client_busy"])
    assert everything(engines) == before


async def test_a_client_has_one_account(practice, newcomers, mira):
    client = known(practice)
    one = newcomers.sign_up("one@example.com", phone="0491 570 006")
    other = newcomers.sign_up("two@example.com", phone="0491 570 006")
    changed(await change(mira, one, "association", {"client": client}))
    page = await ask(mira, ProspectPage, f"/v1/prospects/{other}")
    assert [candidate.has_account for candidate in page.candidates] == [True]
    answer = await change(mira, other, "association", {"client": client})
    assert (answer.status_code, codes(answer)) == (409, ["client_has_account"])


async def test_of_thirty_two_who_associate_at_once_one_does(engines, practice, newcomers, mira):
    mine = [known(practice, phone="0491 570 006") for _ in range(2)]
    account = newcomers.sign_up(phone="0491 570 006")
    newcomers.book(account, MIRA, "2026-11-27T14:00")
    wrong = faults(engines)
    wishes = [{"client": mine[number % 2]} for number in range(32)]
    answers = await asyncio.gather(*(change(mira, account, "association", wish) for wish in wishes))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert [answer.status_code for answer in answers].count(200) == 1
    assert faults(engines) - wrong == set()
    with engines.reading() as connection:
        assert len(connection.execute(select(associations)).all()) == 1


PERSON = {
    "first_name": " Ana  Maria ",
    "last_name": "Lindqvist",
    "email": "ana@example.com",
    "phone": "0491",
    "address": "1 Elm St",
    "zone": "Australia/Perth",
}


async def test_a_new_client_has_the_fields_as_they_were_looked_through(engines, practice, newcomers, mira):
    account = newcomers.sign_up()
    booked = newcomers.book(account, MIRA, "2026-11-27T14:00")
    before, wrong = everything(engines), faults(engines)
    done = changed(await change(mira, account, "client", PERSON))
    page = await ask(mira, ClientPage, f"/v1/clients/{done.client}")
    assert (page.name, page.phone, page.zone) == ("Ana Maria Lindqvist", "0491", "Australia/Perth")
    assert [one.meeting.reference for one in page.past.appointments] == [booked]
    found = (await mira.post("/v1/search", json={"query": "maria"})).json()["found"]
    assert [one["client"] for one in found] == [done.client]
    assert faults(engines) - wrong == set()
    changed(await change(mira, account, "association", version=done.version, method="DELETE"))
    assert everything(engines) == before


async def test_both_names_of_a_client_may_fill_all_there_is(newcomers, service):
    account = newcomers.sign_up()
    person = {**PERSON, "first_name": "A" * 100, "last_name": "B" * 99}
    assert changed(await change(service, account, "client", person)).name == f"{'A' * 100} {'B' * 99}"


async def test_a_new_client_needs_no_booking(engines, practice, newcomers, service):
    account = newcomers.sign_up()
    wrong = faults(engines)
    done = changed(await change(service, account, "client", PERSON))
    assert done.client.startswith("CLI-")
    assert await waiting(service) == ()
    assert faults(engines) - wrong == set()
    changed(await change(service, account, "association", version=done.version, method="DELETE"))
    assert [one.account for one in await waiting(service)] == [account]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"first_name": " "}, "name_needed", "first_name"),
        ({"last_name": ""}, "name_needed", "last_name"),
        ({"first_name": "A" * 100, "last_name": "B" * 100}, "too_long", "last_name"),
        ({"email": "nobody"}, "email_not_valid", "email"),
        ({"zone": "Moon/Base"}, "zone_not_known", "zone"),
    ],
    ids=["first-name", "last-name", "both-names", "email", "zone"],
)
async def test_wrong_fields_are_named(practice, newcomers, service, wrong, code, field):
    account = newcomers.sign_up()
    answer = await change(service, account, "client", {**PERSON, **wrong})
    (refusal,) = answer.json()["refusals"]
    assert (answer.status_code, refusal["code"], refusal["field"]) == (422, code, field)


async def test_access_is_given_to_an_existing_client_once(engines, practice, mira):
    client = known(practice, email="")
    offer = (await mira.get(f"/v1/clients/{client}/online-access")).json()
    assert (offer["name"], offer["email"], offer["taken"]) == ("Ana Lindqvist", "", "")
    wish = {"email": "Ana@Example.com", "password": "tidal-lemon-ochre-sway"}
    made = await mira.post(f"/v1/clients/{client}/online-access", json=wish)
    assert (made.status_code, made.json()["email"]) == (201, EMAIL)
    with engines.reading() as connection:
        row = connection.execute(select(accounts)).one()
        theirs = connection.execute(select(clients).where(clients.c.reference == client)).one()
    assert (row.client_id, row.first_name, row.verified is not None) == (theirs.id, "Ana", True)
    assert (row.password.startswith("$argon2id$"), theirs.email) == (True, "")
    again = await mira.post(f"/v1/clients/{client}/online-access", json=wish)
    assert codes(again) == ["client_has_account"]


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        ({"email": "nobody", "password": "tidal-lemon-ochre"}, "email_not_valid", "email"),
        ({"email": "ana@example.com", "password": "short"}, "password_too_short", "password"),
        ({"email": "taken@example.com", "password": "tidal-lemon-ochre"}, "account_exists", "email"),
    ],
    ids=["address", "password", "taken"],
)
async def test_access_that_cannot_be_given_says_why(practice, newcomers, mira, wish, code, field):
    newcomers.sign_up("taken@example.com", first_name="Bo")
    answer = await mira.post(f"/v1/clients/{known(practice)}/online-access", json=wish)
    (refusal,) = answer.json()["refusals"]
    assert (refusal["code"], refusal.get("field")) == (code, field)


async def test_access_to_anothers_client_is_not_found(practice, sign_in, mira):
    kim = sign_in(practice.engage(KIM, name="Kim"))
    client = known(practice)
    assert (await kim.get(f"/v1/clients/{client}/online-access")).status_code == 404
    wish = {"email": "ana@example.com", "password": "tidal-lemon-ochre-sway"}
    assert (await kim.post(f"/v1/clients/{client}/online-access", json=wish)).status_code == 404
