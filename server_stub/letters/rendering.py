"""Owns the making of a message from its facts: text, the same as HTML, and the invitation beside them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import MessageKind
from server_stub.letters import invitation, words
from server_stub.letters.facts import unpack
from server_stub.letters.plain import Plain
from server_stub.letters.subjects import PLAIN

CLOSING = "This message was written by a program. If anything is not as agreed, tell your consultant."


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it is kept, with what makes it from and to somebody."""

    id: int
    kind: MessageKind
    recipient: str
    facts: str
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as it is read."""

    subject: str
    text: str
    html: str
    calendar: bytes | None
    method: str


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def render(letter: Letter, sender: str) -> Rendered:
    """Make a message from its facts alone.

    Raises:
        ValueError: If they are no facts.
    """
    if letter.kind in PLAIN:
        return _written(PLAIN[letter.kind](letter.facts))
    facts = unpack(letter.facts)
    calendar = None
    if letter.kind in invitation.TOLD:
        calendar = invitation.invitation(letter.kind, facts, letter.made, sender, letter.recipient)
    told = Plain(
        subject=words.subject(letter.kind, facts),
        name=facts.client,
        news=words.news(letter.kind),
        lines=tuple(words.lines(letter.kind, facts)),
        closing=CLOSING,
    )
    return _written(told, calendar, invitation.method(letter.kind))


def _written(plain: Plain, calendar: bytes | None = None, method: str = "") -> Rendered:
    told = _cleaned(asdict(plain))
    return Rendered(
        subject=told["subject"],
        text=_templates().get_template("message.txt").render(told),
        html=_templates().get_template("message.html").render(told),
        calendar=calendar,
        method=method,
    )


def _cleaned(told: Any) -> Any:  # noqa: ANN401  (texts, and texts in tuples)
    """Make every text of a message harmless, whichever it is."""
    if isinstance(told, str):
        return clean(told)
    if isinstance(told, dict):
        return {name: _cleaned(one) for name, one in told.items()}
    return tuple(_cleaned(one) for one in told)


def envelope(letter: Letter, sender: str, at: datetime) -> EmailMessage:
    """Make the mail that carries a message; its id is the same however often it is tried.

    Args:
        letter: The message.
        sender: The address that it comes from.
        at: When it is sent.

    Raises:
        ValueError: If an address is none, or would make another header.
    """
    rendered = render(letter, sender)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = rendered.subject.replace("=?", "= ?")  # else it would be decoded, line ends and all
    mail["From"] = sender
    _address(mail, letter.recipient)
    mail["Date"] = at
    mail["Message-ID"] = f"<{letter.id}.{letter.made:%Y%m%d%H%M%S}@{sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(rendered.text)
    mail.add_alternative(rendered.html, subtype="html")
    if rendered.calendar is not None:
        mail.add_alternative(rendered.calendar.decode(), subtype="calendar", params={"method": rendered.method})
    return mail


def _address(mail: EmailMessage, recipient: str) -> None:
    """Address a mail to one mailbox, to the letter: encoded words and comments could name somebody else."""
    try:
        mail["To"] = recipient
        meant = [one.addr_spec for one in mail["To"].addresses]
    except (AttributeError, ValueError) as error:
        raise ValueError("this is no address") from error
    if meant != [recipient] or clean(recipient) != recipient or "=?" in recipient:
        raise ValueError("an address must be one plain line, and name one mailbox")
