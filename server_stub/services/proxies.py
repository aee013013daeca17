"""Owns where a request comes from: the client's network address, which only trusted proxies may tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network

_FORWARDED = b"x-forwarded-for"


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies whose word is taken: those on this machine always, and those that the provider names."""

    named: tuple[Network, ...] = ()

    def client_address(self, scope: Mapping[str, Any]) -> str:
        """Return the network address that a request comes from: the right-most one that is no trusted proxy's.

        Args:
            scope: The request, as an ASGI server hands it over.
        """
        client = scope.get("client")
        address = str(client[0]) if client else ""
        told = [value.decode("latin-1") for name, value in scope["headers"] if name == _FORWARDED]
        hops = ",".join(told).split(",") if told else []
        while hops and self._trusts(address) and (hop := _read(hops.pop())):
            address = str(hop)
        return address

    def _trusts(self, address: str) -> bool:
        read = _read(address)
        return read is not None and (read.is_loopback or any(read in network for network in self.named))


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; an IPv4 address that is written as an IPv6 one is the same address."""
    try:
        read = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return read.ipv4_mapped or read if isinstance(read, IPv6Address) else read
