"""Owns who is at the door of the portal: what their browser brought, who they are signed in as, what it is to keep."""

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from server_stub.portal.near import look_up
from server_stub.services import signing_in
from server_stub.services.office import Office
from server_stub.storage.accounts import Account
from server_stub.storage.portal_access import Session

HOME = "/portal"
"""Where the portal begins, and the only place that its cookies are sent to."""

SESSION = "portal"
"""The cookie of whoever is signed in."""
FORMS = "portal_form"
"""The cookie that ties forms to the browser of somebody who is not."""
DEVICE = "portal_device"
"""The cookie of a device on which somebody signed in before."""

DEVICE_SECONDS = 400 * 24 * 3600


@dataclass
class Guest:
    """One request of a browser."""

    office: Office
    now: datetime
    account: Account | None
    """Whose account it is signed in to."""
    session: str
    """The secret of that session."""
    address: str
    """The network address that it comes from."""
    path: str
    query: dict[str, str]
    brought: dict[str, str]
    """Its cookies."""
    secure: bool
    """Whether cookies may only go over HTTPS: everywhere but on this machine."""
    kept: list[Cookie] = field(default_factory=list)
    """Cookies that the answer sets."""

    @property
    def csrf(self) -> str:
        """What every form of this guest carries; nobody can tell it who does not have the guest's cookie."""
        return _token(self.session or self.brought.get(FORMS) or self._give_form_cookie())

    @property
    def device(self) -> str:
        """The secret of its device, if it has one."""
        return self.brought.get(DEVICE, "")

    def owns(self, token: str) -> bool:
        """Whether a form that carries a token was made for this guest."""
        secret = self.session or self.brought.get(FORMS, "")
        return bool(secret) and hmac.compare_digest(token.encode(), _token(secret).encode())

    def keep(self, name: str, value: str, seconds: int | None = None, path: str = HOME) -> None:
        """Let the browser keep a cookie; until it is closed, unless told."""
        self.brought[name] = value
        self.kept = [cookie for cookie in self.kept if cookie.key != name]
        self.kept.append(
            Cookie(name, path=path, value=value, max_age=seconds, httponly=True, samesite="lax", secure=self.secure)
        )

    def drop(self, name: str, path: str = HOME) -> None:
        """Let the browser forget a cookie."""
        self.keep(name, "", 0, path)
        del self.brought[name]

    def sign_in(self, secret: str, *, remembered: bool) -> None:
        """Let the browser be signed in from the next request on."""
        self.keep(SESSION, secret, int(signing_in.REMEMBERED.total_seconds()) if remembered else None)
        self.drop(FORMS)

    def know_device(self) -> str:
        """Return the secret of the device, and let it have one if it has none."""
        secret = self.device or secrets.token_urlsafe(16)
        self.keep(DEVICE, secret, DEVICE_SECONDS)
        return secret

    def sign_out(self) -> None:
        """Let the browser forget who was signed in."""
        self.drop(SESSION)
        self.account, self.session = None, ""

    def _give_form_cookie(self) -> str:
        secret = secrets.token_urlsafe(24)
        self.keep(FORMS, secret)
        return secret


@dataclass
class Holder(Guest):
    """A guest who is signed in."""

    account: Account


class SignInNeededError(Exception):
    """Somebody asks for what is only shown to who is signed in."""


TheGuest = NamedDependency[Guest]
"""Whoever asks."""

TheHolder = NamedDependency[Holder]
"""Whoever asks, signed in."""


async def begin_guest(request: Request[Any, Any, Any], office: NamedDependency[Office]) -> Guest:
    """Tell who asks."""
    guest = stranger(request, office)
    if SESSION in guest.brought:
        found = await look_up(office, recall, guest)
        await stay(office, guest, found)
    return guest


def stranger(request: Request[Any, Any, Any], office: Office) -> Guest:
    """Tell what is known of a request before it is looked up who is signed in."""
    return Guest(
        office=office,
        now=office.clock(),
        account=None,
        session="",
        address=office.proxies.client_address(request.scope),
        path=request.scope["path"],
        query=dict(request.query_params),
        brought=dict(request.cookies),
        secure=not _is_here(request.headers.get("host", "")),
    )


def recall(guest: Guest) -> Session | None:
    """Look up who is signed in, and let the guest be them."""
    secret = guest.brought.get(SESSION, "")
    found = signing_in.recall(guest.office, secret, guest.now)
    if found:
        guest.account, guest.session = found.account, secret
    return found


async def stay(office: Office, guest: Guest, found: Session | None) -> None:
    """Keep from time to time that somebody was seen, so that they stay signed in."""
    if found and signing_in.is_due(found, guest.now):
        await to_thread.run_sync(signing_in.stay, office, guest.brought[SESSION], found, guest.now)


def begin_holder(guest: TheGuest) -> Holder:
    """Tell who asks, if that is somebody who is signed in.

    Raises:
        SignInNeededError: If it is nobody.
    """
    if guest.account is None:
        raise SignInNeededError
    return Holder(**vars(guest))


def _token(secret: str) -> str:
    return sha256(f"form {secret}".encode()).hexdigest()


@lru_cache(maxsize=256)
def _is_here(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
