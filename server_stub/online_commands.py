"""Owns the arguments of the commands for online booking: organisations' codes, and the provider's settings."""

from argparse import Namespace
from pathlib import Path

from server_stub.arguments import File, Tools


def add(tools: Tools) -> None:
    """Add the commands to the program."""
    _add_organisations(tools)
    _add_online_booking(tools)


def _add_organisations(tools: Tools) -> None:
    def run(options: Namespace) -> int:
        from server_stub import chores, setting_up

        if (options.act == "list") != (options.name is None):
            tools.misuse(options, "list goes alone, code and rotate name an organisation, retire names a code's hint")
        if options.keep_until and options.act != "rotate":
            tools.misuse(options, "--keep-until goes with rotate")
        now = tools.now(options)
        wish = setting_up.Wish(options.act, options.name, options.keep_until)
        return chores.attempt(lambda: setting_up.organisations(tools.url(options), wish, now))

    parser = tools.command("organisations", run, "list organisations, and make, rotate and retire their codes")
    parser.add_argument("act", choices=("list", "code", "rotate", "retire"))
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="an organisation, as in ORG-1; retire: a code, or its hint",
    )
    parser.add_argument("--keep-until", metavar="DATE", help="rotate: older codes are good until that day begins")
    tools.add_time(parser, "do it as of this time, for a server with a frozen clock")


def _add_online_booking(tools: Tools) -> None:
    def run(options: Namespace) -> int:
        from server_stub import chores, setting_up

        if (options.act == "show") != (options.file is None):
            tools.misuse(options, "show goes without a file, check and set name one")
        url, now = tools.url(options), tools.now(options)
        match options.act:
            case "show":
                return chores.attempt(lambda: setting_up.show(url))
            case "check":
                return chores.attempt(lambda: setting_up.check(options.file))
            case _:
                return chores.attempt(lambda: setting_up.put(url, options.file, now))

    parser = tools.command("online-booking", run, "show, check and set what clients may book by themselves")
    parser.add_argument("act", choices=("show", "check", "set"))
    file = "check, set: settings as a TOML file"
    parser.add_argument("file", nargs="?", type=Path, action=File, metavar="FILE", help=file)
    tools.add_time(parser, "do it as of this time, for a server with a frozen clock")
