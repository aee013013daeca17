"""Every role is answered at every endpoint as the table says, and the table leaves no endpoint out."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from consultant_tui.contract import paths
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Role
from server_stub.app import create_app, framework
from server_stub.domain.tickets import Written
from server_stub.services import tickets
from server_stub.services.office import Office
from server_stub.storage import trail
from server_stub.storage.tables import audit, leave, profiles
from server_stub.storage.tokens import give_token
from tests.backend.asking import Last, book, codes, wish
from tests.backend.conftest import MIRA
from tests.backend.endpoints import ALL, BY_SERVICE, ROLES, SIGNED_IN, WHOSE, YES, expected, page, send
from tests.backend.newcomers import Newcomers
from tests.backend.practice import NOW, Practice

PAGE = Path(__file__).parents[2] / "docs/access.md"
KIM = "kim@example.org"
TOLD = {"401": "not_signed_in", "403": "not_your_role", "404": "not_found"}


def test_every_endpoint_is_in_the_table():
    found = {
        (method, route.path.replace(":str", ""))
        for route in framework().routes
        for method in route.methods
        if method != "OPTIONS" and not route.path.startswith("/portal")
    }
    assert found == ALL
    of_the_wire = {value for name, value in vars(paths).items() if name.isupper() and value.startswith("/")}
    assert of_the_wire == {path for _, path in found} - {"/", "/openapi.json"}


def test_the_page_is_the_table():
    assert PAGE.read_text(encoding="utf-8") == page()


class Things:
    """One of everything, of Mira, of a colleague with the same organisation, and of one with another."""

    def __init__(self, practice: Practice, sign_in) -> None:
        self.practice = practice
        self.sign_in = sign_in
        self.people = dict(zip(WHOSE, (MIRA, KIM, "lou@example.org"), strict=True))
        self.things: dict[str, dict[str, str]] = {}
        self.days = count(1)

    async def make(self) -> None:
        office = Office(self.practice.engines, self.practice.clock)
        newcomers = Newcomers(self.practice)
        for number, (whose, email) in enumerate(self.people.items(), start=1):
            token = self.practice.engage(email, name=f"Consultant {number}")
            if whose == WHOSE[2]:
                self.practice.add_organisation("ORG-2")
                self.practice._organisation = 2
            line, case = self.practice.add_line(email), self.practice.open_case(name=f"Client {number}")
            last = self.practice.appoint(email, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
            assert (await book(self.sign_in(token), wish(last, line, start="10:00:00"))).status_code == 201
            self.practice.ask_for_extra(case, email)
            account = newcomers.sign_up(f"new{number}@example.com", first_name=f"New{number}")
            newcomers.book(account, email, "2026-11-27T14:00")
            written = Written(message="Help", email="a@example.com", name="A", code="", page="/portal")
            self.things[whose] = {
                "appointment": last, "case": case, "schedule": line, "client": self.practice.client_of(case),
                "extra_request": f"EXT-{number}", "message": str(number), "account": account,
                "ticket": tickets.write(office, written, None, f"203.0.113.{number}"),
            }  # fmt: skip

    def of(self, whose: str) -> dict[str, str]:
        """Name what is of somebody; leave is new each time, since it is taken away."""
        day = date(2027, 2, 1) + timedelta(days=next(self.days))
        self.practice.go_on_leave(self.people[whose], f"{day}T00:00", f"{day}T12:00")
        with self.practice.engines.reading() as connection:
            away = connection.execute(select(leave.c.reference).order_by(leave.c.id.desc())).scalars().first()
        return {**self.things[whose], "leave_reference": away}


@pytest.fixture
async def things(practice, sign_in):
    made = Things(practice, sign_in)
    await made.make()
    return made


@pytest.fixture
async def everybody(engines, practice, sign_in, things):
    """Give a client for each role."""
    with engines.writing() as connection:
        give_token(connection, "trainer", MIRA, NOW, timedelta(days=1), Role.TRAINER)
    trainer = {"Authorization": "Bearer trainer"}
    service = practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE)
    demo = httpx.ASGITransport(create_app(engines, practice.clock, rehearses=True))
    async with httpx.AsyncClient(transport=demo, base_url="http://backend", headers=trainer) as on_demo:
        clients = (
            sign_in(),
            sign_in(f"token-of-{MIRA}"),
            on_demo,
            sign_in("trainer"),
            sign_in(service),
            sign_in(service, **{paths.ON_BEHALF_OF: MIRA}),
            sign_in(practice.appoint_staff()),
            sign_in(practice.appoint_approver()),
        )
        yield dict(zip(ROLES, clients, strict=True))


async def is_answered_as_told(everybody, method, path, of):
    last = Last("", "ASST-1", "")
    for role, client in everybody.items():
        for whose in reversed(WHOSE):
            answer = await send(client, method, path, last, **of(whose))
            told = expected(method, path, role, whose)
            about = f"{method} {path}, {role}, {whose}: {answer.status_code} {answer.text}"
            if told == YES:
                assert answer.status_code not in (401, 403, 404), about
                assert answer.status_code < 500, about
            else:
                assert (str(answer.status_code), codes(answer)) == (told, [TOLD[told]]), about


async def test_every_role_is_told_what_the_table_says(everybody, things):
    of = {whose: things.of(whose) for whose in WHOSE}
    for method, path in sorted(asked for asked in SIGNED_IN if asked[0] == "GET"):
        await is_answered_as_told(everybody, method, path, of.__getitem__)


@pytest.mark.parametrize(("method", "path"), sorted(asked for asked in SIGNED_IN if asked[0] != "GET"))
async def test_every_role_may_do_what_the_table_says(everybody, things, method, path):
    await is_answered_as_told(everybody, method, path, things.of)


@pytest.mark.parametrize(("method", "path"), sorted(ALL - SIGNED_IN))
async def test_where_no_token_is_asked_for_one_makes_no_difference(everybody, method, path):
    last = Last("", "ASST-1", "")
    answers = [await send(client, method, path, last) for client in everybody.values()]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (answers[0].status_code, answers[0].content)
    }


@pytest.mark.parametrize(("method", "path"), sorted(BY_SERVICE))
async def test_a_consultant_that_is_not_there_is_not_found_by_customer_service(everybody, things, method, path):
    service = everybody["customer service for a consultant"]
    for nobody in ("none@example.org", "", "mira@example.org\x00"):
        service.headers[paths.ON_BEHALF_OF] = nobody
        answer = await send(service, method, path, Last("", "ASST-1", ""), **things.of("own"))
        assert (answer.status_code, codes(answer)) == (404, ["not_found"])


@pytest.mark.parametrize("role", ["consultant", "trainer, demo", "user support", "approver"])
async def test_only_customer_service_acts_for_others(everybody, things, role):
    answer = await everybody[role].get("/v1/quick-view", headers={paths.ON_BEHALF_OF: KIM})
    assert (answer.status_code, codes(answer)) == (403, ["not_your_role"])


async def test_the_audit_and_the_history_name_who_acted_for_a_consultant(engines, everybody, things):
    service, mira = everybody["customer service for a consultant"], everybody["consultant"]
    own = things.of("own")
    booked = await book(service, wish(own["appointment"], own["schedule"], day="2026-12-07"))
    assert booked.status_code == 201
    reference = booked.json()["reference"]
    read = await service.get(f"/v1/clients/{own['client']}")
    assert read.status_code == 200
    with engines.reading() as connection:
        rows = connection.execute(
            select(audit.c.act, audit.c.staff, profiles.c.email).join_from(audit, profiles).where(audit.c.staff != "")
        ).all()
        told = [deed.by for deed in trail.deeds(connection, by="Lee")]
    assert {tuple(row) for row in rows} == {("booked", "Lee", MIRA), ("read_client", "Lee", MIRA)}
    assert told == ["Lee for mira@example.org"] * len(rows)
    deeds = (await mira.get(f"/v1/appointments/{reference}/history")).json()["deeds"]
    assert [deed["by"] for deed in deeds if deed["act"] == "booked"] == ["Lee"]
    stale = await mira.post(
        f"/v1/appointments/{reference}/cancellation",
        json={"by": "client", "reason": "ill", "charged": False},
        headers={"If-Match": '"7"'},
    )
    assert stale.json()["refusals"][0]["name"] == "Lee"
