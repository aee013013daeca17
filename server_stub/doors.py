"""Owns where the server listens: in plain HTTP on this machine only, under a certificate on any address."""

import ipaddress
import socket
import ssl
from pathlib import Path

from server_stub.chores import ChoreFailedError


def listener(host: str, port: int | None, inherited: int | None) -> socket.socket:
    """Return the socket that is listened on: an inherited one, or a new one.

    Raises:
        ChoreFailedError: If the inherited one can be reached from other machines.
    """
    if inherited is None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port or 0), family=family, backlog=512)
    found = socket.socket(fileno=inherited)
    if found.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(found.getsockname()[0]):
        found.close()
        raise ChoreFailedError("--fd: this socket is open to other machines, and plain HTTP stays on this one")
    return found


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    return ipaddress.ip_address(host).is_loopback


def certified(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what TLS begins with, of version 1.2 at least.

    Raises:
        ChoreFailedError: If the files cannot be used, or do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except OSError as error:
        why = error.strerror or "they do not belong together"
        raise ChoreFailedError(f"--certificate {certificate} and --key {key} cannot be used: {why}") from error
    return context
