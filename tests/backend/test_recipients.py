"""News of a session goes to the account that booked it, or else to its client, and to nobody else."""

import pytest
from sqlalchemy import select, update

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.carriers.choosing import choose
from server_stub.rounds.running import run_due
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import clients, outbox
from tests.backend.asking import Last, book, check, wish
from tests.backend.changing import change
from tests.backend.conftest import MIRA
from tests.backend.newcomers import EMAIL, Newcomers

OLD = "old@example.com"
"""The address of a client on record."""
PHONE = "0491 570 006"


@pytest.fixture
def newcomers(practice):
    return Newcomers(practice)


@pytest.fixture
def go_round(engines, practice, tmp_path):
    return lambda: run_due(engines, practice.clock, lambda settings: choose(settings, tmp_path / "kept", {}))


@pytest.fixture
def line(practice, mira):
    return practice.add_line(MIRA)


def known(practice, line, email):
    """A client of Mira's with a session that has been, whom an account may be."""
    case = practice.open_case(email=email)
    with practice.engines.writing() as connection:
        connection.execute(update(clients).values(first_name="Ana", last_name="Lindqvist", phone=PHONE))
    return Last(practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED, schedule=line), case, line)


async def join(mira, practice, account, last):
    """Associate an account with a client; returns its version."""
    answer = await associated(mira, account, 1, "POST", {"client": practice.client_of(last.case)})
    assert answer.status_code == 200, answer.text
    return answer.json()["version"]


async def part(mira, account, version):
    answer = await associated(mira, account, version, "DELETE")
    assert answer.status_code == 200, answer.text


async def associated(mira, account, version, method, body=None):
    headers = {"If-Match": f'"{version}"'}
    return await mira.request(method, f"/v1/prospects/{account}/association", json=body, headers=headers)


def told(engines, state=None):
    """Return what is told to whom, of those in a state if one is named."""
    asked = select(outbox.c.kind, outbox.c.recipient).order_by(outbox.c.id)
    with engines.reading() as connection:
        found = connection.execute(asked.where(outbox.c.state == state) if state else asked).all()
    return [tuple(row) for row in found]


@pytest.mark.parametrize("on_record", ["", OLD])
async def test_who_booked_online_is_told_at_that_address_also_as_a_client(
    engines, practice, newcomers, mira, line, on_record
):
    last = known(practice, line, on_record)
    account = newcomers.sign_up(phone=PHONE)
    booked = newcomers.book(account, MIRA, "2026-11-27T14:00")
    await join(mira, practice, account, last)
    ask = {"modality": "phone", "platform": None, "start": "14:00:00", "notify": True, "attendance": "individual"}
    looked = await mira.post(f"/v1/appointments/{booked}/edit-checks", json=ask)
    assert looked.json()["notice"]["to"] == [EMAIL]
    ending = (await mira.get(f"/v1/appointments/{booked}/ending")).json()
    assert ending["notified"]
    body = {"by": "consultant", "reason": "ill", "charged": False}
    assert (await change(mira, booked, "cancellation", body, ending["version"])).status_code == 200
    assert told(engines) == [("cancelled", EMAIL)]


@pytest.mark.parametrize(("on_record", "recipient"), [("", EMAIL), (OLD, OLD)])
async def test_what_a_consultant_books_is_told_at_the_address_on_record_or_else_at_the_accounts(
    engines, practice, newcomers, mira, line, go_round, on_record, recipient
):
    last = known(practice, line, on_record)
    await join(mira, practice, newcomers.sign_up(phone=PHONE), last)
    practice.appoint(MIRA, last.case, "2026-11-24T14:00", schedule=line)
    assert (await check(mira, wish(last)))["notice"]["to"] == [recipient]
    assert (await book(mira, wish(last))).json()["notice"]["to"] == [recipient]
    go_round()
    assert told(engines) == [("confirmation", recipient), ("reminder_48h", recipient)]


async def test_the_answer_about_extra_sessions_finds_a_client_without_an_address_on_record(
    engines, practice, newcomers, mira, sign_in, line
):
    last = known(practice, line, "")
    await join(mira, practice, newcomers.sign_up(phone=PHONE), last)
    practice.ask_for_extra(last.case, MIRA)
    approver = sign_in(practice.appoint_approver())
    (request,) = (await approver.get("/v1/extra-requests")).json()["requests"]
    given = {"granted": request["sessions"], "reason": ""}
    answer = await approver.post(f"/v1/extra-requests/{request['reference']}/answer", json=given)
    assert answer.status_code == 200, answer.text
    assert told(engines) == [("request_answered", MIRA), ("request_answered", EMAIL)]
    page = (await mira.get(f"/v1/clients/{practice.client_of(last.case)}/messages")).json()
    assert {line["to"] for line in page["messages"]} == {MIRA, EMAIL}


async def test_an_address_that_nobody_confirmed_is_told_nothing_of_a_client(engines, practice, newcomers, mira, line):
    last = known(practice, line, "")
    newcomers.sign_up(verified=False)
    with engines.writing() as connection:
        client = select(clients.c.id).where(clients.c.reference == practice.client_of(last.case)).scalar_subquery()
        connection.execute(update(accounts).values(client_id=client))
    assert (await book(mira, wish(last))).json()["notice"]["to"] == []
    assert told(engines) == []


async def test_once_an_association_is_undone_its_account_is_told_nothing_of_the_client(
    engines, practice, newcomers, mira, line, go_round
):
    last = known(practice, line, "")
    account = newcomers.sign_up(phone=PHONE)
    version = await join(mira, practice, account, last)
    assert (await book(mira, wish(last))).json()["notice"]["to"] == [EMAIL]
    await part(mira, account, version)
    practice.set(undo_seconds=0)
    assert (await book(mira, wish(last, day="2026-12-01"))).json()["notice"]["to"] == []
    practice.now = practice.now.replace(day=28, hour=4)
    go_round()
    assert told(engines, "sent") == []
    assert told(engines, "withdrawn") == [("confirmation", EMAIL)]


async def test_once_an_association_is_undone_the_client_is_told_nothing_of_what_goes_back(
    engines, practice, newcomers, mira, line, go_round
):
    last = known(practice, line, OLD)
    account = newcomers.sign_up(phone=PHONE)
    booked = newcomers.book(account, MIRA, "2026-11-27T14:00")
    version = await join(mira, practice, account, last)
    assert (await book(mira, wish(booked, line))).json()["notice"]["to"] == [OLD]
    await part(mira, account, version)
    practice.now = practice.now.replace(hour=23)
    go_round()
    assert OLD not in {recipient for _, recipient in told(engines, "sent")}
    practice.now = practice.now.replace(day=28, hour=4)
    go_round()
    assert told(engines, "sent") == [("reminder_48h", EMAIL)]
