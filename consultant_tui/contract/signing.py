"""Owns signing in on the wire: who one is, the tokens that come of it, and a new password."""

import msgspec


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A consultant's address and password."""

    email: str
    password: str

    def __repr__(self) -> str:
        """Show nothing: neither belongs into a log or a traceback."""
        return "SignIn(...)"


class Renewal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The token that is exchanged for the next pair; each works once."""

    renewal: str

    def __repr__(self) -> str:
        """Show nothing."""
        return "Renewal(...)"


class NewPassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The present password and the one to come."""

    present: str
    new: str

    def __repr__(self) -> str:
        """Show nothing."""
        return "NewPassword(...)"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """What signing in or renewing gives."""

    email: str
    """Whose it is, as the backend writes it."""
    name: str
    access: str
    """The bearer token for requests."""
    access_seconds: int
    """How long that is valid."""
    renewal: str
    """What is exchanged for the next pair, once."""
    renewal_seconds: int
    """How long that is valid."""

    def __repr__(self) -> str:
        """Show nothing."""
        return "SignedIn(...)"


class SignedOut(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in was ended; its tokens stand for nobody any more."""

    ended: int
    """How many sign-ins that were."""
