"""Owns ports of loopback that stay a test's own while nobody listens there."""

import socket


def kept(port: int = 0) -> socket.socket:
    """Give a socket that has a port and does not listen: who knocks there is refused, and nobody else is given it.

    Whoever names the port may listen there all the same, as its sockets share it until one listens.
    """
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


def port_of(one: socket.socket) -> int:
    """Return the port that a socket has."""
    return int(one.getsockname()[1])
