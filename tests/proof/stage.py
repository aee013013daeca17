"""Owns the stage of a test: the backend over a fresh copy of a practice, with a clock that is moved by hand."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from litestar.testing import TestClient
from sqlalchemy import select

from benchmarks.practices import Practice
from server_stub.app import create_app
from server_stub.domain.settings import DEFAULTS
from server_stub.portal.guests import SESSION
from server_stub.practice.checking import check_practice
from server_stub.practice.importing import import_practice
from server_stub.rounds.starts import start_left
from server_stub.services.approvals import pass_review
from server_stub.storage import accounts, portal_access, tokens
from server_stub.storage.tables import profiles
from tests.databases import Database, Files, Shelf, prepared
from tests.portal.browser import Page, read

APPROVER = "approver@example.org"
"""The token of who answers for the organisation of a practice."""


@dataclass(frozen=True)
class Answer:
    """What the backend said."""

    status: int
    body: dict[str, Any]

    @property
    def codes(self) -> set[str]:
        """Why it refused."""
        return {refusal["code"] for refusal in self.body["refusals"]}


@cache
def _template(made: Callable[[], Practice], at: datetime, shelf: Shelf) -> Database:
    """Import a practice once, with a token for each profile; the database is copied for each use."""
    folder = Path(tempfile.mkdtemp(prefix="proof-"))
    atexit.register(shutil.rmtree, folder)
    database = prepared(shelf, folder / "practice.db")
    engines = database.open()
    import_practice(engines, made().write(folder / "practice"))
    with engines.writing() as connection:
        for email in connection.execute(select(profiles.c.email)).scalars().all():
            tokens.give_token(connection, email, email, at, timedelta(days=4000))
        tokens.give_approver_token(connection, APPROVER, "ORG-1", at, timedelta(days=4000))
    engines.dispose()
    return database


class Stage:
    """A backend to ask; it reads no clock but this one."""

    shelf: Shelf = Files()
    """Where its database comes from."""

    def __init__(self, made: Callable[[], Practice], at: datetime) -> None:
        """Open with the practice that a function makes, at an instant."""
        self.now = at
        self._folder = tempfile.TemporaryDirectory(prefix="proof-")
        template = _template(made, at, self.shelf)
        self._database = self.shelf.copy(template, Path(self._folder.name) / "practice.db")
        self._engines = self._database.open()
        self._client = TestClient(create_app(self._engines, lambda: self.now))
        self._client.__enter__()
        self._numbers = count(1)

    def ask(
        self, profile: str, method: str, path: str, *, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request of one profile; its address is its token here."""
        signed = {"Authorization": f"Bearer {profile}", **(headers or {})}
        response = self._client.request(method, path, json=body, headers=signed)
        return Answer(response.status_code, response.json())

    def open(self, email: str, path: str) -> Page:
        """Open a page of the portal as the holder of an account, and follow wherever it sends."""
        self._client.cookies.set(SESSION, self._sign_in(email))
        return read(self._client.get(path, follow_redirects=True))

    def send(self, page: Page, **filled: str) -> Page:
        """Fill in the form of a page, send it, and follow wherever that leads."""
        address = urljoin(page.url, page.form.action)
        return read(self._client.post(address, data={**page.form.fields, **filled}, follow_redirects=True))

    def _sign_in(self, email: str) -> str:
        secret = f"session {next(self._numbers)}"
        with self._engines.writing() as connection:
            account = accounts.by_email(connection, email)
            assert account is not None
            over = self.now + timedelta(hours=1)
            portal_access.open_session(connection, account.id, secret, self.now, over, remembered=False)
        return secret

    def review(self, request: str) -> None:
        """Hand a request for extra sessions on from clinical review, as the provider does."""
        pass_review(self._engines, request, self.now)

    def start_left(self) -> int:
        """Let the backend commence what was left booked for too long."""
        return start_left(self._engines, self.now, DEFAULTS)

    def faults(self) -> list[str]:
        """Name every row that breaks a rule."""
        return list(check_practice(self._engines).broken)

    def close(self) -> None:
        """Clear the stage."""
        self._client.__exit__(None, None, None)
        self._engines.dispose()
        self.shelf.remove(self._database)
        self._folder.cleanup()
