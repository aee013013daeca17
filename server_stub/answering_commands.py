"""Owns the arguments of the commands by which the provider's people answer: support tickets, and extra sessions."""

import sys
from argparse import Namespace

from server_stub.arguments import Tools, holder, number


def add(tools: Tools) -> None:
    """Add the commands to the program."""
    _add_tickets(tools)
    _add_requests(tools)


def _add_tickets(tools: Tools) -> None:
    def run(options: Namespace) -> int:
        from server_stub import chores
        from server_stub.supporting import Wish, look_after

        if (options.act == "list") != (options.ticket is None):
            tools.misuse(options, "list goes without a ticket, all others name one, as in TKT-3")
        text = sys.stdin.read() if options.text == "-" else options.text
        wish = Wish(
            act=options.act,
            ticket=options.ticket,
            by=options.by,
            text=text,
            close=options.close,
            everything=options.all,
        )
        now = tools.now(options)
        return chores.attempt(lambda: look_after(tools.url(options), wish, now))

    parser = tools.command("tickets", run, "list, show, answer and close support tickets of clients")
    parser.add_argument("act", choices=("list", "show", "answer", "close"))
    parser.add_argument("ticket", nargs="?", metavar="TICKET", help="as in TKT-3; list needs none")
    parser.add_argument("--by", type=holder, metavar="NAME", default="user support", help="who answers (%(default)s)")
    parser.add_argument("--text", default="", help="answer: what is written; - reads it from the standard input")
    parser.add_argument("--close", action="store_true", help="answer: nothing more is to be done")
    parser.add_argument("--all", action="store_true", help="list: closed ones too")
    tools.add_time(parser, "do it as of this time, for a server with a frozen clock")


def _add_requests(tools: Tools) -> None:
    def run(options: Namespace) -> int:
        from server_stub import chores
        from server_stub.answering import Wish, requests

        if (options.act == "list") != (options.request is None):
            tools.misuse(options, "list goes without a request, all others name one, as in EXT-3")
        now = tools.now(options)
        wish = Wish(options.act, options.request, options.approver, options.sessions, options.reason)
        return chores.attempt(lambda: requests(tools.url(options), wish, now))

    parser = tools.command("requests", run, "list and answer requests for extra sessions")
    parser.add_argument(
        "act", choices=("list", "approve", "decline", "review"), help="review: it passed the clinical one"
    )
    parser.add_argument("request", nargs="?", metavar="REQUEST", help="as in EXT-3; list needs none")
    parser.add_argument("--approver", metavar="ORG", help="list: only those that this organisation is to answer")
    parser.add_argument("--sessions", type=number, help="approve: grant so many of them (all)")
    parser.add_argument("--reason", default="", help="what the consultant is told; decline needs one")
    tools.add_time(parser, "answer as of this time, for a server with a frozen clock")
