"""What is due is sent once, by a real mail server or as a file; what cannot be sent waits, and says why."""

import socket
import ssl
import threading
from datetime import timedelta

import pytest
import trustme
from sqlalchemy import select, update

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.carriers.choosing import choose
from server_stub.carriers.smtp import MailServer
from server_stub.rounds.delivery import PAUSES
from server_stub.rounds.running import Done, run_due
from server_stub.services import messages
from server_stub.services.office import Visit
from server_stub.storage.people import caller_by_token
from server_stub.storage.tables import appointments, clients, outbox
from tests.backend.asking import book, wish
from tests.backend.changing import change as send_change
from tests.backend.changing import faults
from tests.backend.conftest import MIRA
from tests.backend.post import PostOffice, only
from tests.ports import kept, port_of

UNDO = timedelta(seconds=180)


@pytest.fixture
def office():
    with PostOffice() as office:
        yield office


@pytest.fixture
def go_round(engines, practice, tmp_path):
    """Walk one round, by a mail server or into a folder."""

    def go_round(server: PostOffice | None = None, **options):
        mail = MailServer(host="127.0.0.1", port=server.port, tls="none", **options) if server else None
        return run_due(engines, practice.clock, lambda settings: mail or choose(settings, tmp_path / "kept", {}))

    return go_round


@pytest.fixture
async def booked(mira, last):
    return (await book(mira, wish(last))).json()["reference"]


@pytest.fixture
def visit(engines, practice, mira):
    import hashlib

    with engines.reading() as connection:
        hashed = hashlib.sha256(f"token-of-{MIRA}".encode()).hexdigest()
        caller = caller_by_token(connection, hashed, practice.now)
    return lambda: Visit(caller, practice.now, caller.zone)


def row(engines):
    with engines.reading() as connection:
        return connection.execute(select(outbox).order_by(outbox.c.id.desc())).first()


def change(engines, visit, reference, kind, **values):
    """Change an appointment as a service does, and tell of it."""
    with engines.writing() as connection:
        found = connection.execute(select(appointments).where(appointments.c.reference == reference)).one()
        connection.execute(
            update(appointments)
            .where(appointments.c.id == found.id)
            .values(version=found.version + 1, sequence=found.sequence + 1, **values)
        )
        messages.announce(connection, visit(), found.id, kind)
        return found.id


async def test_nothing_is_sent_while_the_booking_can_be_undone(engines, practice, office, go_round, booked):
    practice.now += UNDO - timedelta(seconds=1)
    assert go_round(office).sent == 0
    assert (row(engines).state, office.taken) == ("waiting", [])
    practice.now += timedelta(seconds=1)
    assert go_round(office).sent == 1
    (mail,) = office.taken
    assert (mail["To"], mail["Subject"]) == ("ana@example.com", "Your appointment on Mon 30 Nov 2026, 14:00")
    assert booked in mail.get_body(("plain",)).get_content()
    kept = row(engines)
    assert (kept.state, kept.sent, kept.attempts, kept.problem) == ("sent", practice.now, 1, "")


async def test_what_was_sent_is_not_sent_again(practice, office, go_round, booked):
    practice.now += UNDO
    assert [go_round(office).sent for _ in range(3)] == [1, 0, 0]
    practice.now += timedelta(days=3)
    assert go_round(office).sent == 0
    assert len(office.taken) == 1


async def test_what_is_withdrawn_in_time_is_never_sent(engines, practice, office, go_round, booked, visit):
    practice.now += UNDO - timedelta(seconds=1)
    with engines.writing() as connection:
        assert messages.withdraw(connection, row(engines).appointment_id) == 1
    practice.now += timedelta(days=1)
    assert go_round(office).sent == 0
    assert (row(engines).state, office.taken) == ("withdrawn", [])


async def test_undoing_a_change_withdraws_that_change_alone(engines, practice, office, go_round, booked, visit):
    practice.now += timedelta(seconds=60)
    appointment = change(engines, visit, booked, MessageKind.CHANGED, modality="phone", platform=None)
    with engines.writing() as connection:
        messages.withdraw(connection, appointment)
    practice.now += UNDO
    assert go_round(office).sent == 1
    assert [mail["Subject"][:16] for mail in office.taken] == ["Your appointment"]
    change(engines, visit, booked, MessageKind.CHANGED, modality="chat")
    practice.now += UNDO
    assert go_round(office).sent == 1
    assert "SEQUENCE:2" in _calendar(office.taken[-1])


