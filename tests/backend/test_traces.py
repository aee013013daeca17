"""Every endpoint leaves exactly the rows in the audit that the table says, and a refusal leaves none."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from consultant_tui.contract import paths
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Role
from server_stub.services import signing, tickets
from server_stub.services.office import Office
from server_stub.services.tickets import Written
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import appointments, audit, clients, leave, profiles
from tests.backend.asking import Last, book, wish
from tests.backend.conftest import MIRA
from tests.backend.endpoints import ALL, ANOTHERS, APPROVERS, BY_SERVICE, SUPPORTS, TOLD, send
from tests.backend.newcomers import Newcomers
from tests.backend.test_completing import TICKS, a_file
from tests.backend.test_no_shows import missed
from tests.backend.traces import LEAVES, NOTHING, TO_SERVICE

PASSWORD = "seven quiet herons"  # noqa: S105


@dataclass(frozen=True)
class Left:
    """One row as people would read it."""

    act: str
    by: str
    staff: str
    client: str
    appointment: str
    account: str
    on_time: bool


class Scene:
    """A practice in which everything can be done, and what was left of doing it."""

    def __init__(self, practice, sign_in, engines):
        self.practice, self.sign_in, self.engines = practice, sign_in, engines
        self.office = Office(engines, practice.clock)

    async def make(self):
        practice, newcomers = self.practice, Newcomers(self.practice)
        self.mira = self.sign_in(practice.engage(MIRA))
        line, case = practice.add_line(MIRA), practice.open_case(email="ana@example.com", entitled=12)
        done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED, schedule=line)
        self.client = practice.client_of(case)
        self.last = Last(done, case, line)
        self.today = practice.appoint(MIRA, case, "2026-11-23T08:00", schedule=line)
        self.begun = practice.appoint(MIRA, case, "2026-11-22T06:30", State.COMMENCED)
        self.ahead = (await book(self.mira, wish(self.last, start="10:00:00"))).json()["reference"]
        self.asking = practice.open_case(name="Ben Strand")
        practice.ask_for_extra(self.asking, MIRA)
        self.account = newcomers.sign_up("new@example.com", first_name="New", verified=False)
        self.known = newcomers.sign_up("ben@example.com", first_name="Ben")
        self.online = newcomers.book(self.known, MIRA, "2026-12-03T14:00")
        newcomers.book(self.account, MIRA, "2026-12-02T14:00")
        written = Written(message="Help", email="a@example.com", name="A", code="", page="/portal")
        self.ticket = tickets.write(self.office, written, None, "203.0.113.1")
        practice.go_on_leave(MIRA, "2027-02-01T00:00", "2027-02-01T12:00")
        with self.engines.reading() as connection:
            self.leave = connection.execute(select(leave.c.reference)).scalar_one()
        return self

    def rows(self):
        """Give all rows of the audit, as people would read them."""
        query = (
            select(audit.c.id, audit.c.act, audit.c.at, audit.c.staff, profiles.c.email,
                   clients.c.reference.label("client"), appointments.c.reference.label("appointment"),
                   accounts.c.reference.label("account"))
            .join_from(audit, profiles, audit.c.profile_id == profiles.c.id, isouter=True)
            .join(clients, audit.c.client_id == clients.c.id, isouter=True)
            .join(appointments, audit.c.appointment_id == appointments.c.id, isouter=True)
            .join(accounts, audit.c.account_id == accounts.c.id, isouter=True)
            .order_by(audit.c.id)
        )  # fmt: skip
        with self.engines.reading() as connection:
            return [
                Left(row.act, row.email or "", row.staff, row.client or "", row.appointment or "", row.account or "",
                     row.at == self.practice.now)
                for row in connection.execute(query)
            ]  # fmt: skip

    def who(self, asked):
        """Give who does it, and how the rows name them."""
        if asked in APPROVERS:
            return self.sign_in(self.practice.appoint_approver()), "", "ORG-1"
        if asked in SUPPORTS:
            return self.sign_in(self.practice.appoint_staff("Noor")), "", "Noor"
        return self.mira, MIRA, ""

    def about(self, path):
        """Name what an endpoint is asked about, so that it can be done."""
        appointment = {
            paths.START: self.today, paths.NO_SHOW: self.today,
            **dict.fromkeys((paths.ENDING, paths.CANCELLATION, paths.EDIT, paths.EDIT_CHECKS), self.ahead),
            **dict.fromkeys((paths.MOVE, paths.MOVE_CHECKS, paths.UNDO, paths.MESSAGE), self.ahead),
            paths.ASSOCIATION: self.online,
        }.get(path, self.begun if "/completion" in path else self.last.reference)  # fmt: skip
        account = self.known if path in (paths.NEW_CLIENT, paths.ASSOCIATION) else self.account
        client = self.client
        if path in (paths.OPEN_REQUESTS, paths.REQUEST_ANSWER):
            client = self.practice.client_of(self.asking)
        elif path in (paths.VERIFICATION, paths.VERIFICATION_MAIL):
            client = "CLI-2"
        elif path == paths.NEW_CLIENT:
            client = "CLI-1"
        return {"appointment": appointment, "account": account, "client": client}

    async def do(self, somebody, method, path):
        """Do what an endpoint is for, so that it is done; tell the answer and the rows that it left."""
        about, version = self.about(path), 1
        named = {
            **about, "case": self.last.case, "schedule": self.last.line, "key": "k" * 12, "extra_request": "EXT-1",
            "message": "1", "leave_reference": self.leave, "ticket": self.ticket, "feed": "x.ics",
        }  # fmt: skip
        signed_off = {"ticks": TICKS, **a_file(b"%PDF-1.7"), "issues": [], "outcomes": []}
        own = {
            paths.NO_SHOW: missed(),
            paths.COMPLETION: signed_off,
            paths.COMPLETION_DRAFT: {"ticks": [], "notes": ["half a"], "file": "", "issues": [], "outcomes": []},
            paths.MOVE: {"schedule": self.last.line, "day": "2026-12-01", "start": "14:00:00"},
            paths.PASSWORD: {"present": PASSWORD, "new": "eleven loud magpies"},
            paths.SESSIONS: {"email": MIRA, "password": PASSWORD},
            paths.ONLINE_ACCESS: {"email": "ana@example.com", "password": "three words unrelated"},
        }
        if path in own or path == paths.RENEWALS:
            signing.set_password(self.office, MIRA, PASSWORD)
        if path == paths.UNDO:
            version = 2
            await send(somebody, "POST", paths.CANCELLATION, self.last, **about)
        elif path in (paths.COMPLETION_RECORD, paths.COMPLETION_FILE):
            address = paths.COMPLETION.format(**named)
            await somebody.post(address, json=signed_off, headers={"If-Match": '"1"'})
        elif (method, path) == ("DELETE", paths.ASSOCIATION):
            version = (await send(somebody, "POST", path, self.last, **about)).json()["version"]
        elif path == paths.RENEWALS:
            own[path] = {"renewal": (await somebody.post(paths.SESSIONS, json=own[paths.SESSIONS])).json()["renewal"]}
        elif path == paths.PRESENT_SESSION:
            signing.set_password(self.office, MIRA, PASSWORD)
            entered = (await somebody.post(paths.SESSIONS, json=own[paths.SESSIONS])).json()["access"]
            somebody.headers["Authorization"] = f"Bearer {entered}"
        elif path == paths.FEED or (method, path) == ("DELETE", paths.CALENDAR_FEED):
            named["feed"] = (await somebody.post(paths.CALENDAR_FEED)).json()["path"].rpartition("/")[2]
        before = len(self.rows())
        if method != "GET" and (path in own or version != 1):
            address, headers = path.format(**named), {"If-Match": f'"{version}"'}
            answer = await somebody.request(method, address, json=own.get(path), headers=headers)
        elif path == paths.FEED:
            answer = await somebody.get(path.format(**named))
        else:
            del named["feed"]
            answer = await send(somebody, method, path, self.last, **{**named, "client": self.client})
        return answer, self.rows()[before:]

    def expected(self, traces, answer, path, by, staff):
        """Write the rows that traces stand for."""
        about = self.about(path)
        found = [about["appointment"]] * len(traces)
        if path == paths.BOOKINGS:
            found = [answer.json()["reference"]]
        elif path == paths.SERIES:
            found = [one["reference"] for one in answer.json()["receipts"]]
        account = "" if path.startswith(paths.TICKETS) else about["account"]
        account = "ACC-3" if path == paths.ONLINE_ACCESS else account
        moved_back = answer.request.method == "DELETE" and path == paths.ASSOCIATION

        def row(trace, appointment):
            client = "CLI-1" if moved_back and trace.appointment else about["client"]
            named = (client * trace.client, appointment * trace.appointment, account * trace.account)
            return Left(trace.act, by, staff, *named, on_time=True)

        return [row(trace, one) for trace, one in zip(traces, found, strict=True)]


@pytest.fixture
async def scene(practice, sign_in, engines):
    return await Scene(practice, sign_in, engines).make()


def test_the_table_leaves_no_endpoint_out():
    assert LEAVES.keys() | NOTHING.keys() == ALL
    assert not LEAVES.keys() & NOTHING.keys()
    assert TO_SERVICE.keys() <= NOTHING.keys() & BY_SERVICE


@pytest.mark.parametrize(("method", "path"), sorted(ALL))
async def test_every_endpoint_leaves_what_the_table_says(scene, method, path):
    somebody, by, staff = scene.who((method, path))
    answer, left = await scene.do(somebody, method, path)
    assert answer.status_code < 300, answer.text
    assert left == scene.expected(LEAVES.get((method, path), ()), answer, path, by, staff)


@pytest.mark.parametrize(("method", "path"), sorted(BY_SERVICE))
async def test_customer_service_is_named_beside_whom_it_acts_for(scene, method, path):
    lee = scene.sign_in(scene.practice.appoint_staff("Lee", Role.CUSTOMER_SERVICE), **{paths.ON_BEHALF_OF: MIRA})
    answer, left = await scene.do(lee, method, path)
    assert answer.status_code < 300, answer.text
    traces = (LEAVES | TO_SERVICE).get((method, path), ())
    assert left == scene.expected(traces, answer, path, MIRA, "Lee")


async def test_what_is_refused_leaves_nothing(scene):
    """Whoever asks for another's, or for what is not theirs to do."""
    scene.practice.add_organisation("ORG-2")
    kim = scene.sign_in(scene.practice.engage("kim@example.org", name="Kim"))
    elsewhere = scene.sign_in(scene.practice.appoint_approver("ORG-2"))
    for method, path in sorted(ANOTHERS | TOLD | APPROVERS | SUPPORTS):
        before, asked = scene.rows(), {**scene.about(path), "ticket": scene.ticket}
        stranger = elsewhere if (method, path) == ("POST", paths.REQUEST_ANSWER) else kim
        answer = await send(stranger, method, path, scene.last, **asked)
        assert answer.status_code in (403, 404), (method, path, answer.text)
        assert scene.rows() == before, (method, path)


