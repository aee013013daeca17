"""Whatever a practice's texts hold: a mail stays one mail, a calendar file holds one event, and both read well."""

import email
import email.policy
from datetime import timedelta
from html.parser import HTMLParser

import msgspec
import pytest
from icalendar import Calendar

from consultant_tui.contract.text import clean, is_plain
from consultant_tui.contract.vocabulary import AccountState, MessageKind, Modality
from server_stub.domain.spans import Span
from server_stub.letters import access, answers, arrivals, facts, tickets
from server_stub.letters.calendar_file import Told, calendar_file
from server_stub.letters.invitation import TOLD
from server_stub.letters.rendering import Letter, envelope
from server_stub.letters.subjects import PLAIN
from tests.backend.test_letters import FACTS, MADE, SENDER, STARTS
from tests.hostile.corpus import SENT, by_name

HEADERS = {
    "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
}  # fmt: skip
ELEMENTS = {"html", "head", "meta", "title", "body", "p", "table", "tr", "th", "td", "a"}
PROPERTIES = {
    "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "ORGANIZER", "ATTENDEE", "DESCRIPTION",
    "LOCATION", "CLASS", "TRANSP",
}  # fmt: skip
EVERY = sorted({*TOLD, *PLAIN, *(kind for kind in MessageKind if "reminder" in kind)})


class _Elements(HTMLParser):
    """Tells what a mail program would build."""

    def __init__(self) -> None:
        super().__init__()
        self.built: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.built.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def kept(kind: MessageKind, text: str) -> str:
    """Write the facts of a message with a text wherever there is one."""
    if kind in access.KINDS:
        return access.pack(access.AccessFacts(name=text, organisation=text, link=text, hours=2))
    if kind in arrivals.KINDS:
        return arrivals.pack(
            arrivals.ArrivalFacts(
                name=text, reference=text, zone="Australia/Adelaide", starts=STARTS, ends=STARTS, reason=text,
                modality=Modality(text), account=AccountState.UNVERIFIED,
            )
        )  # fmt: skip
    if kind is MessageKind.REQUEST_ANSWERED:
        told = answers.AnswerFacts(
            name=text, reference=text, case=text, asked=2, granted=1, reason=text, to_consultant=True
        )
        return answers.pack(told)
    if kind in (MessageKind.TICKET_RECEIVED, MessageKind.TICKET_ANSWERED):
        return tickets.pack(tickets.TicketFacts(reference=text, name=text, answer=text, help=text))
    put = {"client": text, "consultant": text, "reference": text, "join": text, "modality": Modality(text)}
    return facts.pack(msgspec.structs.replace(FACTS, **put))


@pytest.mark.every(2)
@pytest.mark.parametrize("kind", EVERY)
def test_a_mail_stays_one_mail(kind):
    for one in SENT:
        mail = envelope(Letter(id=7, kind=kind, recipient="ana@example.com", facts=kept(kind, one.text), made=MADE),
                        SENDER, MADE)  # fmt: skip
        raw = mail.as_bytes()
        read = email.message_from_bytes(raw, policy=email.policy.default)
        assert set(read.keys()) <= HEADERS, one.name
        assert read.get_all("To") == ["ana@example.com"], one.name
        assert is_plain(read["Subject"]), one.name
        assert read.defects == [], one.name
        parts = [part.get_content_type() for part in read.walk()]
        wanted = ["multipart/alternative", "text/plain", "text/html", *(["text/calendar"] if kind in TOLD else [])]
        assert parts == wanted, one.name
        text = read.get_body(("plain",)).get_content()
        assert all(clean(line) == line for line in text.splitlines()), one.name
        _holds_no_element_of(read.get_body(("html",)).get_content(), one)
        if kind in TOLD:
            _holds_one_event(next(part for part in read.walk() if part.get_content_subtype() == "calendar"))


def _holds_no_element_of(html: str, one) -> None:
    parser = _Elements()
    parser.feed(html)
    assert {tag for tag, _ in parser.built} <= ELEMENTS, one.name
    for tag, attributes in parser.built:
        assert set(attributes) <= {"lang", "charset", "style", "href"}, (one.name, tag)
        assert not (attributes.get("href") or "").lower().startswith(("javascript", "data")), one.name
    assert all(clean(line) == line for line in html.splitlines()), one.name


def _holds_one_event(part) -> None:
    content = part.get_content()
    calendar = Calendar.from_ical(content if isinstance(content, str) else content.decode())
    (event,) = calendar.subcomponents
    assert event.name == "VEVENT"
    assert set(event) <= PROPERTIES
    assert event.subcomponents == []
    assert event["summary"] == "Appointment"
    assert not event.errors


@pytest.mark.parametrize("one", SENT, ids=by_name)
def test_the_calendar_s_file_holds_what_it_was_given_and_no_more(one):
    """Its texts are references of our own; even if one were not, nothing could be added by it."""
    span = Span(STARTS, STARTS + timedelta(hours=1))
    entries = [Told(uid=text, summary=text, span=span) for text in (one.text, "b")]
    written = calendar_file(entries, MADE)
    calendar = Calendar.from_ical(written)
    assert [event.name for event in calendar.subcomponents] == ["VEVENT", "VEVENT"]
    for event in calendar.subcomponents:
        assert set(event) <= PROPERTIES
        assert event.subcomponents == []
        assert is_plain(str(event["summary"]).replace("\n", " "))
    assert not any(line.startswith((b" BEGIN:V", b"ATTACH", b"X-EVIL")) for line in written.splitlines())
