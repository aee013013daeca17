"""Owns how tests read what was sent to somebody's address."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.letters.rendering import Letter, Rendered, render
from server_stub.storage.tables import outbox
from tests.backend.practice import Practice


def mail(practice: Practice, email: str) -> list[Rendered]:
    """Return the messages to an address as they are read, the oldest first."""
    with practice.engines.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.recipient == email).order_by(outbox.c.id)).all()
    letters = [
        Letter(id=row.id, kind=MessageKind(row.kind), recipient=row.recipient, facts=row.facts, made=row.made)
        for row in rows
    ]
    return [render(letter, "no-reply@booking.example.org") for letter in letters]


def link_in(message: Rendered) -> str:
    """Return where the link of a message leads, as a path."""
    found = re.search(r"http\S+", message.text)
    assert found, message.text
    return urlsplit(found[0]).path
