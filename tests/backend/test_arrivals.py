"""What comes in online is marked wherever the consultant looks, and told by mail without anybody's name."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from consultant_tui.contract.appointments import QuickView
from consultant_tui.contract.calendar import Calendar
from consultant_tui.contract.cases import SessionSummary
from consultant_tui.contract.finding import AppointmentHistory, ClientPage, Search
from consultant_tui.contract.vocabulary import AccountState, MessageKind, Modality, Origin, Standing
from server_stub import practice as practice_folder
from server_stub.letters.arrivals import ArrivalFacts, pack
from server_stub.letters.rendering import Letter, render
from server_stub.letters.subjects import subject
from server_stub.services.arrivals import tell_consultant
from server_stub.services.online import put_in_force
from server_stub.storage.tables import appointments, clients, outbox
from tests.backend.conftest import MIRA
from tests.backend.newcomers import Newcomers

SETTINGS = (Path(practice_folder.__file__).parent / "demo" / "online-booking.toml").read_text(encoding="utf-8")
STARTS = datetime(2026, 12, 8, 1, tzinfo=UTC)
FACTS = ArrivalFacts(
    name="Dr Mira Okafor",
    reference="APP-20057",
    zone="Australia/Melbourne",
    starts=STARTS,
    ends=STARTS + timedelta(minutes=50),
    modality=Modality.PHONE,
    reason="First talk",
    account=AccountState.UNVERIFIED,
)


@pytest.fixture
def newcomers(practice):
    return Newcomers(practice)


async def ask(who, kind, path):
    answer = await who.get(path)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=kind)


async def row_of(mira, reference):
    view = await ask(mira, QuickView, "/v1/quick-view")
    return next(row for section in view.sections for row in section.rows if row.reference == reference)


async def test_a_booking_is_marked_until_its_account_is_associated(practice, newcomers, mira):
    account = newcomers.sign_up(verified=False)
    booked = newcomers.book(account, MIRA, "2026-11-25T14:00", attendee=("Leo", "child"), wishes="Ring first.")
    row = await row_of(mira, booked)
    assert (row.origin, row.account) == (Origin.PORTAL, AccountState.UNVERIFIED)
    await mira.post(f"/v1/prospects/{account}/verification", headers={"If-Match": '"1"'})
    assert (await row_of(mira, booked)).account is AccountState.NOT_ASSOCIATED
    calendar = await ask(mira, Calendar, "/v1/calendar?first=2026-11-23&days=7")
    assert [one.row.account for one in calendar.engaged if one.row.reference == booked] == [AccountState.NOT_ASSOCIATED]
    person = {"first_name": "Ana", "last_name": "L", "email": "", "phone": "", "address": "", "zone": "Asia/Kathmandu"}
    await mira.post(f"/v1/prospects/{account}/client", headers={"If-Match": '"2"'}, json=person)
    row = await row_of(mira, booked)
    assert (row.client, row.origin, row.account) == ("Ana L", Origin.PORTAL, None)


async def test_what_was_said_is_told_on_summary_history_and_client_page(practice, newcomers, mira):
    account = newcomers.sign_up(verified=False)
    booked = newcomers.book(account, MIRA, "2026-11-25T14:00", attendee=("Leo", "child"), wishes="Ring [b]first[/b].")
    summary = await ask(mira, SessionSummary, f"/v1/appointments/{booked}/summary")
    said = summary.online
    assert (said.reason, said.attendee.name, said.wishes) == ("Stress at work", "Leo", "Ring [b]first[/b].")
    assert said.account is AccountState.UNVERIFIED
    history = await ask(mira, AppointmentHistory, f"/v1/appointments/{booked}/history")
    assert history.online == said
    assert [deed.online for deed in history.deeds] == [True, False]
    found = msgspec.json.decode((await mira.post("/v1/search", json={"query": "lindq"})).content, type=Search).found
    assert {one.account for one in found} == {AccountState.UNVERIFIED}
    page = await ask(mira, ClientPage, f"/v1/clients/{found[0].client}")
    assert (page.standing, page.account, page.online) == (Standing.PROSPECT, AccountState.UNVERIFIED, (said,))
    assert [one.origin for one in page.past.appointments] == [Origin.PORTAL]


async def test_what_a_consultant_books_is_not_marked(practice, mira, last):
    row = await row_of(mira, last.reference)
    assert (row.origin, row.account) == (Origin.CONSULTANT, None)
    assert (await ask(mira, SessionSummary, f"/v1/appointments/{last.reference}/summary")).online is None


def told(kind, facts=FACTS):
    return render(Letter(id=1, kind=kind, recipient=MIRA, facts=pack(facts), made=STARTS), "no-reply@example.org")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (MessageKind.PORTAL_BOOKED, "Booked online: a session on Tue 8 Dec 2026, 12:00"),
        (MessageKind.PORTAL_MOVED, "Moved online: a session, now on Tue 8 Dec 2026, 12:00"),
        (MessageKind.PORTAL_CANCELLED, "Cancelled online: a session on Tue 8 Dec 2026, 12:00"),
    ],
    ids=["booked", "moved", "cancelled"],
)
def test_the_subject_says_what_happened_on_the_consultants_clock(kind, said):
    assert told(kind).subject == subject(kind, pack(FACTS)) == said


def test_the_text_says_what_is_to_be_done():
    text = told(MessageKind.PORTAL_BOOKED).text
    for words in ("Dr Mira Okafor", "APP-20057", "First talk", "phone", "Unverified", "UTC+11"):
        assert words in text
    moved = msgspec.structs.replace(FACTS, was=STARTS - timedelta(days=1), account=AccountState.ASSOCIATED)
    assert "Mon 7 Dec 2026, 12:00" in told(MessageKind.PORTAL_MOVED, moved).text
    assert "Prospects" not in told(MessageKind.PORTAL_MOVED, moved).text


def appointment_id(engines, reference):
    with engines.reading() as connection:
        return connection.execute(select(appointments.c.id).where(appointments.c.reference == reference)).scalar_one()


async def test_a_consultant_is_told_at_once_and_by_reference_only(engines, practice, newcomers, mira):
    put_in_force(engines, SETTINGS, practice.now)
    booked = newcomers.book(newcomers.sign_up(verified=False), MIRA, "2026-11-25T14:00", wishes="I am so sad.")
    with engines.writing() as connection:
        tell_consultant(connection, appointment_id(engines, booked), MessageKind.PORTAL_BOOKED, practice.now)
    with engines.reading() as connection:
        row = connection.execute(select(outbox)).one()
        client = connection.execute(select(clients.c.reference)).scalar_one()
    assert (row.recipient, row.due, row.kind) == (MIRA, practice.now, "portal_booked")
    for secret in ("Lindqvist", "sad", "ana@example.com"):
        assert secret not in row.facts
    messages = (await mira.get(f"/v1/clients/{client}/messages")).json()["messages"]
    assert [(line["kind"], line["subject"][:14]) for line in messages] == [("portal_booked", "Booked online:")]
    assert "Stress at work" in " ".join((await mira.get(f"/v1/messages/{messages[0]['message']}")).json()["text"])


def test_nobody_is_told_where_the_provider_does_not_wish_it(engines, practice, newcomers):
    practice.engage(MIRA)
    put_in_force(engines, SETTINGS.replace("tell_consultant = true", "tell_consultant = false"), practice.now)
    booked = newcomers.book(newcomers.sign_up(), MIRA, "2026-11-25T14:00")
    with engines.writing() as connection:
        tell_consultant(connection, appointment_id(engines, booked), MessageKind.PORTAL_BOOKED, practice.now)
    with engines.reading() as connection:
        assert connection.execute(select(outbox)).all() == []
