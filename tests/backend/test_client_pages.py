"""A client's page and an appointment's history tell what the caller may know, and that they were read."""

import msgspec
import pytest
from sqlalchemy import select, update

from consultant_tui.contract.finding import AppointmentHistory, ClientPage, PastPage
from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.services import clients as services
from server_stub.storage.tables import appointments, audit
from tests.backend.asking import book, wish
from tests.backend.conftest import MIRA
from tests.backend.practice import ADELAIDE

KIM = "kim@example.org"


async def see(consultant, kind, path):
    answer = await consultant.get(path)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=kind)


async def test_a_page_tells_who_it_is_and_what_there_was(practice, mira):
    case = practice.open_case(name="Ana Lindqvist")
    done = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED)
    ahead = practice.appoint(MIRA, case, "2026-11-24T10:00")
    client = practice.client_of(case)
    page = await see(mira, ClientPage, f"/v1/clients/{client}")
    assert (page.reference, page.name, page.zone, page.organisations) == (
        client, "Ana Lindqvist", ADELAIDE, ("Northwind",)
    )  # fmt: skip
    assert [(line.reference, line.figures.available, line.expires is not None) for line in page.cases] == [
        (case, 4, True)
    ]
    assert [met.reference for met in page.next] == [ahead]
    assert [one.meeting.reference for one in page.past.appointments] == [ahead, done]
    assert page.past.after is None
    assert page.next[0].span.start.zone == "Australia/Melbourne"


async def test_cases_and_appointments_of_colleagues_are_not_on_it(practice, sign_in, mira):
    practice.engage(KIM, name="Kim")
    case = practice.open_case()
    mine = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED)
    practice.appoint(KIM, case, "2026-11-25T10:00")
    theirs = practice.open_case(client=practice.client_of(case))
    practice.appoint(KIM, theirs, "2026-11-18T10:00", State.COMPLETED)
    page = await see(mira, ClientPage, f"/v1/clients/{practice.client_of(case)}")
    assert [line.reference for line in page.cases] == [case]
    assert ([one.meeting.reference for one in page.past.appointments], page.next) == ([mine], ())


async def test_attempts_to_reach_a_client_are_told_newest_first(engines, practice, mira):
    case = practice.open_case()
    missed = practice.appoint(MIRA, case, "2026-11-16T10:00", State.NO_SHOW)
    with engines.writing() as connection:
        tried = "2026-11-15T23:40Z phone; 2026-11-15T23:50Z email"
        connection.execute(
            update(appointments).values(attempts=tried, version=9).where(appointments.c.reference == missed)
        )
    page = await see(mira, ClientPage, f"/v1/clients/{practice.client_of(case)}")
    assert [(one.means, f"{one.at.wall:%H:%M}", one.appointment) for one in page.contacts] == [
        ("email", "10:50", missed),
        ("phone", "10:40", missed),
    ]


async def test_a_long_past_comes_in_pages(practice, mira, monkeypatch):
    monkeypatch.setattr(services, "PAGE", 2)
    case = practice.open_case()
    made = [practice.appoint(MIRA, case, f"2026-11-{day}T10:00", State.CANCELLED) for day in (10, 11, 12, 13, 16)]
    client = practice.client_of(case)
    page = (await see(mira, ClientPage, f"/v1/clients/{client}")).past
    seen = list(page.appointments)
    while page.after:
        page = await see(mira, PastPage, f"/v1/clients/{client}/appointments?after={page.after}")
        seen += page.appointments
    assert [one.meeting.reference for one in seen] == made[::-1]
    nothing = await see(mira, PastPage, f"/v1/clients/{client}/appointments?after=APP-999")
    assert nothing == PastPage(appointments=(), after=None)


async def test_a_history_tells_who_did_what_and_who_looked(practice, mira, last):
    booked = (await book(mira, wish(last))).json()["reference"]
    await mira.get(f"/v1/appointments/{booked}/summary")
    started = await mira.post(f"/v1/appointments/{booked}/start", headers={"If-Match": '"1"'})
    assert started.status_code == 200
    history = await see(mira, AppointmentHistory, f"/v1/appointments/{booked}/history")
    assert [(deed.act, deed.by, deed.version) for deed in history.deeds] == [
        ("booked", "Mira Okafor", 1),
        ("read_summary", "Mira Okafor", None),
        ("commenced", "Mira Okafor", 2),
    ]
    assert (history.appointment.reference, history.case, history.client) == (booked, last.case, "Ana Lindqvist")
    again = await see(mira, AppointmentHistory, f"/v1/appointments/{booked}/history")
    assert again.deeds[-1].act == "read_history"


async def test_reading_is_written_down_each_time(engines, practice, mira, last):
    client = practice.client_of(last.case)
    for path in (f"clients/{client}", f"clients/{client}/appointments", f"appointments/{last.reference}/history"):
        await mira.get(f"/v1/{path}")
    await mira.get("/v1/clients/CLI-999")
    with engines.reading() as connection:
        written = connection.execute(select(audit.c.act, audit.c.client_id).order_by(audit.c.id)).all()
    assert [row.act for row in written] == ["read_client", "read_client", "read_history"]
    assert all(row.client_id for row in written)


@pytest.mark.parametrize("path", ["clients/{0}", "clients/{0}/appointments", "appointments/{1}/history"])
async def test_a_client_whom_only_a_colleague_sees_is_not_there(practice, sign_in, last, path):
    kim = sign_in(practice.engage(KIM, name="Kim"))
    answer = await kim.get("/v1/" + path.format(practice.client_of(last.case), last.reference))
    assert answer.status_code == 404
