"""Owns which backends may be talked to, and the reading of a token for one."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

_LONGEST_TOKEN = 4096


class AddressError(ValueError):
    """A backend or token that cannot be used, in words that say why."""


def check_address(address: str) -> str:
    """Check a backend's address; health data never travels in the clear beyond this machine.

    Raises:
        AddressError: If it may not be used.
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressError(f"--server: {address} is no address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressError(f"--server: {address} is no address such as https://booking.example.org")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise AddressError("--server: an address has no user name, question mark or hash")
    if parts.scheme == "http" and not _is_loopback(host):
        raise AddressError(f"--server: {host} is another machine, so the address must begin with https://")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def seen_by_others(file: Path) -> bool:
    """Whether other users of this machine may read a file."""
    return bool(file.stat().st_mode & 0o044)


def read_token(file: Path) -> str:
    """Read the bearer token from its file.

    Raises:
        AddressError: If there is none to be read.
    """
    try:
        with file.open(encoding="ascii") as opened:
            token = opened.read(_LONGEST_TOKEN + 1).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no text"
        raise AddressError(f"--token-file: {file} cannot be read: {reason}") from error
    if not token or len(token) > _LONGEST_TOKEN or not token.isprintable() or " " in token:
        raise AddressError(f"--token-file: {file} holds no token")
    return token