def _calendar(mail):
    return next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content()


async def test_the_calendar_number_rises_and_the_id_and_link_stay(engines, practice, office, go_round, booked, visit):
    practice.now += UNDO
    go_round(office)
    change(engines, visit, booked, MessageKind.CHANGED, attendance="couple")
    practice.now += UNDO
    go_round(office)
    ended = {"state": "cancelled", "ended_at": practice.now}
    change(engines, visit, booked, MessageKind.CANCELLED, **ended)
    practice.now += UNDO
    go_round(office)
    first, second, third = (_calendar(mail) for mail in office.taken)
    for number, calendar in enumerate((first, second, third)):
        assert f"UID:{booked}@booking.example.org" in calendar
        assert f"SEQUENCE:{number}" in calendar
    assert ["METHOD:CANCEL" in calendar for calendar in (first, second, third)] == [False, False, True]
    (link,) = {line for mail in office.taken[:2] for line in mail.as_string().splitlines() if line.startswith("Link ")}
    assert link.removeprefix("Link").strip().startswith("https://meet.example.org/")


async def test_a_message_that_waited_too_long_gives_way_to_a_newer_one(
    engines, practice, office, go_round, booked, visit
):
    change(engines, visit, booked, MessageKind.CHANGED, modality="phone", platform=None)
    practice.now += UNDO
    assert go_round(office).sent == 1
    assert [mail["Subject"] for mail in office.taken] == ["Changed: your appointment on Mon 30 Nov 2026, 14:00"]
    with engines.reading() as connection:
        states = connection.execute(select(outbox.c.kind, outbox.c.state).order_by(outbox.c.id)).all()
    assert states == [("confirmation", "withdrawn"), ("changed", "sent")]


async def test_a_busy_mail_server_is_asked_again_after_growing_pauses(engines, practice, office, go_round, booked):
    office.answers = ["451 try later"] * len(PAUSES)
    practice.now += UNDO
    for attempt, pause in enumerate(PAUSES, start=1):
        assert go_round(office).sent == 0
        kept = row(engines)
        assert (kept.state, kept.attempts, kept.due) == ("waiting", attempt, practice.now + pause)
        assert kept.problem == "the mail server said 451: try later"
        practice.now += pause - timedelta(seconds=1)
        go_round(office)
        assert row(engines).attempts == attempt
        practice.now += timedelta(seconds=1)
    assert go_round(office).sent == 1
    assert (row(engines).state, row(engines).problem, len(office.taken)) == ("sent", "", 1)


async def test_after_the_last_attempt_it_is_given_up(engines, practice, office, go_round, booked):
    office.answers = ["451 try later"] * (len(PAUSES) + 1)
    practice.now += UNDO
    for pause in (*PAUSES, timedelta(days=9)):
        go_round(office)
        practice.now += pause
    assert (row(engines).state, row(engines).attempts) == ("failed", len(PAUSES) + 1)
    assert go_round(office).sent == 0
    assert office.taken == []


@pytest.mark.parametrize("where", ["refused", "answers"])
async def test_a_no_for_good_is_taken_at_its_word(engines, practice, office, go_round, booked, where):
    setattr(office, where, ["550 5.1.1 no such mailbox"])
    practice.now += UNDO
    assert go_round(office).sent == 0
    assert (row(engines).state, row(engines).problem) == ("failed", "the mail server said 550: 5.1.1 no such mailbox")
    practice.now += timedelta(days=1)
    assert go_round(office).sent == 0


async def test_a_mail_server_that_is_away_costs_one_attempt_a_round(engines, practice, go_round, mira, last, booked):
    await book(mira, wish(last, day="2026-12-01"))
    practice.now += UNDO
    with kept() as nobody:
        away = MailServer(host="127.0.0.1", port=port_of(nobody), tls="none")
        assert run_due(engines, practice.clock, lambda _: away).sent == 0
    with engines.reading() as connection:
        asked = select(outbox.c.attempts, outbox.c.state, outbox.c.problem).order_by(outbox.c.id)
        rows = connection.execute(asked).all()
    assert rows == [(1, "waiting", "the mail server cannot be reached: Connection refused"), (0, "waiting", "")]


