"""Owns the commands of booking-server, its exit codes, and the reading of the real clock."""

import argparse
import gc
import getpass
import ipaddress
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from server_stub import answering_commands, online_commands, silence
from server_stub.arguments import (
    Completion,
    File,
    Folder,
    Tools,
    Version,
    day,
    holder,
    host,
    hours,
    mark,
    network,
    port,
)

Clock = Callable[[], datetime]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    os.umask(0o077)
    silence.begin()
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def default_database() -> str:
    """Tell the address of the user's own practice."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('consultant-tui') / 'practice.db'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="booking-server", description="Keep a practice and answer for it over HTTP.")
    parser.add_argument("--version", action=Version, nargs=0, help="print the version")
    parser.add_argument(
        "--print-completion",
        action=Completion,
        choices=("bash", "zsh", "tcsh", "fish"),
        help="print what this shell needs to complete these arguments",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        made.set_defaults(run=run, usage_error=made.error)
        return made

    serving = command("serve", _serve, "answer for a practice over HTTP on this machine")
    place = serving.add_mutually_exclusive_group(required=True)
    place.add_argument("--port", type=port, help="listen on this port; 0 takes a free one")
    place.add_argument("--fd", type=int, help="listen on this inherited socket, which is bound already")
    serving.add_argument("--host", type=host, default="127.0.0.1", help="the address; TLS off loopback (%(default)s)")
    serving.add_argument("--certificate", type=Path, action=File, metavar="FILE", help="speak TLS with this chain, PEM")
    serving.add_argument("--key", type=Path, action=File, metavar="FILE", help="its private key, PEM, no password")
    serving.add_argument(
        "--trust-proxy",
        type=network,
        action="append",
        default=[],
        metavar="ADDRESS",
        help="believe this proxy, or each of this network, whom it forwards for; repeatable; loopback always is",
    )
    serving.add_argument("--lifeline", type=int, metavar="FD", help="end when this inherited pipe is closed")
    serving.add_argument("--demo", action="store_true", help="serve a throw-away copy of the demo practice")
    serving.add_argument("--profile", metavar="EMAIL", help="whom the token stands for (demo: Dr Mira Okafor)")
    _add_time(serving, "freeze the demo's clock")
    folder = command("import", _import, "add a practice from a folder of CSV files, all of it or nothing")
    folder.add_argument("folder", type=Path, action=Folder, metavar="DIR")
    folder = command("export", _export, "write a practice as a folder of CSV files")
    folder.add_argument("folder", type=Path, action=Folder, metavar="DIR")
    checking = command("check", _check, "name every row that breaks a rule of the database; exit 1 when there is one")
    checking.add_argument("--mark", type=mark, help="and every row of the audit that is gone since `audit --mark`")
    copy = command("backup", _backup, "copy the database into a new file, also while it is in use")
    copy.add_argument("file", type=Path, action=File, metavar="FILE")
    copy = command("restore", _restore, "put a backup into a new or empty database")
    copy.add_argument("file", type=Path, action=File, metavar="FILE")
    command("info", _info, "tell where the practice is, and how its messages are sent")
    token = command("token", _token, "print a bearer token for scripts")
    whom = token.add_mutually_exclusive_group()
    whom.add_argument("--profile", metavar="EMAIL", help="the consultant whom the token stands for")
    whom.add_argument("--trainer", metavar="EMAIL", help="the same for a trainer, let in by a served demo only")
    whom.add_argument("--approver", metavar="ORG", help="the organisation whose approver it stands for, as in ORG-1")
    whom.add_argument("--support", type=holder, metavar="NAME", help="a person of user support, who answers tickets")
    whom.add_argument("--service", type=holder, metavar="NAME", help="a person of customer service")
    token.add_argument("--hours", type=hours, default=12, help="how long it is valid (%(default)s)")
    _add_time(token, "give it out as of this time, for a server with a frozen clock")
    tools = Tools(command, _add_time, _url, lambda options: _clock(options)(), _misuse)
    answering_commands.add(tools)
    password = command("password", _password, "set the password with which a consultant signs in, read from the input")
    password.add_argument("--profile", metavar="EMAIL", required=True, help="the consultant")
    _add_audit(command("audit", _audit, "list who did and read what, oldest first"))
    online_commands.add(tools)
    for made in commands.choices.values():
        made.add_argument("--database", metavar="URL", help="default: the user's own SQLite file")
    demo = command("demo", _demo, "write the demo practice as a folder of CSV files")
    demo.add_argument("folder", type=Path, action=Folder, metavar="DIR")
    _add_time(demo, "the day that the practice is made for")
    return parser


def _add_audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="WHO", help="a consultant's e-mail, CON-1, ACC-1, or a name of the staff")
    parser.add_argument("--client", metavar="CLIENT", help="what concerns this client, as in CLI-3001")
    parser.add_argument("--since", type=day, metavar="DAY", help="the first day, as in 2026-11-23")
    parser.add_argument("--until", type=day, metavar="DAY", help="the last day")
    parser.add_argument("--mark", action="store_true", help="print only what `check --mark` holds the audit to later")


def _add_time(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--at", metavar="TIME", help=f"{about}, as in 2026-11-23T09:04 (now)")
    parser.add_argument("--tz", metavar="ZONE", default="Australia/Melbourne", help="the zone of --at (%(default)s)")


def _clock(options: argparse.Namespace) -> Clock:
    if options.at is None:
        return lambda: datetime.now(UTC)  # noqa: TID251  (a composition root)
    frozen = _read_time(options)
    return lambda: frozen


def _read_time(options: argparse.Namespace) -> datetime:
    from server_stub.domain import clocks

    try:
        given = datetime.fromisoformat(options.at)
        zone = clocks.check_zone(options.tz)
    except clocks.ZoneNotKnownError:
        _misuse(options, f"--tz: {options.tz} is no canonical IANA time zone")
    except ValueError:
        _misuse(options, f"--at: {options.at} is no date and time, such as 2026-11-23T09:04")
    if not clocks.in_range(given.date()):
        _misuse(options, f"--at: must lie between {clocks.FIRST_YEAR} and {clocks.LAST_YEAR}")
    if given.tzinfo is not None:
        return given.astimezone(UTC)
    placed = clocks.place(given, zone)
    if isinstance(placed, clocks.Never):
        _misuse(options, f"--at: that time does not exist in {zone}, the clocks go forward over it")
    return placed.instant if isinstance(placed, clocks.Once) else placed.first.utc


def _misuse(options: argparse.Namespace, message: str) -> NoReturn:
    options.usage_error(message)
    raise AssertionError(message)


def _url(options: argparse.Namespace) -> str:
    return str(options.database or default_database())


def _import(options: argparse.Namespace) -> int:
    from server_stub import chores

    return chores.attempt(lambda: chores.import_folder(_url(options), options.folder))


def _export(options: argparse.Namespace) -> int:
    from server_stub import chores

    return chores.attempt(lambda: chores.export_folder(_url(options), options.folder))


def _check(options: argparse.Namespace) -> int:
    from server_stub import chores

    return chores.attempt(lambda: chores.check(_url(options), options.mark))


def _backup(options: argparse.Namespace) -> int:
    from server_stub import chores

    return chores.attempt(lambda: chores.back_up_to(_url(options), options.file))


def _info(options: argparse.Namespace) -> int:
    from server_stub import chores

    return chores.attempt(lambda: chores.tell_places(_url(options)))


def _token(options: argparse.Namespace) -> int:
    from server_stub import chores

    now = _clock(options)()
    whom = chores.Whom(
        profile=options.profile,
        trainer=options.trainer,
        approver=options.approver,
        support=options.support,
        service=options.service,
    )
    return chores.attempt(lambda: chores.give_token(_url(options), whom, now, options.hours))


def _password(options: argparse.Namespace) -> int:
    from server_stub import chores
    from server_stub.entering import set_password

    password = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    now = datetime.now(UTC)  # noqa: TID251  (a composition root)
    return chores.attempt(lambda: set_password(_url(options), options.profile, password, now))


def _audit(options: argparse.Namespace) -> int:
    from server_stub import chores
    from server_stub.auditing import Sought, list_audit, take_mark

    if options.mark:
        return chores.attempt(lambda: take_mark(_url(options)))
    sought = Sought(options.by, options.client, options.since, options.until)
    return chores.attempt(lambda: list_audit(_url(options), sought))


def _demo(options: argparse.Namespace) -> int:
    from server_stub import chores

    now = _clock(options)()
    return chores.attempt(lambda: chores.write_demo_to(options.folder, now))


def _restore(options: argparse.Namespace) -> int:
    from server_stub import chores

    return chores.attempt(lambda: chores.restore_from(_url(options), options.file))


def _serve(options: argparse.Namespace) -> int:
    if options.demo and options.database:
        _misuse(options, "--demo serves a throw-away database, so it goes without --database")
    if options.at and not options.demo:
        _misuse(options, "--at freezes the clock of the demo only")
    if options.lifeline is not None and options.fd is None:
        _misuse(options, "--lifeline goes with --fd")
    _check_door(options)
    gc.disable()  # the start makes a great many objects and drops none; serving turns it on again
    from server_stub import chores, doors, serving

    clock = _clock(options)
    wanted = serving.Wanted(
        url=None if options.demo else _url(options),
        profile=options.profile,
        token=os.environ.pop(serving.TOKEN_VARIABLE, None),
        lifeline=options.lifeline,
        files=(options.certificate, options.key) if options.certificate else None,
        proxies=tuple(options.trust_proxy),
    )
    serving.heed_signals(embedded=options.fd is not None)
    return chores.attempt(lambda: serving.run(wanted, doors.listener(options.host, options.port, options.fd), clock))


def _check_door(options: argparse.Namespace) -> None:
    here = ipaddress.ip_address(options.host).is_loopback
    if (options.certificate is None) != (options.key is None):
        _misuse(options, "--certificate and --key go together")
    if options.certificate and options.fd is not None:
        _misuse(options, "--certificate goes with --port")
    if options.demo and not here:
        _misuse(options, "--host: the demo stays on this machine")
    if not here and options.certificate is None:
        _misuse(options, "--host: plain HTTP stays on this machine; another address needs --certificate and --key")


if __name__ == "__main__":
    sys.exit(main())
