"""Owns the listening to all that the programs say beside their answers: nobody's data and no secret may be in it.

What is listened for is taken from the data: whatever a test writes into a column about people, and whatever lets
somebody in, from the moment that it is used. What is listened to: records of every logger with their tracebacks,
warnings, standard error, what stands on a terminal when the program has left it, files of logs, the arguments and
the environment of started programs, requested addresses, and the bodies of refusals.
"""

import csv
import html
import json
import logging
import re
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Engine, event

from benchmarks.terminals import Terminal
from consultant_tui.silence import last_line
from server_stub.practice import rehearsal
from server_stub.practice.rehearsal import ACCOUNT, CODE, PASSWORD

PERSONAL = {
    "persons": ("name",),
    "profiles": ("email",),
    "clients": ("name", "email", "phone", "address"),
    "accounts": ("email", "phone", "address"),
    "attendees": ("name", "details"),
    "appointments": ("wishes",),
    "completions": ("notes",),
    "extra_requests": ("reason",),
    "tickets": ("email", "name", "message"),
    "ticket_answers": ("text",),
}
"""What the tables hold about people, in words of their own."""

LETS_IN = ("password", "present", "new", "repeat", "renewal", "access", "code")
"""Fields of forms and of the wire that hold what lets somebody in."""

IN_ADDRESSES = re.compile(r"^(?:http://[^/]+)?/(?:portal/(?:verify|reset|disown)|calendar)/[^/?]+")
"""Where an address itself is what lets somebody in: links in mails, and the feed that a calendar program fetches.

Neither program writes addresses down; pages with such an address name only the site as referrer.
"""

TYPED = ("--profile", "--by", "--trainer")
"""Arguments after which somebody types an e-mail themselves."""

OF_ITS_OWNER = ("BOOKING_SERVER_TOKEN",)
"""The environment by which the terminal hands its backend the token: only their user can read it, and it is dropped."""

ON_PURPOSE = ("stale",)
"""Refusals that name somebody: who changed an appointment meanwhile, told to the consultant whose appointment it is."""

ADDRESS = "an address"
MOST = 2000
"""How many of each kind are listened for."""


class Ear:
    """All that was said since it was last asked, and what must not be in it."""

    def __init__(self) -> None:
        """Begin with the people of the demo practice."""
        self.people: dict[str, str] = dict(_demo())
        self.secrets: dict[str, str] = {PASSWORD: "the demo's password", CODE: "the demo's code"}
        self.tried: set[str] = set()
        """Secrets that let nobody in: any word may be one, also a word of an address that whoever asks made up."""
        self.learns = True
        """Whether what is sent may be somebody's secret; not where it is made up, of words of these programs too."""
        self._said: dict[tuple[str, str], None] = {}
        self._turn = threading.Lock()

    def hear(self, kind: str, text: str) -> None:
        """Keep what was said."""
        if text:
            with self._turn:
                self._said[kind, text] = None

    def know(self, value: object, what: str) -> None:
        """Listen for something about people from now on, if it is distinct enough to be told from ordinary words."""
        if isinstance(value, str) and _is_distinct(value) and len(self.people) < MOST:
            self.people[value] = what

    def know_secret(self, value: object, what: str, *, refused: bool = False) -> None:
        """Listen for something that lets somebody in, or was meant to, from now on."""
        if not isinstance(value, str) or len(value) < 12 or len(self.secrets) >= MOST:
            return
        if not refused:
            self.tried.discard(value)
        elif value not in self.secrets:
            self.tried.add(value)
        self.secrets[value] = what

    def told(self) -> list[str]:
        """Name all that was said and must not have been, and begin anew."""
        with self._turn:
            said, self._said = self._said, {}
        return list(self._found(said))

    def _found(self, said: Mapping[tuple[str, str], None]) -> Iterator[str]:
        known = {**self.people, **self.secrets}
        for kind, text in said:
            free = self.tried if kind == ADDRESS else ()
            yield from (
                f"{kind} tells {what}: {_around(text, one)}"
                for one, what in known.items()
                if one in text and one not in free
            )


