"""What a client reads: on their clock, giving nothing away in the subject, and as their calendar takes it."""

import email
import email.policy
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from icalendar import Calendar

from consultant_tui.contract.vocabulary import Link, MessageKind, Modality, Platform
from server_stub.letters.facts import Facts, pack
from server_stub.letters.invitation import TOLD
from server_stub.letters.rendering import Letter, envelope, render
from server_stub.storage.outbox import REMINDERS

SENDER = "no-reply@booking.example.org"
STARTS = datetime(2026, 11, 30, 3, 30, tzinfo=UTC)
MADE = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
FACTS = Facts(
    reference="APP-20057",
    sequence=3,
    client="Ana Lindqvist",
    consultant="Dr Mira Okafor",
    zone="Australia/Adelaide",
    starts=STARTS,
    ends=STARTS + timedelta(hours=1),
    was=STARTS - timedelta(days=1, hours=2),
    modality=Modality.VIDEO_CALL,
    platform=Platform.TEAMS,
    link=Link.IN_NOTICE,
    join="https://meet.example.org/a-b_c",
    domain="booking.example.org",
)
ALL = sorted({*TOLD, *REMINDERS})


def letter(kind=MessageKind.CONFIRMATION, recipient="ana@example.com", **other):
    return Letter(id=7, kind=kind, recipient=recipient, facts=pack(msgspec.structs.replace(FACTS, **other)), made=MADE)


def read(mail):
    """Read a mail as a mail program does, from its bytes."""
    return email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)


def event(kind=MessageKind.CONFIRMATION, **other):
    calendar = Calendar.from_ical(render(letter(kind, **other), SENDER).calendar)
    (found,) = calendar.events
    return calendar, found


def test_a_confirmation_tells_everything_on_the_client_s_clock():
    rendered = render(letter(), SENDER)
    assert rendered.subject == "Your appointment on Mon 30 Nov 2026, 14:00"
    assert rendered.text == (
        "Hello Ana Lindqvist,\n"
        "\n"
        "Your appointment is booked.\n"
        "\n"
        "When       Monday 30 November 2026, 14:00 to 15:00 (Australia/Adelaide, UTC+10:30)\n"
        "With       Dr Mira Okafor\n"
        "How        video call (Teams)\n"
        "Link       https://meet.example.org/a-b_c\n"
        "Reference  APP-20057\n"
        "\n"
        "This message was written by a program. If anything is not as agreed, tell your consultant.\n"
    )
    assert '<a href="https://meet.example.org/a-b_c">' in rendered.html
    for line in rendered.text.splitlines():
        assert line.split("  ")[-1].strip() in rendered.html


@pytest.mark.parametrize(
    ("zone", "starts", "told"),
    [
        ("America/New_York", STARTS, "Sunday 29 November 2026, 22:30 to 23:30 (America/New_York, UTC-5)"),
        ("Asia/Kathmandu", STARTS, "Monday 30 November 2026, 09:15 to 10:15 (Asia/Kathmandu, UTC+5:45)"),
        (
            "Pacific/Kiritimati",
            datetime(2026, 11, 30, 9, 30, tzinfo=UTC),
            "Monday 30 November 2026, 23:30 to Tuesday 1 December 2026, 00:30 (Pacific/Kiritimati, UTC+14)",
        ),
        (
            "Australia/Lord_Howe",
            datetime(2026, 10, 3, 15, 0, tzinfo=UTC),
            "Sunday 4 October 2026, 01:30 to 03:00 (Australia/Lord_Howe, UTC+10:30)",
        ),
    ],
)
def test_the_time_is_told_with_its_weekday_and_offset_in_any_zone(zone, starts, told):
    text = render(letter(zone=zone, starts=starts, ends=starts + timedelta(hours=1)), SENDER).text
    assert f"When       {told}\n" in text


@pytest.mark.parametrize("kind", ALL)
def test_no_subject_gives_anything_away(kind):
    subject = render(letter(kind), SENDER).subject
    assert subject.isascii()
    assert "appointment on Mon 30 Nov 2026, 14:00" in subject
    for word in ("Ana", "Mira", "Okafor", "APP-", "counsel", "therap", "health", "session", "client", "clinic"):
        assert word.lower() not in subject.lower()


def test_a_new_time_tells_the_old_one_and_only_then():
    before = "Before     Sunday 29 November 2026, 12:00\n"
    assert before in render(letter(MessageKind.MOVED), SENDER).text
    assert "Before" not in render(letter(MessageKind.CHANGED), SENDER).text


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"platform": Platform.ZOOM, "link": Link.FROM_CONSULTANT}, "Link       your consultant sends it to you\n"),
        ({"modality": Modality.PHONE, "platform": None, "link": Link.NONE}, "How        phone\n"),
        ({"modality": Modality.IN_PERSON, "platform": None, "link": Link.NONE}, "How        in person\n"),
    ],
)
def test_the_backend_s_link_is_told_only_when_it_gives_one(other, told):
    rendered = render(letter(**other), SENDER)
    assert told in rendered.text
    assert "https://" not in rendered.text + rendered.html + rendered.calendar.decode()


