"""Owns the way of sending by a mail server, and what its answers mean."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from server_stub.carriers.carrier import NotNowError, OutOfReachError, RefusedForGoodError

PATIENCE_SECONDS = 15
"""How long each step of a conversation may take."""

_FOR_GOOD = 500
"""From this code on a mail server means what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server and how it is spoken to."""

    host: str
    port: int
    tls: str
    """``starttls``, ``tls`` or ``none``."""
    user: str = ""
    password: str = field(default="", repr=False)
    patience: float = PATIENCE_SECONDS
    remark: str = ""

    def send(self, name: str, mail: EmailMessage) -> None:  # noqa: ARG002  (files need it)
        """Hand one mail over, in a conversation of its own.

        Raises:
            DeliveryError: In the kind that tells whether it is worth another attempt.
        """
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answered(code, said) from error
        except smtplib.SMTPDataError as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPResponseException as error:
            raise OutOfReachError(_told(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPServerDisconnected as error:
            raise OutOfReachError("the mail server does not answer") from error
        except smtplib.SMTPException as error:
            raise OutOfReachError("the mail server does not do what is asked of it") from error
        except OSError as error:
            raise OutOfReachError(_unreachable(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.patience, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, self.port, timeout=self.patience)
        if self.tls == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except (OSError, smtplib.SMTPException):
                server.close()
                raise
        return server


def _answered(code: int, said: bytes | str) -> NotNowError | RefusedForGoodError:
    return (RefusedForGoodError if code >= _FOR_GOOD else NotNowError)(_told(code, said))


def _told(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"the mail server said {code}: {words}"


def _unreachable(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the certificate of the mail server is not to be trusted"
    if isinstance(error, TimeoutError):
        return "the mail server does not answer"
    return f"the mail server cannot be reached: {error.strerror or type(error).__name__}"
