"""A consultant sees what was sent to whom about their own appointments, and nothing of anybody else's."""

from datetime import timedelta

import msgspec
import pytest
from icalendar import Calendar
from sqlalchemy import select

from consultant_tui.contract.messages import Message, Messages
from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.carriers.carrier import RefusedForGoodError
from server_stub.rounds.running import run_due
from server_stub.storage.tables import audit
from tests.backend.asking import book, codes, wish


class Box:
    """Keeps what is sent, or says no for good."""

    remark = ""

    def __init__(self, no=""):
        self.no = no
        self.mails = []

    def send(self, _name, mail):
        if self.no:
            raise RefusedForGoodError(self.no)
        self.mails.append(mail)


@pytest.fixture
async def booked(mira, last):
    return (await book(mira, wish(last))).json()["reference"]


@pytest.fixture
def client(practice, last):
    return practice.client_of(last.case)


async def told(consultant, client):
    answer = await consultant.get(f"/v1/clients/{client}/messages")
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Messages)


async def test_a_message_waits_and_then_is_sent(engines, practice, mira, client, booked):
    (line,) = (await told(mira, client)).messages
    assert (line.kind, line.to, line.appointment, line.state) == ("confirmation", "ana@example.com", booked, "waiting")
    assert line.subject == "Your appointment on Mon 30 Nov 2026, 14:00"
    assert (line.due.utc - line.made.utc, line.made.zone, line.sent) == (
        timedelta(minutes=3),
        "Australia/Melbourne",
        None,
    )
    practice.now += timedelta(minutes=4)
    run_due(engines, practice.clock, lambda _: Box())
    (line,) = (await told(mira, client)).messages
    assert (line.state, line.sent.utc, line.attempts, line.problem) == ("sent", practice.now, 1, "")


async def test_why_a_message_failed_is_told(engines, practice, mira, client, booked):
    practice.now += timedelta(minutes=4)
    run_due(engines, practice.clock, lambda _: Box("the mail server said 550: no such mailbox"))
    (line,) = (await told(mira, client)).messages
    assert (line.state, line.problem) == ("failed", "the mail server said 550: no such mailbox")


async def test_a_message_reads_as_it_is_sent(engines, practice, mira, client, booked):
    (line,) = (await told(mira, client)).messages
    read = msgspec.json.decode((await mira.get(f"/v1/messages/{line.message}")).content, type=Message)
    assert read.line == line
    practice.now += timedelta(minutes=4)
    box = Box()
    run_due(engines, practice.clock, lambda _: box)
    text, html, calendar = (part.get_content() for part in box.mails[0].iter_parts())
    assert (list(read.text), read.html) == (text.splitlines(), html)
    assert Calendar.from_ical(read.calendar) == Calendar.from_ical(calendar)
    assert box.mails[0]["Subject"] == line.subject


async def test_both_are_told_of_an_answer_and_the_client_no_reasons(engines, practice, mira, sign_in, last, client):
    asked = await mira.post(f"/v1/cases/{last.case}/extra-requests", json={"sessions": 2, "reason": "Grief"})
    assert asked.status_code == 201, asked.text
    approver = sign_in(practice.appoint_approver())
    (request,) = (await approver.get("/v1/extra-requests")).json()["requests"]
    answer = {"granted": 1, "reason": "One for now"}
    given = await approver.post(f"/v1/extra-requests/{request['reference']}/answer", json=answer)
    assert given.status_code == 200, given.text
    box = Box()
    run_due(engines, practice.clock, lambda _: box)
    texts = {mail["To"]: (mail["Subject"], mail.get_body(("plain",)).get_content()) for mail in box.mails}
    subject, text = texts["mira@example.org"]
    assert subject == f"Your request {request['reference']} is answered"
    assert [part in text for part in (last.case, "Asked for  2", "Granted    1", "One for now")] == [True] * 4
    subject, text = texts["ana@example.com"]
    assert subject == "News about your appointments"
    assert "Asked for  2\r\nGranted    1\r\n" in text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert not [part for part in (last.case, "Grief", "One for now", "Northwind") if part in text]
    assert {line.to for line in (await told(mira, client)).messages} == set(texts)


async def test_only_what_is_the_caller_s_own_is_told(practice, sign_in, mira, last, client, booked):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    (line,) = (await told(mira, client)).messages
    for path in (f"/v1/clients/{client}/messages", f"/v1/messages/{line.message}"):
        answer = await kim.get(path)
        assert (answer.status_code, codes(answer)) == (404, ["not_found"])
    case = practice.open_case(client=client)
    practice.appoint("kim@example.org", case, "2026-11-17T10:00", State.COMPLETED)
    assert (await told(kim, client)).messages == ()
    assert (await kim.get(f"/v1/messages/{line.message}")).status_code == 404


@pytest.mark.parametrize("message", ["0", "-1", "999", "x", "１", "2147483647", "2147483648", "9" * 15, "9" * 30])
async def test_what_is_no_message_is_not_found(mira, booked, message):
    answer = await mira.get(f"/v1/messages/{message}")
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])


async def test_every_reading_leaves_a_trace(engines, mira, client, booked):
    (line,) = (await told(mira, client)).messages
    await mira.get(f"/v1/messages/{line.message}")
    with engines.reading() as connection:
        acts = connection.scalars(select(audit.c.act).order_by(audit.c.id)).all()
    assert acts[-2:] == ["read_messages", "read_message"]
