"""Owns what each command does, the server aside; every way it may fail is one sentence."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Role
from server_stub.carriers.folder import beside
from server_stub.domain import clocks
from server_stub.storage import people, schema, tokens
from server_stub.storage.engines import Engines, database_file, open_engines
from server_stub.storage.faults import words_of


class ChoreFailedError(Exception):
    """A command could not do what it was asked; the message says why, in one sentence or several lines."""


def attempt(chore: Callable[[], int | None]) -> int:
    """Do a chore, and return the exit code; a failure is told on the error output."""
    try:
        code = chore() or 0
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except UnicodeEncodeError:
        complain("what was given is no text: it is not UTF-8")
        return 1
    except (ChoreFailedError, OSError) as error:
        complain(_told(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def complain(line: str) -> None:
    """Say on the error output what is wrong, as safely as ``say`` does."""
    sys.stderr.write("\n".join(map(clean, f"booking-server: {line}".split("\n"))) + "\n")


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


@contextmanager
def opened(url: str, *, new: bool = False, current: bool = True, hurried: bool = False) -> Iterator[Engines]:
    """Open a practice's database.

    Args:
        url: Its address.
        new: Whether it may be made when it is not there.
        current: Whether it is brought to the newest schema.
        hurried: Whether somebody waits for each answer, so that no statement may take long.

    Raises:
        ChoreFailedError: If there is none, or it is something else.
    """
    file = _file(url)
    if file and not file.exists():
        if not new:
            raise ChoreFailedError(f"there is no practice at {file}; `booking-server import DIR` makes one")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engines = _open(url, hurried=hurried)
    try:
        _refuse_strangers(engines)
        if current:
            schema.prepare(engines.writer)
        yield engines
    except DBAPIError as error:
        raise ChoreFailedError(f"the database says: {words_of(error)}") from error
    finally:
        engines.dispose()


def _file(url: str) -> Path | None:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ChoreFailedError(f"--database: {error}") from error
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _open(url: str, *, hurried: bool) -> Engines:
    try:
        return open_engines(url) if hurried else open_engines(url, statement_seconds=0)
    except (NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise ChoreFailedError(f"--database: {error}") from error


def _refuse_strangers(engines: Engines) -> None:
    with engines.reading() as connection:
        names = set(inspect(connection).get_table_names())
        if names and not {"alembic_version", "appointments"} <= names:
            raise ChoreFailedError("the database holds something else than a practice")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if names else None
    if version and version > schema.HEAD:
        raise ChoreFailedError(f"the database was made by a newer version of this program (schema {version})")


def import_folder(url: str, folder: Path) -> None:
    """Import a practice and say how much was new."""
    from server_stub.practice.faults import PracticeRefusedError
    from server_stub.practice.importing import import_practice

    if not folder.is_dir():
        raise ChoreFailedError(f"there is no folder {folder}")
    file = _file(url)
    made = file is not None and not file.exists()
    try:
        with opened(url, new=True) as engines:
            done = import_practice(engines, folder)
    except PracticeRefusedError as refused:
        if file and made:
            file.unlink()
        lines = [*refused.faults.lines(), f"{_counted(refused.faults.count, 'fault')}; nothing was imported"]
        raise ChoreFailedError("\n".join(lines)) from refused
    say(f"imported {_counted(done.added, 'row')}; {done.unchanged} were there already")


def export_folder(url: str, folder: Path) -> None:
    """Export a practice and say how much that was."""
    from server_stub.practice.exporting import export_practice

    with opened(url) as engines:
        count = export_practice(engines, folder)
    say(f"exported {_counted(count, 'row')} to {folder}")


def check(url: str, mark: str | None = None) -> int:
    """Print every row that breaks a rule, or is gone since a mark was taken; returns 1 when there is one."""
    from server_stub.practice.checking import check_practice

    with opened(url, current=False) as engines:
        found = check_practice(engines, mark)
    for line in found.broken:
        say(line)
    say(f"{len(found.broken)} broken" if found.broken else f"clean: {found.summary}")
    return 1 if found.broken else 0


def back_up_to(url: str, copy: Path) -> None:
    """Copy the database into a new file."""
    from server_stub.storage.backup import BackupNotPossibleError, back_up

    with opened(url, current=False) as engines:
        try:
            back_up(engines, copy)
        except FileExistsError as there:
            raise ChoreFailedError(f"{copy} is there already; a backup overwrites nothing") from there
        except BackupNotPossibleError as impossible:
            raise ChoreFailedError(str(impossible)) from impossible
    say(f"copied to {copy}")


def restore_from(url: str, copy: Path) -> None:
    """Put a backup into a new or empty database."""
    from server_stub.storage.backup import BackupNotPossibleError, restore

    if not copy.is_file():
        raise ChoreFailedError(f"there is no backup {copy}")
    file = _file(url)
    made = file is not None and not file.exists()
    try:
        with opened(url, new=True) as engines:
            count = restore(copy, engines)
    except BackupNotPossibleError as impossible:
        if file and made:
            file.unlink()
        raise ChoreFailedError(str(impossible)) from impossible
    say(f"restored {_counted(count, 'row')} from {copy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """For whom a token is; at most one of them is told."""

    profile: str | None = None
    """Its address; without anybody else, None is the only profile there is."""
    trainer: str | None = None
    """The address of the profile that a trainer practises as."""
    approver: str | None = None
    """The reference of the organisation."""
    support: str | None = None
    """The name of a person of user support."""
    service: str | None = None
    """The name of a person of customer service."""


def give_token(url: str, whom: Whom, now: datetime, hours: int) -> None:
    """Print a bearer token for a profile, the approver of an organisation, or one of the provider's people."""
    token, lasts = tokens.make_token(), timedelta(hours=hours)
    with opened(url) as engines:
        try:
            with engines.writing() as connection:
                if whom.approver is not None:
                    tokens.give_approver_token(connection, token, whom.approver, now, lasts)
                elif whom.support is not None:
                    tokens.give_staff_token(connection, token, Role.USER_SUPPORT, whom.support, now, lasts)
                elif whom.service is not None:
                    tokens.give_staff_token(connection, token, Role.CUSTOMER_SERVICE, whom.service, now, lasts)
                elif whom.trainer is not None:
                    tokens.give_token(connection, token, whom.trainer, now, lasts, Role.TRAINER)
                else:
                    tokens.give_token(connection, token, whom.profile, now, lasts)
        except tokens.ProfileUnclearError as unclear:
            raise ChoreFailedError(str(unclear)) from unclear
    say(token)


def tell_places(url: str) -> None:
    """Print where a practice is, and how its messages are sent."""
    try:
        file = database_file(url)
    except ArgumentError as error:
        raise ChoreFailedError(f"--database: {error}") from error
    folder = beside(file)
    say(f"database  {make_url(url).render_as_string()}", f"messages  {folder}")
    if file is not None and not file.exists():
        return
    with opened(url, current=False) as engines, engines.reading() as connection:
        settings = people.load_settings(connection)
    if settings.smtp_host:
        say(f"mail      {settings.smtp_host}:{settings.smtp_port} ({settings.smtp_tls}), nothing goes to files")
    else:
        say("mail      none is set; messages become files")


def write_demo_to(folder: Path, at: datetime) -> None:
    """Write the demo practice as plain files."""
    from server_stub.practice.rehearsal import ZONE, write_demo

    write_demo(folder, at)
    say(f"wrote the demo practice of {clocks.day_of(at, ZONE)} to {folder}")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def say(*lines: str) -> None:
    """Print lines; no text in them can make another line or give orders to the terminal."""
    sys.stdout.write("".join(f"{clean(line)}\n" for line in lines))
