"""Owns a real mail server on loopback that keeps what it takes, and says no when it is told to."""

import email
import email.policy
import threading
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.ports import kept, port_of


class PostOffice:
    """A mail server; every answer of ``answers`` is given once, then mail is taken."""

    def __init__(self, **options: Any) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []
        self.refused: list[str] = []
        """What is said to a recipient, once each."""
        self._turn = threading.Lock()
        self._place = kept()
        self._controller = Controller(self, hostname="127.0.0.1", port=port_of(self._place), **options)

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
        self._place.close()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.refused:
            return self.refused.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        with self._turn:
            if self.answers:
                return self.answers.pop(0)
            self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def only(user: str, password: str):
    """Let in whoever knows the two."""

    def check(_server, _session, _envelope, _mechanism, told):
        right = isinstance(told, LoginPassword) and (told.login, told.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check
