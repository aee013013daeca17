"""Owns what arguments of booking-server are: how each is read, how a shell completes it, what adds more of them."""

import argparse
import ipaddress
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple, NoReturn

Run = Callable[[argparse.Namespace], int]


class Tools(NamedTuple):
    """What a module is handed that adds commands."""

    command: Callable[[str, Run, str], argparse.ArgumentParser]
    add_time: Callable[[argparse.ArgumentParser, str], None]
    url: Callable[[argparse.Namespace], str]
    now: Callable[[argparse.Namespace], datetime]
    misuse: Callable[[argparse.Namespace, str], NoReturn]


class File(argparse.Action):
    """Keeps the path of a file."""

    def __call__(self, _: object, namespace: argparse.Namespace, values: object, *_more: object) -> None:
        """Keep it."""
        setattr(namespace, self.dest, values)

    @property
    def complete(self) -> Mapping[str, object]:
        """How a shell completes it."""
        import shtab

        return shtab.FILE


class Folder(File):
    """Keeps the path of a folder."""

    @property
    def complete(self) -> Mapping[str, object]:
        """How a shell completes it."""
        import shtab

        return shtab.DIRECTORY


class Version(argparse.Action):
    """Prints the version, which is looked up for that alone."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it, and end."""
        from importlib.metadata import version

        sys.stdout.write(f"booking-server {version('consultant-tui')}\n")
        parser.exit()


class Completion(argparse.Action):
    """Prints what a shell needs to complete the arguments."""

    def __call__(self, parser: argparse.ArgumentParser, _: object, shell: object, *_rest: object) -> None:
        """Print it, and end."""
        import shtab

        sys.stdout.write(shtab.complete(parser, str(shell)) + "\n")
        parser.exit()


def port(text: str) -> int:
    """Read a port of this machine."""
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(text)


def hours(text: str) -> int:
    """Read how many hours something is valid."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 8784:
        raise argparse.ArgumentTypeError("must be a number from 1 to 8784")
    return int(text)


def holder(text: str) -> str:
    """Read the name of one of the staff."""
    if not text.strip() or not text.isprintable() or len(text) > 120:
        raise argparse.ArgumentTypeError("must be a name of at most 120 characters")
    return text.strip()


def number(text: str) -> int:
    """Read a small number."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 99:
        raise argparse.ArgumentTypeError("must be a number from 1 to 99")
    return int(text)


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day, as in 2026-11-23") from None


def mark(text: str) -> str:
    """Read what tells how far the audit had come."""
    if re.fullmatch(r"[0-9]{1,12}:[0-9a-f]{64}", text) is None:
        raise argparse.ArgumentTypeError("must be what `booking-server audit --mark` printed")
    return text


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """Read an address, or a network that is not the whole internet."""
    try:
        read = ipaddress.ip_network(text)
    except ValueError:
        read = None
    if read is None or read.prefixlen == 0:
        raise argparse.ArgumentTypeError("must be an address or a network, as in 10.0.0.7 or 10.0.0.0/24")
    return read


def host(text: str) -> str:
    """Read an address to listen on."""
    try:
        return str(ipaddress.ip_address("127.0.0.1" if text == "localhost" else text))
    except ValueError:
        raise argparse.ArgumentTypeError("must be an address, as in 127.0.0.1") from None
