"""Owns what every way of sending has in common, and how it says that it could not."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from email.message import EmailMessage


class DeliveryError(Exception):
    """A message could not be sent; its subclasses say whether another attempt is worth it."""


class RefusedForGoodError(DeliveryError):
    """Nobody will ever take this message."""


class NotNowError(DeliveryError):
    """This message was not taken now; it may be later."""


class OutOfReachError(NotNowError):
    """No message can be sent now, this one or another."""


class Carrier(Protocol):
    """A way of sending."""

    @property
    def remark(self) -> str:
        """What is to be remembered of everything that is sent this way; empty when it is mail."""

    def send(self, name: str, mail: "EmailMessage") -> None:
        """Send one mail.

        Args:
            name: What tells it apart from all others, fit for the name of a file.
            mail: What is sent.

        Raises:
            DeliveryError: If it could not be sent.
        """
