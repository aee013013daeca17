"""Owns the command that sets the password with which a consultant signs in."""

import sys
from datetime import datetime

from consultant_tui.contract.refusals import Code
from server_stub.chores import ChoreFailedError, opened
from server_stub.domain import passwords
from server_stub.services import signing
from server_stub.services.office import Office
from server_stub.services.refused import RefusedError
from server_stub.storage import tokens

_PASSWORD = {
    Code.PASSWORD_TOO_SHORT: f"a password has at least {passwords.SHORTEST} characters",
    Code.PASSWORD_TOO_LONG: f"a password has at most {passwords.LONGEST} characters",
    Code.PASSWORD_TOO_EASY: "this password is easy to guess; use several words that do not belong together",
}


def set_password(url: str, email: str, password: str, now: datetime) -> None:
    """Set the password with which a consultant signs in; every sign-in of theirs ends."""
    with opened(url) as engines:
        try:
            signing.set_password(Office(engines, lambda: now), email, password)
        except tokens.ProfileUnclearError as unclear:
            raise ChoreFailedError(str(unclear)) from unclear
        except RefusedError as refused:
            raise ChoreFailedError(_PASSWORD[refused.refusals[0].code]) from refused
    sys.stdout.write(f"{email} signs in with this password from now on; every earlier sign-in has ended\n")
