"""Owns the arguments of the program: what they are called, what help says of them, and how a shell completes them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMO_PROFILE = "mira.okafor@example.org"
"""Whose Quick View the demo shows."""
THEME_NAMES = ("calm", "high-contrast")


def parser() -> argparse.ArgumentParser:
    """Make the parser of the program's arguments."""
    made = argparse.ArgumentParser(
        prog="consultant-tui", description="Quick View for the keyboard: see the day and rebook clients."
    )
    made.add_argument("what", nargs="?", choices=["info"], help="print every path that is used, and end")
    made.add_argument("--demo", action="store_true", help="try it on a throw-away practice")
    made.add_argument("--at", metavar="TIME", help="freeze the demo's clock, as in 2026-11-23T09:04")
    made.add_argument("--tz", metavar="ZONE", help="show your times in this IANA time zone")
    made.add_argument("--profile", metavar="EMAIL", help=f"whose Quick View to open (demo: {DEMO_PROFILE})")
    made.add_argument("--server", metavar="URL", help="use this booking backend instead of the bundled one")
    for name, about in (
        ("--ca", "the private authority of --server's certificate"),
        ("--token-file", "the bearer token for --server"),
        ("--session-file", "keep the sign-in here, not in the system's keyring"),
    ):
        made.add_argument(name, metavar="FILE", type=Path, action=_File, help=about)
    made.add_argument("--theme", metavar="NAME", action=_Theme, help=" or ".join(THEME_NAMES))
    made.add_argument("--read-only", action="store_true", help="offer nothing that changes something")
    made.add_argument("--version", action=_Version, nargs=0, help="print the version")
    made.add_argument(
        "--print-completion",
        action=_Completion,
        choices=("bash", "zsh", "tcsh", "fish"),
        help="print what this shell needs to complete these arguments",
    )
    return made


class _Stored(argparse.Action):
    def __call__(self, _: object, namespace: argparse.Namespace, values: object, *_rest: object) -> None:
        setattr(namespace, self.dest, values)


class _File(_Stored):
    @property
    def complete(self) -> "Mapping[str, object]":
        import shtab

        return shtab.FILE


class _Theme(_Stored):
    @property
    def complete(self) -> "Mapping[str, object]":
        import shtab

        return shtab.cmd(f"echo {' '.join(THEME_NAMES)}")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"consultant-tui {version('consultant-tui')}\n")
        parser.exit()


class _Completion(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, _: object, shell: object, *_rest: object) -> None:
        import shtab

        sys.stdout.write(shtab.complete(parser, str(shell)) + "\n")
        parser.exit()