def _demo() -> Iterator[tuple[str, str]]:
    wanted = {f"{name}.csv": columns for name, columns in PERSONAL.items()}
    wanted |= {"consultants.csv": ("name", "email")}
    for file in (Path(rehearsal.__file__).parent / "demo").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                for column in wanted.get(file.name, ()):
                    if _is_distinct(row[column]):
                        yield row[column], f"{column} of the demo's {file.stem}"
    yield ACCOUNT, "the demo's account"


def _is_distinct(text: str) -> bool:
    is_address = "@" in text.strip("@") and len(text) >= 8
    is_number = sum(sign.isdigit() for sign in text) >= 7
    return is_address or is_number or (len(text) >= 8 and " " in text.strip())


def _around(text: str, found: str) -> str:
    at = text.index(found)
    return text[max(0, at - 200) : at + len(found) + 100]


EAR = Ear()


def begin() -> None:
    """Listen to everything in this process, and to what it starts."""
    _listen_to_logs()
    _listen_to_addresses()
    _listen_to_answers()
    _listen_to_programs()
    event.listen(Engine, "before_cursor_execute", _learn)


def _listen_to_logs() -> None:
    plain, making = logging.Formatter("%(name)s %(message)s"), logging.getLogRecordFactory()

    def made(*args: Any, **more: Any) -> logging.LogRecord:
        record = making(*args, **more)
        EAR.hear("a log", plain.format(record))
        record.exc_text = None
        return record

    logging.setLogRecordFactory(made)
    logging.getLogger().setLevel(logging.DEBUG)
    # The first two speak for browsers of the tests too, and a test holds that the terminal silences them; the others
    # are the tests' own: invented data, and the mail server that takes what is sent.
    for name in ("httpx", "httpcore", "faker", "mail.log"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _listen_to_addresses() -> None:
    def listening(send: Callable[..., Any]) -> Callable[..., Any]:
        def sent(client: object, request: httpx.Request, **more: Any) -> Any:
            _hear_address(str(request.url))
            return send(client, request, **more)

        return sent

    for kind in (httpx.Client, httpx.AsyncClient):
        kind.send = listening(kind.send)  # type: ignore[method-assign]


def _hear_address(address: str) -> None:
    if (found := IN_ADDRESSES.match(address)) is not None:
        end = found[0].rpartition("/")[2].removesuffix(".ics")
        if re.fullmatch(r"[\w-]{20,}", end, re.ASCII):
            EAR.know_secret(end, "the end of a secret address")
        address = address[found.end() :]
    EAR.hear(ADDRESS, unquote_plus(address))


def _listen_to_answers() -> None:
    answer = Litestar.__call__

    async def answering(app: Litestar, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await answer(app, scope, receive, send)
            return
        _hear_address(scope["path"] + "?" + scope["query_string"].decode("latin-1"))
        asked, said, status = bytearray(), bytearray(), 0

        async def received() -> Any:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def sent(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            if status >= 400:
                said.extend(message.get("body", b""))
            await send(message)

        try:
            await answer(app, scope, received, sent)
        finally:
            _learn_headers(scope["headers"], status)
            _learn_fields(bytes(asked), status)
            if said:
                _hear_refusal(scope, status, bytes(said), bytes(asked))

    Litestar.__call__ = answering  # type: ignore[method-assign]


def _learn_headers(headers: Sequence[tuple[bytes, bytes]], status: int) -> None:
    """Learn what let somebody in; a token that did not is nobody's, and may be any word that is in an address too."""
    for name, value in headers:
        if name == b"authorization" and status != HTTPStatus.UNAUTHORIZED:
            EAR.know_secret(value.decode("latin-1").rpartition(" ")[2], "a bearer token")
        elif name == b"cookie" and EAR.learns:
            for part in value.decode("latin-1").split(";"):
                EAR.know_secret(part.partition("=")[2].strip('" '), "a cookie")


def _fields(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _learn_fields(body: bytes, status: int) -> None:
    for name, value in _fields(body).items() if body and EAR.learns else ():
        if name in LETS_IN:
            EAR.know_secret(value, f"a {name} that was sent", refused=status >= HTTPStatus.BAD_REQUEST)


def _hear_refusal(scope: Mapping[str, Any], status: int, said: bytes, asked: bytes) -> None:
    """Hear a refusal, without what its own request told; a form that is shown again is for who filled it in."""
    if said.startswith(b'{"refusals"'):
        told = [one for one in json.loads(said)["refusals"] if one.get("code") not in ON_PURPOSE]
        said = json.dumps(told, ensure_ascii=False).encode()
    text = html.unescape(said.decode(errors="replace"))
    if status < 500 and b"<form" in said:
        return
    for value in _fields(asked).values():
        if isinstance(value, str) and len(value) >= 6:
            text = text.replace(value, "")
    EAR.hear(f"the {status} of {scope['method']} {scope['path']}", text)


def _listen_to_programs() -> None:
    start, speak = subprocess.Popen.__init__, subprocess.Popen.communicate

    def started(process: Any, args: Any, *more: Any, **named: Any) -> None:
        EAR.hear("the arguments of a program", _without_typed([args] if isinstance(args, str | bytes) else args))
        _hear_environment(named.get("env") or {})
        start(process, args, *more, **named)

    def spoken(process: Any, *args: Any, **named: Any) -> Any:
        out, err = speak(process, *args, **named)
        EAR.hear("the error output of a program", err.decode(errors="replace") if isinstance(err, bytes) else err or "")
        return out, err

    subprocess.Popen.__init__ = started  # type: ignore[method-assign]
    subprocess.Popen.communicate = spoken  # type: ignore[method-assign]
    close = Terminal.close

    def closed(terminal: Terminal) -> None:
        for left in bytes(terminal.written).split(b"\x1b[?1049l")[1:]:  # what was killed cannot take its screen away
            beside, _, _ = left.partition(b"\x1b[?1049h")
            EAR.hear("the terminal beside the program", beside.decode(errors="replace"))
        close(terminal)

    Terminal.close = closed  # type: ignore[method-assign]


def _without_typed(args: Sequence[object]) -> str:
    """Write arguments on a line, without the address that somebody typed to say who they are or whom they look for."""
    told = list(map(str, args))
    return " ".join(one for before, one in zip(["", *told], told, strict=False) if before not in TYPED)


def _hear_environment(environment: Mapping[str, str]) -> None:
    for name, value in environment.items():
        if name not in OF_ITS_OWNER and not name.startswith("PYTEST_"):
            EAR.hear(f"{name} in the environment of a program", str(value))


def _learn(_connection: Any, _cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: Any) -> None:
    """Take from what is written into a database what is about people."""
    if context is None or context.compiled is None or not (context.isinsert or context.isupdate):
        return
    table = getattr(getattr(context.compiled.statement, "table", None), "name", "")
    for column in PERSONAL.get(table, ()):
        for row in context.compiled_parameters:
            EAR.know(row.get(column), f"{column} of {table}")


def hear_files(folder: Path) -> None:
    """Hear all logs below a folder."""
    for file in folder.rglob("*.log"):
        if file.is_file():
            EAR.hear(f"the file {file.name}", file.read_text(encoding="utf-8", errors="replace"))


def ended_badly(item: pytest.Item) -> bool:
    """Tell whether a program said that something went wrong in it, which may also be after a test's last look."""
    said = last_line(None).strip()
    return any(said in text for _, name, text in item._report_sections if "err" in name)


def hear_test(item: pytest.Item) -> None:
    """Hear what a test and its programs wrote to the error output, and the logs that they left."""
    for _, name, text in item._report_sections:
        if "stderr" in name or "err" in name:
            EAR.hear("the error output", text)
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if isinstance(folder, Path):
        hear_files(folder)