async def test_what_is_wrong_or_stale_leaves_nothing(scene):
    before = scene.rows()
    for path in (paths.CANCELLATION, paths.EDIT, paths.MOVE, paths.UNDO, paths.COMPLETION):
        address = path.format(appointment=scene.ahead)
        for version in ("7", "nonsense"):
            answer = await scene.mira.post(address, json={}, headers={"If-Match": f'"{version}"'})
            assert answer.status_code >= 400, (path, answer.text)
    assert scene.rows() == before


async def test_a_look_at_waiting_requests_names_each_and_tells_the_approver_no_client(scene):
    approver, _, _ = scene.who(("GET", paths.OPEN_REQUESTS))
    answer, left = await scene.do(approver, "GET", paths.OPEN_REQUESTS)
    assert [row.client for row in left] == [scene.practice.client_of(scene.asking)]
    assert left[0].client not in answer.text
    assert "Strand" not in answer.text


async def test_who_is_not_let_in_leaves_nothing(scene):
    signing.set_password(scene.office, MIRA, PASSWORD)
    before, nobody = scene.rows(), scene.sign_in()
    assert (await nobody.post(paths.SESSIONS, json={"email": MIRA, "password": "wrong"})).status_code >= 400
    assert (await nobody.get(paths.SUMMARY.format(appointment=scene.last.reference))).status_code == 401
    assert scene.rows() == before
