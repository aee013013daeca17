"""Owns the commands that set up online booking: organisations' codes, and the provider's file of settings."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from consultant_tui.contract.refusals import Code
from server_stub.chores import ChoreFailedError, complain, opened, say
from server_stub.domain import clocks
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_file import LONGEST, OnlineFileWrongError, read_online
from server_stub.services import online, organisation_codes
from server_stub.services.organisation_codes import Standing
from server_stub.services.refused import RefusedError
from server_stub.storage import people
from server_stub.storage.engines import Engines


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with organisations' codes."""

    act: str
    name: str | None
    keep_until: str | None


def organisations(url: str, wish: Wish, now: datetime) -> None:
    """List the organisations with their codes, or make, rotate or retire a code.

    Raises:
        ChoreFailedError: If what is named is not there, or not clear.
    """
    with opened(url) as engines:
        try:
            _list(engines, now) if wish.name is None else _change(engines, wish, wish.name, now)
        except RefusedError as error:
            raise ChoreFailedError(_why(wish, error)) from error


def _why(wish: Wish, error: RefusedError) -> str:
    if wish.act != "retire":
        return f"there is no organisation {wish.name} in this practice"
    unclear = error.refusals[0].code == Code.MALFORMED
    return f"{wish.name}: " + ("several codes begin so; give the whole code" if unclear else "no code in force is so")


def _list(engines: Engines, now: datetime) -> None:
    zone = _zone(engines)
    for standing in organisation_codes.standings(engines):
        say(f"{standing.organisation.reference}  {standing.organisation.name}")
        for line in _codes(standing, now, zone):
            say(f"  {line}")


def _codes(standing: Standing, now: datetime, zone: str) -> list[str]:
    lines = []
    for code in standing.codes:
        made = f"{code.hint}…  made {clocks.day_of(code.made, zone)}"
        if code.retires is None:
            lines.append(made)
        elif code.retires > now:
            lines.append(f"{made}  ends {_moment(code.retires, zone)}")
        else:
            lines.append(f"{made}  ended {_moment(code.retires, zone)}")
    return lines or ["no code: its people cannot sign up"]


def _moment(at: datetime, zone: str) -> str:
    return f"{clocks.read(at, zone).wall:%Y-%m-%d %H:%M} {zone}"


def _change(engines: Engines, wish: Wish, name: str, now: datetime) -> None:
    if wish.act == "retire":
        retired = organisation_codes.retire(engines, name, now)
        say(f"{retired.hint}… of {retired.organisation} is accepted no more; who signed up with it keeps the account")
        return
    zone = _zone(engines)
    kept = _day(wish.keep_until, zone, now) if wish.keep_until else None
    if wish.act == "rotate":
        code = organisation_codes.rotate(engines, name, now, kept)
        end = f"until {_moment(kept, zone)}" if kept else "no more"
        say(code, f"Its older codes are accepted {end}. Hand this one out now: it cannot be looked up later.")
    else:
        code = organisation_codes.make(engines, name, now)
        say(code, "Hand it out now: it cannot be looked up later.")


def _day(text: str, zone: str, now: datetime) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ChoreFailedError(f"--keep-until: {text} is no date, such as 2026-12-31") from error
    if not clocks.in_range(day) or (begins := clocks.midnight(day, zone)) <= now:
        raise ChoreFailedError(f"--keep-until: {text} is not ahead")
    return begins


def show(url: str) -> None:
    """Print the settings in force to the letter, so that they can be kept and changed; then what is odd about them."""
    with opened(url) as engines:
        text = online.file_in_force(engines)
        if text is None:
            say("# nothing is set: online booking is off")
            return
        say(*text.removesuffix("\n").split("\n"))
        _tell_strays(engines, read_online(text))


def check(file: Path) -> None:
    """Say whether a file of settings can be taken."""
    settings = _read(file)[1]
    say(f"{file}: {_summary(settings)}")


def put(url: str, file: Path, now: datetime) -> None:
    """Let a file of settings be in force from now on."""
    text, _ = _read(file)
    with opened(url) as engines:
        settings = online.put_in_force(engines, text, now)
        say(f"in force: {_summary(settings)}")
        _tell_strays(engines, settings)


def _read(file: Path) -> tuple[str, OnlineBooking]:
    with file.open("rb") as opened_file:
        content = opened_file.read(4 * LONGEST + 1)
    try:
        text = content.decode("utf-8-sig")
        return text, read_online(text)
    except UnicodeDecodeError as error:
        raise ChoreFailedError(f"{file}: is not UTF-8") from error
    except OnlineFileWrongError as wrong:
        lines = [f"{file}: {fault}" for fault in wrong.faults]
        count = f"{len(lines)} fault{'s' if len(lines) > 1 else ''}; nothing was changed"
        raise ChoreFailedError("\n".join([*lines, count])) from wrong


def _summary(settings: OnlineBooking) -> str:
    reasons = sum(len(group.reasons) for group in settings.groups)
    state = "on" if settings.enabled else "off"
    return f"online booking is {state}; {len(settings.locations)} locations, {reasons} reasons"


def _tell_strays(engines: Engines, settings: OnlineBooking) -> None:
    """Name the lines of hours whose times nobody can find, since their location is none of the settings."""
    for schedule, location in online.strays(engines, settings):
        complain(f"{schedule}: there is no location {location}; it is not offered")


def _zone(engines: Engines) -> str:
    with engines.reading() as connection:
        return people.load_settings(connection).provider_zone
