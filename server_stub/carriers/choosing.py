"""Owns the choice of how messages are sent: by the provider's mail server, or as files when there is none."""

from collections.abc import Mapping
from pathlib import Path

from server_stub.carriers.carrier import Carrier
from server_stub.carriers.folder import Folder
from server_stub.domain.settings import Settings

USER_VARIABLE = "BOOKING_SERVER_SMTP_USER"
PASSWORD_VARIABLE = "BOOKING_SERVER_SMTP_PASSWORD"  # noqa: S105  (the name of a variable)
"""What the mail server asks for is never kept in a database."""


def choose(settings: Settings, folder: Path, environment: Mapping[str, str]) -> Carrier:
    """Return the way of sending.

    Args:
        settings: What the provider has set.
        folder: Where files go.
        environment: Where the name and password for the mail server are looked up.
    """
    if not settings.smtp_host:
        return Folder(folder)
    from server_stub.carriers.smtp import MailServer

    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=environment.get(USER_VARIABLE, ""),
        password=environment.get(PASSWORD_VARIABLE, ""),
    )
