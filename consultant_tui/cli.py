"""Owns how the program starts and with which exit code it ends, and the reading of the real clock."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import PlatformDirs

from consultant_tui import silence
from consultant_tui.arguments import THEME_NAMES, parser
from consultant_tui.credentials import Credentials

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from consultant_tui.api.client import BookingApi
    from consultant_tui.credentials import Keeper
    from consultant_tui.desk import Clock
    from consultant_tui.embedded import Embedded
    from consultant_tui.settings import Settings

HOME_ZONE = "Australia/Melbourne"
"""The zone that ``--at`` is read in without ``--tz``."""
COLD_START_SECONDS = 30
"""How long the bundled backend may take for an answer, its start included."""
INTERRUPTED = 130
"""The exit code of a program that was interrupted, as shells have it."""
UNREACHABLE = 3
"""The exit code for a backend that never answered."""
_DIRS = PlatformDirs("consultant-tui", appauthor=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    os.umask(0o077)
    options = parser().parse_args(arguments)
    if options.what == "info":
        sys.stdout.write("".join(f"{name:<10}{path}\n" for name, path in _paths().items()))
        return 0
    try:
        return _run(options)
    except UsageError as error:
        sys.stderr.write(f"consultant-tui: {error}\n")
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  (its words may name a client, and Python would print them)
        return _crashed(error)


class UsageError(Exception):
    """The program cannot start as it was called, in words that say why."""


def _paths() -> dict[str, Path]:
    return {
        "practice": _DIRS.user_data_path / "practice.db",
        "messages": _DIRS.user_data_path / "practice-messages",
        "settings": _DIRS.user_config_path / "settings.toml",
        "drafts": _DIRS.user_state_path,
        "log": _DIRS.user_state_path / "consultant-tui.log",
        "backend": _DIRS.user_state_path / "backend.log",
    }


def _run(options: argparse.Namespace) -> int:
    if not _has_terminal():
        raise UsageError("this program needs a terminal to run in")
    _check_look(options.theme, options.tz)
    clock = _clock(options)
    if options.server:
        address, credentials = _remote(options)
        return _open(_settings(options), clock, address, credentials, _drafts_for(address), authority=options.ca)
    backend = _bundled(options)  # before anything else is loaded: it takes the longest
    try:
        settings = _settings(options, least_patience=COLD_START_SECONDS)
        code = _open(
            settings,
            clock,
            backend.address,
            Credentials(backend.token),
            None if options.demo else _paths()["drafts"],
            backend.failed,
        )
        if code == UNREACHABLE and backend.failed():
            sys.stderr.write(f"consultant-tui: the bundled backend ended: {backend.last_words()}\n")
    finally:
        backend.stop()
    return code


def _has_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _settings(options: argparse.Namespace, least_patience: float = 0) -> "Settings":
    from dataclasses import replace

    from consultant_tui.settings import SettingsError, load

    try:
        settings = load(_paths()["settings"])
    except SettingsError as error:
        raise UsageError(str(error)) from error
    given = {"theme": options.theme, "zone": options.tz, "read_only": options.read_only or None}
    settings = replace(
        settings,
        read_seconds=max(settings.read_seconds, least_patience),
        **{name: value for name, value in given.items() if value is not None},
    )
    _check_look(settings.theme, settings.zone)
    return settings


def _check_look(theme: str | None, zone: str | None) -> None:
    if theme is not None and theme not in THEME_NAMES:
        raise UsageError(f"there is no theme {theme!r}; there are {' and '.join(THEME_NAMES)}")
    if zone is not None:
        _zone(zone)


def _clock(options: argparse.Namespace) -> "Clock":
    if options.at is None:
        return lambda: datetime.now(UTC)  # noqa: TID251 - a composition root
    if not options.demo:
        raise UsageError("--at freezes the demo's clock, so it goes with --demo")
    try:
        given = datetime.fromisoformat(options.at)
    except ValueError as error:
        raise UsageError(f"--at: {options.at} is no date and time, such as 2026-11-23T09:04") from error
    frozen = (given if given.tzinfo else given.replace(tzinfo=_zone(options.tz or HOME_ZONE))).astimezone(UTC)
    return lambda: frozen


def _zone(name: str) -> "ZoneInfo":
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UsageError(f"there is no time zone {name!r}; use a name such as {HOME_ZONE}") from error


def _remote(options: argparse.Namespace) -> tuple[str, "Credentials"]:
    from consultant_tui.api.addresses import AddressError, check_address, read_token, seen_by_others

    if options.demo or options.profile:
        raise UsageError("--demo and --profile are for the bundled backend, so they go without --server")
    if options.token_file and options.session_file:
        raise UsageError("--token-file needs no signing in, so it goes without --session-file")
    try:
        address = check_address(options.server)
        _check_authority(address, options.ca)
        if options.token_file:
            token = read_token(options.token_file)
            if seen_by_others(options.token_file):
                sys.stderr.write(f"consultant-tui: {options.token_file} can be read by others (chmod 600 mends that)\n")
            return address, Credentials(token)
    except AddressError as error:
        raise UsageError(str(error)) from error
    file = options.session_file
    return address, Credentials(keep=lambda: _keeper(address, file))


def _check_authority(address: str, authority: Path | None) -> None:
    if authority is None:
        return
    from consultant_tui.api.certificates import trusting

    if not address.startswith("https:"):
        raise UsageError("--ca goes with a --server that begins with https://")
    trusting(authority)


def _keeper(address: str, file: Path | None) -> "Keeper":
    from consultant_tui.keeping import FileKeeper, KeyringKeeper

    return FileKeeper(file) if file else KeyringKeeper(address, _drafts_for(address) / "sign-in.lock")


def _bundled(options: argparse.Namespace) -> "Embedded":
    from consultant_tui.embedded import Embedded

    if options.token_file is not None or options.session_file is not None or options.ca is not None:
        raise UsageError("--token-file, --session-file and --ca: each goes with --server")
    practice = _paths()["practice"]
    if not options.demo and not practice.exists():
        raise UsageError(
            f"there is no practice at {practice}. Import one with `booking-server import DIR`,"
            " or try the demo with `consultant-tui --demo`"
        )
    arguments = ["--demo"] if options.demo else []
    for name in ("at", "tz", "profile") if options.demo else ("profile",):
        if value := getattr(options, name):
            arguments += [f"--{name}", value]
    return Embedded(arguments, _paths()["backend"])


def _drafts_for(address: str) -> Path:
    """Keep what is unfinished at one backend apart from all others."""
    import hashlib

    return _paths()["drafts"] / hashlib.sha256(address.encode()).hexdigest()[:16]


def _open(
    settings: "Settings",
    clock: "Clock",
    address: str,
    credentials: "Credentials",
    drafts: Path | None,
    hopeless: Callable[[], bool] = lambda: False,
    authority: Path | None = None,
) -> int:
    """Open the screens; Textual is only loaded here, while the backend is starting already.

    Args:
        settings: The settings.
        clock: The clock.
        address: Where the backend is.
        credentials: Who is asking.
        drafts: Where unfinished work is kept; None keeps nothing.
        hopeless: Whether trying again cannot help.
        authority: Who alone vouches for the backend's certificate.
    """
    gc.disable()  # the start makes a great many objects and drops few; the program turns it on again
    from consultant_tui.app import ConsultantApp
    from consultant_tui.desk import Desk

    def connect() -> "BookingApi":
        from consultant_tui.api.client import BookingApi

        return BookingApi(
            address,
            credentials=credentials,
            zone=settings.zone,
            read_seconds=settings.read_seconds,
            write_seconds=settings.write_seconds,
            authority=authority,
        )

    silence.begin(_paths()["log"])
    desk = Desk(connect, clock, settings, drafts, hopeless, credentials)
    app = ConsultantApp(desk, _paths()["log"])
    app.run()
    return app.return_code or 0


def _crashed(error: Exception) -> int:
    """End after an error before or after the screens: one line, and where the details are."""
    file: Path | None = _paths()["log"]
    try:
        silence.begin(_paths()["log"])
        silence.write_down(error)
    except OSError:  # the log itself cannot be written, which may be the error
        file = None
    sys.stderr.write(silence.last_line(file))
    return 1