async def test_a_silent_mail_server_is_not_waited_for(engines, practice, booked):
    practice.now += UNDO
    with socket.create_server(("127.0.0.1", 0)) as door:
        silent = MailServer(host="127.0.0.1", port=door.getsockname()[1], tls="none", patience=0.05)
        run_due(engines, practice.clock, lambda _: silent)
    assert (row(engines).state, row(engines).problem) == ("waiting", "the mail server does not answer")


async def test_the_way_there_is_secret_or_not_taken(engines, practice, office, booked):
    practice.now += UNDO
    run_due(engines, practice.clock, lambda _: MailServer(host="127.0.0.1", port=office.port, tls="starttls"))
    assert (row(engines).state, office.taken) == ("waiting", [])
    assert row(engines).problem == "the mail server does not do what is asked of it"


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize(("trusted", "state"), [(True, "sent"), (False, "waiting")])
async def test_a_mail_server_is_believed_by_its_certificate(
    engines, practice, booked, tmp_path, monkeypatch, tls, trusted, state
):
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    (authority if trusted else trustme.CA()).cert_pem.write_to_path(str(tmp_path / "trusted.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    practice.now += UNDO
    with PostOffice(**{"tls_context" if tls == "starttls" else "ssl_context": context}) as office:
        server = MailServer(host="127.0.0.1", port=office.port, tls=tls)
        run_due(engines, practice.clock, lambda _: server)
    assert (row(engines).state, len(office.taken)) == (state, trusted)
    assert row(engines).problem == ("" if trusted else "the certificate of the mail server is not to be trusted")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize(("password", "state"), [("right", "sent"), ("wrong", "waiting")])
async def test_the_mail_server_is_told_who_asks(engines, practice, booked, password, state):
    practice.now += UNDO
    options = {"authenticator": only("praxis", "right"), "auth_required": True, "auth_require_tls": False}
    with PostOffice(**options) as office:
        server = MailServer(host="127.0.0.1", port=office.port, tls="none", user="praxis", password=password)
        run_due(engines, practice.clock, lambda _: server)
    assert row(engines).state == state
    told = "the mail server said 535: 5.7.8 Authentication credentials invalid"
    assert row(engines).problem == ("" if state == "sent" else told)
    assert "password" not in repr(server)


async def test_without_a_mail_server_it_becomes_a_file(engines, practice, go_round, booked, tmp_path):
    assert not (tmp_path / "kept").exists()
    practice.now += UNDO
    assert go_round().sent == 1
    (file,) = (tmp_path / "kept").iterdir()
    assert file.name == "2026-11-22-000001-confirmation.eml"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert b"To: ana@example.com\r\n" in file.read_bytes()
    assert (row(engines).state, row(engines).problem) == ("sent", "kept as a file, no mail server is set")


async def test_a_folder_that_cannot_be_written_is_tried_again(engines, practice, go_round, booked, tmp_path):
    (tmp_path / "kept").write_text("in the way")
    practice.now += UNDO
    assert go_round().sent == 0
    assert (row(engines).state, row(engines).problem) == ("waiting", "it could not be kept as a file: File exists")


async def test_an_address_that_is_none_fails_alone(engines, practice, office, go_round, mira, last, booked):
    await book(mira, wish(last, day="2026-12-01"))
    with engines.writing() as connection:
        connection.execute(update(outbox).where(outbox.c.id == 1).values(recipient="ana@example.com\r\nBcc: e@x.org"))
    practice.now += UNDO
    assert go_round(office).sent == 1
    with engines.reading() as connection:
        assert connection.scalars(select(outbox.c.state).order_by(outbox.c.id)).all() == ["failed", "sent"]


async def test_several_processes_send_each_message_once(engines, practice, office, mira, last, database):
    for day in range(4):
        await book(mira, wish(last, day=f"2026-12-0{day + 1}"))
    practice.now += UNDO
    others = [database.open() for _ in range(4)]
    server = MailServer(host="127.0.0.1", port=office.port, tls="none")
    start, sent = threading.Barrier(len(others)), []

    def go(own):
        start.wait()
        sent.append(run_due(own, practice.clock, lambda _: server).sent)

    walkers = [threading.Thread(target=go, args=(own,)) for own in others]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join(30)
    for own in others:
        own.dispose()
    assert sum(sent) == 4
    assert len({mail["Message-ID"] for mail in office.taken}) == len(office.taken) == 4


async def test_a_process_that_died_while_sending_is_followed_after_a_pause(engines, practice, office, go_round, booked):
    """The mail may have been taken; the second one has the same id, so that it is known for the same."""

    class Power:
        remark = ""

        def send(self, _name, mail):
            self.mail = mail
            raise KeyboardInterrupt

    practice.now += UNDO
    power = Power()
    with pytest.raises(KeyboardInterrupt):
        run_due(engines, practice.clock, lambda _: power)
    assert go_round(office).sent == 0
    practice.now += PAUSES[0]
    assert go_round(office).sent == 1
    assert office.taken[0]["Message-ID"] == power.mail["Message-ID"]


async def test_later_changes_of_the_client_do_not_reach_what_was_told(engines, practice, office, go_round, booked):
    with engines.writing() as connection:
        connection.execute(update(clients).values(name="Somebody Else", zone="Asia/Kathmandu"))
    practice.now += UNDO
    go_round(office)
    text = office.taken[0].get_body(("plain",)).get_content()
    assert "Hello Ana Lindqvist" in text
    assert "14:00 to 15:00 (Australia/Adelaide, UTC+10:30)" in text


async def test_what_a_client_reads_of_a_move_an_undone_cancellation_and_a_real_one(
    engines, practice, mira, last, office, go_round, booked
):
    practice.now += UNDO
    go_round(office)
    moved = await change_by(mira, booked, "move", {"schedule": last.line, "day": "2026-12-01", "start": "14:00:00"})
    practice.now += UNDO
    go_round(office)
    cancelled = await change_by(
        mira, booked, "cancellation", {"by": "client", "reason": "ill", "charged": False}, moved["version"]
    )
    practice.now += UNDO - timedelta(seconds=1)
    undone = await change_by(mira, booked, "undo", None, cancelled["version"])
    practice.now += UNDO
    assert go_round(office).sent == 0
    await change_by(
        mira, booked, "cancellation", {"by": "consultant", "reason": "ill", "charged": False}, undone["version"]
    )
    practice.now += UNDO
    assert go_round(office).sent == 1
    assert [mail["Subject"] for mail in office.taken] == [
        "Your appointment on Mon 30 Nov 2026, 14:00",
        "New time: your appointment on Tue 1 Dec 2026, 14:00",
        "Cancelled: your appointment on Tue 1 Dec 2026, 14:00",
    ]
    assert "Before     Monday 30 November 2026, 14:00" in office.taken[1].get_body(("plain",)).get_content()
    numbers = [line for mail in office.taken for line in _calendar(mail).splitlines() if line.startswith("SEQUENCE:")]
    assert numbers == ["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:3"]
    assert not [word for mail in office.taken for word in ("ill", "client") if f" {word}" in mail.as_string()]
    assert faults(engines, booked) == []


async def test_the_old_time_of_a_move_is_the_one_that_was_told(practice, mira, last, office, go_round, booked):
    first = await change_by(mira, booked, "move", {"schedule": last.line, "day": "2026-12-01", "start": "14:00:00"})
    undone = await change_by(mira, booked, "undo", None, first["version"])
    second = {"schedule": last.line, "day": "2026-12-02", "start": "13:00:00"}
    await change_by(mira, booked, "move", second, undone["version"])
    practice.now += UNDO
    go_round(office)
    (mail,) = office.taken
    assert mail["Subject"] == "New time: your appointment on Wed 2 Dec 2026, 13:00"
    assert "Before     Monday 30 November 2026, 14:00" in mail.get_body(("plain",)).get_content()


async def test_an_undone_booking_tells_nobody(engines, practice, mira, office, go_round, booked):
    practice.now += UNDO - timedelta(seconds=1)
    await change_by(mira, booked, "undo")
    practice.now += timedelta(days=6)
    assert go_round(office) == Done(started=0, reminders=0, sent=0)
    assert (office.taken, faults(engines, booked)) == ([], [])


async def change_by(consultant, reference, what, body=None, version=1):
    answer = await send_change(consultant, reference, what, body, version)
    assert answer.status_code == 200, answer.text
    return answer.json()
