"""What a consultant looks at: Quick View, the session summary and the ledger."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from consultant_tui.contract import paths
from consultant_tui.contract.appointments import Health, QuickView
from consultant_tui.contract.cases import Ledger, SessionSummary
from consultant_tui.contract.vocabulary import AppointmentState as State
from consultant_tui.contract.vocabulary import Section
from server_stub.domain.clocks import TZDATA
from server_stub.storage.tables import audit
from tests.backend.conftest import MIRA
from tests.databases import before_each_statement


async def see(consultant, kind, path):
    answer = await consultant.get(path)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=kind)


async def quick_view(consultant):
    view = await see(consultant, QuickView, "/v1/quick-view")
    return {part.section: part.rows for part in view.sections}


async def test_each_appointment_stands_in_the_section_of_its_state(practice, mira):
    case = practice.open_case()
    booked = practice.appoint(MIRA, case, "2026-11-24T10:00")
    earlier = practice.appoint(MIRA, case, "2026-11-20T10:00")
    begun = practice.appoint(MIRA, case, "2026-11-23T07:30", State.COMMENCED)
    done = practice.appoint(MIRA, case, "2026-11-16T10:00", State.COMPLETED)
    cancelled = practice.appoint(MIRA, case, "2026-11-17T10:00", State.CANCELLED, charged=True)
    missed = practice.appoint(MIRA, case, "2026-11-18T10:00", State.NO_SHOW)
    sections = await quick_view(mira)
    assert {name: [row.reference for row in rows] for name, rows in sections.items()} == {
        Section.NOT_STARTED: [earlier, booked],
        Section.IN_PROGRESS: [begun],
        Section.RECENTLY_COMPLETED: [missed, cancelled, done],
    }
    assert [row.charged for row in sections[Section.RECENTLY_COMPLETED]] == [False, True, False]
    assert sections[Section.IN_PROGRESS][0].commenced.wall.isoformat() == "2026-11-23T08:00:00"
    assert {row.available for rows in sections.values() for row in rows} == {0}


async def test_what_was_finished_long_ago_is_shown_no_more(practice, mira):
    case = practice.open_case()
    recent = practice.appoint(MIRA, case, "2026-09-25T10:00", State.COMPLETED)
    practice.appoint(MIRA, case, "2026-09-20T10:00", State.COMPLETED)
    rows = (await quick_view(mira))[Section.RECENTLY_COMPLETED]
    assert [row.reference for row in rows] == [recent]


async def test_what_should_have_started_a_week_ago_is_late(practice, mira):
    case = practice.open_case()
    for day in (13, 16, 17):
        practice.appoint(MIRA, case, f"2026-11-{day}T14:00")
    rows = (await quick_view(mira))[Section.NOT_STARTED]
    assert [row.late_days for row in rows] == [10, 7, None]


async def test_a_consultant_sees_nobody_elses_appointments(practice, sign_in, mira):
    kim = sign_in(practice.engage("kim@example.org", name="Kim"))
    practice.appoint(MIRA, practice.open_case(), "2026-11-24T10:00")
    assert not any((await quick_view(kim)).values())


async def test_quick_view_says_who_when_and_in_whose_words(practice, mira):
    practice.set(client_term="Customer (Client)")
    view = await see(mira, QuickView, "/v1/quick-view")
    assert (view.consultant.name, view.consultant.email, view.consultant.zone) == (
        "Mira Okafor",
        MIRA,
        "Australia/Melbourne",
    )
    assert view.now.wall.isoformat() == "2026-11-23T09:04:00"
    assert view.client_term == "Customer (Client)"


async def test_quick_view_asks_no_more_for_many_rows_than_for_one(engines, practice, mira):
    asked = []
    practice.appoint(MIRA, practice.open_case(), "2026-11-24T10:00")
    with before_each_statement(engines, asked.append):
        await mira.get("/v1/quick-view")
    one = len(asked)
    for number in range(12):
        practice.appoint(MIRA, practice.open_case(), f"2026-12-{number + 1:02}T10:00")
    asked.clear()
    with before_each_statement(engines, asked.append):
        await mira.get("/v1/quick-view")
    assert 1 <= len(asked) <= one <= 4


@pytest.mark.parametrize(
    "name", ["A[/b]", "Zoë [he/him] O’Brien", "[@click=app.quit]", "=cmd()", "محمد الأحمد", "王小明"]
)
async def test_any_name_comes_through_as_it_is(practice, mira, name):
    practice.appoint(MIRA, practice.open_case(name=name), "2026-11-24T10:00")
    (row,) = (await quick_view(mira))[Section.NOT_STARTED]
    assert row.client == name


async def test_the_summary_shows_what_is_reviewed_before_rebooking(practice, mira):
    case = practice.open_case()
    done = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED)
    practice.appoint(MIRA, case, "2026-11-18T14:00", State.CANCELLED)
    coming = practice.appoint(MIRA, case, "2026-11-25T14:00")
    practice.appoint(MIRA, case, "2026-12-02T14:00")
    practice.ask_for_extra(case, MIRA)
    summary = await see(mira, SessionSummary, f"/v1/appointments/{done}/summary")
    assert (summary.client, summary.client_zone) == ("Ana Lindqvist", "Australia/Adelaide")
    assert (summary.issue, summary.organisation) == ("Workplace stress", "Northwind")
    assert (summary.appointment.reference, summary.version) == (done, 1)
    assert (summary.last.reference, summary.next.reference) == (done, coming)
    assert msgspec.structs.asdict(summary.figures) == {
        "entitled": 6, "extra": 0, "used": 1, "booked": 2, "available": 3,
    }  # fmt: skip
    assert summary.expires.wall.isoformat() == "2027-11-16T14:30:00"
    assert (summary.pending.sessions, summary.pending.asked.utc) == (2, practice.now)
    assert summary.rebook.allowed
    assert not summary.start.allowed


async def test_a_booked_session_that_is_due_is_the_last_one(practice, mira):
    case = practice.open_case()
    due = practice.appoint(MIRA, case, "2026-11-13T14:00")
    summary = await see(mira, SessionSummary, f"/v1/appointments/{due}/summary")
    assert (summary.last.reference, summary.next, summary.expires) == (due, None, None)
    assert summary.start.allowed


async def test_without_sessions_the_summary_closes_the_way_to_rebooking(practice, mira):
    due = practice.appoint(MIRA, practice.open_case(entitled=1), "2026-11-13T14:00")
    summary = await see(mira, SessionSummary, f"/v1/appointments/{due}/summary")
    assert (summary.rebook.refusal.code, summary.rebook.refusal.number) == ("no_sessions_left", 0)


async def test_colleagues_in_one_case_do_not_see_each_others_appointments(practice, sign_in, mira):
    practice.engage("kim@example.org", name="Kim")
    case = practice.open_case()
    mine = practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED)
    practice.appoint("kim@example.org", case, "2026-11-17T14:00", State.COMPLETED)
    practice.appoint("kim@example.org", case, "2026-11-27T14:00")
    summary = await see(mira, SessionSummary, f"/v1/appointments/{mine}/summary")
    assert (summary.last.reference, summary.next) == (mine, None)
    ledger = await see(mira, Ledger, f"/v1/cases/{case}/ledger")
    assert {entry.appointment for entry in ledger.entries} == {"", mine}
    assert ledger.figures.available == 3


async def test_the_ledger_explains_the_figures(practice, mira):
    case = practice.open_case()
    practice.appoint(MIRA, case, "2026-11-16T14:00", State.COMPLETED)
    practice.appoint(MIRA, case, "2026-11-18T14:00", State.CANCELLED)
    missed = practice.appoint(MIRA, case, "2026-11-19T14:00", State.NO_SHOW)
    ledger = await see(mira, Ledger, f"/v1/cases/{case}/ledger")
    assert [(entry.cause.value, entry.available) for entry in ledger.entries] == [
        ("entitled", 6),
        ("booked", 5),
        ("commenced", 5),
        ("booked", 4),
        ("released", 5),
        ("booked", 4),
        ("no_show", 4),
    ]
    assert ledger.entries[-1].appointment == missed
    assert ledger.entries[-1].available == ledger.figures.available
    assert (ledger.case, ledger.client) == (case, "Ana Lindqvist")


async def test_reading_a_clients_record_is_written_down(engines, practice, mira, last):
    for path in ("appointments/{0}/summary", "cases/{1}/ledger", "appointments/{0}/rebooking"):
        await mira.get("/v1/" + path.format(last.reference, last.case))
    await mira.get("/v1/appointments/APP-999/summary")
    with engines.reading() as connection:
        written = connection.execute(select(audit).order_by(audit.c.id)).all()
    assert [row.act for row in written] == ["read_summary", "read_ledger", "read_offer"]
    assert all(row.at == practice.now and row.client_id and row.profile_id for row in written)


async def test_health_tells_what_it_runs_on(sign_in):
    health = await see(sign_in(), Health, "/health")
    assert (health.status, health.tzdata) == ("ok", TZDATA)


async def test_openapi_describes_every_refusal_as_a_problem(sign_in):
    described = (await sign_in().get("/openapi.json")).json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    of_the_wire = {value for name, value in vars(paths).items() if name.isupper() and value.startswith("/")}
    assert set(described["paths"]) == of_the_wire
    for operation in operations:
        assert "400" not in operation["responses"]
        for status, answer in operation["responses"].items():
            content = answer.get("content", {})
            if int(status) >= 400:
                assert content["application/json"]["schema"]["$ref"].endswith("/Problem")
            else:
                assert "Problem" not in str(content)
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


async def test_time_does_not_stand_still(practice, mira):
    practice.now += timedelta(minutes=5)
    view = await see(mira, QuickView, "/v1/quick-view")
    assert view.now.utc == practice.now