def test_what_is_cancelled_gives_no_link_any_more():
    rendered = render(letter(MessageKind.CANCELLED), SENDER)
    assert "Your appointment is cancelled.\n" in rendered.text
    assert "https://" not in rendered.text + rendered.html + rendered.calendar.decode()


@pytest.mark.parametrize("kind", sorted(TOLD))
def test_a_calendar_reads_the_invitation_back(kind):
    calendar, found = event(kind)
    assert calendar["method"] == ("CANCEL" if kind is MessageKind.CANCELLED else "REQUEST")
    assert found["uid"] == "APP-20057@booking.example.org"
    assert found["sequence"] == 3
    assert (found.start, found.end, found["dtstamp"].dt) == (STARTS, STARTS + timedelta(hours=1), MADE)
    assert found["status"] == ("CANCELLED" if kind is MessageKind.CANCELLED else "CONFIRMED")
    assert found["summary"] == "Appointment"
    assert found["attendee"] == "mailto:ana@example.com"
    assert found["organizer"] == f"mailto:{SENDER}"
    assert found.get("location") == (None if kind is MessageKind.CANCELLED else "https://meet.example.org/a-b_c")


@pytest.mark.parametrize("kind", REMINDERS)
def test_a_reminder_changes_no_calendar(kind):
    assert render(letter(kind), SENDER).calendar is None


def test_the_mail_has_text_then_html_then_the_invitation():
    mail = read(envelope(letter(), SENDER, MADE))
    assert (mail["From"], mail["To"], mail["Date"].datetime) == (SENDER, "ana@example.com", MADE)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    text, html, calendar = mail.iter_parts()
    assert [part.get_content_type() for part in (text, html, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert text.get_content().replace("\r\n", "\n") == render(letter(), SENDER).text
    assert Calendar.from_ical(calendar.get_content()).events[0]["uid"] == "APP-20057@booking.example.org"


def test_the_id_of_a_mail_is_the_same_whenever_it_is_tried():
    first, second = (envelope(letter(), SENDER, MADE + timedelta(hours=hours)) for hours in (0, 5))
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] != second["Date"]


HOSTILE = "Ana\r\nBcc: eve@example.org\r\n\r\n<script>\x1b[31m\u202eA[/b]{{ 7 * 7 }}=cmd()"


def test_a_hostile_name_stays_a_name():
    mail = read(envelope(letter(client=HOSTILE, consultant=HOSTILE), SENDER, MADE))
    assert mail["Bcc"] is None
    assert set(mail.keys()) == {
        "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"
    }  # fmt: skip
    text, html, calendar = (part.get_content() for part in mail.iter_parts())
    assert "Hello Ana  Bcc: eve@example.org    <script> [31mA[/b]{{ 7 * 7 }}=cmd(),\r\n" in text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in text + html + calendar
    (found,) = Calendar.from_ical(calendar).events
    assert "bcc" not in found


@pytest.mark.parametrize(
    "recipient", ["ana@example.com\r\nBcc: eve@example.org", "ana@example.com\nX: 1", "a\x00b@x.org", ""]
)
def test_an_address_that_would_make_a_header_is_refused(recipient):
    with pytest.raises(ValueError, match=r"."):
        envelope(letter(recipient=recipient), SENDER, MADE)


def test_khal_takes_the_invitation_and_its_change(tmp_path):
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[mine]]\npath = {tmp_path}/mine\ntype = calendar\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Australia/Adelaide\ndefault_timezone = Australia/Adelaide\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    (tmp_path / "mine").mkdir()
    khal = shutil.which("khal", path=str(Path(sys.executable).parent))
    assert khal

    def run(*arguments):
        done = subprocess.run(
            [khal, "-c", str(config), *arguments], check=False, capture_output=True, text=True,
            env={"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def take(name, kind, **other):
        (tmp_path / name).write_bytes(render(letter(kind, **other), SENDER).calendar)
        run("import", "--batch", "-a", "mine", str(tmp_path / name))

    listing = ("list", "--format", "{start-time} {title}", "--day-format", "", "2026-11-30", "8d")
    take("first.ics", MessageKind.CONFIRMATION)
    assert run(*listing).split("\n")[:1] == ["14:00 Appointment"]
    later = STARTS + timedelta(days=2, hours=1)
    take("moved.ics", MessageKind.MOVED, sequence=4, starts=later, ends=later + timedelta(hours=1))
    assert run(*listing).split() == ["15:00", "Appointment"]
